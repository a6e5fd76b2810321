"""The e-mails of a booking: four fields for the partner, plain words for the young person."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail as outbox

from bookings import services
from bookings.models import Booking
from bookings.states import Reason
from core import mail
from core.models import Email
from tests.accounts.factories import young
from tests.bookings.factories import BookingFactory
from tests.offers.factories import StockFactory
from tests.support.html import plain
from tests.venues.factories import AddressFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 6, 10, 0, tzinfo=UTC)
DAY = timedelta(days=1)
START = datetime(2026, 11, 20, 19, 30, tzinfo=UTC)


def booked(**fields: Any) -> Booking:
    lina = young(first_name="Lina", last_name="Marquès", email="lina@mobile.example")
    stock = StockFactory(
        price_cents=4_50,
        **{
            "slot__starts_at": START,
            "slot__offer__title": "Les Noyers de Marthe",
            "slot__offer__is_duo": True,
        }
        | fields,
    )
    return services.book(user=lina, stock_id=stock.pk, quantity=2, now=NOW)


def letter(kind: str = "bookings/new_booking") -> mail.Rendered:
    row = Email.objects.get(kind=kind)
    return mail.render(kind=row.kind, context=row.context)


def test_the_partner_gets_last_name_first_name_address_and_code() -> None:
    booking = booked()
    text = letter().text
    for line in (
        "Nom : Marquès",
        "Prénom : Lina",
        "E-mail : lina@mobile.example",
        f"Code de contremarque : {booking.code}",
    ):
        assert line in text
    for value in ("Marquès", "Lina", "lina@mobile.example", booking.code):
        assert value in letter().html


def test_the_partner_reads_what_where_when_how_many_and_until_when() -> None:
    booked()
    said = letter()
    text = plain(said.text)
    assert said.subject == "Nouvelle réservation : Les Noyers de Marthe à Cajarc"
    assert "2 places pour « Les Noyers de Marthe »" in text
    assert "vendredi 20 novembre 2026, 20 h 30" in text
    assert "46160 Cajarc" in text
    assert "Montant : 9,00 €" in text
    assert "Annulable : jusqu’au dim. 8 nov., 11:00" in text
    assert "validée d’office : lun. 23 nov., 20:30" in text


def test_an_event_within_two_days_is_said_not_to_be_cancellable() -> None:
    booked(slot__starts_at=NOW + 1.5 * DAY)
    assert "Annulable : non" in letter().text
    assert "Non</td>" in letter().html


def test_goods_are_said_without_a_date() -> None:
    booked(slot__starts_at=None)
    assert "d’office" not in letter().text
    assert "Annulable : jusqu’à son utilisation" in letter().text
    assert "Jusqu’à son utilisation" in letter().html


def test_a_free_place_gives_no_credit_back() -> None:
    free = BookingFactory(stock__price_cents=0)
    services.cancel(booking_id=free.pk, actor=None, now=free.booked_at, reason=Reason.PARTNER)
    assert "crédit" not in letter("bookings/cancelled_by_partner").text


def test_the_place_is_told_on_its_own_clocks() -> None:
    booked(slot__offer__address=AddressFactory(overseas=True))
    assert "23 h 30 (heure de La Réunion)" in plain(letter().text)


def test_it_goes_to_the_address_of_the_offer_else_of_the_structure() -> None:
    first = booked()
    assert Email.objects.get().to == first.venue.booking_email
    second = BookingFactory(stock__slot__offer__booking_email="salle@circuit.example")
    assert Email.objects.get(dedupe_key=f"new_booking:{second.pk}").to == "salle@circuit.example"


def test_the_partner_answers_straight_to_the_young_person() -> None:
    booked()
    assert Email.objects.get().reply_to == "lina@mobile.example"


def test_it_leaves_once_the_booking_is_committed(django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        booked()
        assert outbox.outbox == []
    sent = outbox.outbox[0]
    assert sent.subject == "Nouvelle réservation : Les Noyers de Marthe à Cajarc"
    assert sent.reply_to == ["lina@mobile.example"]
    assert len(outbox.outbox) == 1


def test_a_title_is_shown_as_it_is_and_never_run() -> None:
    booked(slot__offer__title="Tom & <b>Jerry</b>")
    said = letter()
    assert said.subject.startswith("Nouvelle réservation : Tom & <b>Jerry</b>")
    assert "« Tom & <b>Jerry</b> »" in said.text
    assert "Tom &amp; &lt;b&gt;Jerry&lt;/b&gt;" in said.html
    assert "<b>Jerry" not in said.html


def test_a_cancellation_tells_the_partner_who_and_how_many_places_are_free_again() -> None:
    booking = booked()
    services.cancel(booking_id=booking.pk, actor=booking.user, now=NOW + DAY)
    said = letter("bookings/cancelled")
    assert f"Lina Marquès a annulé sa réservation ({booking.code})" in said.text
    assert "2 places reviennent à la vente" in plain(said.text)


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("bookings/cancelled_by_partner", "Vos 9,00 € sont rendus à votre crédit"),
        ("bookings/date_deleted", "Votre réservation est annulée et vos 9,00 € sont rendus à votre crédit"),
        ("bookings/date_moved", "Vous pouvez l’annuler jusqu’au lun. 9 nov., 11:00"),
    ],
)
def test_the_young_person_reads_what_was_changed_and_what_may_be_done(kind: str, sentence: str) -> None:
    booking, at = booked(), NOW + DAY
    if kind.endswith("partner"):
        services.cancel(booking_id=booking.pk, actor=None, now=at, reason=Reason.PARTNER)
    elif kind.endswith("deleted"):
        services.withdraw_date(slot_id=booking.slot_id, actor=None, now=at)
    else:
        services.move_date(slot_id=booking.slot_id, starts_at=START + DAY, actor=None, now=at)
    assert Email.objects.get(kind=kind).to == "lina@mobile.example"
    assert sentence in plain(letter(kind).text)
    assert "Les Noyers de Marthe" in letter(kind).html
