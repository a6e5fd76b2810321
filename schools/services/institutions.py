"""Load the directory of schools: the same file twice changes nothing, a bad line loads nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from core.history import record
from core.text import fold
from schools import uai
from schools.errors import CannotLoad
from schools.models import Institution
from schools.regions import region_of
from schools.rules.offers import blockers_to_list

#: Column of the file → column of the table.
COLUMNS = {
    "uai": "uai",
    "nom": "name",
    "type": "kind",
    "commune": "commune",
    "code_postal": "postal_code",
    "code_insee": "insee_code",
}
NAMED_AT_MOST = 20
_KEPT = ("name", "kind", "commune", "postal_code", "insee_code", "region", "search_text")


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """What a loading did, in schools."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0


@transaction.atomic
def load(*, rows: Iterable[Mapping[str, str | None]], actor: Any, now: datetime) -> Loaded:
    """Create or bring up to date one school per row, by its UAI; a school that the file forgets stays.

    Raises CannotLoad("bad_lines") that names the wrong lines (the first row is line 2, after the header).
    """
    wanted = _read(rows)
    kept = {one.uai: one for one in Institution.objects.select_for_update(of=("self",)).order_by("pk")}
    counts = {"created": 0, "changed": 0, "unchanged": 0}
    for code, values in wanted.items():
        counts[_keep(kept.get(code), code, values, actor=actor, now=now)] += 1
    return Loaded(**counts)


def _read(rows: Iterable[Mapping[str, str | None]]) -> dict[str, dict[str, str]]:
    wanted: dict[str, dict[str, str]] = {}
    wrong: list[str] = []
    for number, row in enumerate(rows, start=2):
        if missing := [name for name in COLUMNS if name not in row]:
            raise CannotLoad("bad_header", message=f"{CannotLoad.messages['bad_header']} Manque : {missing}.")
        values = {column: (row[name] or "").strip() for name, column in COLUMNS.items()}
        code = values.pop("uai").upper()
        problems = _problems(code, values)
        if code in wanted:
            problems.append("UAI déjà vu plus haut")
        if problems:
            wrong.append(f"ligne {number} ({code or 'sans UAI'}) : {', '.join(problems)}")
        else:
            wanted[code] = _whole(code, values)
    if wrong:
        raise CannotLoad("bad_lines", message=_sentence(wrong))
    return wanted


def _problems(code: str, values: dict[str, str]) -> list[str]:
    kinds = list(Institution.Kind.values)
    found = list(blockers_to_list(uai_is_valid=uai.is_valid(code), line=values, kinds=kinds))
    try:
        region_of(values["insee_code"])
    except LookupError:
        found.append("code commune hors de France")
    return found


def _whole(code: str, values: dict[str, str]) -> dict[str, str]:
    words = f"{values['name']} {values['commune']} {values['postal_code']} {code}"
    return {**values, "region": region_of(values["insee_code"]), "search_text": fold(words)}


def _sentence(wrong: list[str]) -> str:
    more = f" ; et {len(wrong) - NAMED_AT_MOST} autres" if len(wrong) > NAMED_AT_MOST else ""
    return f"{CannotLoad.messages['bad_lines']} {' ; '.join(wrong[:NAMED_AT_MOST])}{more}."


def _keep(known: Institution | None, code: str, values: dict[str, str], *, actor: Any, now: datetime) -> str:
    school = known or Institution(uai=code)
    before = {
        name: getattr(school, name) for name in _KEPT if known and getattr(school, name) != values[name]
    }
    if known and not before:
        return "unchanged"
    for name, value in values.items():
        setattr(school, name, value)
    school.updated_at = now
    school.save()
    after = {name: values[name] for name in before or _KEPT}
    record(actor=actor, verb="load_institution", target=school, now=now, before=before, after=after)
    return "changed" if known else "created"
