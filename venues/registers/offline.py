"""The register of development: a few fictional structures, and every real town hall. Asks nobody."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from core.text import fold
from venues import communes
from venues.registers import naf, reading
from venues.registers.base import Company, UnknownSiret, checked_siret
from venues.siret import siren_of

FICTIONAL = Path(__file__).parent / "fictional.json"
HEAD_OFFICE_NIC = "0001"

_OF = {"le": "DU", "les": "DES"}


class OfflineRegister:
    def find(self, siret: str) -> Company:
        """A fictional structure, else the commune whose SIREN this is; raises `UnknownSiret`."""
        asked = checked_siret(siret)
        if row := _fictional().get(asked):
            return _company(asked, row=row)
        commune = communes.by_siren(siren_of(asked))
        if commune is None:
            raise UnknownSiret(asked)
        return _town_hall(asked, commune=commune)


def fictional_sirets() -> tuple[str, ...]:
    """Every SIRET of the fictional register, in the order of its file."""
    return tuple(_fictional())


@lru_cache(maxsize=1)
def _fictional() -> dict[str, dict[str, Any]]:
    rows = json.loads(FICTIONAL.read_text(encoding="utf-8"))
    return {row["siret"]: row for row in rows}


def _company(siret: str, *, row: dict[str, Any]) -> Company:
    commune = communes.by_insee(row["insee_code"])
    closed_on = reading.day(row.get("closed_on"))
    return Company(
        siret=siret,
        siren=siren_of(siret),
        name=row.get("name", ""),
        public_names=tuple(row.get("public_names", ())),
        naf_code=row["naf_code"],
        naf_label=naf.label_of(row["naf_code"]),
        legal_category=row["legal_category"],
        association_id=row.get("association_id"),
        is_open=closed_on is None,
        closed_on=closed_on,
        is_head_office=row.get("is_head_office", True),
        published=row.get("published", True),
        street=row.get("street", ""),
        complement=row.get("complement", ""),
        postal_code=row.get("postal_code", ""),
        city=commune.name if commune else "",
        insee_code=row["insee_code"],
        latitude=None,  # like Sirene: the geocoder places the address, and says how well
        longitude=None,
        created_on=reading.day(row.get("created_on")),
    )


def _town_hall(siret: str, *, commune: communes.Commune) -> Company:
    return Company(
        siret=siret,
        siren=commune.siren,
        name=_name_of(commune),
        public_names=(),
        naf_code="84.11Z",
        naf_label=naf.label_of("84.11Z"),
        legal_category="7210",
        association_id=None,
        is_open=True,
        closed_on=None,
        is_head_office=siret[9:13] == HEAD_OFFICE_NIC,
        published=True,
        street="Mairie",
        complement="",
        postal_code=commune.postal_codes[0],
        city=commune.name,
        insee_code=commune.insee_code,
        latitude=None,
        longitude=None,
        created_on=None,
    )


def _name_of(commune: communes.Commune) -> str:
    """As the register writes it: `COMMUNE DE CAJARC`, `COMMUNE D ARRAS`, `COMMUNE DU MANS`."""
    first, _, rest = fold(commune.name).partition(" ")
    if rest and first in _OF:
        return f"COMMUNE {_OF[first]} {rest.upper()}"
    link = "D" if first[0] in "aeiouy" else "DE"
    return f"COMMUNE {link} {fold(commune.name).upper()}"
