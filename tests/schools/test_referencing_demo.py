"""The part of the demonstration world that is about referencing."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.services import staff as staff_services
from passculture_pro.demo.schools import school_commission, school_referencing
from passculture_pro.demo.timeline import Timeline
from schools.selectors import referencing as selectors
from schools.states import Authority, Standing
from tests.accounts.factories import StaffFactory, hashed
from tests.venues.factories import AddressFactory, VenueFactory, member

pytestmark = pytest.mark.django_db


def test_one_structure_is_referenced_and_another_waits_for_the_drac() -> None:
    now, admin = timezone.now(), StaffFactory()
    staff_services.define_groups()
    breton = AddressFactory(insee_code="29019", postal_code="29200")
    fixed, newcomer, third = VenueFactory(), VenueFactory(pending=True, address=breton), VenueFactory()
    people = school_commission(
        password_digest=hashed(), admin=admin, venues=[fixed, newcomer, third], now=now - timedelta(days=75)
    )
    line = Timeline(now=now)
    school_referencing(
        line,
        commission=people,
        fixed=(fixed, member(venue=fixed)),
        newcomer=(newcomer, member(venue=newcomer)),
        began=now - timedelta(days=75),
        now=now,
    )
    line.run(tell=lambda done, left: None)
    told = [selectors.standing(venue_id=one.pk) for one in (fixed, newcomer, third)]
    assert [one.state for one in told] == [Standing.ACCEPTED, Standing.UNDER_INSTRUCTION, Standing.NEVER]
    assert [act.kind for act in selectors.acts_of(application=told[1].application)] == ["rectorat"]
    desk = selectors.applications_for(user=people[Authority.DRAC])
    assert set(desk) == {told[0].application, told[1].application}
