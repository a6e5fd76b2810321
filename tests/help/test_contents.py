"""The articles delivered with the portal: whole, in French, and leading where they say."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import resolve
from django.utils import timezone

from help import contents, rendering
from help.contents import Content, delivered
from help.models import Article
from help.services import articles as services
from tests.support.html import read

ARTICLES = list(delivered().values())
EXPECTED = {
    "sinscrire-et-comprendre-le-pass-culture",
    "cinema-proposer-vos-offres",
    "cinema-itinerant-pas-a-pas",
    "importer-ses-seances-depuis-allocine",
    "tarif-reduit-pour-un-evenement",
    "suivre-ses-reservations-individuelles",
    "determiner-ses-modalites-de-remboursement",
    "acceder-a-la-liste-de-ses-remboursements",
    "le-pass-culture-pour-les-groupes-scolaires",
    "demander-le-referencement",
    "creer-une-offre-pour-une-classe",
    "valider-un-code-au-guichet",
    "annuler-deplacer-une-seance",
    "deposer-et-rattacher-un-compte-bancaire",
}
CATCH_ALL = "not_found"
#: Words of the glossary that partners never read.
NEVER = re.compile(
    r"\b(offerer|venue|stock|token|cashflow|facture|invoice|utilisée|consommée|lieu culturel)\b", re.I
)
#: Words of the code, that slip into French.
ENGLISH = re.compile(
    r"\b(portal|booking|bookings|offer|offers|school|schools|session|sessions|webinar|webinars|the|and|your|account)\b",
    re.I,
)
each = pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article.slug)


def links(article: Content) -> list[str]:
    return rendering.links(article.body)


def test_the_articles_that_were_promised_are_there() -> None:
    assert set(delivered()) == EXPECTED


@each
def test_an_article_is_short_and_has_parts(article: Content) -> None:
    words = len(rendering.plain(article.body).split())
    assert 250 <= words <= 600
    assert len(rendering.render(article.body).contents) >= 3


@each
def test_its_links_lead_to_pages_that_exist(article: Content) -> None:
    inside = [href.partition("#")[0] for href in links(article) if href.startswith("/")]
    assert inside
    assert [href for href in inside if resolve(href).func.__name__ == CATCH_ALL] == []
    named = [href.split("/")[3] for href in inside if href.startswith("/aide/articles/")]
    assert set(named) <= set(delivered())


@each
def test_no_link_and_no_picture_is_lost_on_the_way(article: Content) -> None:
    html = rendering.render(article.body).html
    assert html.count("<a ") == len(links(article))
    assert html.count("<img ") == len(rendering.pictures(article.body))


@each
def test_its_pictures_exist_are_light_and_say_what_they_show(article: Content) -> None:
    found = rendering.pictures(article.body)
    assert 1 <= len(found) <= 3
    for source, words in found:
        path = finders.find(f"help/{source.removeprefix('help:')}")
        assert path, source
        assert Path(path).stat().st_size <= 60_000
        assert len(words) > 20


@each
def test_its_related_articles_exist(article: Content) -> None:
    assert article.related
    assert set(article.related) <= set(delivered()) - {article.slug}


@each
def test_it_is_written_for_partners(article: Content) -> None:
    text = f"{article.title} {article.summary} {article.body}"
    assert not NEVER.search(text)
    assert not ENGLISH.search(rendering.plain(text))
    assert "'" not in text
    assert not re.search(r"\b(tu|ton|tes)\b", text, re.I)


@each
def test_its_sentences_are_short(article: Content) -> None:
    sentences = re.split(r"(?<=[.!?:;])\s|\n", re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", article.body))
    prose = [one for one in sentences if not one.startswith(("|", "!", "#"))]
    assert [one for one in prose if len(one.split()) > 30] == []


def test_each_collection_numbers_its_articles() -> None:
    places = [(article.collection, article.position) for article in ARTICLES]
    assert len(set(places)) == len(places)


@pytest.mark.django_db
def test_they_all_open() -> None:
    assert services.load(now=timezone.now()) == len(ARTICLES)
    assert Article.objects.count() == len(ARTICLES)
    for article in ARTICLES:
        page = read(Client().get(f"/aide/articles/{article.slug}/"), status=200)
        assert page.headings[0].replace("\u00a0", " ") == article.title


@pytest.mark.parametrize(
    "text",
    [
        "title: a\n---\nbody",
        "---\ntitle: a\n---\nbody",
        "---\ntitle: a\nsummary: b\ncollection: nowhere\nposition: 1\n---\nc",
    ],
)
def test_a_file_whose_head_is_not_whole_is_a_defect(text: str) -> None:
    with pytest.raises((KeyError, ValueError)):
        contents.read(slug="a", text=text)
