"""Messages to the team: kept, sent, acknowledged, moved by staff; what the database refuses."""

from datetime import UTC, datetime, timedelta
from io import BytesIO
from itertools import chain, repeat
from typing import Any

import pytest
from django.conf import settings
from django.core import mail as outbox
from django.db import IntegrityError
from django.utils import timezone

from accounts.models import User
from core import mail, selectors, uploads
from core import services as core_services
from core.models import ActionLog, Email, SupportContact
from core.services import send_pending_emails
from help.errors import CannotSend
from help.models import SupportMessage
from help.rules import is_our_path
from help.services import support as services
from help.states import SUPPORT_TRANSITIONS, SupportEvent, SupportStatus, Topic, support_target
from tests.accounts.factories import StaffFactory, UserFactory
from tests.help.factories import MessageFactory
from tests.support.constraints import break_it, refused
from venues.models import Venue

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def write(**changes: Any) -> SupportMessage:
    values = {
        "name": "Camille Varenne",
        "email": "Camille@Circuit.example",
        "topic": Topic.OFFERS,
        "body": "  Je ne trouve pas ma salle.\nElle est à Cajarc.  ",
        "actor": None,
        "now": NOW,
        **changes,
    }
    return services.write_message(**values)


def letter(kind: str) -> Email:
    return Email.objects.get(kind=f"help/{kind}")


def read(email: Email) -> mail.Rendered:
    return mail.render(kind=email.kind, context=email.context)


def test_a_message_is_kept_as_it_was_typed() -> None:
    message = write(page="/offres/", structure_name=" Ciné des Causses ")
    assert (message.email, message.page, message.structure_name) == (
        "camille@circuit.example",
        "/offres/",
        "Ciné des Causses",
    )
    assert message.body == "Je ne trouve pas ma salle.\nElle est à Cajarc."
    assert (message.status, message.created_at, message.user) == ("new", NOW, None)


def test_the_name_of_the_structure_is_kept_even_if_it_changes(venue: Venue) -> None:
    message = write(venue=venue, structure_name="Autre chose")
    Venue.objects.filter(pk=venue.pk).update(public_name="Renommée")
    message.refresh_from_db()
    assert (message.venue_id, message.structure_name) == (venue.pk, "Ciné des Causses")


def test_the_team_answers_to_the_author() -> None:
    message = write()
    email = letter("support_received")
    assert (email.to, email.reply_to) == (settings.SUPPORT_EMAIL, "camille@circuit.example")
    rendered = read(email)
    assert rendered.subject == f"[{message.reference}] Mes offres et mes séances"
    assert "Elle est à Cajarc." in rendered.text
    assert f"/admin/help/supportmessage/{message.pk}/change/" in rendered.text


def test_the_reply_address_is_in_the_header_that_leaves() -> None:
    write()
    send_pending_emails(now=NOW + timedelta(minutes=1))
    (to_team,) = [one for one in outbox.outbox if one.to == [settings.SUPPORT_EMAIL]]
    assert to_team.message()["Reply-To"] == "camille@circuit.example"


def test_html_in_a_message_is_text() -> None:
    write(body="<script>a()</script>", name="<b>Camille</b>", structure_name="<i>x</i>")
    html = read(letter("support_received")).html
    assert "<script" not in html
    assert "&lt;script&gt;a()&lt;/script&gt;" in html
    assert "<b>" not in html


def test_a_stranger_is_told_the_reference_and_nothing_they_typed() -> None:
    message = write(
        name="Gagnez 1000 euros", body="Cliquez sur https://piege.example", structure_name="Piège"
    )
    email = letter("support_acknowledged")
    rendered = read(email)
    assert (email.to, email.reply_to) == ("camille@circuit.example", settings.SUPPORT_EMAIL)
    assert message.reference in rendered.subject
    for part in (rendered.subject, rendered.text, rendered.html):
        assert not [said for said in ("Gagnez", "Cliquez", "piege.example", "Piège") if said in part]


def test_an_account_that_gives_another_address_echoes_nothing_there() -> None:
    write(actor=UserFactory(email="moi@circuit.example"), email="victime@ailleurs.example")
    assert "ma salle" not in read(letter("support_acknowledged")).text


def test_an_account_reads_its_own_words_again() -> None:
    write(actor=UserFactory(email="camille@circuit.example", first_name="Camille"))
    rendered = read(letter("support_acknowledged"))
    assert "Bonjour Camille," in rendered.text
    assert "Elle est à Cajarc." in rendered.text
    assert "Elle est à Cajarc." in rendered.html


def test_the_log_keeps_neither_the_words_nor_the_address() -> None:
    message = write()
    line = ActionLog.objects.get(verb="support.written")
    assert line.after == {"reference": message.reference, "status": "new", "topic": "offers"}


def test_a_file_is_kept_under_a_name_nobody_can_guess() -> None:
    file = uploads.read(file=BytesIO(PDF), size=len(PDF), name="capture.pdf", max_bytes=10_000)
    message = write(attachment=file)
    assert message.attachment_name == "capture.pdf"
    assert message.attachment.name.startswith("support/")
    assert "capture" not in message.attachment.name
    assert message.attachment.read() == PDF
    assert "capture.pdf" in read(letter("support_received")).text


# --- The reference


def test_a_reference_can_be_said_on_the_telephone() -> None:
    drawn = {services.draw_reference() for _ in range(300)}
    assert len(drawn) == 300
    assert {len(one) for one in drawn} == {8}
    assert set("".join(drawn)) <= {"S", "-", *services.ALPHABET}
    assert not set("01IO") & set(services.ALPHABET)


def test_a_reference_that_is_taken_is_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    known = MessageFactory(reference="S-AAAAAA")
    drawn = iter([known.reference, known.reference, "S-BBBBBB"])
    monkeypatch.setattr(services, "draw_reference", lambda: next(drawn))
    file = uploads.read(file=BytesIO(PDF), size=len(PDF), name="a.pdf", max_bytes=10_000)
    message = write(attachment=file)
    assert message.reference == "S-BBBBBB"
    assert message.attachment.read() == PDF


def test_drawing_does_not_go_on_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    MessageFactory(reference="S-AAAAAA")
    drawn = chain(repeat("S-AAAAAA", services.DRAWS), ["S-BBBBBB"])
    monkeypatch.setattr(services, "draw_reference", lambda: next(drawn))
    with pytest.raises(IntegrityError, match="support_reference_drawn_once"):
        write()


def test_a_message_that_is_not_kept_leaves_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    MessageFactory(reference="S-AAAAAA")
    monkeypatch.setattr(services, "draw_reference", lambda: "S-AAAAAA")
    storage = SupportMessage().attachment.storage
    with pytest.raises(IntegrityError):
        write(attachment=uploads.Upload(content=PDF, name="sans-message.pdf", shown_name="a.pdf"))
    assert not storage.exists(f"support/{timezone.now():%Y/%m}/sans-message.pdf")


# --- Refusals


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"name": "Camille\r\nBcc: tous@ailleurs.example"}, "name_on_one_line", "name"),
        ({"name": "Camille\u2028Bcc"}, "name_on_one_line", "name"),
        ({"page": "https://ailleurs.example/"}, "page_elsewhere", "page"),
        ({"page": "//ailleurs.example/"}, "page_elsewhere", "page"),
    ],
)
def test_the_service_refuses_by_itself(changes: dict[str, str], code: str, field: str) -> None:
    with pytest.raises(CannotSend) as refusal:
        write(**changes)
    assert (refusal.value.code, refusal.value.field) == (code, field)
    assert not SupportMessage.objects.exists()


PATHS = {
    "/": True,
    "/offres/": True,
    "/réservations/": True,
    "": False,
    "offres/": False,
    "//ailleurs.example": False,
    "/\\ailleurs.example": False,
    "/a\nb": False,
    "javascript:a()": False,
}


@pytest.mark.parametrize(("page", "ours"), PATHS.items())
def test_what_is_a_page_of_ours(page: str, ours: bool) -> None:
    assert is_our_path(page) is ours


# --- Staff


@pytest.mark.parametrize("status", SupportStatus)
@pytest.mark.parametrize("event", SupportEvent)
def test_every_move_is_in_the_table_or_refused(status: SupportStatus, event: SupportEvent) -> None:
    assert support_target(status=status, event=event) == SUPPORT_TRANSITIONS.get((status, event))
    act = services.mark_answered if event == SupportEvent.ANSWER else services.close
    done = {"answered_by": StaffFactory(), "answered_at": NOW} if status == "answered" else {}
    message, staff = MessageFactory(status=status, **done), StaffFactory()
    if target := support_target(status=status, event=event):
        assert act(message_id=message.pk, actor=staff, now=NOW).status == target
        assert ActionLog.objects.get(verb=f"support.{event}").actor_id == staff.pk
    else:
        with pytest.raises(CannotSend, match="n’est plus dans l’état attendu"):
            act(message_id=message.pk, actor=staff, now=NOW)


def test_who_answered_is_known_even_once_it_is_closed() -> None:
    message, first = MessageFactory(), StaffFactory()
    services.mark_answered(message_id=message.pk, actor=first, now=NOW)
    services.close(message_id=message.pk, actor=StaffFactory(), now=NOW + timedelta(days=1))
    message.refresh_from_db()
    assert (message.status, message.answered_by, message.answered_at) == ("closed", first, NOW)


def test_the_database_refuses_by_itself() -> None:
    message = MessageFactory()
    break_it(message, "support_status_known", status="lost")
    break_it(message, "support_topic_known", topic="ads")
    for page in ("//ailleurs.example", "/\\ailleurs.example", "https://a.example", "offres"):
        break_it(message, "support_page_is_ours", page=page)
    break_it(message, "support_answer_is_whole", status="answered")
    break_it(message, "support_answer_is_whole", answered_at=NOW)
    break_it(message, "support_file_has_its_name", attachment_name="a.pdf")
    with refused("support_reference_drawn_once"):
        MessageFactory(reference=message.reference)


# --- Where partners write to


def set_email(email: str, actor: User) -> SupportContact:
    return core_services.set_support_email(email=email, actor=actor, now=NOW)


def test_the_address_is_the_one_of_the_settings_until_staff_say_another() -> None:
    assert selectors.support_email() == settings.SUPPORT_EMAIL
    staff = StaffFactory()
    set_email(" Aide@Equipe.example ", staff)
    set_email("support@equipe.example", staff)
    assert selectors.support_email() == "support@equipe.example"
    assert SupportContact.objects.count() == 1
    first, second = ActionLog.objects.filter(verb="support_contact.set").order_by("pk")
    assert (first.before, second.before) == ({}, {"email": "aide@equipe.example"})


def test_letters_and_messages_follow_the_address() -> None:
    set_email("support@equipe.example", StaffFactory())
    write()
    assert letter("support_received").to == "support@equipe.example"
    assert "support@equipe.example" in read(letter("support_acknowledged")).text


def test_there_is_one_address() -> None:
    with refused("support_contact_is_one_row"):
        SupportContact.objects.create(id=2, email="a@b.example", updated_at=NOW)


def test_the_mailbox_that_loses_the_messages_is_told_who_did_it(staff: User) -> None:
    core_services.set_support_email(email="premiere@team.example", actor=staff, now=NOW)
    core_services.set_support_email(email="seconde@team.example", actor=staff, now=NOW)
    told = Email.objects.filter(kind="core/support_moved").order_by("pk")
    assert [letter.to for letter in told] == [settings.SUPPORT_EMAIL, "premiere@team.example"]
    assert staff.email in mail.render(kind="core/support_moved", context=told[1].context).text


def test_an_address_written_again_moves_nothing(staff: User) -> None:
    core_services.set_support_email(email="une@team.example", actor=staff, now=NOW)
    core_services.set_support_email(email="UNE@team.example ", actor=staff, now=NOW)
    assert Email.objects.filter(kind="core/support_moved").count() == 1
