"""Closing a half-month: who is paid, what for, once."""

from datetime import datetime, timedelta

import pytest

from bookings.models import Booking, BookingTransition
from finance.models import BankFile, HalfMonth, Transfer, TransferLine
from finance.services import close_half_month, detach, price_and_close, price_bookings, settle_transfers
from finance.services.reconcile import reconcile
from finance.states import BankStatus
from tests.finance import factories as make
from tests.finance.factories import CLOSING, CUTOFF, DAY, LONG_AGO

pytestmark = pytest.mark.django_db
TICK = timedelta(microseconds=1)
NEXT_CLOSING = CLOSING + timedelta(days=15)


def status(of: Booking) -> str:
    return Booking.objects.values_list("status", flat=True).get(pk=of.pk)


def test_what_was_validated_is_paid_in_one_transfer_per_account() -> None:
    venue = make.payable_venue()
    bookings = [make.used(venue, cents=cents) for cents in (400, 650)]
    assert price_and_close(now=CLOSING) == 1
    transfer = Transfer.objects.get()
    assert (transfer.amount_cents, transfer.booking_count, transfer.lines.count()) == (1_050, 2, 2)
    assert [status(booking) for booking in bookings] == ["reimbursing", "reimbursing"]
    assert reconcile() == []


def test_closing_twice_does_nothing_the_second_time() -> None:
    make.used(make.payable_venue())
    assert [price_and_close(now=CLOSING), price_and_close(now=CLOSING)] == [1, 0]
    assert (HalfMonth.objects.count(), TransferLine.objects.count()) == (1, 1)


def test_two_structures_on_one_account_share_a_transfer() -> None:
    first = make.payable_venue()
    second = make.venue("Plein air", of=first.legal_entity)
    make.link(second, first.legal_entity.bank_accounts.get())
    make.used(first), make.used(second)
    assert price_and_close(now=CLOSING) == 1
    assert Transfer.objects.get().amount_cents == 800


def test_an_empty_half_month_is_closed_without_a_file() -> None:
    assert price_and_close(now=CLOSING) == 0
    assert HalfMonth.objects.get().cutoff == CUTOFF
    assert not BankFile.objects.exists()


def test_a_missed_half_month_is_swept_into_the_next_one() -> None:
    make.used(make.payable_venue())
    assert price_and_close(now=NEXT_CLOSING + timedelta(days=30)) == 1
    assert price_and_close(now=CLOSING) == 0
    assert HalfMonth.objects.count() == 1


@pytest.mark.parametrize(
    ("on", "starts_at", "paid"),
    [
        (CUTOFF - TICK, DAY, 1),
        (CUTOFF, DAY, 0),
        (DAY, CUTOFF - TICK, 1),
        (DAY, CUTOFF, 0),
        (DAY, None, 1),
    ],
)
def test_validated_before_the_cutoff_and_begun_before_it(on: object, starts_at: object, paid: int) -> None:
    make.used(make.payable_venue(), on=on, starts_at=starts_at)
    assert price_and_close(now=CLOSING) == paid
    assert price_and_close(now=NEXT_CLOSING) == 1 - paid


def test_a_validation_taken_back_is_not_paid() -> None:
    venue = make.payable_venue()
    kept, dropped = make.used(venue), make.used(venue)
    make.unuse(dropped, at=DAY + timedelta(hours=1))
    assert price_and_close(now=CLOSING) == 1
    assert [status(kept), status(dropped)] == ["reimbursing", "booked"]
    assert Transfer.objects.get().amount_cents == 400


def test_a_validation_taken_back_but_not_priced_yet_is_not_paid() -> None:
    booked = make.used(make.payable_venue())
    price_bookings(now=CLOSING)
    make.unuse(booked, at=CLOSING)
    make.use(booked, at=CLOSING)
    assert close_half_month(now=CLOSING) == 0
    assert status(booked) == "used"


def test_a_late_validation_joins_the_next_transfer() -> None:
    venue = make.payable_venue()
    make.used(venue)
    price_and_close(now=CLOSING)
    late = make.used(venue, on=CUTOFF - TICK)
    assert price_and_close(now=NEXT_CLOSING) == 1
    assert status(late) == "reimbursing"


def test_a_free_account_gets_no_transfer() -> None:
    free = make.used(make.payable_venue(), cents=0)
    assert price_and_close(now=CLOSING) == 0
    assert status(free) == "used"


def test_a_free_booking_travels_with_the_others() -> None:
    venue = make.payable_venue()
    free, paid = make.used(venue, cents=0), make.used(venue)
    price_and_close(now=CLOSING)
    assert [status(free), status(paid)] == ["reimbursing", "reimbursing"]


def test_what_was_paid_and_is_taken_back_weighs_on_the_next_transfer() -> None:
    venue = make.payable_venue()
    paid = make.used(venue, cents=1_000)
    price_and_close(now=CLOSING)
    BookingTransition.objects.create(
        booking=paid,
        venue=venue,
        event="unuse",
        from_status="reimbursing",
        to_status="booked",
        at=CLOSING,
        recorded_at=CLOSING,
    )
    make.used(venue, cents=400, on=CLOSING)
    assert price_and_close(now=NEXT_CLOSING) == 0
    make.used(venue, cents=700, on=NEXT_CLOSING, starts_at=DAY)
    assert price_and_close(now=NEXT_CLOSING + timedelta(days=15)) == 1
    assert Transfer.objects.latest("pk").amount_cents == 400 + 700 - 1_000


# Accounts (R15): accepted and attached at the cut-off, by the same attachment, and still when it is frozen.


@pytest.mark.parametrize("payable_from", [CUTOFF + TICK, LONG_AGO])
def test_a_structure_attached_after_the_cutoff_waits_for_the_next_one(payable_from: datetime) -> None:
    venue = make.venue()
    make.link(venue, make.account(venue.legal_entity), since=CUTOFF + TICK, payable_from=payable_from)
    make.used(venue)
    assert [price_and_close(now=CLOSING), price_and_close(now=NEXT_CLOSING)] == [0, 1]


def test_a_structure_detached_between_cutoff_and_freeze_is_not_paid() -> None:
    venue = make.payable_venue()
    make.used(venue)
    account = venue.legal_entity.bank_accounts.get()
    detach(venue_id=venue.pk, bank_account_id=account.pk, actor=account.submitted_by, now=CUTOFF + TICK)
    assert price_and_close(now=CLOSING) == 0


def test_detached_then_attached_again_between_cutoff_and_freeze_is_not_paid() -> None:
    venue = make.venue()
    account = make.account(venue.legal_entity)
    make.link(venue, account, until=CUTOFF + TICK)
    make.link(venue, account, since=CUTOFF + 2 * TICK)
    make.used(venue)
    assert price_and_close(now=CLOSING) == 0


def test_an_account_that_waits_72_hours_is_not_paid_meanwhile() -> None:
    venue = make.venue()
    make.link(venue, make.account(venue.legal_entity), payable_from=CUTOFF + TICK)
    make.used(venue)
    assert [price_and_close(now=CLOSING), price_and_close(now=NEXT_CLOSING)] == [0, 1]


@pytest.mark.parametrize("state", [BankStatus.PENDING, BankStatus.CORRECTIONS, BankStatus.REFUSED])
def test_only_an_accepted_account_is_paid(state: BankStatus) -> None:
    venue = make.venue()
    make.link(venue, make.account(venue.legal_entity, status=state))
    make.used(venue)
    assert price_and_close(now=CLOSING) == 0


def test_an_account_accepted_after_the_cutoff_waits() -> None:
    venue = make.venue()
    make.link(venue, make.account(venue.legal_entity, since=CUTOFF + TICK), since=LONG_AGO)
    make.used(venue)
    assert [price_and_close(now=CLOSING), price_and_close(now=NEXT_CLOSING)] == [0, 1]


def test_a_transfer_keeps_a_copy_of_the_account_it_was_made_to() -> None:
    venue = make.payable_venue()
    make.used(venue)
    price_and_close(now=CLOSING)
    account = venue.legal_entity.bank_accounts.get()
    before = account.iban_ciphered
    account.iban_ciphered, account.holder = "changed", "changed"
    account.save()
    assert (Transfer.objects.get().iban_ciphered, Transfer.objects.get().holder) == (
        before,
        "Association des Noyers",
    )


# Names (R03): a pure function of the half-month and the account; statements have no gap.


def test_names_are_a_function_of_the_half_month_and_the_account() -> None:
    venue = make.payable_venue()
    make.used(venue)
    price_and_close(now=CLOSING)
    transfer = Transfer.objects.get()
    account = venue.legal_entity.bank_accounts.get()
    assert transfer.bank_file.msg_id == "PASSCULTURE-2026-20"
    assert transfer.end_to_end_id == f"PASSCULTURE-2026-20-{account.pk}"
    assert (transfer.reference, transfer.statement_number) == ("VIR-2026-20-00001", "JR-2026-000001")


def test_statement_numbers_follow_each_other_across_half_months() -> None:
    venues = [make.payable_venue(), make.payable_venue()]
    for venue in venues:
        make.used(venue)
        make.used(venue, on=CLOSING)
    price_and_close(now=CLOSING)
    price_and_close(now=NEXT_CLOSING)
    numbers = Transfer.objects.order_by("pk").values_list("statement_number", flat=True)
    assert list(numbers) == [f"JR-2026-{n:06d}" for n in (1, 2, 3, 4)]


def test_a_year_begins_its_statements_at_one() -> None:
    make.used(make.payable_venue(), on=CLOSING + timedelta(days=50), starts_at=DAY)
    price_and_close(now=CLOSING + timedelta(days=61, hours=2))
    assert Transfer.objects.get().statement_number == "JR-2027-000001"
    assert Transfer.objects.get().reference == "VIR-2026-24-00001"


def test_administrators_are_told_once() -> None:
    from core.models import Email

    venue = make.payable_venue()
    make.member(venue, email="camille@test.example")
    make.member(venue, role="desk")
    make.used(venue)
    price_and_close(now=CLOSING)
    price_and_close(now=CLOSING)
    mail = Email.objects.get(kind="finance/transfer_issued")
    assert (mail.to, mail.context["amount"]) == ("camille@test.example", "4,00\u00a0€")


def test_the_whole_road_leaves_no_drift() -> None:
    venue = make.payable_venue()
    for cents in (400, 0, 650):
        make.used(venue, cents=cents)
    price_and_close(now=CLOSING)
    settle_transfers(msg_id="PASSCULTURE-2026-20", rejected=[], now=CLOSING)
    assert reconcile() == []
    assert set(Booking.objects.values_list("status", flat=True)) == {"reimbursed"}
