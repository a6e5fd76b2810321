"""What the register said is kept a day, that it knows nothing ten minutes, that it was down never."""

from dataclasses import asdict

from django.core.cache import cache

from venues.registers.base import Company, CompanyRegister, UnknownSiret, checked_siret

KNOWN_SECONDS = 24 * 60 * 60
UNKNOWN_SECONDS = 10 * 60
SHAPE = 1  # raised when Company changes, so that what an older version kept is not read

_UNKNOWN = "unknown"


class CachedRegister:
    def __init__(self, register: CompanyRegister, *, name: str) -> None:
        self.register = register
        self.name = name

    def find(self, siret: str) -> Company:
        """The establishment, asked once a day; raises `UnknownSiret` or `RegisterUnavailable`."""
        asked = checked_siret(siret)
        key = f"registers:{SHAPE}:{self.name}:{asked}"
        kept = cache.get(key)
        if kept == _UNKNOWN:
            raise UnknownSiret(asked)
        if kept is not None:
            return Company(**kept)
        return self._ask(asked, key=key)

    def _ask(self, siret: str, *, key: str) -> Company:
        try:
            company = self.register.find(siret)
        except UnknownSiret:
            cache.set(key, _UNKNOWN, timeout=UNKNOWN_SECONDS)
            raise
        cache.set(key, asdict(company), timeout=KNOWN_SECONDS)
        return company
