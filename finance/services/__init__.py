"""Every write about money."""

from finance.services.bank_accounts import accept, ask_corrections, deposit, refuse, resubmit
from finance.services.half_months import close_half_month, price_and_close
from finance.services.links import attach, detach
from finance.services.pricing import price_bookings
from finance.services.reconcile import Drift, reconcile, repair_year_totals
from finance.services.settlements import settle_transfers

__all__ = [
    "Drift",
    "accept",
    "ask_corrections",
    "attach",
    "close_half_month",
    "deposit",
    "detach",
    "price_and_close",
    "price_bookings",
    "reconcile",
    "refuse",
    "repair_year_totals",
    "resubmit",
    "settle_transfers",
]
