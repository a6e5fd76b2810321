"""Reads about messages to the team."""

from help.models import SupportMessage


def message_by_pk(*, pk: int) -> SupportMessage | None:
    """One message."""
    return SupportMessage.objects.filter(pk=pk).first()
