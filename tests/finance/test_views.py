"""« Gestion financière »: who enters, what is read, what is typed."""

import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from finance.models import BankAccount, Transfer, VenueBankLink
from finance.services import price_and_close, price_bookings
from finance.states import BankStatus
from tests.finance import factories as make
from tests.finance.factories import CLOSING, IBAN, OTHER_IBAN
from venues.models import Venue

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj\nendobj\n%%EOF\n"
PAGES = ["transfers", "statements", "bank_accounts", "deposit", "revenue", "terms"]
FILES = ["transfers_csv", "year_csv"]


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def venue() -> Venue:
    return make.payable_venue()


@pytest.fixture
def client(venue: Venue) -> Client:
    return signed_in(make.member(venue))


@pytest.fixture
def paid(venue: Venue) -> Transfer:
    make.used(venue, cents=400), make.used(venue, cents=650)
    price_and_close(now=CLOSING)
    return Transfer.objects.get()


def text(response: Any) -> str:
    return b"".join(response).decode() if response.streaming else response.content.decode()


# Who enters.


@pytest.mark.parametrize("name", ["index", *PAGES, *FILES])
@pytest.mark.parametrize("role", ["desk", "programming"])
def test_money_does_not_exist_for_those_who_do_not_keep_it(venue: Venue, name: str, role: str) -> None:
    assert signed_in(make.member(venue, role=role)).get(reverse(f"finance:{name}")).status_code == 404


@pytest.mark.parametrize("name", [*PAGES, *FILES])
@pytest.mark.parametrize("role", ["admin", "finance"])
def test_administrators_and_accountants_enter(venue: Venue, name: str, role: str) -> None:
    assert signed_in(make.member(venue, role=role)).get(reverse(f"finance:{name}")).status_code == 200


def test_a_stranger_sees_neither_the_transfer_nor_its_documents(paid: Transfer) -> None:
    stranger = signed_in(make.member(make.payable_venue("Ailleurs")))
    for name in ("transfer", "statement_pdf", "details_csv"):
        assert stranger.get(reverse(f"finance:{name}", args=[paid.pk])).status_code == 404
    assert paid.reference not in text(stranger.get(reverse("finance:transfers")))


def test_a_stranger_touches_no_account(venue: Venue) -> None:
    account = venue.legal_entity.bank_accounts.get()
    stranger = signed_in(make.member(make.venue("Ailleurs")))
    assert stranger.get(reverse("finance:proof", args=[account.pk])).status_code == 404
    assert stranger.post(reverse("finance:attach", args=[account.pk])).status_code == 404
    assert stranger.post(reverse("finance:detach", args=[account.pk, venue.pk])).status_code == 404


# Transfers.


def test_the_list_shows_what_was_paid_and_leads_to_it(client: Client, paid: Transfer) -> None:
    page = text(client.get(reverse("finance:transfers")))
    assert "16 au 31\u00a0octobre" in page
    assert "10,50\u00a0€" in page
    assert reverse("finance:transfer", args=[paid.pk]) in page


def test_a_filter_keeps_its_year_and_its_state(client: Client, paid: Transfer) -> None:
    url = reverse("finance:transfers")
    assert paid.reference in text(client.get(url, {"annee": "2026", "etat": "issued"}))
    assert paid.reference not in text(client.get(url, {"etat": "rejected"}))
    assert paid.reference in text(client.get(url, {"annee": "bonjour"}))


def test_the_page_asks_again_and_an_answer_comes_only_when_something_changed(
    client: Client, venue: Venue
) -> None:
    url, htmx = reverse("finance:transfers"), {"HX-Request": "true"}
    version = client.get(url).context["version"]
    assert client.get(url, {"vu": version}, headers=htmx).status_code == 204
    make.used(venue, on=timezone.now(), starts_at=None)
    price_bookings(now=timezone.now())
    changed = client.get(url, {"vu": version}, headers=htmx)
    assert changed.status_code == 200
    assert text(changed).lstrip().startswith('<div id="finance"')


def test_the_detail_shows_every_booking(client: Client, paid: Transfer) -> None:
    page = text(client.get(reverse("finance:transfer", args=[paid.pk])))
    for line in paid.lines.select_related("entry__booking").order_by("pk"):
        assert line.entry.booking.code in page


def test_the_details_are_a_spreadsheet_whose_sum_is_the_transfer(client: Client, paid: Transfer) -> None:
    response = client.get(reverse("finance:details_csv", args=[paid.pk]))
    header, *rows = text(response).lstrip("\ufeff").splitlines()
    where = header.split(";").index('"Montant remboursé"')
    cents = [int(row.split(";")[where].strip('"').replace(",", "")) for row in rows]
    assert sum(cents) == paid.amount_cents
    assert response["Content-Disposition"] == f'attachment; filename="{paid.statement_number}-details.csv"'


def test_a_statement_is_the_same_document_whenever_it_is_asked_for(client: Client, paid: Transfer) -> None:
    url = reverse("finance:statement_pdf", args=[paid.pk])
    first, second = client.get(url), client.get(url)
    assert first.content == second.content
    assert first.content.startswith(b"%PDF-")
    assert b"pdfaid:part" in first.content
    assert b"pdfuaid:part" in first.content


def test_who_sees_part_of_a_transfer_reads_that_part_only(paid: Transfer, venue: Venue) -> None:
    other = make.venue("Plein air", of=venue.legal_entity)
    make.link(other, venue.legal_entity.bank_accounts.get())
    hidden = make.used(other, on=CLOSING)
    shown = make.used(venue, on=CLOSING)
    price_and_close(now=CLOSING + timedelta(days=15))
    transfer = Transfer.objects.latest("pk")
    client = signed_in(make.member(venue))
    page = text(client.get(reverse("finance:transfer", args=[transfer.pk])))
    assert shown.code in page
    assert hidden.code not in page
    assert client.get(reverse("finance:statement_pdf", args=[transfer.pk])).status_code == 404
    assert hidden.code not in text(client.get(reverse("finance:details_csv", args=[transfer.pk])))


def test_the_list_costs_the_same_whatever_its_length(
    client: Client, venue: Venue, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for half_month in range(3):
        make.used(venue, on=CLOSING + timedelta(days=15 * half_month), starts_at=None)
        price_and_close(now=CLOSING + timedelta(days=15 * (half_month + 1)))
    client.get(reverse("finance:transfers"))  # the first request of a session also writes it
    # session, user, memberships; freeze, attachments, accounts, sums; version; years; page
    with django_assert_num_queries(10):
        client.get(reverse("finance:transfers"))


# Bank accounts.


def typed(**fields: Any) -> dict[str, Any]:
    proof = SimpleUploadedFile("rib.pdf", PDF, content_type="application/pdf")
    return {
        "label": "Compte courant",
        "holder": "Association",
        "iban": IBAN,
        "bic": "",
        "proof": proof,
        **fields,
    }


def test_a_deposit_is_kept_and_said(venue: Venue) -> None:
    client = signed_in(make.member(make.venue("Neuve")))
    response = client.post(reverse("finance:deposit"), typed(), follow=True)
    account = BankAccount.objects.latest("pk")
    assert (account.status, account.proof_name, account.iban_last4) == ("pending", "rib.pdf", "2606")
    assert IBAN not in text(response)
    assert "Votre compte est déposé" in text(response)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("iban", "FR1420041010050500013M02607", "erreur de saisie"),
        ("iban", "", "Cette réponse manque"),
        ("holder", "", "Cette réponse manque"),
        ("bic", "BNP", "Ce BIC n’est pas valable"),
        (
            "proof",
            SimpleUploadedFile("rib.pdf", b"MZ\x90", content_type="application/pdf"),
            "ni un PDF ni une image",
        ),
        ("proof", "", "Choisissez un fichier"),
    ],
)
def test_a_wrong_answer_is_said_beside_its_field_and_nothing_typed_is_lost(
    client: Client, field: str, value: Any, said: str
) -> None:
    response = client.post(
        reverse("finance:deposit"), typed(label="Livret du ciné", iban=OTHER_IBAN) | {field: value}
    )
    assert response.status_code == 422
    assert said in str(response.context["form"].errors[field])
    assert "Livret du ciné" in text(response)


def test_fifty_megabytes_are_refused_beside_the_field(client: Client) -> None:
    heavy = SimpleUploadedFile("rib.pdf", PDF + bytes(50 * 1024 * 1024))
    response = client.post(reverse("finance:deposit"), typed(proof=heavy))
    assert "moins de 10 Mo" in str(response.context["form"].errors["proof"])


def test_an_iban_already_there_is_said_beside_its_field(client: Client) -> None:
    response = client.post(reverse("finance:deposit"), typed())
    assert "déjà déposé" in str(response.context["form"].errors["iban"])


def test_a_file_sent_back_is_corrected_without_a_new_proof(venue: Venue) -> None:
    entity = make.venue("Neuve").legal_entity
    account = make.account(entity, status=BankStatus.CORRECTIONS)
    client = signed_in(make.member(entity.venues.get()))
    url = reverse("finance:resubmit", args=[account.pk])
    assert "Le titulaire ne correspond pas." in text(client.get(url))
    client.post(url, typed(proof="", holder="Ciné des Noyers"))
    account.refresh_from_db()
    assert (account.status, account.holder, account.proof_name) == ("pending", "Ciné des Noyers", "rib.pdf")


def test_a_file_that_waits_for_nothing_is_not_corrected(client: Client, venue: Venue) -> None:
    account = venue.legal_entity.bank_accounts.get()
    assert client.get(reverse("finance:resubmit", args=[account.pk])).status_code == 404


def test_a_structure_is_attached_from_the_page(client: Client, venue: Venue) -> None:
    other = make.venue("Plein air", of=venue.legal_entity)
    person = venue.memberships.get().user
    person.memberships.create(venue=other, role="admin", created_at=CLOSING)
    account = venue.legal_entity.bank_accounts.get()
    page = client.get(reverse("finance:bank_accounts"))
    assert "Il reste 1\u00a0structure à rattacher" in text(page)
    client.post(reverse("finance:attach", args=[account.pk]), {f"compte-{account.pk}-venues": [other.pk]})
    assert VenueBankLink.objects.filter(venue=other, bank_account=account).exists()
    assert "Tout est en place" in text(client.get(reverse("finance:bank_accounts")))


def test_attaching_nothing_says_so(client: Client, venue: Venue) -> None:
    VenueBankLink.objects.all().delete()
    account = venue.legal_entity.bank_accounts.get()
    response = client.post(reverse("finance:attach", args=[account.pk]))
    assert response.status_code == 422
    assert "Choisissez une réponse au moins" in text(response)


def test_a_structure_of_somebody_else_is_not_attached(client: Client, venue: Venue) -> None:
    account, foreign = venue.legal_entity.bank_accounts.get(), make.venue("Ailleurs")
    VenueBankLink.objects.all().delete()
    key = f"compte-{account.pk}-venues"
    assert client.post(reverse("finance:attach", args=[account.pk]), {key: [foreign.pk]}).status_code == 422
    assert not VenueBankLink.objects.exists()


def test_detaching_asks_first(client: Client, venue: Venue) -> None:
    account = venue.legal_entity.bank_accounts.get()
    url = reverse("finance:detach", args=[account.pk, venue.pk])
    assert "aucun virement ne part" in text(client.get(url))
    assert VenueBankLink.objects.get().period.upper is None
    client.post(url)
    assert VenueBankLink.objects.get().period.upper is not None


def test_a_proof_is_downloaded_with_the_type_it_has(client: Client, venue: Venue) -> None:
    out = io.BytesIO()
    Image.new("RGB", (4, 4)).save(out, "PNG")
    client.post(
        reverse("finance:deposit"),
        typed(
            iban=OTHER_IBAN, proof=SimpleUploadedFile("rib.html", out.getvalue(), content_type="text/html")
        ),
    )
    response = client.get(reverse("finance:proof", args=[BankAccount.objects.latest("pk").pk]))
    assert response["Content-Type"] == "image/png"
    assert response["Content-Disposition"] == 'attachment; filename="rib.png"'
    assert response["X-Content-Type-Options"] == "nosniff"


# Revenue and terms.


def test_the_revenue_of_a_year_is_validated_and_expected(
    client: Client, venue: Venue, paid: Transfer
) -> None:
    make.booking(venue, cents=990)
    page = client.get(reverse("finance:revenue"), {"annee": "2026"})
    assert (page.context["validated_cents"], page.context["expected_cents"]) == (1_050, 990)
    assert "10,50\u00a0€" in text(page)
