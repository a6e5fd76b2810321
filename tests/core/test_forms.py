"""Fields as they are drawn, refusals as they are said."""

import re

import pytest
from django import forms
from django.template import engines
from django.utils.html import strip_tags

from core.errors import DomainError
from core.forms import ChoiceCard, DateInput, EurosField, PortalForm, UnitInput

NBSP = "\u00a0"


class Ticket(PortalForm):
    title = forms.CharField(label="Titre", help_text="90 caractères au plus.", max_length=9)
    note = forms.CharField(label="Note", required=False)
    price = EurosField(label="Prix", min_cents=100, max_cents=30_000)
    audience = forms.ChoiceField(
        label="Pour qui ?",
        widget=forms.RadioSelect,
        choices=[("all", ChoiceCard("Tout public", "Les jeunes réservent.")), ("class", "Une classe")],
    )


GOOD = {"title": "Noyers", "price": "4,50", "audience": "all"}


def drawn(field: forms.BoundField) -> str:
    return " ".join(field.as_field_group().split())


def summary(form: forms.Form) -> str:
    template = engines["django"].from_string('{% include "components/errors.html" with form=form only %}')
    return template.render({"form": form})


def test_the_label_names_its_field_and_the_hint_describes_it() -> None:
    html = drawn(Ticket()["title"])
    assert '<label for="id_title">' in html
    assert 'aria-describedby="id_title_helptext"' in html
    assert 'class="input"' in html


def test_only_what_may_stay_empty_is_marked() -> None:
    assert "(facultatif)" in drawn(Ticket()["note"])
    assert "(facultatif)" not in drawn(Ticket()["title"])


def test_a_form_of_filters_marks_nothing() -> None:
    class Filters(Ticket):
        marks_optional = False

    assert "(facultatif)" not in drawn(Filters()["note"])


def test_a_refused_field_says_why_and_is_tied_to_its_error() -> None:
    html = drawn(Ticket({**GOOD, "title": ""})["title"])
    assert 'aria-invalid="true"' in html
    assert re.search(r'aria-describedby="id_title_helptext id_title_error"', html)
    assert 'id="id_title_error"' in html
    assert "Cette réponse manque." in html


def test_the_unit_of_an_amount_describes_its_field() -> None:
    html = drawn(Ticket()["price"])
    assert 'aria-describedby="id_price_unit"' in html
    assert '<span id="id_price_unit">€</span>' in html


def test_a_choice_is_a_card_with_its_sentence() -> None:
    html = drawn(Ticket()["audience"])
    assert html.count('class="choice"') == 2
    assert "<strong>Tout public</strong><small>Les jeunes réservent.</small>" in html
    assert '<fieldset class="choices" id="id_audience">' in html


def test_every_id_of_a_form_is_its_own() -> None:
    form = Ticket({})
    ids = re.findall(r'\bid="([^"]+)"', "".join(drawn(form[name]) for name in form.fields))
    assert len(ids) == len(set(ids)) > 4


def test_a_password_can_be_shown_by_a_button_that_waits_for_javascript() -> None:
    class Door(PortalForm):
        secret = forms.CharField(widget=forms.PasswordInput)

    assert re.search(r'<button[^>]* hidden data-pro-reveal="id_secret"', drawn(Door()["secret"]))


def test_what_is_typed_is_escaped() -> None:
    html = drawn(Ticket({"title": '"><script>'})["title"])
    assert "<script>" not in html


def test_the_summary_leads_to_each_field_even_to_a_choice() -> None:
    html = summary(Ticket({}))
    assert f"3{NBSP}réponses à corriger" in html
    assert f'<a href="#id_title">Titre{NBSP}: cette réponse manque.</a>' in html
    assert '<a href="#id_audience_0">Pour qui\u00a0? Choisissez une réponse.</a>' in html


def test_the_summary_says_nothing_of_a_form_not_sent_yet() -> None:
    assert summary(Ticket()).strip() == ""


def test_a_refusal_of_the_whole_form_stands_alone_in_the_summary() -> None:
    form = Ticket(GOOD)
    form.apply(DomainError("closed", message="La vente est close."))
    assert strip_tags(summary(form)).strip() == "La vente est close."


def test_a_refusal_of_a_service_goes_to_the_field_it_names() -> None:
    form = Ticket(GOOD)
    form.apply(DomainError("too_low", message="Trop bas.", field="price"))
    assert form.errors.as_data()["price"][0].code == "too_low"


def test_a_refusal_about_an_unknown_field_is_not_lost() -> None:
    form = Ticket(GOOD)
    form.apply(DomainError("odd", message="Pas ici.", field="elsewhere"))
    assert form.non_field_errors() == ["Pas ici."]


def test_a_field_keeps_the_sentence_it_brought() -> None:
    class Own(PortalForm):
        name = forms.CharField(error_messages={"required": "Votre nom manque."})

    assert Own({}).errors["name"] == ["Votre nom manque."]


def test_lengths_are_said_with_figures() -> None:
    assert Ticket({**GOOD, "title": "x" * 12}).errors["title"] == [
        f"9 caractères au plus{NBSP}: il y en a 12."
    ]


@pytest.mark.parametrize(("typed", "cents"), [("4", 400), ("4,5", 450), ("4.50 €", 450), ("1 20,00", 12_000)])
def test_euros_become_cents(typed: str, cents: int) -> None:
    form = Ticket({**GOOD, "price": typed})
    assert form.is_valid()
    assert form.cleaned_data["price"] == cents


@pytest.mark.parametrize("typed", ["quatre", "4,505", "-4", "4€5€x", "   "])
def test_what_is_no_amount_is_refused(typed: str) -> None:
    assert not Ticket({**GOOD, "price": typed}).is_valid()


@pytest.mark.parametrize(("typed", "words"), [("0,99", "le plus bas"), ("300,01", "le plus haut")])
def test_amounts_stay_within_their_bounds(typed: str, words: str) -> None:
    assert words in Ticket({**GOOD, "price": typed}).errors["price"][0]


def test_cents_come_back_as_they_are_typed_here() -> None:
    assert 'value="4,50"' in drawn(Ticket(initial={"price": 450})["price"])


def test_a_date_keeps_the_form_that_browsers_read() -> None:
    class Day(PortalForm):
        day = forms.DateField(widget=DateInput)

    assert Day({"day": "2026-11-13"}).is_valid()
    assert 'value="2026-11-13"' in drawn(Day({"day": "2026-11-13"})["day"])


def test_an_icon_stands_before_its_line() -> None:
    class Search(PortalForm):
        q = forms.CharField(widget=UnitInput(icon="search"))

    assert re.search(r'<div class="with"><svg.*?<input', drawn(Search()["q"]))


@pytest.mark.parametrize("text", ["a\x0bb", "a\u202eb", "\x7f", "a\u2066b"])
def test_a_character_nobody_sees_is_refused_beside_the_field(text: str) -> None:
    form = Ticket({**GOOD, "title": text})
    assert form.errors["title"] == [
        "Ce texte contient un caractère invisible que nous n’acceptons pas. Effacez-le et retapez-le."
    ]


def test_a_text_without_any_width_is_no_answer() -> None:
    assert Ticket({**GOOD, "title": "\u200b\u200e"}).errors["title"] == ["Cette réponse manque."]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\u2028"])
def test_a_single_line_takes_a_single_line(end: str) -> None:
    form = Ticket({**GOOD, "title": f"A{end}B"})
    assert form.errors["title"] == ["Écrivez cette réponse sur une seule ligne."]


def test_an_amount_below_nothing_says_so() -> None:
    assert Ticket({**GOOD, "price": "-5"}).errors["price"] == [f"Le montant le plus bas est 1,00{NBSP}€."]
