"""Locks of this app. The application of a structure comes before anything proposed to schools."""

from schools.errors import CannotPublishForSchools
from schools.models.offers import SchoolOffer
from schools.models.referencing import Application, Mandate
from schools.states import ApplicationStatus


def application(*, pk: int) -> Application:
    """Lock an application's row, and only it."""
    return Application.objects.select_for_update(of=("self",)).get(pk=pk)


def referenced(*, venue_id: int) -> Application:
    """Lock the accepted application of a structure: nobody withdraws it before this transaction ends.

    Whoever waited for a withdrawal finds nothing any more: the row is judged again once the lock is had.
    Raises CannotPublishForSchools when the structure is not referenced.
    """
    accepted = Application.objects.select_for_update(of=("self",)).filter(
        venue_id=venue_id, status=ApplicationStatus.ACCEPTED
    )
    found = accepted.first()
    if found is None:
        raise CannotPublishForSchools("not_referenced")
    return found


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
