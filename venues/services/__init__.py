"""Every write about structures."""

from venues.services.addresses import keep_address
from venues.services.decisions import close, reject, validate
from venues.services.structures import add_member, register

__all__ = ["add_member", "close", "keep_address", "register", "reject", "validate"]
