"""What was tried against the portal and must keep failing."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.services import people
from bookings import services as booking_services
from bookings.errors import CannotUnuse
from core import services as core_services
from core.models import Email
from tests.bookings.factories import BookingFactory
from tests.venues.factories import MembershipFactory, VenueFactory
from venues import services as venue_services
from venues.errors import CannotDecide
from venues.models import Venue
from venues.states import Role

pytestmark = pytest.mark.django_db


def test_a_volunteer_learns_no_code_by_taking_back_what_was_never_validated(
    bob_client: Client, venue: Venue
) -> None:
    booking = BookingFactory(stock__slot__offer__venue=venue)
    answer = bob_client.post(f"/guichet/{booking.pk}/reprendre/")
    assert answer.status_code == 404
    assert booking.code not in answer.content.decode()


def test_staff_do_not_read_the_link_that_resets_somebodys_password(staff_client: Client, alice: User) -> None:
    people.send_reset(email=alice.email, now=timezone.now())
    kept = Email.objects.get(kind="accounts/reset")
    secret = kept.context["url"].rstrip("/").rpartition("/")[2]
    for path in (f"/boite-aux-lettres/{kept.pk}/", f"/admin/core/email/{kept.pk}/change/"):
        answer = staff_client.get(path)
        assert answer.status_code == 200
        assert secret not in answer.content.decode()


def test_no_filter_of_the_admin_reads_a_password_digest(staff_client: Client) -> None:
    assert staff_client.get("/admin/accounts/user/?password__startswith=argon2").status_code in {302, 400}


def test_nobody_decides_about_a_structure_of_their_own(venue: Venue, staff: User) -> None:
    mine = VenueFactory(pending=True)
    MembershipFactory(venue=mine, role=Role.ADMIN, user=staff)
    with pytest.raises(CannotDecide, match="une autre personne"):
        venue_services.validate(venue_id=mine.pk, actor=staff, now=timezone.now())


def test_a_poison_email_is_given_up_and_stops_nobody() -> None:
    now = timezone.now()
    bad = core_services.keep_email(kind="accounts/nowhere", to="a@b.example", context={}, now=now)
    assert bad is not None
    assert core_services.send_pending_emails(now=now) == 0
    bad.refresh_from_db()
    assert (bad.attempts, bad.last_error) == (1, "CannotRender")


@pytest.mark.parametrize(
    "path",
    [
        "/finance/virements/?annee=²",
        "/finance/chiffre-affaires/?annee=" + "9" * 5_000,
        "/reservations/?until=9999-12-31",
        "/offres/?q=" + "mot " * 500,
        "/inscription/structure/%00/",
    ],
)
def test_odd_inputs_break_no_page(alice_client: Client, path: str) -> None:
    assert alice_client.get(path).status_code < 500


def test_a_validation_of_more_than_72_hours_is_not_taken_back(alice: User, venue: Venue) -> None:
    booking = BookingFactory(stock__slot__offer__venue=venue, used=True)
    later = booking.slot.starts_at + timedelta(hours=72)
    with pytest.raises(CannotUnuse, match="72 h"):
        booking_services.unuse(booking_id=booking.pk, actor=alice, now=later)
