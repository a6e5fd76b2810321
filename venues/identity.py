"""Who stands behind a SIRET: asks the register and the geocoder, before any transaction. Reads only."""

from dataclasses import dataclass

from venues import communes, selectors, siret
from venues.errors import CannotRegister
from venues.geocoding import Place, search_places
from venues.registers import Company, RegisterUnavailable, UnknownSiret, company_register


@dataclass(frozen=True, kw_only=True)
class Found:
    """What is known of a SIRET. `company` None: the register did not answer, the person types it all."""

    siret: str
    company: Company | None
    place: Place | None

    @property
    def name(self) -> str:
        """Legal name, empty when hidden or unknown."""
        return self.company.name if self.company else ""

    @property
    def formatted(self) -> str:
        """`123 456 782 00010`."""
        return siret.formatted(self.siret)


def identify(*, raw: str) -> Found:
    """Look a SIRET up. Raises CannotRegister: malformed, already registered, unknown or closed.

    A register that is down is no refusal: the answer then has no company.
    """
    problem = siret.problem(raw)
    if problem:
        raise CannotRegister(f"siret_{problem}", field="siret")
    number = siret.normalise(raw)
    if selectors.is_registered(siret=number):
        raise CannotRegister("siret_registered", field="siret")
    try:
        company = company_register().find(number)
    except UnknownSiret as unknown:
        raise CannotRegister("siret_unknown", field="siret") from unknown
    except RegisterUnavailable:
        return Found(siret=number, company=None, place=None)
    if not company.is_open:
        raise CannotRegister("siret_closed", field="siret")
    return Found(siret=number, company=company, place=place_of(company))


def place_of(company: Company) -> Place | None:
    """Where the head office is; None when the register does not publish the address."""
    if not company.published or not company.postal_code or not company.city:
        return None
    commune = communes.by_insee(company.insee_code)
    if company.latitude is not None and company.longitude is not None and commune is not None:
        return Place(
            label=f"{company.street} {company.postal_code} {company.city}".strip(),
            street=company.street,
            postal_code=company.postal_code,
            city=commune.name,
            insee_code=company.insee_code,
            latitude=company.latitude,
            longitude=company.longitude,
            time_zone=commune.time_zone,
            precision="street" if company.street else "municipality",
            score=1.0,
            source="register",
        )
    found = search_places(
        f"{company.street} {company.postal_code} {company.city}", postal_code=company.postal_code
    )
    return found[0] if found else None
