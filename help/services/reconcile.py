"""Count the seats of the webinars again. Reports the drift; repairs the counter only."""

from dataclasses import dataclass

from django.db import transaction

from help import locks
from help.models import Webinar
from help.selectors import webinars as selectors


@dataclass(frozen=True, kw_only=True)
class Drift:
    """A counter that is not what its sources add up to."""

    kind: str
    object_id: int
    expected: int
    found: int

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}: {self.found} instead of {self.expected}"


@transaction.atomic
def drifts(*, repair: bool = False) -> list[Drift]:
    """Every webinar whose seats taken are not those registered. `repair` rewrites `taken`.

    More people than seats is no counter's fault: it is reported, and left to be looked at.
    """
    if repair:  # who comes or leaves takes the webinar's row first: nobody does while it is counted
        for pk, *_ in selectors.miscounted():
            locks.webinar(pk=pk)
    rows = selectors.miscounted()
    for pk, live, _, capacity in rows if repair else []:
        if live <= capacity:
            Webinar.objects.filter(pk=pk).update(taken=live)
    return [
        Drift(kind="webinar.taken", object_id=pk, expected=live, found=taken) for pk, live, taken, _ in rows
    ]
