"""Keyset pages: constant cost at any depth, a total order that ends in the primary key, signed cursors."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core import signing
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest

SALT = "core.pages"
SIZES = (25, 50, 100)


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page of rows, with the addresses of its neighbours (empty when there is none)."""

    rows: list[Any]
    next_url: str = ""
    previous_url: str = ""
    size: int = SIZES[0]
    sizes: Sequence[int] = SIZES

    @property
    def has_next(self) -> bool:
        """Is there more?"""
        return bool(self.next_url)

    @property
    def has_previous(self) -> bool:
        """Is this not the first page?"""
        return bool(self.previous_url)


def _value(row: Model, path: str) -> Any:
    value: Any = row
    for name in path.split("__"):
        value = getattr(value, name)
    return value.isoformat() if isinstance(value, datetime) else value


def cursor_of(*, row: Model, order: Sequence[str]) -> str:
    """Opaque position of a row in an order such as ("-booked_at", "-pk"); it is good for that order only."""
    return signing.dumps([_value(row, name.lstrip("-")) for name in order], salt=_salt(order), compress=True)


def _salt(order: Sequence[str]) -> str:
    return f"{SALT}:{','.join(order)}"


def read_cursor(raw: str | None, *, order: Sequence[str]) -> list[Any] | None:
    """The position behind a cursor; None when absent, forged, or of a list in another order."""
    if not raw:
        return None
    try:
        return signing.loads(raw, salt=_salt(order))
    except signing.BadSignature:
        return None


def after(
    *, rows: QuerySet[Any], order: Sequence[str], position: Sequence[Any], backwards: bool = False
) -> QuerySet[Any]:
    """Rows strictly after (or before) a position in a mixed-direction order."""
    condition, equal = Q(), Q()
    for name, value in zip(order, position, strict=True):
        descending = name.startswith("-") != backwards
        field = name.lstrip("-")
        condition |= equal & Q(**{f"{field}__{'lt' if descending else 'gt'}": value})
        equal &= Q(**{field: value})
    return rows.filter(condition)


def _flip(order: Sequence[str]) -> list[str]:
    return [name[1:] if name.startswith("-") else f"-{name}" for name in order]


def size_asked(request: HttpRequest) -> int:
    """The page size asked for, among those offered."""
    raw = request.GET.get("taille", "")
    return int(raw) if raw.isdecimal() and int(raw) in SIZES else SIZES[0]


def paginate(*, request: HttpRequest, rows: QuerySet[Any], order: Sequence[str]) -> Page:
    """The page a request asks for through `suite` (after) or `avant` (before); a bad cursor is the first page."""
    size = size_asked(request)
    forward, backward = (read_cursor(request.GET.get(name), order=order) for name in ("suite", "avant"))
    if backward is not None:
        found = list(
            after(rows=rows, order=order, position=backward, backwards=True).order_by(*_flip(order))[
                : size + 1
            ]
        )
        more_before, shown = len(found) > size, list(reversed(found[:size]))
        return _page(
            request=request, shown=shown, order=order, size=size, before=more_before, beyond=bool(shown)
        )
    if forward is not None:
        rows = after(rows=rows, order=order, position=forward)
    found = list(rows.order_by(*order)[: size + 1])
    return _page(
        request=request,
        shown=found[:size],
        order=order,
        size=size,
        before=forward is not None,
        beyond=len(found) > size,
    )


def _page(
    *, request: HttpRequest, shown: list[Any], order: Sequence[str], size: int, before: bool, beyond: bool
) -> Page:
    def url(name: str, row: Model) -> str:
        query = request.GET.copy()
        query.pop("suite", None)
        query.pop("avant", None)
        query[name] = cursor_of(row=row, order=order)
        return f"?{query.urlencode()}"

    return Page(
        rows=shown,
        size=size,
        next_url=url("suite", shown[-1]) if beyond and shown else "",
        previous_url=url("avant", shown[0]) if before and shown else "",
    )
