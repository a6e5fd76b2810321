"""Drawings stay in their frame and say the truth."""

from hypothesis import given
from hypothesis import strategies as st

from finance import charts

CENTS = st.dictionaries(st.integers(1, 12), st.integers(-10_000, 50_000_000))
BANDS = [(-1, 10_000), (2_000_000, 9_500), (4_000_000, 9_200), (15_000_000, 9_000)]


@given(validated=CENTS, expected=CENTS)
def test_the_bars_of_a_year_stay_in_the_frame(validated: dict[int, int], expected: dict[int, int]) -> None:
    chart = charts.year_chart(validated=validated, expected=expected)
    assert len(chart.bars) == 12
    for bar in chart.bars:
        assert 0 <= bar.expected_y <= bar.validated_y <= chart.base
        assert bar.validated_y + bar.validated_height == chart.base
        assert 0 <= bar.x <= chart.width - 30


def test_the_highest_month_is_the_highest_bar() -> None:
    chart = charts.year_chart(validated={3: 100, 4: 200}, expected={5: 400})
    assert chart.bars[4].expected_height == 2 * chart.bars[3].validated_height


@given(revenue=st.integers(0, 100_000_000))
def test_the_marker_stays_on_the_line(revenue: int) -> None:
    chart = charts.scale_chart(bands=BANDS, revenue_cents=revenue)
    assert 6 <= chart.marker <= 334


def test_the_rate_is_that_of_the_band_reached() -> None:
    rates = [
        charts.scale_chart(bands=BANDS, revenue_cents=cents).rate
        for cents in (0, 2_000_000, 2_000_001, 99_000_000)
    ]
    assert rates == ["100\u00a0%", "100\u00a0%", "95\u00a0%", "90\u00a0%"]


def test_a_rate_with_decimals_is_written_with_a_comma() -> None:
    assert [charts.rate(points) for points in (9_250, 9_255, 0)] == [
        "92,5\u00a0%",
        "92,55\u00a0%",
        "0\u00a0%",
    ]
