"""Locks of this app: a session comes before its registrations."""

from help.models import SupportMessage, Webinar


def webinar(*, pk: int) -> Webinar:
    """Lock a session's row, and only it."""
    return Webinar.objects.select_for_update(of=("self",)).get(pk=pk)


def message(*, pk: int) -> SupportMessage:
    """Lock a message's row, and only it."""
    return SupportMessage.objects.select_for_update(of=("self",)).get(pk=pk)
