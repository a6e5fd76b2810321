"""The strict session bites: each of its refusals is provoked once."""

import socket
import time
import warnings
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db.models import Count
from django.template import engines
from django.test import Client
from django.urls import path
from django.utils import timezone
from zeal import NPlusOneError

from accounts.models import User
from core import limits
from core.errors import TooManyTries
from core.guards import public
from finance.models import ScaleBand
from offers.models import Offer, Slot
from tests.accounts.factories import UserFactory
from tests.offers.factories import SlotFactory
from tests.support import keys
from tests.support.strict import TEMPLATES, Sloppy, UnknownVariable, at_most

database = pytest.mark.django_db


@database
def test_rows_without_an_order_come_in_any_order() -> None:
    UserFactory.create_batch(8)
    orders = {tuple(user.pk for user in User.objects.all()) for _ in range(20)}
    orders |= {tuple(User.objects.values_list("pk", flat=True).iterator()) for _ in range(20)}
    assert len(orders) > 1


@database
def test_rows_with_an_order_keep_it() -> None:
    UserFactory.create_batch(8)
    found = [user.pk for user in User.objects.order_by("-pk")]
    assert found == sorted(found, reverse=True)


@database
@pytest.mark.parametrize("key", [0, slice(0, 2), slice(1)])
def test_some_of_the_rows_without_an_order_are_refused(key: Any) -> None:
    with pytest.raises(Sloppy, match="order_by"):
        User.objects.filter(is_active=True)[key]


@database
def test_the_first_by_key_is_no_luck() -> None:
    UserFactory.create_batch(3)
    assert User.objects.first() == User.objects.earliest("pk")
    assert User.objects.values("is_active").annotate(n=Count("pk")).order_by("n")[0]["n"] == 3


@database
def test_a_lock_names_its_rows() -> None:
    with pytest.raises(Sloppy, match="of="):
        Slot.objects.select_for_update()
    assert list(Slot.objects.select_for_update(of=("self",)).order_by("pk")) == []


@database
def test_django_may_lock_as_it_likes() -> None:
    row, made = Session.objects.update_or_create(session_key="k", defaults={"expire_date": timezone.now()})
    assert made
    assert row.pk == "k"


def drawn(source: str, **values: Any) -> str:
    """As if it were a template of ours."""
    template = engines["django"].from_string(source)
    for node in template.template.nodelist.get_nodes_by_type(object):
        node.origin.name = f"{TEMPLATES}/planted.html"
    return template.render(values)


@pytest.mark.parametrize(
    "source", ["{{ name }}", "{{ person.age }}", "{% with a=name %}{% endwith %}", "{{ name|upper }}"]
)
def test_an_unknown_variable_fails(source: str) -> None:
    with pytest.raises(Sloppy, match=r"is unknown in planted\.html"):
        drawn(source, person={"name": "Ana"})


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("{{ name|default:'nobody' }}", "nobody"),
        ("{% if name %}a{% else %}b{% endif %}", "b"),
        ("{% for n in names %}a{% empty %}b{% endfor %}", "b"),
        ("{{ person.name }}", "Ana"),
    ],
)
def test_a_variable_that_may_be_missing_is_said_so(source: str, shown: str) -> None:
    assert drawn(source, person={"name": "Ana"}) == shown


def test_the_templates_of_django_are_not_ours() -> None:
    assert engines["django"].from_string("{{ name }}").render({}) == ""
    assert isinstance(engines["django"].engine.string_if_invalid, UnknownVariable)


def test_an_instant_is_no_day() -> None:
    field = ScaleBand._meta.get_field("valid_from")
    with pytest.raises(Sloppy, match="time zone"):
        field.to_python(datetime(2026, 11, 10, 23, 30, tzinfo=UTC))
    assert field.to_python(date(2026, 11, 10)) == date(2026, 11, 10)


@database
def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(RuntimeWarning, match="naive"):
        UserFactory(date_joined=datetime(2026, 11, 10))


def test_a_warning_is_an_error() -> None:
    with pytest.raises(DeprecationWarning):
        warnings.warn("old", DeprecationWarning, stacklevel=1)


@pytest.mark.parametrize("host", ["example.org", "8.8.8.8", "::ffff:808:808"])
def test_nothing_leaves_this_machine(host: str) -> None:
    with pytest.raises(Sloppy, match="may not reach"):
        socket.create_connection((host, 443), timeout=1)


def test_this_machine_answers() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname()) as client,
    ):
        assert client.getpeername() == server.getsockname()


def test_what_lasts_is_interrupted() -> None:
    with pytest.raises(Sloppy, match=r"slow_one took more than 0\.05 s"), at_most(0.05, name="slow_one"):
        time.sleep(5)


def test_the_machine_lives_elsewhere() -> None:
    assert time.strftime("%z") in {"+1200", "+1300"}


@pytest.mark.parametrize("turn", [1, 2])
@database
def test_tries_counted_by_one_test_are_forgotten_by_the_next(turn: int) -> None:
    limits.hit(name="turn", who="ana", most=1, seconds=60)
    with pytest.raises(TooManyTries):
        limits.hit(name="turn", who="ana", most=1, seconds=60)


@pytest.mark.parametrize("turn", [1, 2])
@database
def test_what_one_test_caches_is_forgotten_by_the_next(turn: int) -> None:
    assert cache.add("turn", turn)
    assert cache.make_key("turn").startswith(keys.PREFIX)


@public
def one_query_per_row(request: Any) -> Any:
    """A page that loads a relation row by row."""
    return [slot.offer.title for slot in Slot.objects.order_by("pk")]


urlpatterns = [path("rows/", one_query_per_row)]


@database
@pytest.mark.urls(__name__)
def test_a_query_per_row_is_seen() -> None:
    SlotFactory.create_batch(3)
    with pytest.raises(NPlusOneError, match=r"Slot\.offer"):
        Client().get("/rows/")
    assert Offer.objects.count() == 3
