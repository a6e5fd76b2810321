"""Who signs for which authority in which region: given and ended by superusers."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from schools.errors import CannotMandate
from schools.selectors import referencing as selectors
from schools.services import mandates
from tests.accounts.factories import StaffFactory
from tests.schools import referencing as make

pytestmark = pytest.mark.django_db


def code_of(refusal: type[Exception], act: Callable[[], Any]) -> str:
    """The code of the refusal, whose sentence is French and ends with a point."""
    with pytest.raises(refusal) as raised:
        act()
    assert raised.value.message.endswith(".")
    return raised.value.code


def grant(user: User, actor: User, *, authority: str = "drac", region: str = make.OCCITANIE) -> Any:
    return mandates.grant_mandate(
        user=user, authority=authority, region=region, actor=actor, now=timezone.now()
    )


def test_a_superuser_gives_and_ends_mandates() -> None:
    boss, user = StaffFactory(), make.staff_member()
    mandate = grant(user, boss)
    assert [(one.authority, one.region) for one in selectors.live_mandates(user=user)] == [("drac", "76")]
    mandates.end_mandate(mandate_id=mandate.pk, actor=boss, now=timezone.now())
    assert selectors.live_mandates(user=user) == []
    assert (
        code_of(
            CannotMandate, lambda: mandates.end_mandate(mandate_id=mandate.pk, actor=boss, now=timezone.now())
        )
        == "already_ended"
    )
    assert grant(user, boss, authority="rectorat").pk != mandate.pk


def test_a_person_has_one_authority_per_region() -> None:
    boss, user = StaffFactory(), make.staff_member()
    grant(user, boss)
    assert code_of(CannotMandate, lambda: grant(user, boss, authority="rectorat")) == "one_per_region"
    assert grant(user, boss, region=make.BRITTANY).region == make.BRITTANY


def test_mandates_are_for_the_staff_and_given_by_somebody_else(alice: User) -> None:
    boss, plain = StaffFactory(), make.staff_member()
    assert code_of(CannotMandate, lambda: grant(alice, boss)) == "not_staff"
    assert code_of(CannotMandate, lambda: grant(boss, boss)) == "own_mandate"
    assert code_of(CannotMandate, lambda: grant(plain, plain)) == "not_superuser"
    assert code_of(CannotMandate, lambda: grant(plain, boss, region="99")) == "unknown_region"
    assert code_of(CannotMandate, lambda: grant(plain, boss, authority="mairie")) == "unknown_authority"
    mandate = grant(plain, boss)
    assert (
        code_of(
            CannotMandate,
            lambda: mandates.end_mandate(mandate_id=mandate.pk, actor=plain, now=timezone.now()),
        )
        == "not_superuser"
    )
