"""The scale the portal starts with. Staff edit it afterwards, as dated data."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from core.history import record
from finance.models import ScaleBand

SINCE = date(2021, 9, 1)
FIRST = -1  # so that a booking at 0 € has its band too

#: (group, above, basis points, what statements quote). Source: contract §5.
SCALE = (
    ("standard", FIRST, 10_000, "Barème général : 100 % jusqu’à 20 000 €"),
    ("standard", 20_000_00, 9_500, "Barème général : 95 % au-dessus de 20 000 €"),
    ("standard", 40_000_00, 9_200, "Barème général : 92 % au-dessus de 40 000 €"),
    ("standard", 150_000_00, 9_000, "Barème général : 90 % au-dessus de 150 000 €"),
    ("book", FIRST, 10_000, "Livres : 100 % jusqu’à 20 000 €"),
    ("book", 20_000_00, 9_500, "Livres : 95 % au-dessus de 20 000 €"),
    ("unpaid", FIRST, 0, "Offre numérique non remboursée"),
    ("school", FIRST, 10_000, "Groupes scolaires : 100 %"),
)


@transaction.atomic
def install_scale() -> int:
    """Write the scale where there is none at all. Returns how many bands were written."""
    if ScaleBand.objects.exists():
        return 0
    bands = [
        ScaleBand(group=group, above_cents=above, basis_points=points, valid_from=SINCE, text=text)
        for group, above, points, text in SCALE
    ]
    return len(ScaleBand.objects.bulk_create(bands))


@transaction.atomic
def save_band(*, band: ScaleBand, actor: Any, now: datetime) -> ScaleBand:
    """Write a band that staff added or changed, and keep the trace. What was priced does not change."""
    known = ScaleBand.objects.filter(pk=band.pk).first()
    band.save()
    record(
        actor=actor,
        verb="scale_band.saved",
        target=band,
        now=now,
        before=_trace(known) if known else None,
        after=_trace(band),
    )
    return band


def _trace(band: ScaleBand) -> dict[str, str]:
    names = ("group", "above_cents", "basis_points", "valid_from", "valid_until", "text")
    return {name: str(getattr(band, name)) for name in names}
