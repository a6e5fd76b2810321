"""Steps of the road to schools, by the pages and the admin, for the journeys that need a referenced structure."""

from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.services import staff as staff_services
from schools.models.referencing import Application
from tests.schools.referencing import ANSWERS, PDF, staff_member
from tests.support.html import Page, read
from tests.support.world import signed_in

HOME = "/collectif/referencement/"


def appoint(boss: Client, *, authority: str, region: str, email: str) -> User:
    """A superuser gives a mandate by the admin; the person has the rights of the group."""
    staff_services.define_groups()
    user = staff_member(email=email, first_name="Ada", last_name=authority.capitalize())
    user.groups.add(Group.objects.get(name="Commission scolaire"))
    answers = {"user": user.pk, "authority": authority, "region": region}
    assert boss.post(reverse("admin:schools_mandate_add"), answers).status_code == 302
    assert user.mandates.get().authority == authority
    return user


def fill_in(partner: Client) -> Page:
    """From the overview to the last page, answer by answer. Gives the page to reread."""
    page = read(partner.get(HOME)).send(partner, "Demander le référencement")
    assert page.headings[0] == "Votre projet"
    project = {name: ANSWERS[name] for name in ("presentation", "domains", "levels", "territory")}
    assert partner.post(f"{HOME}projet/", {**project, "version": "1"}).url == f"{HOME}interventions/"
    names = ("interventions", "experience", "contact_name", "contact_phone", "contact_email")
    how = {**{name: ANSWERS[name] for name in names}, "usual_price_cents": "180", "version": "2"}
    assert partner.post(f"{HOME}interventions/", how).url == f"{HOME}pieces/"
    piece = {"kind": "statutes", "file": SimpleUploadedFile("statuts.pdf", PDF)}
    assert partner.post(f"{HOME}pieces/", piece).url == f"{HOME}pieces/"
    return read(partner.get(f"{HOME}envoi/"))


def apply(partner: Client) -> Application:
    """The whole application, handed in."""
    fill_in(partner).send(partner, "Déposer le dossier", honour=True)
    return Application.objects.latest("pk")


def sign(user: User, application: Application, act: str, **answers: str) -> Page:
    """Press a button of the admin and answer: the page that follows."""
    desk = signed_in(user)
    listing = read(desk.get(reverse("admin:schools_application_changelist")))
    assert application.venue.public_name in listing.text
    url = reverse("admin:schools_application_decide", args=[application.pk, act])
    page = read(desk.post(url, answers, follow=True))
    application.refresh_from_db()
    return page


def stops(partner: Client) -> list[str]:
    """How far the partner reads that the application is: `done`, `now`, `todo`, `stuck`."""
    items = read(partner.get(HOME)).all("//ol[@aria-label='Étapes du référencement']/li")
    return [item.get("class") or "todo" for item in items]
