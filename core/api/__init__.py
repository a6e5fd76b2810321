"""What every part of the mobile API shares: views, fields, pages, errors of one shape, one answer per key."""

from core.api.errors import exception_handler

__all__ = ["exception_handler"]
