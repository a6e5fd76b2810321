"""Closing a structure: what has begun stays, the rest is cancelled and told."""

import pytest
from django.test import Client
from django.utils import timezone

from bookings import services
from bookings.models import Booking
from core.models import Email
from tests.bookings.factories import BookingFactory
from tests.support.moments import ago, ahead
from venues.models import Venue

pytestmark = pytest.mark.django_db


def two_bookings(venue: Venue) -> tuple[Booking, Booking]:
    begun = BookingFactory(stock__slot__offer__venue=venue, stock__slot__starts_at=ago(hours=1))
    return begun, BookingFactory(stock__slot__offer__venue=venue, stock__slot__starts_at=ahead(days=9))


def test_closing_keeps_what_has_begun_and_cancels_the_rest(venue: Venue, staff: object) -> None:
    begun, later = two_bookings(venue)
    assert services.close_venue(venue=venue, reason="Cessation", actor=staff, now=timezone.now()) == 1
    begun.refresh_from_db()
    later.refresh_from_db()
    assert (begun.status, later.status, later.cancel_reason) == ("booked", "cancelled", "venue_closed")
    assert Email.objects.filter(to=later.user.email, kind="bookings/date_deleted").count() == 1


def test_staff_close_a_structure_from_its_page_in_the_admin(venue: Venue, staff_client: Client) -> None:
    two_bookings(venue)
    path = f"/admin/venues/venue/{venue.pk}/decision/close/"
    assert staff_client.post(path, {"reason": ""}).status_code == 200
    assert staff_client.post(path, {"reason": "Cessation d’activité"}).status_code == 302
    venue.refresh_from_db()
    assert (venue.status, venue.decision_reason) == ("closed", "Cessation d’activité")
