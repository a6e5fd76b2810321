"""What the tests of money share."""

import pytest

from finance.models import ScaleBand
from finance.rules import Band


@pytest.fixture
def bands(db: None) -> list[Band]:
    """The scale in force, as the rules read it."""
    names = ("group", "above_cents", "basis_points", "valid_from", "valid_until")
    return [Band(**row) for row in ScaleBand.objects.values(*names)]
