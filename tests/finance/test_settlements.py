"""The bank's answer: executed or rejected, once."""

from datetime import timedelta

import pytest

from bookings.models import Booking
from core.models import Email
from finance.errors import CannotSettle
from finance.models import BankAccount, Transfer, TransferLine
from finance.services import attach, price_and_close, settle_transfers
from finance.services.reconcile import reconcile
from tests.finance import factories as make
from tests.finance.factories import CLOSING, OTHER_IBAN

pytestmark = pytest.mark.django_db
FILE = "PASSCULTURE-2026-20"
ANSWER = CLOSING + timedelta(days=2)


@pytest.fixture
def paid() -> tuple[Booking, Booking]:
    """Two structures of two entities, each paid for one booking."""
    bookings = make.used(make.payable_venue()), make.used(make.payable_venue("Ciné des Vignes"))
    for booking in bookings:
        make.member(booking.venue)
    price_and_close(now=CLOSING)
    return bookings


def status(of: Booking) -> str:
    return Booking.objects.values_list("status", flat=True).get(pk=of.pk)


def transfer_of(booking: Booking) -> Transfer:
    return Transfer.objects.filter(lines__entry__booking=booking).latest("pk")


def test_an_executed_file_reimburses_every_booking(paid: tuple[Booking, Booking]) -> None:
    assert settle_transfers(msg_id=FILE, rejected=[], now=ANSWER) == 2
    assert [status(booking) for booking in paid] == ["reimbursed", "reimbursed"]
    assert set(Transfer.objects.values_list("status", "settled_at")) == {("executed", ANSWER)}


def test_a_second_answer_changes_nothing(paid: tuple[Booking, Booking]) -> None:
    settle_transfers(msg_id=FILE, rejected=[], now=ANSWER)
    again = settle_transfers(msg_id=FILE, rejected=[transfer_of(paid[0]).end_to_end_id], now=ANSWER)
    assert again == 0
    assert status(paid[0]) == "reimbursed"


def test_a_rejected_transfer_gives_its_bookings_back(paid: tuple[Booking, Booking]) -> None:
    bad = transfer_of(paid[0])
    assert settle_transfers(msg_id=FILE, rejected=[bad.end_to_end_id], now=ANSWER) == 2
    assert [status(booking) for booking in paid] == ["used", "reimbursed"]
    account = BankAccount.objects.get(pk=bad.bank_account_id)
    assert (account.status, account.links.get().period.upper) == ("refused", ANSWER)
    assert "rejeté" in account.message
    assert reconcile() == []


def test_the_partner_of_a_rejected_transfer_is_told(paid: tuple[Booking, Booking]) -> None:
    settle_transfers(msg_id=FILE, rejected=[transfer_of(paid[0]).end_to_end_id], now=ANSWER)
    mail = Email.objects.get(kind="finance/transfer_rejected")
    assert mail.to == paid[0].venue.memberships.get().user.email


def test_what_was_rejected_is_paid_once_on_another_account(paid: tuple[Booking, Booking]) -> None:
    settle_transfers(msg_id=FILE, rejected=[transfer_of(paid[0]).end_to_end_id], now=ANSWER)
    entity = paid[0].venue.legal_entity
    new = make.account(entity, iban=OTHER_IBAN, since=ANSWER)
    attach(venue_ids=[paid[0].venue_id], bank_account_id=new.pk, actor=new.submitted_by, now=ANSWER)
    assert price_and_close(now=CLOSING + timedelta(days=15)) == 1
    assert (transfer_of(paid[0]).bank_account, status(paid[0])) == (new, "reimbursing")
    assert list(
        TransferLine.objects.filter(entry__booking=paid[0]).values_list("round", flat=True).order_by("round")
    ) == [1, 2]
    assert price_and_close(now=CLOSING + timedelta(days=30)) == 0


@pytest.mark.parametrize(("msg_id", "rejected"), [("UNKNOWN", []), (FILE, ["UNKNOWN"])])
def test_an_unknown_id_is_said_and_nothing_is_done(
    paid: tuple[Booking, Booking], msg_id: str, rejected: list[str]
) -> None:
    with pytest.raises(CannotSettle, match="UNKNOWN"):
        settle_transfers(msg_id=msg_id, rejected=rejected, now=ANSWER)
    assert set(Transfer.objects.values_list("status", flat=True)) == {"issued"}
