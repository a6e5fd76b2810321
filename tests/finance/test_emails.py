"""Every e-mail of money renders, with its first line as subject and its button."""

from datetime import timedelta

import pytest

from core import mail
from core.models import Email
from finance import services
from finance.states import BankStatus
from tests.finance import factories as make
from tests.finance.factories import CLOSING, DAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def everything_happened() -> None:
    venue = make.payable_venue()
    make.member(venue, first_name="Camille")
    account = make.account(venue.legal_entity, status=BankStatus.PENDING, iban=make.OTHER_IBAN)
    services.ask_corrections(
        bank_account_id=account.pk, reason="Titulaire <différent>", actor=make.staff(), now=DAY
    )
    second = make.account(venue.legal_entity, status=BankStatus.PENDING, iban="FR7630006000011234567890189")
    services.accept(bank_account_id=second.pk, actor=make.staff(), now=DAY)
    services.refuse(bank_account_id=second.pk, reason="Compte clos.", actor=make.staff(), now=DAY)
    make.used(venue)
    services.price_and_close(now=CLOSING)
    transfer = venue.legal_entity.bank_accounts.order_by("pk").first().transfers.get()
    services.settle_transfers(
        msg_id=transfer.bank_file.msg_id, rejected=[transfer.end_to_end_id], now=CLOSING + timedelta(days=1)
    )


SUBJECTS = {
    "finance/bank_corrections": "Votre dossier bancaire est à corriger",
    "finance/bank_accepted": "Votre compte bancaire est accepté : il reste à rattacher vos structures",
    "finance/bank_refused": "Votre compte bancaire est refusé",
    "finance/transfer_issued": "Virement de 4,00\u00a0€ émis",
    "finance/transfer_rejected": "Virement de 4,00\u00a0€ rejeté par la banque",
}


@pytest.mark.parametrize("kind", SUBJECTS)
def test_an_email_reads_well(everything_happened: None, kind: str) -> None:
    email = Email.objects.filter(kind=kind).order_by("pk").first()
    rendered = mail.render(kind=kind, context=email.context)
    assert rendered.subject == SUBJECTS[kind]
    assert f"Bonjour {email.context['first_name']}," in rendered.text
    assert "http://testserver/finance/" in rendered.html
    assert "{{" not in rendered.text + rendered.html


def test_a_reason_is_escaped_in_html_and_plain_in_text(everything_happened: None) -> None:
    email = Email.objects.filter(kind="finance/bank_corrections").order_by("pk").first()
    rendered = mail.render(kind=email.kind, context=email.context)
    assert "Titulaire <différent>" in rendered.text
    assert "Titulaire &lt;différent&gt;" in rendered.html


def test_who_is_told_of_a_deposit_reads_how_to_object() -> None:
    context = {
        "first_name": "Camille",
        "label": "Compte",
        "last4": "2606",
        "entity": "Noyers",
        "url": "http://testserver/finance/",
    }
    rendered = mail.render(kind="finance/bank_received", context=context)
    assert "Si vous n’êtes pas à l’origine de ce dépôt" in rendered.text
