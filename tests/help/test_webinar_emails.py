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
    services.move_session(
        webinar_id=webinar.pk,
        starts_at=START + timedelta(days=7),
        actor=staff,
        now=START - timedelta(hours=3),
    )
    services.cancel_session(webinar_id=webinar.pk, reason="Panne <générale>.", actor=staff, now=START)


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
@pytest.mark.parametrize("kind", ["help/webinar_registered", "help/webinar_reminder", "help/webinar_moved"])
def test_the_way_in_is_in_what_recalls_the_date(kind: str) -> None:
    rendered = mail.render(kind=kind, context=Email.objects.get(kind=kind).context)
    assert "https://visio.example/accueil" in rendered.text
    assert 'href="https://visio.example/accueil"' in rendered.html
    assert f"{HOURS} (heure de Paris)" in rendered.text


@pytest.mark.usefixtures("everything_happened")
def test_what_staff_wrote_is_text() -> None:
    rendered = mail.render(
        kind="help/webinar_cancelled", context=Email.objects.get(kind="help/webinar_cancelled").context
    )
    assert "Panne <générale>." in rendered.text
    assert "Panne &lt;générale&gt;." in rendered.html
    assert "visio.example" not in rendered.html
