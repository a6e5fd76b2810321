"""Reads about money. They start from the structures they are given: who may see those is asked above."""

from finance.selectors.accounts import (
    accounts_in,
    accounts_of,
    administrators_of,
    duplicates_of,
    last_link,
    live_links,
)
from finance.selectors.half_months import (
    expected_on,
    files_waiting,
    is_frozen,
    last_statement_rank,
    recipients_of,
    upcoming_cutoff,
)
from finance.selectors.revenue import bands_in_force, bands_to_come, revenue_of, totals_of, years_of
from finance.selectors.thread import Step, payment_date_of, thread
from finance.selectors.transfers import (
    Sums,
    detail_rows,
    paid_lines,
    sees_whole,
    statement_rows,
    totals_by_venue,
    transfers_of,
    version_of,
)
from finance.selectors.waiting import Forecast, Money, Reason, Waiting, money_of, next_transfer, waiting_for

__all__ = [
    "Forecast",
    "Money",
    "Reason",
    "Step",
    "Sums",
    "Waiting",
    "accounts_in",
    "accounts_of",
    "administrators_of",
    "bands_in_force",
    "bands_to_come",
    "detail_rows",
    "duplicates_of",
    "expected_on",
    "files_waiting",
    "is_frozen",
    "last_link",
    "last_statement_rank",
    "live_links",
    "money_of",
    "next_transfer",
    "paid_lines",
    "payment_date_of",
    "recipients_of",
    "revenue_of",
    "sees_whole",
    "statement_rows",
    "thread",
    "totals_by_venue",
    "totals_of",
    "transfers_of",
    "upcoming_cutoff",
    "version_of",
    "waiting_for",
    "years_of",
]
