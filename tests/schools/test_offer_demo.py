"""What the demonstration world proposes to schools."""

import pytest
from django.utils import timezone

from passculture_pro.demo.school_offers import school_offers
from passculture_pro.demo.timeline import Timeline
from schools.models import Institution, SchoolOffer
from schools.selectors import offers as selectors
from tests.schools.referencing import application
from tests.support.moments import ago
from tests.venues.factories import VenueFactory, member

pytestmark = pytest.mark.django_db


def test_a_referenced_cinema_has_one_offer_published_one_draft_and_one_past() -> None:
    venue, now = VenueFactory(), timezone.now()
    application(venue, status="accepted", since=ago(days=60))
    line = Timeline(now=now)
    school_offers(line, venue=venue, owner=member(venue=venue), began=ago(days=75), now=now)
    line.run(tell=lambda done, left: None)
    rows = selectors.of_venue(venue=venue, referenced=True, now=now)
    assert sorted(rows.values_list("status", flat=True)) == ["draft", "ended", "published"]
    assert SchoolOffer.objects.filter(institution__kind="college").count() == 2
    assert Institution.objects.count() == 41
