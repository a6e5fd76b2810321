"""The scale and the cents: vectors of contract §5, and properties."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance import rules
from finance.services.scales import SCALE, SINCE
from offers.categories import SUBCATEGORIES

BANDS = [rules.Band(group=g, above_cents=a, basis_points=p, valid_from=SINCE) for g, a, p, _ in SCALE]
TODAY = date(2026, 11, 1)
CENTS = st.integers(min_value=0, max_value=1_000_000)
REVENUES = st.integers(min_value=0, max_value=40_000_000)
GROUPS = st.sampled_from(["standard", "book", "unpaid", "school"])


def due(before: int, gross: int, *, group: str = "standard") -> int:
    band = rules.rate_for(revenue_cents=before + gross, group=group, on=TODAY, bands=BANDS)
    return rules.price(gross_cents=gross, basis_points=band.basis_points)[0]


@pytest.mark.parametrize(
    ("before", "gross", "group", "expected"),
    [
        (19_980_00, 20_00, "standard", 20_00),
        (19_990_00, 20_00, "standard", 19_00),
        (39_990_00, 10_00, "standard", 9_50),
        (39_990_00, 10_01, "standard", 9_21),
        (149_995_00, 10_00, "standard", 9_00),
        (19_995_00, 9_99, "book", 9_49),
        (160_000_00, 10_00, "book", 9_50),
        (0, 0, "standard", 0),
        (0, 10_00, "unpaid", 0),
        (200_000_00, 10_00, "school", 10_00),
    ],
)
def test_the_vectors_of_the_contract(before: int, gross: int, group: str, expected: int) -> None:
    assert due(before, gross, group=group) == expected


@given(cents=CENTS, points=st.integers(min_value=0, max_value=10_000))
def test_due_and_forgone_add_up_to_the_gross(cents: int, points: int) -> None:
    received, given_up = rules.price(gross_cents=cents, basis_points=points)
    assert received + given_up == cents
    assert 0 <= received <= cents


@given(cents=CENTS, points=st.integers(min_value=0, max_value=10_000))
def test_the_rounding_is_half_up(cents: int, points: int) -> None:
    exact = cents * points
    assert rules.price(gross_cents=cents, basis_points=points)[0] == exact // 10_000 + (
        exact % 10_000 >= 5_000
    )


@given(cents=CENTS, points=st.integers(min_value=0, max_value=10_000))
def test_a_mirror_takes_back_exactly_what_was_given(cents: int, points: int) -> None:
    there, back = (
        rules.price(gross_cents=cents, basis_points=points),
        rules.price(gross_cents=-cents, basis_points=points),
    )
    assert [a + b for a, b in zip(there, back, strict=True)] == [0, 0]


@given(revenue=REVENUES, more=REVENUES, group=GROUPS)
def test_a_higher_revenue_never_pays_a_higher_rate(revenue: int, more: int, group: str) -> None:
    low = rules.rate_for(revenue_cents=revenue, group=group, on=TODAY, bands=BANDS)
    high = rules.rate_for(revenue_cents=revenue + more, group=group, on=TODAY, bands=BANDS)
    assert high.basis_points <= low.basis_points


@given(prices=st.lists(CENTS, max_size=30), cut=st.integers(min_value=0, max_value=30))
def test_pricing_in_two_goes_gives_the_same_cents(prices: list[int], cut: int) -> None:
    def run(amounts: list[int], before: int) -> tuple[list[int], int]:
        out = []
        for amount in amounts:
            out.append(due(before, amount))
            before += amount
        return out, before

    whole, _ = run(prices, 1_990_000)
    first, reached = run(prices[:cut], 1_990_000)
    assert first + run(prices[cut:], reached)[0] == whole


def test_a_band_applies_from_its_first_day_and_not_on_its_last() -> None:
    old = rules.Band(
        group="standard",
        above_cents=-1,
        basis_points=8_000,
        valid_from=date(2026, 1, 1),
        valid_until=date(2026, 7, 1),
    )
    new = rules.Band(group="standard", above_cents=-1, basis_points=7_000, valid_from=date(2026, 7, 1))

    def rate(on: date) -> int:
        return rules.rate_for(revenue_cents=1, group="standard", on=on, bands=[old, new]).basis_points

    assert [rate(date(2026, 1, 1)), rate(date(2026, 6, 30)), rate(date(2026, 7, 1))] == [8_000, 8_000, 7_000]
    with pytest.raises(LookupError):
        rate(date(2025, 12, 31))


def test_every_subcategory_has_a_group_of_the_scale() -> None:
    assert {rules.group_of(code) for code in SUBCATEGORIES} <= {band.group for band in BANDS}
    assert rules.group_of("SEANCE_CINE") == "standard"
    assert rules.group_of("VOD") == "unpaid"


NOW = datetime(2026, 11, 10, tzinfo=UTC)


@pytest.mark.parametrize(("last", "wait"), [(None, 0), (7, 0), (8, 72)])
def test_another_account_waits_72_hours(last: int | None, wait: int) -> None:
    assert rules.payable_from(last_account=last, account=7, now=NOW) == NOW + timedelta(hours=wait)


CUTOFF = datetime(2026, 11, 15, 23, tzinfo=UTC)
JUST_BEFORE = CUTOFF - timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("validated", "starts", "joins"),
    [
        (JUST_BEFORE, None, True),
        (CUTOFF, None, False),
        (JUST_BEFORE, JUST_BEFORE, True),
        (JUST_BEFORE, CUTOFF, False),
    ],
)
def test_a_cutoff_takes_what_was_validated_and_begun_before_it(
    validated: datetime, starts: datetime | None, joins: bool
) -> None:
    assert rules.joins_cutoff(validated_at=validated, starts_at=starts, cutoff=CUTOFF) is joins


@given(
    validated=st.datetimes(
        min_value=datetime(2026, 1, 1), max_value=datetime(2027, 1, 1), timezones=st.just(UTC)
    ),
    ahead=st.none() | st.integers(min_value=-100, max_value=100),
)
def test_the_first_cutoff_is_the_first_that_takes_it(validated: datetime, ahead: int | None) -> None:
    starts = None if ahead is None else validated + timedelta(days=ahead)
    found = rules.first_cutoff(
        validated_at=validated, starts_at=starts, upcoming=datetime(2025, 12, 31, 23, tzinfo=UTC)
    )
    before = rules.periods.ending_at(found).starts_at
    assert rules.joins_cutoff(validated_at=validated, starts_at=starts, cutoff=found)
    assert not rules.joins_cutoff(validated_at=validated, starts_at=starts, cutoff=before)
