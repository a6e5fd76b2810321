"""The State's open register, "Recherche d'entreprises" (DINUM): no key, about seven calls a second."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from core import http
from venues.registers import naf, reading
from venues.registers.base import Company, RegisterUnavailable, UnknownSiret, checked_siret
from venues.siret import siren_of

URL = "https://recherche-entreprises.api.gouv.fr/search"
FIELDS = "siege,matching_etablissements,complements"  # nothing about the persons who run it

Answer = Mapping[str, Any]


class RechercheEntreprises:
    def __init__(self, *, url: str = URL) -> None:
        self.url = url

    def find(self, siret: str) -> Company:
        """The establishment of this SIRET; raises `UnknownSiret` or `RegisterUnavailable`."""
        asked = checked_siret(siret)
        for unit in self._units(asked):
            if place := _place(unit, siret=asked):
                return _company(asked, unit=unit, place=place)
        raise UnknownSiret(asked)

    def _units(self, siret: str) -> list[Answer]:
        params: dict[str, str | int] = {
            "q": siret,
            "page": 1,
            "per_page": 1,
            "minimal": "true",
            "include": FIELDS,
        }
        hosts = (urlsplit(self.url).hostname or "",)
        try:
            status, data = http.get_json(self.url, allowed_hosts=hosts, params=params)
        except http.Unavailable as error:
            raise RegisterUnavailable("recherche-entreprises") from error
        results = data.get("results") if isinstance(data, Mapping) else None
        if status != 200 or not isinstance(results, list):
            raise RegisterUnavailable(f"recherche-entreprises: status {status}")
        return [unit for unit in results if isinstance(unit, Mapping)]


def _place(unit: Answer, *, siret: str) -> Answer:
    """What is said of the asked establishment, as a matching one and as head office; perhaps nothing."""
    said: dict[str, Any] = {}
    for place in (*(unit.get("matching_etablissements") or ()), unit.get("siege")):
        if isinstance(place, Mapping) and place.get("siret") == siret:
            said |= {key: value for key, value in place.items() if value is not None}
    return said


def _company(siret: str, *, unit: Answer, place: Answer) -> Company:
    is_open = place.get("etat_administratif") != "F" and unit.get("etat_administratif") != "C"
    code = reading.naf(place.get("activite_principale")) or reading.naf(unit.get("activite_principale"))
    insee_code = reading.text(place.get("commune"))
    return Company(
        siret=siret,
        siren=siren_of(siret),
        name=reading.text(unit.get("nom_raison_sociale")) or reading.text(unit.get("nom_complet")),
        public_names=reading.names([*(place.get("liste_enseignes") or ()), place.get("nom_commercial")]),
        naf_code=code,
        naf_label=naf.label_of(code),
        legal_category=reading.text(unit.get("nature_juridique")),
        association_id=reading.text((unit.get("complements") or {}).get("identifiant_association")) or None,
        is_open=is_open,
        closed_on=None if is_open else _closed_on(unit, place),
        is_head_office=_is_head_office(unit, place),
        published=_is_published(unit, place),
        street=_street(place),
        complement=reading.calm(reading.text(place.get("complement_adresse"))),
        postal_code=reading.text(place.get("code_postal")),
        city=reading.city(insee_code, register_name=reading.text(place.get("libelle_commune"))),
        insee_code=insee_code,
        latitude=reading.degrees(place.get("latitude")),
        longitude=reading.degrees(place.get("longitude")),
        created_on=reading.day(place.get("date_creation")) or reading.day(unit.get("date_creation")),
    )


def _closed_on(unit: Answer, place: Answer) -> Any:
    return reading.day(place.get("date_fermeture")) or reading.day(unit.get("date_fermeture"))


def _is_head_office(unit: Answer, place: Answer) -> bool:
    return bool(place.get("est_siege")) or (unit.get("siege") or {}).get("siret") == place["siret"]


def _is_published(unit: Answer, place: Answer) -> bool:
    states = (unit.get("statut_diffusion"), place.get("statut_diffusion_etablissement"))
    shown = (unit.get("nom_complet"), unit.get("nom_raison_sociale"), place.get("adresse"))
    return all(state in ("O", None) for state in states) and not any(map(reading.is_hidden, shown))


def _street(place: Answer) -> str:
    """Built from its parts, which only the head office has; else the address up to the postal code."""
    name = place.get("libelle_voie")
    if reading.text(name):
        return reading.street(
            place.get("numero_voie"), place.get("indice_repetition"), place.get("type_voie"), name
        )
    return reading.street(re.split(r"\s*\b\d{5}\b", reading.text(place.get("adresse")))[0])
