"""The port to the company register: what every adapter answers, and how it refuses."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from venues import siret as siret_rules


class UnknownSiret(Exception):
    """The register answered: it knows no such establishment."""


class RegisterUnavailable(Exception):
    """The register gave no usable answer. A sign-up goes on with manual entry, marked to check."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """One establishment, as published. What the register hides or does not give is an empty string or None.

    `is_open` is false when the establishment closed or its legal entity ceased; `published` is false when the
    register hides part of it (its name and its street are then often empty).
    """

    siret: str
    siren: str
    name: str
    public_names: tuple[str, ...]
    naf_code: str
    naf_label: str | None
    legal_category: str
    association_id: str | None
    is_open: bool
    closed_on: date | None
    is_head_office: bool
    published: bool
    street: str
    complement: str
    postal_code: str
    city: str
    insee_code: str
    latitude: float | None
    longitude: float | None
    created_on: date | None


class CompanyRegister(Protocol):
    def find(self, siret: str) -> Company:
        """The establishment; raises `UnknownSiret` or `RegisterUnavailable`."""


def checked_siret(raw: str) -> str:
    """Fourteen digits with the right key, before anything is asked; raises `UnknownSiret`."""
    if siret_rules.problem(raw):
        raise UnknownSiret(raw)
    return siret_rules.normalise(raw)
