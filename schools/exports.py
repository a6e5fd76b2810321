"""Columns of the files about schools. They are described in docs/school-offers.md."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from core.exports import Column, euros_cell
from core.french import at_zone
from schools.models import SchoolOffer
from schools.programmes import DOMAINS, LEVELS, labels
from schools.states import OFFER_STATUS_LABELS, PLACE_LABELS, OfferStatus, PlaceKind


def _day_and_hour(at: datetime | None, offer: SchoolOffer) -> str:
    """`13/11/2026 20:30` on the clocks of the place: what a spreadsheet takes for a date."""
    return f"{at_zone(at, offer.time_zone):%d/%m/%Y %H:%M}" if at else ""


def _school(name: str) -> Any:
    return lambda offer: getattr(offer.institution, name) if offer.institution else ""


def _number(name: str) -> Any:
    return lambda offer: "" if getattr(offer, name) is None else getattr(offer, name)


def _place(offer: SchoolOffer) -> str:
    if offer.address is not None:
        return offer.address.one_line
    return PLACE_LABELS[PlaceKind(offer.place_kind)] if offer.place_kind else ""


def _codes(codes: Sequence[str], table: dict[str, str]) -> str:
    return ", ".join(labels(list(codes), table=table))


#: Rows are those of `selectors.offers.of_venue`: place, school, head office and status loaded.
SCHOOL_OFFERS = (
    Column(title="Titre", value=lambda offer: offer.title),
    Column(title="État", value=lambda offer: OFFER_STATUS_LABELS[OfferStatus(offer.status)]),
    Column(title="Début", value=lambda offer: _day_and_hour(offer.starts_at, offer)),
    Column(title="Durée (minutes)", value=_number("duration_minutes")),
    Column(title="Réservation jusqu’au", value=lambda offer: _day_and_hour(offer.booking_limit_at, offer)),
    Column(title="Établissement", value=_school("name")),
    Column(title="UAI", value=_school("uai")),
    Column(title="Commune de l’établissement", value=_school("commune")),
    Column(title="Élèves", value=_number("pupils")),
    Column(
        title="Prix pour la classe",
        value=lambda offer: "" if offer.price_cents is None else euros_cell(offer.price_cents),
    ),
    Column(title="Domaines", value=lambda offer: _codes(offer.domains, DOMAINS)),
    Column(title="Niveaux", value=lambda offer: _codes(offer.levels, LEVELS)),
    Column(title="Lieu", value=_place),
    Column(title="E-mail de contact", value=lambda offer: offer.contact_email),
    Column(title="Téléphone de contact", value=lambda offer: offer.contact_phone),
    Column(title="Publiée la première fois le", value=lambda offer: _day_and_hour(offer.published_at, offer)),
)
