"""Locks of this app: the patterns, then a webinar, then its registrations."""

from help.models import SupportMessage, Webinar, WebinarPattern


def patterns() -> list[WebinarPattern]:
    """Lock every pattern: which one is active is decided by one person at a time, and planned by one sweep."""
    return list(WebinarPattern.objects.select_for_update(of=("self",)).order_by("pk"))


def webinar(*, pk: int) -> Webinar:
    """Lock a webinar's row, and only it."""
    return Webinar.objects.select_for_update(of=("self",)).get(pk=pk)


def message(*, pk: int) -> SupportMessage:
    """Lock a message's row, and only it."""
    return SupportMessage.objects.select_for_update(of=("self",)).get(pk=pk)
