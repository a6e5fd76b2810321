"""What is written to whom about referencing, and that it reads well."""

import pytest
from django.utils import timezone

from accounts.models import User
from core import mail
from core.models import Email
from schools.services import instruction
from schools.services import referencing as services
from schools.states import Authority, Verdict
from tests.schools import referencing as make
from tests.venues.factories import VenueFactory
from venues.models import Venue

pytestmark = pytest.mark.django_db
STRUCTURE = ("alice@circuit.example",)
KINDS = {
    "schools/referencing_received": STRUCTURE,
    "schools/referencing_to_instruct": ("drac@staff.example", "rectorat@staff.example"),
    "schools/referencing_to_decide": ("commission@staff.example",),
    "schools/referencing_accepted": STRUCTURE,
    "schools/referencing_refused": STRUCTURE,
    "schools/referencing_withdrawn": STRUCTURE,
}


def signed(who: str) -> User:
    return User.objects.get(email=f"{who}@staff.example")


def live(venue: Venue, actor: User, verdict: Verdict) -> None:
    """An application, from its sending to a decision."""
    now = timezone.now()
    file = make.application(venue)
    services.submit(application_id=file.pk, honour=True, actor=actor, now=now)
    for authority, opinion in ((Authority.RECTORAT, Verdict.FAVOURABLE), (Authority.DRAC, Verdict.RESERVED)):
        instruction.give_opinion(
            application_id=file.pk,
            authority=authority,
            verdict=opinion,
            reason="À suivre.",
            actor=signed(authority),
            now=now,
        )
    common = {"application_id": file.pk, "actor": signed("commission"), "now": now}
    instruction.decide(verdict=verdict, reason="Vu <b>ensemble</b>.", **common)
    if verdict == Verdict.ACCEPTED:
        instruction.withdraw(reason="Le projet a cessé.", **common)


@pytest.fixture
def everything_happened(venue: Venue, alice: User) -> None:
    for authority in Authority:
        make.mandated(authority, email=f"{authority}@staff.example", first_name=f"Ada {authority}")
    live(venue, alice, Verdict.REFUSED)
    live(venue, alice, Verdict.ACCEPTED)


def test_each_act_writes_to_those_it_concerns(everything_happened: None) -> None:
    sent = {kind: set(Email.objects.filter(kind=kind).values_list("to", flat=True)) for kind in KINDS}
    assert sent == {kind: set(people) for kind, people in KINDS.items()}


def test_nobody_is_written_to_twice_for_one_act(everything_happened: None) -> None:
    per_application = Email.objects.filter(kind="schools/referencing_to_decide")
    assert per_application.count() == 2


@pytest.mark.parametrize("kind", KINDS)
def test_an_email_reads_well(everything_happened: None, kind: str) -> None:
    email = Email.objects.filter(kind=kind).order_by("pk").first()
    rendered = mail.render(kind=kind, context=email.context)
    for text in (rendered.text, rendered.html):
        assert "{{" not in text
        assert "Ciné des Causses" in text
        assert email.context["url"] in text
    assert f"Bonjour {email.context['first_name']}," in rendered.text
    assert 10 < len(rendered.subject) < 70


def test_the_commission_reads_both_opinions(everything_happened: None) -> None:
    email = Email.objects.filter(kind="schools/referencing_to_decide").first()
    text = mail.render(kind=email.kind, context=email.context).text
    assert "- Avis du Rectorat : favorable.\n- Avis de la DRAC : favorable avec réserves." in text


def test_a_reason_is_written_as_it_was_said(everything_happened: None) -> None:
    email = Email.objects.get(kind="schools/referencing_refused")
    rendered = mail.render(kind=email.kind, context=email.context)
    assert "Vu <b>ensemble</b>." in rendered.text
    assert "<b>ensemble</b>" not in rendered.html


def test_who_was_suspended_is_not_written_to(venue: Venue, alice: User) -> None:
    drac = make.mandated("drac")
    drac.is_active = False
    drac.save()
    services.submit(application_id=make.application(venue).pk, honour=True, actor=alice, now=timezone.now())
    assert not Email.objects.filter(to=drac.email).exists()


def test_a_region_without_mandates_still_takes_applications() -> None:
    venue = VenueFactory()
    file = make.application(venue)
    owner = file.created_by
    services.submit(application_id=file.pk, honour=True, actor=owner, now=timezone.now())
    assert set(Email.objects.values_list("to", flat=True)) == {owner.email}
