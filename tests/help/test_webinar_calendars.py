"""Calendar files, read again by another library than the one that writes them."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.policy import default
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import vobject
from django.core import mail as outbox

from core import services as core_services
from core.models import Email
from core.services import send_pending_emails
from help import calendars
from help.models import Webinar
from help.services import webinars as services
from tests.accounts.factories import StaffFactory, UserFactory
from tests.help.factories import WebinarFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 5, 3, 8, 30, tzinfo=UTC)
START = datetime(2027, 5, 13, 14, 0, tzinfo=ZoneInfo("Europe/Paris"))
PAGE = "https://partenaires.example/webinaires/"
CONTACT = calendars.Contact(email="equipe@partenaires.example", page_url=PAGE)
#: Everything that must be escaped, and more than the 75 bytes of a line.
AWKWARD = "Accueil, étape 1 ; « l’œuvre » \\ séance d’été" + ", à Cajarc" * 6


@pytest.fixture
def webinar() -> Webinar:
    return WebinarFactory(starts_at=START, title=AWKWARD)


def read(text: str) -> Any:
    """The calendar, as `vobject` understands it."""
    return vobject.readOne(text)


def file_of(webinar: Webinar, *, joins: bool = True) -> str:
    return calendars.one(webinar=webinar, contact=CONTACT, now=NOW, joins=joins)


def test_the_instants_are_those_of_the_database(webinar: Webinar) -> None:
    webinar.refresh_from_db()
    event = read(file_of(webinar)).vevent
    assert (event.dtstart.value, event.dtend.value) == (webinar.starts_at, webinar.ends_at)
    assert event.dtstart.value.astimezone(ZoneInfo("Europe/Paris")).hour == 14
    assert event.dtstamp.value == NOW


@pytest.mark.parametrize("month", [1, 7])
def test_the_season_does_not_move_the_hour(month: int) -> None:
    start = datetime(2027, month, 7, 14, 0, tzinfo=ZoneInfo("Europe/Paris"))
    event = read(file_of(WebinarFactory(starts_at=start))).vevent
    assert event.dtstart.value == start
    assert event.dtstart.value.utcoffset() == timedelta(0)


def test_accents_commas_semicolons_and_backslashes_come_back(webinar: Webinar) -> None:
    event = read(file_of(webinar)).vevent
    assert event.summary.value == AWKWARD
    assert event.description.value.split("\n") == [
        f"Rejoindre la visioconférence : {webinar.meeting_url}",
        f"Votre inscription : {PAGE}",
    ]
    assert event.url.value == webinar.meeting_url


def test_lines_are_folded_at_seventy_five_bytes_and_end_as_they_must(webinar: Webinar) -> None:
    text = file_of(webinar)
    assert "\n" not in text.replace("\r\n", "")
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    assert text.encode().decode() == text


def test_a_line_end_in_a_title_starts_no_property() -> None:
    webinar = WebinarFactory(starts_at=START, title="Accueil\r\nATTENDEE:mailto:a@b.example")
    event = read(file_of(webinar)).vevent
    assert not hasattr(event, "attendee")
    assert "ATTENDEE" in event.summary.value


def test_it_says_who_invites(webinar: Webinar) -> None:
    gone = calendars.withdrawn(webinar=webinar, contact=CONTACT, now=NOW)
    for text in (file_of(webinar), gone):
        assert read(text).vevent.organizer.value == "mailto:equipe@partenaires.example"
        assert "ORGANIZER:mailto:equipe@partenaires.example\r\n" in text


def test_a_meeting_without_an_address_leads_to_the_dates(webinar: Webinar) -> None:
    webinar.meeting_url = ""
    event = read(file_of(webinar)).vevent
    assert event.url.value == PAGE
    assert event.description.value.startswith("Le lien vous sera envoyé avant le webinaire.")


def test_it_rings_a_quarter_of_an_hour_before(webinar: Webinar) -> None:
    alarm = read(file_of(webinar)).vevent.valarm
    assert (alarm.trigger.value, alarm.action.value) == (timedelta(minutes=-15), "DISPLAY")


def test_who_is_not_registered_is_not_given_the_meeting(webinar: Webinar) -> None:
    text = file_of(webinar, joins=False)
    assert webinar.meeting_url not in text.replace("\r\n ", "")
    assert read(text).vevent.url.value == PAGE


def test_a_session_that_moves_is_the_same_event_in_a_later_version(webinar: Webinar) -> None:
    before = read(file_of(webinar)).vevent
    moved = services.move_webinar(
        webinar_id=webinar.pk, starts_at=START + timedelta(days=7), actor=StaffFactory(), now=NOW
    )
    after = read(file_of(moved)).vevent
    assert after.uid.value == before.uid.value == str(webinar.uid)
    assert (before.sequence.value, after.sequence.value) == ("0", "1")
    assert after.dtstart.value - before.dtstart.value == timedelta(days=7)
    assert after.status.value == "CONFIRMED"


def test_a_cancelled_session_leaves_the_calendar(webinar: Webinar) -> None:
    gone = services.cancel_webinar(webinar_id=webinar.pk, reason="Grève", actor=StaffFactory(), now=NOW)
    calendar = read(file_of(gone))
    event = calendar.vevent
    assert (calendar.method.value, event.status.value, event.sequence.value) == ("CANCEL", "CANCELLED", "1")
    assert "Grève" in event.description.value
    assert not hasattr(event, "valarm")


def test_who_leaves_and_comes_back_has_the_last_word(webinar: Webinar) -> None:
    """Same identity, same version: the later stamp wins (RFC 5546)."""
    gone = read(calendars.withdrawn(webinar=webinar, contact=CONTACT, now=NOW))
    back = read(calendars.one(webinar=webinar, contact=CONTACT, now=NOW + timedelta(minutes=1), joins=True))
    assert (gone.method.value, back.method.value) == ("CANCEL", "PUBLISH")
    assert gone.vevent.uid.value == back.vevent.uid.value
    assert gone.vevent.sequence.value == back.vevent.sequence.value
    assert gone.vevent.dtstamp.value < back.vevent.dtstamp.value


def test_several_sessions_are_several_events(webinar: Webinar) -> None:
    other = WebinarFactory(starts_at=START + timedelta(days=14))
    text = calendars.many(webinars=[webinar, other], joined={other.pk}, contact=CONTACT, now=NOW)
    events = read(text).vevent_list
    assert [event.url.value for event in events] == [PAGE, other.meeting_url]
    assert len({event.uid.value for event in events}) == 2


def test_the_product_and_the_version_are_named(webinar: Webinar) -> None:
    calendar = read(file_of(webinar))
    assert (calendar.version.value, calendar.prodid.value) == ("2.0", calendars.PRODUCT)


# --- As it leaves


def sent() -> list[EmailMessage | Message]:
    send_pending_emails(now=NOW + timedelta(minutes=1))
    return [message_from_bytes(one.message().as_bytes(), policy=default) for one in outbox.outbox]


def attachment(message: Any) -> Any:
    (found,) = list(message.iter_attachments())
    return found


def test_the_letter_carries_the_file_and_mail_readers_know_what_it_is(webinar: Webinar) -> None:
    core_services.set_support_email(email="equipe@circuit.example", actor=StaffFactory(), now=NOW)
    services.register(webinar_id=webinar.pk, actor=UserFactory(), now=NOW)
    message = sent()[-1]  # after the one to the mailbox that is no longer the team's
    file = attachment(message)
    assert read(file.get_content()).vevent.organizer.value == "mailto:equipe@circuit.example"
    assert (file.get_content_type(), file.get_param("method")) == ("text/calendar", "PUBLISH")
    assert file.get_param("charset") == "utf-8"
    assert file.get_filename() == "webinaire.ics"
    assert read(file.get_content()).vevent.summary.value == AWKWARD


@pytest.mark.parametrize(
    ("act", "kind", "method", "version"),
    [
        ("leave", "help/webinar_left", "CANCEL", "0"),
        ("cancel", "help/webinar_cancelled", "CANCEL", "1"),
        ("move", "help/webinar_moved", "PUBLISH", "1"),
    ],
)
def test_each_act_sends_its_own_file(
    webinar: Webinar, act: str, kind: str, method: str, version: str
) -> None:
    person, staff, common = UserFactory(), StaffFactory(), {"webinar_id": webinar.pk, "now": NOW}
    services.register(actor=person, **common)
    if act == "leave":
        services.cancel_registration(actor=person, **common)
    elif act == "cancel":
        services.cancel_webinar(actor=staff, reason="Grève", **common)
    else:
        services.move_webinar(actor=staff, starts_at=START + timedelta(days=7), **common)
    (file,) = Email.objects.get(kind=kind).attachments
    calendar = read(file["text"])
    assert (calendar.method.value, calendar.vevent.sequence.value) == (method, version)
    assert f"method={method}" in file["type"]
    assert calendar.vevent.uid.value == str(webinar.uid)
