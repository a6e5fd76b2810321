"""Sessions in the admin: decisions, attendance, list of who comes, and the pattern."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.services import staff as staff_services
from core.models import ActionLog, Email
from help.models import Webinar, WebinarPattern
from help.services import webinars as services
from tests.accounts.factories import UserFactory
from tests.help.factories import RegistrationFactory, WebinarFactory
from tests.support.html import read
from tests.support.moments import ago, ahead
from tests.support.world import signed_in

pytestmark = pytest.mark.django_db


def url(name: str, *args: object) -> str:
    return reverse(f"admin:help_{name}", args=args)


@pytest.fixture
def webinar() -> Webinar:
    return WebinarFactory(slot="2027-05/1")


@pytest.fixture
def support(db: None) -> Client:
    """Somebody of the group, and no more than it says."""
    staff_services.define_groups()
    person = staff_services.open_account(
        email="support@staff.example",
        first_name="Sasha",
        last_name="Aide",
        password_digest="!",
        now=timezone.now(),
        groups=["Support"],
        is_staff=True,
    )
    return signed_in(person)


def test_the_group_sees_and_decides_what_it_needs(support: Client, webinar: Webinar) -> None:
    RegistrationFactory(webinar=webinar)
    for name in ("webinar_changelist", "webinarpattern_changelist", "webinarpattern_add"):
        assert support.get(url(name)).status_code == 200
    page = support.get(url("webinar_change", webinar.pk)).content.decode()
    for said in (
        "Déplacer",
        "Changer le lien",
        "Annuler le webinaire",
        "Noter la présence",
        "Inscrits (CSV)",
    ):
        assert said in page


@pytest.mark.parametrize(("when", "shown"), [("avenir", "2027-05/1"), ("passes", "2027-04/1")])
def test_the_list_is_filtered_by_date(support: Client, webinar: Webinar, when: str, shown: str) -> None:
    WebinarFactory(slot="2027-04/1", past=True)
    page = support.get(url("webinar_changelist"), {"quand": when}).content.decode()
    assert [slot for slot in ("2027-05/1", "2027-04/1") if slot in page] == [shown]


def test_nothing_is_edited_by_hand(support: Client, webinar: Webinar) -> None:
    assert support.get(url("webinar_add")).status_code == 403
    assert support.post(url("webinar_change", webinar.pk), {"capacity": 1}).status_code == 403


def test_cancelling_asks_why_and_tells(support: Client, webinar: Webinar) -> None:
    RegistrationFactory(webinar=webinar)
    address = url("webinar_decide", webinar.pk, "cancel")
    assert "Motif" in support.post(address, {"reason": ""}).content.decode()
    page = support.post(address, {"reason": "Grève"}, follow=True).content.decode()
    assert "Les inscrits sont prévenus" in page
    assert Email.objects.filter(kind="help/webinar_cancelled").count() == 1
    assert "Déplacer" not in page
    assert "est annulé" in support.post(address, {"reason": "Grève"}).content.decode()


def moved(client: Client, webinar: Webinar, day: str, hour: str = "10:30") -> Any:
    address = url("webinar_decide", webinar.pk, "move")
    return client.post(address, {"starts_at_0": day, "starts_at_1": hour}, follow=True)


def test_moving_asks_for_a_date_on_the_clocks_of_paris(support: Client, webinar: Webinar) -> None:
    assert support.get(url("webinar_decide", webinar.pk, "move")).status_code == 200
    page = moved(support, webinar, "2040-07-05").content.decode()
    assert "Le webinaire est déplacé" in page
    webinar.refresh_from_db()
    assert webinar.starts_at.isoformat() == "2040-07-05T08:30:00+00:00"


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2020-01-01", "est passée"),
        ("2040-02-31", "n’existe pas"),
        ("9999-12-31", "de ce siècle"),
        ("", "manque"),
    ],
)
def test_a_date_that_makes_no_sense_is_asked_again(
    support: Client, webinar: Webinar, day: str, said: str
) -> None:
    assert said in moved(support, webinar, day).content.decode()
    assert Webinar.objects.get().sequence == 0


def linked(client: Client, webinar: Webinar, url_typed: str) -> str:
    address = url("webinar_decide", webinar.pk, "meeting")
    return client.post(address, {"meeting_url": url_typed}, follow=True).content.decode()


def test_the_link_is_changed_and_told(support: Client, webinar: Webinar) -> None:
    RegistrationFactory(webinar=webinar)
    assert webinar.meeting_url in support.get(url("webinar_decide", webinar.pk, "meeting")).content.decode()
    assert "Le lien est changé" in linked(support, webinar, "https://visio.example/autre")
    assert Email.objects.filter(kind="help/webinar_meeting").count() == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [("", "manque"), ("http://visio.example/", "https://"), ("https://visio.example/accueil", "déjà")],
)
def test_a_link_that_makes_no_sense_is_asked_again(
    support: Client, webinar: Webinar, typed: str, said: str
) -> None:
    assert said in linked(support, webinar, typed)
    assert Webinar.objects.get().sequence == 0


def test_attendance_is_boxes_and_one_button(support: Client) -> None:
    webinar = WebinarFactory(past=True)
    came, absent = RegistrationFactory.create_batch(2, webinar=webinar)
    address = url("webinar_attendance", webinar.pk)
    assert came.user.email in support.get(address).content.decode()
    page = support.post(address, {"present": [came.pk]}, follow=True).content.decode()
    assert "1\u00a0personne présente" in page
    came.refresh_from_db()
    absent.refresh_from_db()
    assert (came.attended, absent.attended) == (True, False)
    assert "checked" in support.get(address).content.decode()
    support.post(address, {})
    came.refresh_from_db()
    assert came.attended is False


def test_attendance_waits_for_the_beginning(support: Client, webinar: Webinar) -> None:
    page = support.post(url("webinar_attendance", webinar.pk), {}).content.decode()
    assert "à partir du début" in page
    assert "Personne n’est inscrit" in page


def test_who_comes_is_a_file_for_a_spreadsheet(support: Client, webinar: Webinar) -> None:
    person = UserFactory(first_name="Camille", last_name="=CMD()", email="camille@circuit.example")
    RegistrationFactory(webinar=webinar, user=person)
    RegistrationFactory(webinar=webinar, cancelled_at=timezone.now())
    text = b"".join(support.get(url("webinar_attendees", webinar.pk))).decode()  # type: ignore[call-overload]
    assert len(text.splitlines()) == 2
    assert '"\'=CMD()";"Camille";"camille@circuit.example"' in text


@pytest.mark.parametrize("name", ["webinar_attendance", "webinar_attendees"])
def test_other_groups_see_none_of_it(support: Client, webinar: Webinar, name: str) -> None:
    User.objects.get(email="support@staff.example").groups.clear()
    assert support.get(url(name, webinar.pk)).status_code == 404
    assert support.get(url("webinar_decide", webinar.pk, "move")).status_code == 404


# --- The pattern


@pytest.fixture
def pattern(db: None) -> WebinarPattern:
    return services.ensure_pattern(now=ago(days=1))


def values(**changes: Any) -> dict[str, Any]:
    return {
        "title": "Accueil",
        "weekday": 3,
        "ordinals": [2, 4],
        "start": "10:00",
        "minutes": 45,
        "zone": "Europe/Paris",
        "capacity": 50,
        "meeting_url": "https://visio.example/x",
        "active": "on",
        **changes,
    }


def test_staff_edit_the_pattern_and_the_log_keeps_the_trace(support: Client, pattern: WebinarPattern) -> None:
    support.post(url("webinarpattern_change", pattern.pk), values())
    pattern.refresh_from_db()
    assert (pattern.ordinals, pattern.minutes, pattern.capacity) == ([2, 4], 45, 50)
    assert ActionLog.objects.order_by("-pk")[0].before["ordinals"] == "[1, 3]"


FAULTS = [
    ({"ordinals": []}, "Choisissez une réponse au moins"),
    ({"zone": "Europe/Cajarc"}, "Ce fuseau horaire n’existe pas"),
    ({"meeting_url": "http://visio.example/"}, "doit commencer par https://"),
    ({"minutes": 5}, "webinar_pattern_lasts"),
]


@pytest.mark.parametrize(("changes", "said"), FAULTS)
def test_a_pattern_that_makes_no_sense_is_asked_again(
    support: Client, pattern: WebinarPattern, changes: dict[str, Any], said: str
) -> None:
    page = support.post(url("webinarpattern_change", pattern.pk), values(**changes)).content.decode()
    assert said in page
    pattern.refresh_from_db()
    assert pattern.ordinals == [1, 3]


def test_a_second_active_pattern_is_refused_in_words(support: Client, pattern: WebinarPattern) -> None:
    page = support.post(url("webinarpattern_add"), values()).content.decode()
    assert "Un seul rythme est actif à la fois." in page
    assert WebinarPattern.objects.count() == 1
    support.post(url("webinarpattern_add"), {k: v for k, v in values().items() if k != "active"})
    assert WebinarPattern.objects.count() == 2


def test_an_activation_that_came_second_keeps_what_was_typed(
    support: Client, pattern: WebinarPattern, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        WebinarPattern, "validate_constraints", lambda *_, **__: None
    )  # not seen by the form yet
    page = read(support.post(url("webinarpattern_add"), values(title="Le second")), status=200)
    assert "Un autre rythme est actif" in page.root.text_content()
    assert page.one("//input[@name='title']").get("value") == "Le second"
    assert WebinarPattern.objects.count() == 1


def test_a_pattern_is_stopped_not_deleted(support: Client, pattern: WebinarPattern) -> None:
    assert support.post(url("webinarpattern_delete", pattern.pk), {"post": "yes"}).status_code == 403
    changes = {k: v for k, v in values().items() if k != "active"}
    support.post(url("webinarpattern_change", pattern.pk), changes)
    assert services.plan(now=ahead()) == 0
