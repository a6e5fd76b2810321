"""What the database refuses, whoever asks: one test per rule."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import ProtectedError

from finance.models import (
    BankAccount,
    BankFile,
    Entry,
    HalfMonth,
    ScaleBand,
    Transfer,
    TransferLine,
    VenueBankLink,
    YearTotal,
)
from finance.services import price_and_close, price_bookings
from tests.finance import factories as make
from tests.finance.factories import CLOSING, CUTOFF, DAY

pytestmark = pytest.mark.django_db


def refused(act: Callable[[], Any], name: str) -> None:
    with pytest.raises(DatabaseError, match=name), transaction.atomic():
        act()


@pytest.fixture
def transfer() -> Transfer:
    make.used(make.payable_venue())
    price_and_close(now=CLOSING)
    return Transfer.objects.get()


def entry() -> Entry:
    make.used(make.venue())
    price_bookings(now=CLOSING)
    return Entry.objects.get()


def copy(row: Any, **changes: Any) -> None:
    """Insert the same row again, changed."""
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    values.pop("id")
    row.__class__.objects.create(**values | changes)


# Accounts.


def test_nobody_decides_their_own_file() -> None:
    account = make.account(make.entity())
    change = BankAccount.objects.filter(pk=account.pk)
    refused(lambda: change.update(decided_by=account.submitted_by), "bank_account_decided_by_someone_else")


def test_a_decision_has_its_author_and_its_date() -> None:
    account = make.account(make.entity())
    for missing in ({"decided_by": None}, {"decided_at": None}):
        change = BankAccount.objects.filter(pk=account.pk)
        refused(
            lambda change=change, missing=missing: change.update(**missing), "bank_account_decision_is_whole"
        )


def test_a_refusal_says_why() -> None:
    account = make.account(make.entity())
    change = BankAccount.objects.filter(pk=account.pk)
    refused(lambda: change.update(status="refused"), "bank_account_refusal_says_why")


def test_an_unknown_state_is_refused() -> None:
    account = make.account(make.entity())
    refused(
        lambda: BankAccount.objects.filter(pk=account.pk).update(status="lost"), "bank_account_status_known"
    )


def test_an_iban_is_live_once_per_entity() -> None:
    account = make.account(make.entity())
    refused(lambda: make.account(account.legal_entity), "bank_account_once_per_entity")


def test_a_structure_has_one_account_at_a_time() -> None:
    venue = make.payable_venue()
    other = make.account(venue.legal_entity, iban=make.OTHER_IBAN)
    refused(lambda: make.link(venue, other, since=DAY), "bank_link_one_at_a_time")
    VenueBankLink.objects.update(period=(make.LONG_AGO, DAY))
    make.link(venue, other, since=DAY)


# Ledger.


def test_a_year_is_counted_once_and_never_below_zero() -> None:
    venue = make.venue()
    YearTotal.objects.create(venue=venue, year=2026)
    refused(lambda: YearTotal.objects.create(venue=venue, year=2026), "year_total_once")
    refused(lambda: YearTotal.objects.update(gross_cents=-1), "year_total_not_negative")


def test_an_entry_adds_up() -> None:
    known, free = entry(), make.used(make.venue()).transitions.get()
    refused(lambda: copy(known, transition_id=free.pk, forgone_cents=1), "entry_adds_up")


def test_only_a_mirror_is_negative() -> None:
    known, free = entry(), make.used(make.venue()).transitions.get()
    amounts = {"gross_cents": -400, "due_cents": -400}
    refused(lambda: copy(known, transition_id=free.pk, **amounts), "entry_sign_follows_mirror")


def test_a_validation_is_priced_once() -> None:
    known = entry()
    refused(lambda: copy(known), "finance_entry_transition_id")


def test_an_entry_is_mirrored_once() -> None:
    booked = make.used(make.venue())
    make.unuse(booked)
    price_bookings(now=CLOSING)
    mirror = Entry.objects.get(mirrors__isnull=False)
    free = make.used(make.venue()).transitions.get()
    refused(lambda: copy(mirror, transition_id=free.pk), "finance_entry_mirrors_id")


@pytest.mark.parametrize("table", ["finance_entry", "finance_transferline"])
@pytest.mark.parametrize("act", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_what_is_written_stays_written(transfer: Transfer, table: str, act: str) -> None:
    def change() -> None:
        with connection.cursor() as cursor:
            cursor.execute(act.format(table))

    refused(change, "append-only")


def test_the_models_refuse_it_too(transfer: Transfer) -> None:
    line = TransferLine.objects.get()
    for act in (line.save, line.delete, line.entry.save, line.entry.delete):
        with pytest.raises(TypeError, match="append-only"):
            act()


# Half-months and transfers.


def test_a_half_month_is_frozen_once_and_not_before_its_end() -> None:
    values = {"starts_at": CUTOFF - timedelta(days=16), "cutoff": CUTOFF, "frozen_at": CUTOFF}
    early = {**values, "frozen_at": CUTOFF - timedelta(seconds=1)}
    refused(lambda: HalfMonth.objects.create(**early), "half_month_frozen_after_cutoff")
    HalfMonth.objects.create(**values)
    refused(lambda: HalfMonth.objects.create(**values), "finance_halfmonth_cutoff")
    backwards = {**values, "starts_at": CUTOFF, "cutoff": CUTOFF - timedelta(days=1)}
    refused(lambda: HalfMonth.objects.create(**backwards), "half_month_is_an_interval")


def test_an_account_is_paid_once_per_half_month(transfer: Transfer) -> None:
    names = {"reference": "x", "statement_number": "x", "end_to_end_id": "x"}
    refused(lambda: copy(transfer, **names), "transfer_once_per_half_month")


@pytest.mark.parametrize("name", ["reference", "statement_number", "end_to_end_id"])
def test_a_name_is_given_once(transfer: Transfer, name: str) -> None:
    other = make.account(make.entity())
    names = {"reference": "x", "statement_number": "y", "end_to_end_id": "z"}
    names[name] = getattr(transfer, name)
    refused(lambda: copy(transfer, bank_account_id=other.pk, **names), name)


def test_a_transfer_and_a_file_carry_money(transfer: Transfer) -> None:
    refused(lambda: Transfer.objects.update(amount_cents=0), "transfer_amount_positive")
    refused(lambda: BankFile.objects.update(total_cents=0), "bank_file_total_positive")


def test_a_transfer_has_a_known_state(transfer: Transfer) -> None:
    change = {"status": "lost", "settled_at": CLOSING}
    refused(lambda: Transfer.objects.update(**change), "transfer_status_known")


def test_an_answer_has_its_date(transfer: Transfer) -> None:
    refused(lambda: Transfer.objects.update(status="executed"), "transfer_settled_at_matches_status")
    refused(lambda: Transfer.objects.update(settled_at=CLOSING), "transfer_settled_at_matches_status")


@pytest.mark.parametrize("turn", [1, 2])
def test_an_entry_is_on_one_live_transfer(transfer: Transfer, turn: int) -> None:
    line = TransferLine.objects.get()
    said = "transfer_line_once_per_entry_and_round" if turn == 1 else "one live transfer at most"
    refused(lambda: copy(line, round=turn), said)


def test_a_rejected_transfer_frees_its_entries(transfer: Transfer) -> None:
    Transfer.objects.update(status="rejected", settled_at=CLOSING)
    later = HalfMonth.objects.create(
        starts_at=CUTOFF, cutoff=CUTOFF + timedelta(days=15), frozen_at=CUTOFF + timedelta(days=15)
    )
    names = {"reference": "x", "statement_number": "x", "end_to_end_id": "x"}
    copy(transfer, half_month_id=later.pk, status="issued", settled_at=None, **names)
    copy(TransferLine.objects.get(), transfer_id=Transfer.objects.latest("pk").pk, round=2)
    assert TransferLine.objects.count() == 2


# Scale.


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"basis_points": 10_001}, "scale_rate_is_a_share"),
        ({"group": "sport"}, "scale_group_known"),
        ({"above_cents": -2}, "scale_starts_at_zero_or_more"),
        ({"valid_until": "2021-09-01"}, "scale_ends_after_start"),
        ({}, "scale_band_once"),
    ],
)
def test_a_band_makes_sense(changes: dict[str, Any], name: str) -> None:
    band = ScaleBand.objects.get(group="book", above_cents=-1)
    refused(lambda: copy(band, **changes), name)


def test_a_band_that_priced_something_is_kept() -> None:
    entry()
    with pytest.raises(ProtectedError):
        ScaleBand.objects.all().delete()
