"""Where a revenue stands, and what is to come, by the functions that price."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance import rules, simulation
from finance.services.scales import SCALE, SINCE

BANDS = [rules.Band(group=g, above_cents=a, basis_points=p, valid_from=SINCE) for g, a, p, _ in SCALE]
TODAY = date(2026, 11, 22)
GROUPS = st.sampled_from(["standard", "book", "unpaid", "school"])


def stand(cents: int, group: str = "standard") -> simulation.Standing:
    return simulation.standing(revenue_cents=cents, group=group, on=TODAY, bands=BANDS)


def simulate(before: int, price: int, count: int, group: str = "standard") -> list[simulation.Step]:
    return simulation.steps(
        revenue_cents=before, price_cents=price, count=count, group=group, on=TODAY, bands=BANDS
    )


@pytest.mark.parametrize(
    ("cents", "points", "left"),
    [
        (0, 10_000, 20_000_00),
        (19_980_00, 10_000, 20_00),
        (20_000_00, 10_000, 0),
        (20_000_01, 9_500, 19_999_99),
        (150_000_00, 9_200, 0),
        (150_000_01, 9_000, None),
        (-5_00, 10_000, 20_005_00),
    ],
)
def test_what_is_left_before_the_next_rate(cents: int, points: int, left: int | None) -> None:
    found = stand(cents)
    assert (found.band.basis_points, found.left_cents) == (points, left)


@given(cents=st.integers(min_value=0, max_value=40_000_000), group=GROUPS)
def test_what_is_left_can_be_validated_at_the_present_rate_and_not_a_cent_more(
    cents: int, group: str
) -> None:
    found = stand(cents, group)
    if found.left_cents is None:
        return
    assert stand(cents + found.left_cents, group).band == found.band
    assert stand(cents + found.left_cents + 1, group).band == found.following


@given(
    before=st.integers(min_value=0, max_value=20_000_000),
    price=st.integers(min_value=0, max_value=60_000_00),
    count=st.integers(min_value=1, max_value=60),
    group=GROUPS,
)
def test_the_simulation_is_the_pricing_booking_by_booking(
    before: int, price: int, count: int, group: str
) -> None:
    found = simulate(before, price, count, group)
    for rank, step in enumerate(found, start=1):
        band = rules.rate_for(revenue_cents=before + price * rank, group=group, on=TODAY, bands=BANDS)
        assert (step.due_cents, step.forgone_cents) == rules.price(
            gross_cents=price, basis_points=band.basis_points
        )
    parts = simulation.shares(found)
    assert sum(part.count for part in parts) == count
    assert sum(part.due_cents + part.forgone_cents for part in parts) == price * count


def test_the_worked_example_straddles_the_first_threshold() -> None:
    first, second = simulation.crossing(group="standard", on=TODAY, bands=BANDS, price_cents=20_00)
    assert (first.revenue_cents, first.due_cents) == (19_990_00, 20_00)
    assert (second.revenue_cents, second.due_cents, second.forgone_cents) == (20_010_00, 19_00, 1_00)


def test_a_group_without_threshold_has_no_example() -> None:
    assert simulation.crossing(group="school", on=TODAY, bands=BANDS, price_cents=20_00) == []


@pytest.mark.parametrize("count", [-1, simulation.MAX_BOOKINGS + 1])
def test_a_simulation_is_bounded(count: int) -> None:
    with pytest.raises(ValueError, match=str(count)):
        simulate(0, 1_00, count)
