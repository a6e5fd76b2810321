"""INSEE's register, Sirene 3.11: a key in a header, thirty calls a minute."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from core import http
from venues.registers import naf, reading
from venues.registers.base import Company, RegisterUnavailable, UnknownSiret, checked_siret
from venues.siret import siren_of

URL = "https://api.insee.fr/api-sirene/3.11"
KEY_HEADER = "X-INSEE-Api-Key-Integration"

SIGNS = (
    "enseigne1Etablissement",
    "enseigne2Etablissement",
    "enseigne3Etablissement",
    "denominationUsuelleEtablissement",
)
STREET = (
    "numeroVoieEtablissement",
    "indiceRepetitionEtablissement",
    "typeVoieEtablissement",
    "libelleVoieEtablissement",
)

Answer = Mapping[str, Any]


class Sirene:
    def __init__(self, *, key: str, url: str = URL) -> None:
        self.key = key
        self.url = url.rstrip("/")

    def find(self, siret: str) -> Company:
        """The establishment of this SIRET; raises `UnknownSiret` or `RegisterUnavailable`."""
        asked = checked_siret(siret)
        status, data = self._ask(asked)
        if status == 404:
            raise UnknownSiret(asked)
        place = data.get("etablissement") if isinstance(data, Mapping) else None
        if status != 200 or not isinstance(place, Mapping):
            raise RegisterUnavailable(f"sirene: status {status}")
        if place.get("siret", asked) != asked:
            raise UnknownSiret(asked)
        return _company(asked, place=place)

    def _ask(self, siret: str) -> tuple[int, Any]:
        hosts = (urlsplit(self.url).hostname or "",)
        headers = {KEY_HEADER: self.key}
        try:
            return http.get_json(f"{self.url}/siret/{siret}", allowed_hosts=hosts, headers=headers)
        except http.Unavailable as error:
            raise RegisterUnavailable("sirene") from error


def _company(siret: str, *, place: Answer) -> Company:
    unit: Answer = place.get("uniteLegale") or {}
    address: Answer = place.get("adresseEtablissement") or {}
    period = _current_period(place)
    closed = period.get("etatAdministratifEtablissement") == "F"
    code = reading.naf(period.get("activitePrincipaleEtablissement")) or reading.naf(
        unit.get("activitePrincipaleUniteLegale")
    )
    insee_code = reading.text(address.get("codeCommuneEtablissement"))
    return Company(
        siret=siret,
        siren=siren_of(siret),
        name=_name(unit),
        public_names=_public_names(period),
        naf_code=code,
        naf_label=naf.label_of(code),
        legal_category=reading.text(unit.get("categorieJuridiqueUniteLegale")),
        association_id=reading.text(unit.get("identifiantAssociationUniteLegale")) or None,
        is_open=not closed and unit.get("etatAdministratifUniteLegale") != "C",
        closed_on=reading.day(period.get("dateDebut")) if closed else None,
        is_head_office=place.get("etablissementSiege") is True,
        published=_is_published(place, unit=unit, address=address),
        street=_street(address),
        complement=reading.calm(reading.text(address.get("complementAdresseEtablissement"))),
        postal_code=reading.text(address.get("codePostalEtablissement")),
        city=reading.city(insee_code, register_name=reading.text(address.get("libelleCommuneEtablissement"))),
        insee_code=insee_code,
        latitude=None,  # Sirene gives projected metres: the geocoder places the address
        longitude=None,
        created_on=reading.day(place.get("dateCreationEtablissement")),
    )


def _current_period(place: Answer) -> Answer:
    """The period without an end: what is true of the establishment today."""
    periods = place.get("periodesEtablissement") or ()
    return next((period for period in periods if period.get("dateFin") is None), {})


def _name(unit: Answer) -> str:
    """What the legal entity is called; a sole trader goes by first and last name."""
    person = (reading.text(unit.get(key)) for key in ("prenomUsuelUniteLegale", "nomUniteLegale"))
    return reading.text(unit.get("denominationUniteLegale")) or " ".join(part for part in person if part)


def _public_names(period: Answer) -> tuple[str, ...]:
    return reading.names(period.get(key) for key in SIGNS)


def _is_published(place: Answer, *, unit: Answer, address: Answer) -> bool:
    states = (place.get("statutDiffusionEtablissement"), unit.get("statutDiffusionUniteLegale"))
    shown = (*unit.values(), *address.values())
    return all(state in ("O", None) for state in states) and not any(map(reading.is_hidden, shown))


def _street(address: Answer) -> str:
    return reading.street(*(address.get(key) for key in STREET))
