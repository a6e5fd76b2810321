"""Every write about people."""

from accounts.services.people import (
    confirm_email,
    debit,
    give_back,
    grant_deposit,
    read_confirmation,
    send_confirmation,
    sign_up,
)

__all__ = [
    "confirm_email",
    "debit",
    "give_back",
    "grant_deposit",
    "read_confirmation",
    "send_confirmation",
    "sign_up",
]
