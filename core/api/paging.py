"""Lists by pages: a signed cursor carries the search it continues and the last row seen (no offset)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import parse_qs, urlencode, urlsplit

from django.core import signing
from rest_framework import serializers
from rest_framework.request import Request

SALT = "core.api.cursor"
LONGEST_CURSOR = 2_000
MOST, USUAL = 50, 20
UNKNOWN = "Cette suite n’existe pas. Reprenez la liste au début."

Row = TypeVar("Row")


class PageQuery(serializers.Serializer):
    """Parameters of every list."""

    limit = serializers.IntegerField(
        min_value=1, max_value=MOST, default=USUAL, help_text="Nombre de résultats."
    )
    cursor = serializers.CharField(
        required=False,
        max_length=LONGEST_CURSOR,
        help_text="Suite d’une liste : celle que donne `next`. Les filtres restent ceux de la première page.",
    )


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page asked for: validated parameters, and after which row it begins (None: the first page)."""

    url: str
    params: dict[str, Any]
    raw: dict[str, str]
    after: list[Any] | None

    @property
    def most(self) -> int:
        """How many rows to read: one more than shown tells whether there is a next page."""
        return self.params["limit"] + 1


def read_page(request: Request, *, query: type[PageQuery]) -> Page:
    """Read the parameters of a list. Raises ValidationError, also for a cursor forged or of another list."""
    given = {name: value for name, value in request.query_params.items() if value != ""}
    search: dict[str, str] = given
    after = None
    if "cursor" in given:
        kept, after = _open(given["cursor"], path=request.path)
        search = kept | {name: given[name] for name in ("limit",) if name in given}
    form = query(data=search)
    form.is_valid(raise_exception=True)
    raw = {name: value for name, value in search.items() if name in form.fields}
    url = request.build_absolute_uri(request.path)
    return Page(url=url, params=form.validated_data, raw=raw, after=after)


def _open(cursor: str, *, path: str) -> tuple[dict[str, str], list[Any]]:
    """The search and the last row behind a cursor, given alone or as the whole address of the next page."""
    try:
        if "://" in cursor:
            cursor = parse_qs(urlsplit(cursor).query).get("cursor", [""])[0]
        content = signing.loads(cursor, salt=f"{SALT}:{path}") if len(cursor) <= LONGEST_CURSOR else None
    except (signing.BadSignature, ValueError):
        content = None
    if content is None:
        raise serializers.ValidationError({"cursor": [UNKNOWN]})
    return content["search"], content["after"]


def page_of(
    page: Page, *, rows: Sequence[Row], key: Callable[[Row], list[Any]]
) -> tuple[str | None, list[Row]]:
    """The next page's address, and the rows of this one. `key` gives a row's position, as plain values."""
    shown = list(rows[: page.params["limit"]])
    if len(rows) < page.most:
        return None, shown
    content = {"search": page.raw, "after": key(shown[-1])}
    cursor = signing.dumps(content, salt=f"{SALT}:{urlsplit(page.url).path}", compress=True)
    return f"{page.url}?{urlencode({'cursor': cursor})}", shown
