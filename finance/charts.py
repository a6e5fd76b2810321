"""Drawings computed on the server: positions in a picture of fixed width. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.french import show_number

_MONTHS = ("J", "F", "M", "A", "M", "J", "J", "A", "S", "O", "N", "D")
_WIDTH, _HEIGHT, _BASE, _STEP, _BAR = 624, 200, 170, 52, 30
_LINE, _DOT = 340, 6


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One month: what was validated, and above it what is expected."""

    x: int
    middle: int
    letter: str
    validated_y: int
    validated_height: int
    expected_y: int
    expected_height: int


@dataclass(frozen=True, kw_only=True)
class YearChart:
    """Twelve bars."""

    bars: list[Bar]
    top_cents: int
    width: int = _WIDTH
    height: int = _HEIGHT
    base: int = _BASE


def year_chart(*, validated: Mapping[int, int], expected: Mapping[int, int]) -> YearChart:
    """Bars of a year, from cents by month 1 to 12. A month that went below zero is drawn as zero."""
    months = range(1, 13)
    done, hoped = (
        {month: max(source.get(month, 0), 0) for month in months} for source in (validated, expected)
    )
    top = max((done[month] + hoped[month] for month in months), default=0)
    bars = []
    for month in months:
        full, more = (amount[month] * (_BASE - 20) // top if top else 0 for amount in (done, hoped))
        x = (month - 1) * _STEP + (_STEP - _BAR) // 2
        bars.append(
            Bar(
                x=x,
                middle=x + _BAR // 2,
                letter=_MONTHS[month - 1],
                validated_y=_BASE - full,
                validated_height=full,
                expected_y=_BASE - full - more,
                expected_height=more,
            )
        )
    return YearChart(bars=bars, top_cents=top)


@dataclass(frozen=True, kw_only=True)
class Segment:
    """A band of the scale: from `floor_cents` to `top_cents` (None: without end)."""

    x: int
    width: int
    middle: int
    rate: str
    floor_cents: int
    top_cents: int | None
    limit: str


@dataclass(frozen=True, kw_only=True)
class ScaleChart:
    """Bands side by side, and where a revenue stands among them."""

    segments: list[Segment]
    marker: int
    rate: str


def scale_chart(*, bands: Sequence[tuple[int, int]], revenue_cents: int) -> ScaleChart:
    """`bands`: (above_cents, basis points) from the first up; every band is as wide as the others."""
    width = _LINE // len(bands)
    segments = []
    for index, (above, points) in enumerate(bands):
        top = bands[index + 1][0] if index + 1 < len(bands) else None
        segments.append(
            Segment(
                x=index * width,
                width=width - 3,
                middle=index * width + width // 2,
                rate=rate(points),
                floor_cents=max(above, 0),
                top_cents=top,
                limit=f"{show_number(top // 100)} €" if top else "",
            )
        )
    here = next((s for s in segments if s.top_cents is None or revenue_cents <= s.top_cents), segments[-1])
    span = (here.top_cents or here.floor_cents * 2 or 1) - here.floor_cents
    share = min(max(revenue_cents - here.floor_cents, 0) / span, 1)
    return ScaleChart(
        segments=segments,
        marker=min(max(here.x + round(share * here.width), _DOT), _LINE - _DOT),
        rate=here.rate,
    )


def rate(points: int) -> str:
    """`95 %`, `92,5 %`."""
    whole, rest = divmod(points, 100)
    return f"{whole}{f',{rest:02d}'.rstrip('0') if rest else ''}\u00a0%"
