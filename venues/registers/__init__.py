"""The company register: who stands behind a SIRET. `settings.COMPANY_REGISTER` chooses the adapter."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from venues.registers import recherche_entreprises, sirene
from venues.registers.base import Company, CompanyRegister, RegisterUnavailable, UnknownSiret
from venues.registers.cached import CachedRegister
from venues.registers.offline import OfflineRegister
from venues.registers.recherche_entreprises import RechercheEntreprises
from venues.registers.sirene import Sirene

__all__ = ["Company", "CompanyRegister", "RegisterUnavailable", "UnknownSiret", "company_register"]


def company_register() -> CompanyRegister:
    """The register this deployment asks, its answers kept a day; raises ImproperlyConfigured."""
    name = settings.COMPANY_REGISTER
    if name not in _ADAPTERS:
        raise ImproperlyConfigured(f"COMPANY_REGISTER is one of {', '.join(_ADAPTERS)}, not {name!r}")
    return CachedRegister(_ADAPTERS[name](), name=name)


def _recherche_entreprises() -> CompanyRegister:
    return RechercheEntreprises(url=getattr(settings, "RECHERCHE_ENTREPRISES_URL", recherche_entreprises.URL))


def _sirene() -> CompanyRegister:
    key = getattr(settings, "SIRENE_API_KEY", "")
    if not key:
        raise ImproperlyConfigured("COMPANY_REGISTER=sirene needs SIRENE_API_KEY")
    return Sirene(key=key, url=getattr(settings, "SIRENE_URL", sirene.URL))


_ADAPTERS: dict[str, Callable[[], CompanyRegister]] = {
    "offline": OfflineRegister,
    "recherche-entreprises": _recherche_entreprises,
    "sirene": _sirene,
}
