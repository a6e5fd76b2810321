"""Distances, and the boxes that hold them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.geo import Box, Point, box_around, distance_m

points = st.builds(Point, latitude=st.floats(-90, 90), longitude=st.floats(-180, 180))
PARIS = Point(latitude=48.8566, longitude=2.3522)
CAJARC = Point(latitude=44.4849, longitude=1.8422)


def holds(box: Box, point: Point) -> bool:
    inside = any(west <= point.longitude <= east for west, east in box.longitudes)
    return inside and box.south <= point.latitude <= box.north


def test_paris_to_cajarc() -> None:
    assert distance_m(a=PARIS, b=CAJARC) == pytest.approx(487_600, abs=500)


def test_a_quarter_of_a_meridian() -> None:
    pole = Point(latitude=90, longitude=123)
    assert distance_m(a=Point(latitude=0, longitude=0), b=pole) == pytest.approx(10_007_557, abs=1)


@given(points, points)
def test_distance_goes_both_ways_and_never_past_the_antipodes(a: Point, b: Point) -> None:
    assert distance_m(a=a, b=b) == pytest.approx(distance_m(a=b, b=a), abs=1e-3)
    assert 0 <= distance_m(a=a, b=b) <= 20_015_115


@given(points, st.floats(1, 200_000), st.floats(-2, 2), st.floats(-4, 4))
def test_whatever_is_within_the_radius_is_in_the_box(
    a: Point, radius: float, up: float, right: float
) -> None:
    longitude = (a.longitude + right + 180) % 360 - 180
    b = Point(latitude=max(-90.0, min(90.0, a.latitude + up)), longitude=longitude)
    if distance_m(a=a, b=b) <= radius:
        assert holds(box_around(centre=a, radius_m=radius), b)


@given(points, points, st.floats(1, 200_000))
def test_every_span_is_a_real_one(a: Point, b: Point, radius: float) -> None:
    box = box_around(centre=a, radius_m=radius)
    assert -90 <= box.south <= box.north <= 90
    assert all(-180 <= west <= east <= 180 for west, east in box.longitudes)
    if distance_m(a=a, b=b) <= radius:
        assert holds(box, b)


def test_across_the_antimeridian_there_are_two_spans() -> None:
    fiji = Point(latitude=-16.8, longitude=179.99)
    assert len(box_around(centre=fiji, radius_m=50_000).longitudes) == 2


def test_at_the_pole_every_longitude_is_near() -> None:
    assert box_around(centre=Point(latitude=89.9, longitude=0), radius_m=50_000).longitudes == (
        (-180.0, 180.0),
    )
