"""A referencing that is withdrawn while an offer is published: one comes before the other, never in between."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from core.models import ActionLog
from schools.errors import CannotPublishForSchools
from schools.models import Application
from schools.models.offers import SchoolOffer
from schools.services import instruction
from schools.services import offers as services
from schools.states import ApplicationStatus
from tests.schools import offers as make
from tests.schools.referencing import mandated, referenced
from tests.support.races import just_before, together, without
from venues.models import Venue

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def draft(venue: Venue) -> SchoolOffer:
    """Whole, of a structure that is referenced."""
    referenced(venue)
    return make.offer(venue, draft=True)


def publishing(draft: SchoolOffer, alice: User) -> Callable[[], Any]:
    return lambda: services.publish(offer_id=draft.pk, version=draft.version, actor=alice, now=timezone.now())


def withdrawing(draft: SchoolOffer) -> Callable[[], Any]:
    found, commission = Application.objects.get(venue=draft.venue), mandated("commission")
    return lambda: instruction.withdraw(
        application_id=found.pk, reason="Le projet a changé.", actor=commission, now=timezone.now()
    )


def order() -> list[str]:
    """Who was first, as the log tells it."""
    wanted = ("publish_school_offer", "referencing.withdrawn")
    return list(ActionLog.objects.filter(verb__in=wanted).order_by("pk").values_list("verb", flat=True))


def test_the_two_never_cross(draft: SchoolOffer, alice: User) -> None:
    published, withdrawn = together(publishing(draft, alice), withdrawing(draft))
    assert isinstance(withdrawn, Application)
    if isinstance(published, CannotPublishForSchools):
        assert order() == ["referencing.withdrawn"]
    else:
        assert order() == ["publish_school_offer", "referencing.withdrawn"]


def withdrawn_meanwhile(draft: SchoolOffer) -> Callable[[], None]:
    """Somebody withdraws, from a connection of their own, while the publication is under way."""
    act = withdrawing(draft)

    def run() -> None:
        together(act)

    return run


def test_withdrawn_just_before_the_check_is_refused(draft: SchoolOffer, alice: User) -> None:
    with (
        just_before("schools.locks.referenced", withdrawn_meanwhile(draft)),
        pytest.raises(CannotPublishForSchools),
    ):
        publishing(draft, alice)()
    draft.refresh_from_db()
    assert (draft.state, order()) == ("draft", ["referencing.withdrawn"])


def test_a_withdrawal_waits_for_a_publication_under_way(draft: SchoolOffer, alice: User) -> None:
    """Between the check and the move, the row is held: the withdrawal cannot even lock it."""
    seen: list[bool] = []

    def look() -> None:
        def free() -> bool:
            row = Application.objects.select_for_update(of=("self",), skip_locked=True)
            return row.filter(venue=draft.venue).exists()

        seen.extend(together(_in_a_transaction(free)))

    with just_before("schools.locks.offer", look):
        publishing(draft, alice)()
    assert seen == [False]


def test_control_without_the_lock_a_withdrawal_slips_in_between(draft: SchoolOffer, alice: User) -> None:
    def checked_only(*, venue_id: int) -> Application:
        return Application.objects.get(venue_id=venue_id, status=ApplicationStatus.ACCEPTED)

    with (
        without("schools.locks.referenced", instead=checked_only),
        just_before("schools.locks.offer", withdrawn_meanwhile(draft)),
    ):
        publishing(draft, alice)()
    assert order() == ["referencing.withdrawn", "publish_school_offer"]


def _in_a_transaction(act: Callable[[], Any]) -> Callable[[], Any]:
    from django.db import transaction

    def run() -> Any:
        with transaction.atomic():
            return act()

    return run
