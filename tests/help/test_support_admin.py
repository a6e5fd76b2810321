"""Messages in the admin: the queue, the decisions, the file; and the address that staff give."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.services import staff as staff_services
from core import selectors
from core.models import ActionLog
from help.models import SupportMessage
from tests.help.factories import MessageFactory
from tests.support.moments import ago
from tests.support.world import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def support(db: None) -> Client:
    """Somebody of the group, and no more than it says."""
    staff_services.define_groups()
    return signed_in(
        staff_services.open_account(
            email="support@staff.example",
            first_name="Sasha",
            last_name="Aide",
            password_digest="!",
            now=timezone.now(),
            groups=["Support"],
            is_staff=True,
        )
    )


@pytest.fixture
def message(db: None) -> SupportMessage:
    file = ContentFile(b"%PDF-1.4 %%EOF", name="x.pdf")
    return MessageFactory(attachment=file, attachment_name="capture.pdf", page="/offres/")


def url(name: str, *args: object) -> str:
    return reverse(f"admin:{name}", args=args)


def test_the_queue_shows_what_waits_first(support: Client, message: SupportMessage) -> None:
    MessageFactory(name="Close", status="closed", created_at=ago(days=30))
    MessageFactory(name="Ancienne", created_at=ago(days=9))
    page = support.get(url("help_supportmessage_changelist")).content.decode()
    assert page.index("Ancienne") < page.index(message.reference) < page.index("Close")
    assert "9\u00a0jours" in page


def test_the_record_says_everything_and_nothing_is_edited(support: Client, message: SupportMessage) -> None:
    address = url("help_supportmessage_change", message.pk)
    page = support.get(address).content.decode()
    assert f'href="mailto:{message.email}?subject={message.reference}"' in page
    assert 'href="/offres/"' in page
    assert url("help_supportmessage_attachment", message.pk) in page
    assert support.post(address, {"status": "closed"}).status_code == 403


def test_answering_then_closing_are_two_buttons(support: Client, message: SupportMessage) -> None:
    for name, status in (("answer", "answered"), ("close", "closed")):
        support.post(url("help_supportmessage_decide", message.pk, name), follow=True)
        message.refresh_from_db()
        assert message.status == status
    assert message.answered_by.email == "support@staff.example"
    page = support.post(url("help_supportmessage_decide", message.pk, "answer")).content.decode()
    assert "n’est plus dans l’état attendu" in page


def test_the_file_is_a_download_that_runs_nothing(support: Client, message: SupportMessage) -> None:
    answer = support.get(url("help_supportmessage_attachment", message.pk))
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="capture.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_the_file_is_for_staff_alone(
    alice_client: Client, client: Client, support: Client, message: SupportMessage
) -> None:
    address = url("help_supportmessage_attachment", message.pk)
    for stranger in (alice_client, client):
        assert stranger.get(address).status_code == 302
    without = MessageFactory()
    assert support.get(url("help_supportmessage_attachment", without.pk)).status_code == 404


def test_staff_give_the_address_once_then_change_it(support: Client) -> None:
    support.post(url("core_supportcontact_add"), {"email": "aide@equipe.example"})
    assert selectors.support_email() == "aide@equipe.example"
    assert support.get(url("core_supportcontact_add")).status_code == 403
    support.post(url("core_supportcontact_change", 1), {"email": "support@equipe.example"})
    assert selectors.support_email() == "support@equipe.example"
    assert ActionLog.objects.filter(verb="support_contact.set").count() == 2
    assert support.post(url("core_supportcontact_delete", 1), {"post": "yes"}).status_code == 403


def test_an_address_that_is_none_is_asked_again(support: Client) -> None:
    page = support.post(url("core_supportcontact_add"), {"email": "aide"}).content.decode()
    assert "errornote" in page
    assert selectors.support_contact() is None


def test_messages_are_filtered_and_searched(support: Client, message: SupportMessage) -> None:
    MessageFactory(status="closed", topic="money", created_at=ago(days=1) - timedelta(hours=1))
    address = url("help_supportmessage_changelist")
    for query in ({"status__exact": "new"}, {"topic__exact": "offers"}, {"q": message.reference}):
        page = support.get(address, query).content.decode()
        assert f">{message.reference}<" in page
        assert page.count("/admin/help/supportmessage/") == page.count(
            f"supportmessage/{message.pk}/"
        ) + page.count('"/admin/help/supportmessage/"')
