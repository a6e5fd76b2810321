"""The desk of the staff: the queue, the proof beside the form, decisions by services."""

from datetime import timedelta

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.models import ActionLog
from finance.models import BankAccount, ScaleBand
from finance.services import price_and_close
from finance.states import BankStatus
from tests.finance import factories as make
from tests.finance.factories import CLOSING, OTHER_IBAN

pytestmark = pytest.mark.django_db
MODELS = [model for model in admin.site._registry if model._meta.app_label == "finance"]


@pytest.fixture
def staff() -> Client:
    client = Client()
    client.force_login(make.staff(email="homologation@staff.example"))
    return client


@pytest.fixture
def pending() -> BankAccount:
    return make.account(make.entity(), status=BankStatus.PENDING, since=timezone.now() - timedelta(days=4))


def page(client: Client, name: str, *args: object) -> str:
    return client.get(reverse(f"admin:finance_{name}", args=args)).content.decode()


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.model_name)
def test_every_list_and_record_opens(staff: Client, model: type) -> None:
    make.used(make.payable_venue())
    price_and_close(now=CLOSING)
    name = model._meta.model_name
    assert staff.get(reverse(f"admin:finance_{name}_changelist")).status_code == 200
    record = model.objects.order_by("pk").first()
    assert staff.get(reverse(f"admin:finance_{name}_change", args=[record.pk])).status_code == 200


@pytest.mark.parametrize("model", [model for model in MODELS if model is not ScaleBand])
def test_nothing_is_added_or_edited_by_hand(staff: Client, model: type) -> None:
    assert staff.get(reverse(f"admin:finance_{model._meta.model_name}_add")).status_code == 403


def test_the_queue_shows_what_waits_first_with_its_age(staff: Client, pending: BankAccount) -> None:
    make.account(make.entity("Déjà acceptée"))
    make.account(
        make.entity("Plus ancienne"), status=BankStatus.PENDING, since=timezone.now() - timedelta(days=9)
    )
    listing = page(staff, "bankaccount_changelist")
    assert "4\u00a0jours" in listing
    assert (
        listing.index("Plus ancienne")
        < listing.index(str(pending.legal_entity))
        < listing.index("Déjà acceptée")
    )


def test_the_same_iban_elsewhere_and_another_name_are_flagged(staff: Client, pending: BankAccount) -> None:
    make.account(make.entity("Une autre"))
    BankAccount.objects.filter(pk=pending.pk).update(holder="Monsieur Dupont")
    record = page(staff, "bankaccount_change", pending.pk)
    assert "Le titulaire n’est pas « Association des Noyers »." in record
    assert "IBAN déjà déposé par Une autre" in record


def test_a_sound_file_has_nothing_to_flag(staff: Client, pending: BankAccount) -> None:
    BankAccount.objects.filter(pk=pending.pk).update(holder="ASSOCIATION DES NOYERS")
    assert "Rien à signaler." in page(staff, "bankaccount_change", pending.pk)


def test_the_proof_stands_beside_the_form(staff: Client, pending: BankAccount) -> None:
    url = reverse("admin:finance_bankaccount_proof", args=[pending.pk])
    assert f'<iframe class="proof" src="{url}"' in page(staff, "bankaccount_change", pending.pk)
    response = staff.get(url)
    assert (response["Content-Type"], response["X-Frame-Options"]) == ("application/pdf", "SAMEORIGIN")
    assert response["X-Content-Type-Options"] == "nosniff"


def test_the_iban_is_nowhere_on_the_page(staff: Client, pending: BankAccount) -> None:
    record = page(staff, "bankaccount_change", pending.pk)
    assert make.IBAN not in record
    assert pending.iban_ciphered not in record


def decide(client: Client, account: BankAccount, name: str, **answers: str) -> str:
    url = reverse("admin:finance_bankaccount_decide", args=[account.pk, name])
    response = client.post(url, answers, follow=True)
    account.refresh_from_db()
    return response.content.decode()


def test_accepting_is_one_button(staff: Client, pending: BankAccount) -> None:
    assert "il lui reste à rattacher ses structures" in decide(staff, pending, "accept")
    assert (pending.status, pending.decided_by.email) == ("accepted", "homologation@staff.example")
    assert ActionLog.objects.filter(verb="bank_account.accept", target_id=pending.pk).exists()


@pytest.mark.parametrize(("name", "status"), [("ask_corrections", "corrections"), ("refuse", "refused")])
def test_saying_no_takes_a_reason(staff: Client, pending: BankAccount, name: str, status: str) -> None:
    decide(staff, pending, name, reason="")
    assert pending.status == "pending"
    decide(staff, pending, name, reason="Le RIB est illisible.")
    assert (pending.status, pending.message) == (status, "Le RIB est illisible.")


def test_a_refusal_of_the_service_is_shown(staff: Client, pending: BankAccount) -> None:
    decide(staff, pending, "accept")
    assert "n’est plus dans l’état attendu" in decide(staff, pending, "accept")


def test_nobody_accepts_their_own_file() -> None:
    me = make.staff()
    account = make.account(make.entity(), status=BankStatus.PENDING, submitted_by=me, iban=OTHER_IBAN)
    client = Client()
    client.force_login(me)
    assert "Une autre personne doit le décider" in decide(client, account, "accept")
    assert account.status == "pending"


def test_staff_edit_the_scale_until_it_has_priced_something(staff: Client) -> None:
    band = ScaleBand.objects.get(group="school")
    url = reverse("admin:finance_scaleband_change", args=[band.pk])
    values = {
        "group": "school",
        "above_cents": -1,
        "basis_points": 9_900,
        "valid_from": "2021-09-01",
        "valid_until": "",
        "text": "99 %",
    }
    staff.post(url, values)
    band.refresh_from_db()
    assert band.basis_points == 9_900
    assert ActionLog.objects.get(verb="scale_band.saved").before["basis_points"] == "10000"


def test_a_band_that_priced_something_only_ends(staff: Client) -> None:
    make.used(make.venue())
    price_and_close(now=CLOSING)
    band = ScaleBand.objects.get(group="standard", above_cents=-1)
    url = reverse("admin:finance_scaleband_change", args=[band.pk])
    staff.post(url, {"basis_points": 1, "valid_until": "2027-01-01"})
    band.refresh_from_db()
    assert (band.basis_points, str(band.valid_until)) == (10_000, "2027-01-01")
