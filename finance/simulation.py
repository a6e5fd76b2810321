"""What a revenue reaches, what is left before the next rate, and what bookings to come would give.

Pure, and nothing here knows a rate: every amount comes from `finance.rules`, which prices for real.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from finance.rules import Band, price, rate_for

MAX_BOOKINGS = 10_000


@dataclass(frozen=True, kw_only=True)
class Standing:
    """The band a structure has reached, and the one that follows.

    `left_cents`: what may still be validated at the present rate; None in the last band.
    """

    band: Band
    revenue_cents: int
    following: Band | None
    left_cents: int | None


@dataclass(frozen=True, kw_only=True)
class Step:
    """One booking to come: the yearly revenue it makes, the band it takes, and its amounts in cents."""

    revenue_cents: int
    band: Band
    gross_cents: int
    due_cents: int
    forgone_cents: int


@dataclass(frozen=True, kw_only=True)
class Share:
    """Bookings that take the same band, added up."""

    band: Band
    count: int
    gross_cents: int
    due_cents: int
    forgone_cents: int


def standing(*, revenue_cents: int, group: str, on: date, bands: Sequence[Band]) -> Standing:
    """Where a yearly revenue stands in the scale of a day. LookupError when the scale has no band for it."""
    reached = rate_for(revenue_cents=max(revenue_cents, 0), group=group, on=on, bands=bands)
    above = [
        band
        for band in bands
        if band.group == group and band.is_in_force(on) and band.above_cents >= max(revenue_cents, 0)
    ]
    following = min(above, key=lambda band: band.above_cents) if above else None
    left = following.above_cents - revenue_cents if following else None
    return Standing(band=reached, revenue_cents=revenue_cents, following=following, left_cents=left)


def steps(
    *, revenue_cents: int, price_cents: int, count: int, group: str, on: date, bands: Sequence[Band]
) -> list[Step]:
    """`count` bookings of one price, one after the other, after a yearly revenue. At most MAX_BOOKINGS."""
    if not 0 <= count <= MAX_BOOKINGS:
        raise ValueError(f"{count} bookings")
    return [
        _step(
            revenue_cents=revenue_cents + price_cents * rank,
            gross_cents=price_cents,
            group=group,
            on=on,
            bands=bands,
        )
        for rank in range(1, count + 1)
    ]


def shares(found: Sequence[Step]) -> list[Share]:
    """The same bookings, band by band, in the order in which they are reached."""
    return [_share(band, [step for step in found if step.band == band]) for band in _in_order(found)]


def crossing(*, group: str, on: date, bands: Sequence[Band], price_cents: int) -> list[Step]:
    """The worked example: two bookings on either side of the group's first threshold; none when it has none.

    The second one straddles the threshold: it shows that the whole booking takes the band it reaches.
    """
    following = standing(revenue_cents=0, group=group, on=on, bands=bands).following
    if following is None:
        return []
    before = following.above_cents - price_cents - price_cents // 2
    return steps(revenue_cents=before, price_cents=price_cents, count=2, group=group, on=on, bands=bands)


def _step(*, revenue_cents: int, gross_cents: int, group: str, on: date, bands: Sequence[Band]) -> Step:
    band = rate_for(revenue_cents=revenue_cents, group=group, on=on, bands=bands)
    due, forgone = price(gross_cents=gross_cents, basis_points=band.basis_points)
    return Step(
        revenue_cents=revenue_cents, band=band, gross_cents=gross_cents, due_cents=due, forgone_cents=forgone
    )


def _in_order(found: Sequence[Step]) -> list[Band]:
    return list(dict.fromkeys(step.band for step in found))


def _share(band: Band, found: Sequence[Step]) -> Share:
    return Share(
        band=band,
        count=len(found),
        gross_cents=sum(step.gross_cents for step in found),
        due_cents=sum(step.due_cents for step in found),
        forgone_cents=sum(step.forgone_cents for step in found),
    )
