"""Every letter about sessions reads well, in text and in HTML."""

from datetime import UTC, datetime, timedelta

import pytest

from core import mail
from core.models import Email
from help.services import webinars as services
from tests.accounts.factories import StaffFactory, UserFactory
from tests.help.factories import RegistrationFactory, WebinarFactory

pytestmark = pytest.mark.django_db
START = datetime(2027, 5, 13, 12, 0, tzinfo=UTC)
NOW = START - timedelta(days=10)
DAY, HOURS = "jeudi 13\u00a0mai\u00a02027", "de 14\u00a0h à 15\u00a0h"

SUBJECTS = {
    "help/webinar_registered": f"Votre inscription au webinaire du {DAY}",
    "help/webinar_left": f"Vous n’êtes plus inscrit au webinaire du {DAY}",
    "help/webinar_reminder": f"Rappel : votre webinaire, {DAY} à 14\u00a0h",
    "help/webinar_meeting": f"Le lien de votre webinaire du {DAY}",
    "help/webinar_cancelled": "Le webinaire du jeudi 20\u00a0mai\u00a02027 est annulé",
    "help/webinar_moved": "Le webinaire change de date : jeudi 20\u00a0mai\u00a02027 à 14\u00a0h",
}


@pytest.fixture
def everything_happened() -> None:
    webinar, staff = WebinarFactory(starts_at=START), StaffFactory()
    gone = UserFactory()
    services.register(webinar_id=webinar.pk, actor=gone, now=NOW)
    services.cancel_registration(webinar_id=webinar.pk, actor=gone, now=NOW)
    RegistrationFactory(webinar=webinar, registered_at=NOW, user__first_name="Camille")
    services.remind(now=START - timedelta(hours=20))
    url = "https://visio.example/accueil-2"
    services.change_meeting(webinar_id=webinar.pk, meeting_url=url, actor=staff, now=NOW)
    services.move_webinar(
        webinar_id=webinar.pk,
        starts_at=START + timedelta(days=7),
        actor=staff,
        now=START - timedelta(hours=3),
    )
    services.cancel_webinar(webinar_id=webinar.pk, reason="Panne <générale>.", actor=staff, now=START)


@pytest.mark.usefixtures("everything_happened")
@pytest.mark.parametrize("kind", SUBJECTS)
def test_a_letter_reads_well(kind: str) -> None:
    email = Email.objects.get(kind=kind)
    rendered = mail.render(kind=kind, context=email.context)
    assert rendered.subject == SUBJECTS[kind]
    for part in (rendered.text, rendered.html):
        assert f"Bonjour {email.context['first_name']}," in part
        assert "{{" not in part
        assert "/webinaires/" in part or email.context["meeting_url"] in part


@pytest.mark.usefixtures("everything_happened")
@pytest.mark.parametrize("kind", ["help/webinar_registered", "help/webinar_reminder"])
def test_the_way_in_is_in_what_recalls_the_date(kind: str) -> None:
    rendered = mail.render(kind=kind, context=Email.objects.get(kind=kind).context)
    assert "https://visio.example/accueil" in rendered.text
    assert 'href="https://visio.example/accueil"' in rendered.html
    assert f"{HOURS} (heure de Paris)" in rendered.text


@pytest.mark.usefixtures("everything_happened")
@pytest.mark.parametrize("kind", ["help/webinar_meeting", "help/webinar_moved"])
def test_the_new_way_in_replaces_the_one_of_before(kind: str) -> None:
    rendered = mail.render(kind=kind, context=Email.objects.get(kind=kind).context)
    assert "https://visio.example/accueil-2" in rendered.text
    assert 'href="https://visio.example/accueil-2"' in rendered.html


LATER = "Le lien vous sera envoyé avant le webinaire."


@pytest.mark.parametrize("kind", ["help/webinar_registered", "help/webinar_reminder", "help/webinar_moved"])
def test_a_meeting_without_an_address_promises_one(kind: str) -> None:
    webinar, staff = WebinarFactory(starts_at=START, meeting_url=""), StaffFactory()
    services.register(webinar_id=webinar.pk, actor=UserFactory(), now=NOW)
    services.remind(now=START - timedelta(hours=20))
    services.move_webinar(webinar_id=webinar.pk, starts_at=START + timedelta(days=7), actor=staff, now=NOW)
    email = Email.objects.get(kind=kind)
    rendered = mail.render(kind=kind, context=email.context)
    for part in (rendered.text, rendered.html, email.attachments[0]["text"].replace("\r\n ", "")):
        assert LATER in part
        assert "Rejoindre" not in part
    assert 'href="http' in rendered.html


@pytest.mark.parametrize(("before", "promised"), [(25, True), (23, False)])
def test_a_reminder_is_promised_only_when_it_will_come(before: int, promised: bool) -> None:
    now = START - timedelta(hours=before)
    services.register(webinar_id=WebinarFactory(starts_at=START).pk, actor=UserFactory(), now=now)
    email = Email.objects.get(kind="help/webinar_registered")
    rendered = mail.render(kind=email.kind, context=email.context)
    for part in (rendered.text, rendered.html):
        assert ("Nous vous rappellerons" in part) is promised


@pytest.mark.usefixtures("everything_happened")
@pytest.mark.parametrize("kind", ["help/webinar_left", "help/webinar_cancelled", "help/webinar_moved"])
def test_no_letter_promises_what_an_agenda_will_do(kind: str) -> None:
    rendered = mail.render(kind=kind, context=Email.objects.get(kind=kind).context)
    for part in (rendered.text, rendered.html):
        assert "supprimez-la" in part
        assert "retire la date de votre agenda" not in part


@pytest.mark.usefixtures("everything_happened")
def test_what_staff_wrote_is_text() -> None:
    rendered = mail.render(
        kind="help/webinar_cancelled", context=Email.objects.get(kind="help/webinar_cancelled").context
    )
    assert "Panne <générale>." in rendered.text
    assert "Panne &lt;générale&gt;." in rendered.html
    assert "visio.example" not in rendered.html
