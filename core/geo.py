"""Distances on the globe. Pure: degrees in, metres out."""

from dataclasses import dataclass
from math import asin, cos, degrees, radians, sin, sqrt

EARTH_RADIUS_M = 6_371_008.8  # mean radius (IUGG)
_MARGIN = 1e-6  # degrees, about 10 cm: rounding never leaves a point out of its box


@dataclass(frozen=True, kw_only=True)
class Point:
    """A place, in degrees (WGS 84)."""

    latitude: float
    longitude: float


@dataclass(frozen=True, kw_only=True)
class Box:
    """Every point within a radius is inside. `longitudes` holds two spans across the antimeridian."""

    south: float
    north: float
    longitudes: tuple[tuple[float, float], ...]


def distance_m(*, a: Point, b: Point) -> float:
    """Great-circle distance (haversine)."""
    half_height = sin(radians(b.latitude - a.latitude) / 2)
    half_width = sin(radians(b.longitude - a.longitude) / 2)
    chord = half_height**2 + cos(radians(a.latitude)) * cos(radians(b.latitude)) * half_width**2
    return 2 * EARTH_RADIUS_M * asin(sqrt(min(chord, 1.0)))


def box_around(*, centre: Point, radius_m: float) -> Box:
    """The smallest box of latitudes and longitudes that holds the circle; near a pole, every longitude."""
    angle = radius_m / EARTH_RADIUS_M
    height = degrees(angle) + _MARGIN
    south, north = centre.latitude - height, centre.latitude + height
    if south <= -90 or north >= 90:
        return Box(south=max(south, -90.0), north=min(north, 90.0), longitudes=((-180.0, 180.0),))
    width = degrees(asin(min(sin(angle) / cos(radians(centre.latitude)), 1.0))) + _MARGIN
    return Box(
        south=south, north=north, longitudes=_spans(centre.longitude - width, centre.longitude + width)
    )


def _spans(west: float, east: float) -> tuple[tuple[float, float], ...]:
    if west < -180:
        return ((west + 360, 180.0), (-180.0, east))
    if east > 180:
        return ((west, 180.0), (-180.0, east - 360))
    return ((west, east),)
