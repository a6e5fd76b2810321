"""Money that waits, by reason; what the next transfer will be; when one booking is paid."""

from datetime import UTC, date, datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from bookings.models import Booking
from finance import selectors
from finance.banners import waiting_banner
from finance.services import price_and_close, price_bookings, settle_transfers
from finance.states import BankStatus
from tests.finance import factories as make
from tests.finance.factories import CLOSING, CUTOFF, DAY, OTHER_IBAN
from venues.models import Venue

pytestmark = pytest.mark.django_db
#: Late in the second half of October, before its cut-off.
NOW = DAY + timedelta(days=5)
#: When the first half of October is closed.
FIRST_HALF = datetime(2026, 10, 16, 4, tzinfo=UTC)


def reasons(*venues: Venue, now: datetime = NOW) -> dict[str, int]:
    price_bookings(now=now)
    found = selectors.waiting_for(venues=venues, now=now)
    assert sum(reason.cents for reason in found.by_reason) == found.total_cents
    return {reason.code: reason.cents for reason in found.by_reason}


def needs(*venues: Venue, now: datetime = NOW) -> str | None:
    return selectors.waiting_for(venues=venues, now=now).needs


def used_at(venue: Venue) -> Venue:
    make.used(venue, cents=400)
    return venue


def test_money_that_leaves_with_the_next_transfer_is_not_blocked() -> None:
    venue = used_at(make.payable_venue())
    assert reasons(venue) == {"not_frozen_yet": 400}
    assert selectors.waiting_for(venues=[venue], now=NOW).blocked_cents == 0
    assert needs(venue) is None


@pytest.mark.parametrize(
    ("status", "code", "need"),
    [
        (None, "no_account", "deposit"),
        (BankStatus.REFUSED, "no_account", "deposit"),
        (BankStatus.CORRECTIONS, "account_to_correct", "deposit"),
        (BankStatus.PENDING, "account_pending", "decision"),
        (BankStatus.ACCEPTED, "not_attached", "attachment"),
    ],
)
def test_without_attachment_the_reason_is_the_step_that_is_missing(
    status: BankStatus | None, code: str, need: str
) -> None:
    venue = used_at(make.venue())
    if status:
        make.account(venue.legal_entity, status=status)
    assert reasons(venue) == {code: 400}
    assert selectors.waiting_for(venues=[venue], now=NOW).blocked_cents == 400
    assert needs(venue) == need


def test_the_need_is_said_even_before_there_is_money() -> None:
    assert needs(make.venue()) == "deposit"


def test_the_best_account_of_the_entity_gives_the_step() -> None:
    venue = make.venue()
    make.account(venue.legal_entity, status=BankStatus.REFUSED)
    make.account(venue.legal_entity, iban=OTHER_IBAN)
    assert needs(venue) == "attachment"


def test_a_changing_account_waits_72_hours() -> None:
    venue = used_at(make.venue())
    make.link(venue, make.account(venue.legal_entity), payable_from=CUTOFF + timedelta(hours=1))
    assert reasons(venue) == {"account_changing": 400}


def test_an_event_that_has_not_begun_waits_for_it() -> None:
    venue = make.payable_venue()
    make.used(venue, cents=650, starts_at=CUTOFF)
    assert reasons(venue) == {"event_not_begun": 650}


def test_between_the_cutoff_and_the_freeze_what_is_new_goes_to_the_next_half_month() -> None:
    price_and_close(now=FIRST_HALF)
    venue = used_at(make.payable_venue())
    make.used(venue, cents=650, on=CUTOFF + timedelta(hours=1))
    make.used(venue, cents=120, on=CUTOFF + timedelta(hours=1), starts_at=CUTOFF + timedelta(minutes=1))
    before_freeze = CUTOFF + timedelta(hours=2)
    assert reasons(venue, now=before_freeze) == {"not_frozen_yet": 400, "next_half_month": 770}
    forecast = selectors.next_transfer(venues=[venue], now=before_freeze)
    assert (forecast.amount_cents, forecast.after_cents) == (400, 770)


def test_what_is_on_a_transfer_waits_no_more_and_comes_back_when_rejected() -> None:
    venue = used_at(make.payable_venue())
    price_and_close(now=CLOSING)
    assert reasons(venue, now=CLOSING) == {}
    settle_transfers(
        msg_id="PASSCULTURE-2026-20",
        rejected=[venue.legal_entity.bank_accounts.get().transfers.get().end_to_end_id],
        now=CLOSING,
    )
    assert reasons(venue, now=CLOSING) == {"no_account": 400}


def test_a_validation_taken_back_is_not_waiting_money() -> None:
    booked = make.used(make.payable_venue())
    make.unuse(booked)
    assert reasons(booked.venue) == {}


def test_the_forecast_of_the_next_transfer() -> None:
    venue = make.payable_venue()
    make.used(venue, cents=400), make.used(venue, cents=650)
    price_bookings(now=NOW)
    forecast = selectors.next_transfer(venues=[venue], now=NOW)
    assert (forecast.amount_cents, forecast.booking_count, forecast.account_last4) == (1_050, 2, "2606")
    assert (forecast.expected_on, forecast.after_on) == (date(2026, 11, 9), date(2026, 11, 24))
    assert forecast.period.label.replace("\u00a0", " ") == "16 au 31 octobre 2026"


def test_the_forecast_is_what_the_freeze_then_pays() -> None:
    venue = make.payable_venue()
    for cents in (400, 650, 0):
        make.used(venue, cents=cents)
    make.used(venue, cents=999, starts_at=CUTOFF)
    price_bookings(now=NOW)
    forecast = selectors.next_transfer(venues=[venue], now=NOW)
    price_and_close(now=CLOSING)
    transfer = venue.legal_entity.bank_accounts.get().transfers.get()
    assert (transfer.amount_cents, transfer.booking_count) == (forecast.amount_cents, forecast.booking_count)


def test_money_of_several_structures_costs_four_queries(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    venues = [used_at(make.payable_venue()) for _ in range(3)]
    with django_assert_num_queries(4):
        selectors.money_of(venues=venues, now=NOW)


# What is said of it.


def banner(venue: Venue) -> tuple[str, str]:
    price_bookings(now=NOW)
    found = waiting_banner(selectors.waiting_for(venues=[venue], now=NOW))
    assert found is not None
    return found.title.replace("\u00a0", " "), found.text.replace("\u00a0", " ")


def test_the_banner_says_how_much_what_to_do_and_before_when() -> None:
    venue = used_at(make.venue("Plein air"))
    make.account(venue.legal_entity)
    title, text = banner(venue)
    assert title == "4,00 € attendent un rattachement"
    assert "« Plein air » n’est rattachée à aucun compte bancaire." in text
    assert "avant samedi 31 octobre à minuit" in text
    assert "partiront avec le virement du lundi 9 novembre" in text


def test_nothing_is_said_when_nothing_is_blocked() -> None:
    venue = used_at(make.payable_venue())
    price_bookings(now=NOW)
    assert waiting_banner(selectors.waiting_for(venues=[venue], now=NOW)) is None


# One booking.


def paid_on(booking: Booking, *, now: datetime = NOW) -> date | None:
    upcoming = selectors.upcoming_cutoff(now=now)
    booked = Booking.objects.select_related("slot").get(pk=booking.pk)
    return selectors.payment_date_of(booking=booked, now=now, upcoming=upcoming)


def test_the_day_a_booking_is_paid() -> None:
    venue = make.payable_venue()
    price_and_close(now=FIRST_HALF)
    assert paid_on(make.used(venue)) == date(2026, 11, 9)
    assert paid_on(make.used(venue, starts_at=CUTOFF)) == date(2026, 11, 24)
    assert paid_on(make.booking(venue, starts_at=CUTOFF - timedelta(hours=71))) == date(2026, 11, 24)
    assert paid_on(make.booking(venue, starts_at=CUTOFF - timedelta(hours=73))) == date(2026, 11, 9)
    assert paid_on(make.booking(venue, starts_at=None)) is None


def test_the_thread_of_the_money_step_by_step() -> None:
    booked = make.used(make.payable_venue())

    def titles() -> list[str]:
        fresh = Booking.objects.select_related("slot").get(pk=booked.pk)
        return [f"{step.title}:{step.state}" for step in selectors.thread(booking=fresh, now=CLOSING)]

    assert titles() == ["Réservée:done", "Validée:done", "Quinzaine:now", "Virement:todo"]
    price_and_close(now=CLOSING)
    assert titles()[2:] == ["Quinzaine:done", "Virement émis:done", "Remboursement:now"]
    settle_transfers(msg_id="PASSCULTURE-2026-20", rejected=[], now=CLOSING)
    assert titles()[2:] == ["Quinzaine:done", "Virement émis:done", "Remboursée:done"]
