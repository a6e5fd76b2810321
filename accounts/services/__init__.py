"""Every write about people."""

from accounts.services.people import (
    change_password,
    confirm_email,
    debit,
    give_back,
    grant_deposit,
    read_confirmation,
    send_confirmation,
    send_reset,
    sign_up,
)

__all__ = [
    "change_password",
    "confirm_email",
    "debit",
    "give_back",
    "grant_deposit",
    "read_confirmation",
    "send_confirmation",
    "send_reset",
    "sign_up",
]
