"""Locks of this app. The application of a structure comes before anything proposed to schools."""

from schools.errors import CannotPublishForSchools
from schools.models.offers import SchoolOffer
from schools.models.referencing import Application, Mandate
from schools.states import ApplicationStatus
from venues.states import Status as VenueStatus


def application(*, pk: int) -> Application:
    """Lock an application's row, and only it."""
    return Application.objects.select_for_update(of=("self",)).get(pk=pk)


def referenced(*, venue_id: int) -> Application:
    """Lock the accepted application of a validated structure, and the structure: nobody withdraws the one nor closes
    the other before this transaction ends.

    Whoever waited for a withdrawal or a closing finds nothing any more: the rows are judged again once the locks
    are had. Raises CannotPublishForSchools when the structure is not referenced, or no longer open.
    """
    accepted = Application.objects.filter(venue_id=venue_id, status=ApplicationStatus.ACCEPTED)
    # A key lock would stop every new row that only points at the structure: bookings, people, offers.
    rows = accepted.select_for_update(of=("self", "venue"), no_key=True).select_related("venue")
    found = rows.filter(venue__status=VenueStatus.VALIDATED).order_by("pk").first()
    if found is None:
        raise CannotPublishForSchools("venue_closed" if accepted.exists() else "not_referenced")
    return found


def live_mandate(*, user_id: int, region: str) -> Mandate | None:
    """Lock what lets a person sign in a region: nobody ends it before this transaction does. None: nothing does.

    Take `application` first.
    """
    live = Mandate.objects.select_for_update(of=("self",)).filter(ended_at=None)
    return live.filter(user_id=user_id, region=region).first()


def mandate(*, pk: int) -> Mandate:
    """Lock a mandate's row, and only it."""
    return Mandate.objects.select_for_update(of=("self",)).get(pk=pk)


def offer(*, pk: int) -> SchoolOffer:
    """Lock a school offer's row, and only it. Take `referenced` first."""
    return (
        SchoolOffer.objects.select_for_update(of=("self",), no_key=True)
        .select_related("address", "institution", "venue__address")
        .get(pk=pk)
    )
