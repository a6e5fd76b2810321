"""Whatever is sent (S02): never a 5xx, always an answer that the document announces."""

import itertools
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.api import world
from tests.support import openapi
from tests.support.app import App

REQUESTS = 300
_numbers = itertools.count()
text = st.text(max_size=30)
scalars = st.none() | st.booleans() | st.integers() | st.floats() | text
anything = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(text, inner, max_size=3)
)
numbers = st.floats() | st.floats(-200, 200) | st.integers(-(2**70), 2**70)
instants = st.datetimes(timezones=st.none() | st.timezones()).map(lambda at: at.isoformat())
parameters = {
    "lat": st.floats(-90, 90),
    "lng": st.floats(-180, 180),
    "radius_km": st.floats(0, 250),
    "limit": st.integers(-5, 60),
    "max_price_cents": st.integers(-5, 1_000),
    "category": st.sampled_from(["CINEMA", "LIVRE", "AUTRE"]),
    "subcategory": st.sampled_from(["SEANCE_CINE", "CONCERT", "AUTRE"]),
    "status": st.sampled_from(["booked", "used", "cancelled", "paid"]),
    "starts_after": instants,
    "starts_before": instants,
}


@dataclass(frozen=True)
class World:
    """Who asks, and what there is to find."""

    askers: list[Callable[[], App]]
    ids: list[str]


@pytest.fixture
def there(db: None) -> World:
    """An account with credit, one without, a stale token, nobody; and a few things that exist."""
    offer = world.offer(is_duo=True)
    stocks = [world.stock(offer), world.stock(goods=True), world.stock(capacity=1, booked=1)]
    rich, poor = world.beneficiary(cents=10_000_00), world.person()
    made = App(rich).book(stocks[1]).json()["id"]
    ids = [str(row.pk) for row in (offer, offer.venue, *stocks)] + [made]
    return World(askers=[lambda: App(rich), lambda: App(poor), lambda: App(token="stale"), App], ids=ids)


def params_of(operation: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    names = [found["name"] for found in operation.get("parameters", []) if found["in"] == "query"]
    values = {name: parameters.get(name, text) | text | numbers for name in names}
    return st.fixed_dictionaries({}, optional=values)


def body_of(operation: dict[str, Any], ids: list[str]) -> st.SearchStrategy[Any]:
    schema = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    fields = openapi.document()["components"]["schemas"].get(schema.get("$ref", "").rpartition("/")[2], {})
    likely = {"stock_id": st.sampled_from(ids), "quantity": st.integers(0, 3), "email": st.emails()}
    known = {name: likely.get(name, text) | anything for name in fields.get("properties", {})}
    return st.fixed_dictionaries(known) | anything


@pytest.mark.slow
@settings(
    max_examples=REQUESTS, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(data=st.data())
def test_no_request_breaks_the_api(there: World, data: st.DataObject) -> None:
    method, template, operation = data.draw(st.sampled_from(openapi.operations()))
    segment = data.draw(st.sampled_from(there.ids) | text.filter(lambda found: found not in {"", ".", ".."}))
    path = template.replace("{id}", quote(segment, safe=""))
    app = data.draw(st.sampled_from(there.askers))()
    if method == "get":
        answer = app.get(f"{path}?{urlencode(data.draw(params_of(operation)), errors='replace')}")
    else:
        body = json.dumps(data.draw(body_of(operation, there.ids)))
        headers = data.draw(st.sampled_from([{}, {"Idempotency-Key": "same"}, {"Idempotency-Key": "k"}]))
        answer = app.post(path, body, headers=headers, REMOTE_ADDR=f"fuzz-{next(_numbers)}")
    if not (answer.status_code == 404 and "%2F" in path):  # another path, which no operation has
        openapi.check(answer, method=method, path=path)
