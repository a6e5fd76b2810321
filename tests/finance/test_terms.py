"""« Modalités »: the scale in force, what is left in the band, an example and an estimate."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from finance import periods
from finance.models import ScaleBand
from finance.services import price_bookings
from tests.finance import factories as make
from tests.support.queries import budget
from venues.models import Venue

pytestmark = pytest.mark.django_db
ASKED = {"groupe": "standard", "deja": "19 990", "prix": "20", "nombre": "2"}


@pytest.fixture
def venue() -> Venue:
    return make.payable_venue()


@pytest.fixture
def client(venue: Venue) -> Client:
    signed_in = Client()
    signed_in.force_login(make.member(venue))
    return signed_in


def read(client: Client, **asked: str) -> Any:
    response = client.get(reverse("finance:terms"), asked)
    response.text_ = response.content.decode()
    return response


def reached(venue: Venue, cents: int) -> None:
    venue.year_totals.create(year=periods.year_of(timezone.now()), gross_cents=cents)


def test_the_scale_in_force_is_shown_with_its_dates(client: Client) -> None:
    page = read(client).text_
    assert "De 20\u202f000,00\u00a0€ à 40\u202f000,00\u00a0€" in page
    assert "sept.\u00a02021" in page


def test_the_page_says_what_is_reached_and_what_is_left_in_the_band(client: Client, venue: Venue) -> None:
    reached(venue, 25_000_00)
    page = read(client).text_
    assert "Vous êtes remboursé à 95\u00a0%" in page
    assert "Il reste 15\u202f000,00\u00a0€ avant de passer à 92\u00a0%" in page


def test_the_last_band_has_nothing_after_it(client: Client, venue: Venue) -> None:
    reached(venue, 160_000_00)
    assert "dernière tranche" in read(client).text_


def test_a_change_already_dated_is_announced(client: Client) -> None:
    later = periods.day_of(timezone.now()) + timedelta(days=30)
    ScaleBand.objects.create(
        group="book", above_cents=50_000_00, basis_points=9_300, valid_from=later, text="Livres : 93 %"
    )
    page = read(client)
    assert "Ce qui est déjà prévu" in page.text_
    assert "93\u00a0%" in page.text_


def test_a_band_that_has_ended_is_no_longer_shown(client: Client) -> None:
    ScaleBand.objects.filter(group="book", above_cents=20_000_00).update(valid_until=date(2022, 1, 1))
    books = next(scale for scale in read(client).context["scales"] if scale["label"] == "Livres")
    assert [band["rate"] for band in books["bands"]] == ["100\u00a0%"]


def test_the_estimate_crosses_the_threshold_as_the_pricing_does(client: Client) -> None:
    result = read(client, **ASKED).context["result"]
    assert (result["due_cents"], result["forgone_cents"]) == (38_00, 2_00)


def test_the_estimate_is_what_pricing_then_gives(client: Client, venue: Venue) -> None:
    reached(venue, 19_990_00)
    estimated = read(client, **ASKED).context["result"]["due_cents"]
    make.used(venue, cents=20_00), make.used(venue, cents=20_00)
    price_bookings(now=make.CLOSING)
    assert sum(entry.due_cents for entry in venue.entries.all()) == estimated


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("prix", "quatre", "Ce montant n’est pas lisible"),
        ("prix", "60000,01", "Le montant le plus haut"),
        ("nombre", "0", "Le plus petit nombre possible est 1"),
        ("nombre", "10 001", "Le plus grand nombre possible est 10000"),
        ("groupe", "gratuit", "Ce choix n’est plus proposé"),
        ("deja", "-5", "Le montant le plus bas est 0,00"),
    ],
)
def test_a_figure_that_makes_no_sense_is_refused_beside_it(
    client: Client, field: str, typed: str, said: str
) -> None:
    page = read(client, **{**ASKED, field: typed})
    assert page.status_code == 422
    assert said in page.context["form"].errors[field][0]
    assert page.context["result"] is None


def test_a_scale_without_the_group_asked_for_says_so(client: Client) -> None:
    ScaleBand.objects.filter(group="book").delete()
    page = read(client, **{**ASKED, "groupe": "book"})
    assert "ne dit rien de ces offres" in page.text_


def test_a_scale_being_rewritten_does_not_break_the_page(client: Client) -> None:
    ScaleBand.objects.all().delete()
    assert read(client).status_code == 200


def test_htmx_receives_the_estimate_alone(client: Client) -> None:
    fragment = client.get(reverse("finance:terms"), ASKED, headers={"HX-Request": "true"}).content.decode()
    assert "Vous recevriez 38,00\u00a0€" in fragment
    assert "<h1" not in fragment


def test_the_page_costs_the_same_with_more_structures(client: Client, venue: Venue) -> None:
    for name in ("Deux", "Trois"):
        other = make.venue(name)
        other.memberships.create(user=venue.memberships.get().user, role="admin", created_at=timezone.now())
    with budget("session", "person", "memberships", "reach", "scale", "to come", "totals"):
        read(client)
