"""The life of a bank account's file, and of its attachments."""

import dataclasses
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from core import uploads
from core.models import ActionLog, Email
from finance import ibans, services
from finance.errors import CannotAttach, CannotDecide, CannotDeposit
from finance.models import BankAccount
from finance.states import BankStatus
from tests.finance import factories as make
from tests.finance.factories import DAY, IBAN, OTHER_IBAN

pytestmark = pytest.mark.django_db
PROOF = uploads.Upload(content=b"%PDF-1.7\n%%EOF", name="secret.pdf", shown_name="rib.pdf")


def deposit(of: object, *, iban: str = IBAN, actor: object = None, **fields: object) -> BankAccount:
    values = {"label": "Compte courant", "holder": "Association des Noyers", "proof": PROOF, **fields}
    return services.deposit(
        legal_entity=of, coordinates=ibans.read(iban=iban), actor=actor or make.person(), now=DAY, **values
    )


def test_a_deposit_is_pending_and_its_iban_is_nowhere_in_clear() -> None:
    account = deposit(make.entity())
    row = BankAccount.objects.values().get(pk=account.pk)
    assert (account.status, account.iban_last4, account.bic) == ("pending", "2606", "PSSTFRPPXXX")
    assert IBAN not in str(row) + str(ActionLog.objects.values_list("after", flat=True))
    assert IBAN not in str(Email.objects.values_list("context", flat=True))


def test_administrators_and_the_depositor_are_told_it_arrived() -> None:
    venue = make.venue()
    make.member(venue, email="camille@test.example")
    deposit(venue.legal_entity, actor=make.person(email="sasha@test.example"))
    told = Email.objects.filter(kind="finance/bank_received").values_list("to", flat=True)
    assert set(told) == {"camille@test.example", "sasha@test.example"}


def test_an_iban_is_deposited_once_per_entity() -> None:
    entity = make.entity()
    deposit(entity)
    with pytest.raises(CannotDeposit, match="déjà déposé") as refusal:
        deposit(entity)
    assert refusal.value.field == "iban"
    deposit(make.entity())


def test_a_deposit_that_is_refused_leaves_no_file() -> None:
    entity, again = make.entity(), dataclasses.replace(PROOF, name="deux-fois.pdf")
    deposit(entity)
    with pytest.raises(CannotDeposit):
        deposit(entity, proof=again)
    assert not default_storage.exists(f"bank-proofs/{timezone.now():%Y/%m}/deux-fois.pdf")


def test_a_refused_iban_may_be_deposited_again() -> None:
    account = deposit(make.entity())
    services.refuse(bank_account_id=account.pk, reason="Illisible.", actor=make.staff(), now=DAY)
    assert deposit(account.legal_entity).status == "pending"


def test_accepting_says_that_a_structure_is_still_to_be_attached() -> None:
    account, someone = deposit(make.entity()), make.staff()
    services.accept(bank_account_id=account.pk, actor=someone, now=DAY)
    account.refresh_from_db()
    assert (account.status, account.decided_by, account.decided_at) == ("accepted", someone, DAY)
    assert Email.objects.filter(kind="finance/bank_accepted").exists()


def test_corrections_then_a_new_file_then_accepted() -> None:
    account = deposit(make.entity())
    services.ask_corrections(
        bank_account_id=account.pk, reason="Le titulaire diffère.", actor=make.staff(), now=DAY
    )
    services.resubmit(
        bank_account_id=account.pk,
        label="Compte",
        holder="Ciné des Noyers",
        coordinates=ibans.read(iban=OTHER_IBAN),
        proof=PROOF,
        actor=account.submitted_by,
        now=DAY,
    )
    account.refresh_from_db()
    assert (account.status, account.message, account.iban_last4) == ("pending", "", "3000")
    assert account.proof_name == "rib.pdf"
    services.accept(bank_account_id=account.pk, actor=make.staff(), now=DAY)


def test_another_iban_needs_its_own_proof() -> None:
    account = deposit(make.entity())
    services.ask_corrections(bank_account_id=account.pk, reason="Illisible.", actor=make.staff(), now=DAY)
    typed = {
        "label": "Compte",
        "holder": "Ciné des Noyers",
        "actor": account.submitted_by,
        "now": DAY,
        "proof": None,
    }
    with pytest.raises(CannotDeposit, match="RIB"):
        services.resubmit(bank_account_id=account.pk, coordinates=ibans.read(iban=OTHER_IBAN), **typed)
    services.resubmit(bank_account_id=account.pk, coordinates=ibans.read(iban=IBAN), **typed)
    account.refresh_from_db()
    assert (account.status, account.proof_name) == ("pending", "rib.pdf")


@pytest.mark.parametrize("act", ["ask_corrections", "refuse"])
def test_a_decision_against_the_partner_says_why(act: str) -> None:
    account = deposit(make.entity())
    with pytest.raises(CannotDecide, match="motif"):
        getattr(services, act)(bank_account_id=account.pk, reason="  ", actor=make.staff(), now=DAY)
    getattr(services, act)(bank_account_id=account.pk, reason="Illisible.", actor=make.staff(), now=DAY)
    mail = Email.objects.exclude(kind="finance/bank_received").get()
    assert mail.context["message"] == "Illisible."


def test_nobody_decides_their_own_file() -> None:
    someone = make.staff()
    account = deposit(make.entity(), actor=someone)
    with pytest.raises(CannotDecide, match="autre personne"):
        services.accept(bank_account_id=account.pk, actor=someone, now=DAY)


def test_a_decision_is_taken_once() -> None:
    account = deposit(make.entity())
    services.accept(bank_account_id=account.pk, actor=make.staff(), now=DAY)
    with pytest.raises(CannotDecide, match="plus dans l’état"):
        services.accept(bank_account_id=account.pk, actor=make.staff(), now=DAY)


def test_refusing_an_accepted_account_detaches_its_structures() -> None:
    venue = make.payable_venue()
    account = venue.legal_entity.bank_accounts.get()
    services.refuse(bank_account_id=account.pk, reason="Compte clos.", actor=make.staff(), now=DAY)
    assert account.links.get().period.upper == DAY


# Attachments.


def attach(venue: object, account: BankAccount, *, now: object = DAY) -> list:
    return services.attach(
        venue_ids=[venue.pk], bank_account_id=account.pk, actor=account.submitted_by, now=now
    )


def test_the_first_account_is_paid_at_once() -> None:
    venue = make.venue()
    [link] = attach(venue, make.account(venue.legal_entity))
    assert (link.payable_from, link.period.lower, link.period.upper) == (DAY, DAY, None)


def test_attaching_twice_opens_one_link() -> None:
    venue = make.venue()
    account = make.account(venue.legal_entity)
    assert [len(attach(venue, account)), len(attach(venue, account, now=DAY + timedelta(days=1)))] == [1, 0]


@pytest.mark.parametrize("detached", [True, False])
def test_another_account_is_paid_72_hours_later(detached: bool) -> None:
    venue = make.payable_venue()
    old = venue.legal_entity.bank_accounts.get()
    if detached:
        services.detach(venue_id=venue.pk, bank_account_id=old.pk, actor=old.submitted_by, now=DAY)
    [link] = attach(venue, make.account(venue.legal_entity, iban=OTHER_IBAN))
    assert link.payable_from == DAY + timedelta(hours=72)
    assert old.links.get().period.upper == DAY


def test_back_on_the_same_account_nothing_waits() -> None:
    venue = make.payable_venue()
    account = venue.legal_entity.bank_accounts.get()
    services.detach(venue_id=venue.pk, bank_account_id=account.pk, actor=account.submitted_by, now=DAY)
    later = DAY + timedelta(hours=1)
    assert attach(venue, account, now=later)[0].payable_from == later


def test_only_an_accepted_account_takes_structures() -> None:
    venue = make.venue()
    with pytest.raises(CannotAttach, match="pas encore accepté"):
        attach(venue, make.account(venue.legal_entity, status=BankStatus.PENDING))


def test_a_structure_of_another_entity_is_not_attached() -> None:
    with pytest.raises(CannotAttach, match="pas celui de votre structure"):
        attach(make.venue(), make.account(make.entity()))


def test_detaching_what_is_not_attached_is_refused() -> None:
    venue = make.venue()
    account = make.account(venue.legal_entity)
    with pytest.raises(CannotAttach, match="plus rattachée"):
        services.detach(venue_id=venue.pk, bank_account_id=account.pk, actor=account.submitted_by, now=DAY)
