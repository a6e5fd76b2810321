"""The port to the address base: what every geocoder answers, and how it refuses."""

from dataclasses import dataclass
from typing import Protocol

CERTAIN = 0.8
ROUGH = {"municipality", "postal_code"}


class GeocoderUnavailable(Exception):
    """The geocoder gave no usable answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One place a text may mean. Degrees in WGS 84.

    `precision` is one of housenumber, street, locality, municipality, postal_code; `score` goes from 0 to 1;
    `source` is ban, offline or manual; `ban_id` is the address base's own key when it gave one.
    """

    label: str
    street: str
    postal_code: str
    city: str
    insee_code: str
    latitude: float
    longitude: float
    time_zone: str
    precision: str
    score: float
    source: str
    ban_id: str | None = None

    @property
    def approximate(self) -> bool:
        """Whether the point is only near the place: a commune's centre, or found without the address base."""
        return self.source == "offline" or self.precision in ROUGH

    @property
    def to_confirm(self) -> bool:
        """Whether the person should be asked if this is what they meant."""
        return self.score < CERTAIN


class Geocoder(Protocol):
    def search(self, text: str, *, postal_code: str | None = None, limit: int = 5) -> list[Place]:
        """The places a typed text may mean, best first, perhaps none; raises `GeocoderUnavailable`."""
