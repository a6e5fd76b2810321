"""What is written to whom about referencing, and that it reads well."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from core import mail
from core.models import Email
from core.selectors import support_email
from schools.models.referencing import Application
from schools.selectors import referencing as selectors
from schools.services import instruction, mandates
from schools.services import referencing as services
from schools.states import ActKind, Authority, Verdict
from tests.accounts.factories import StaffFactory
from tests.schools import referencing as make
from tests.venues.factories import VenueFactory, member
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
    sent = Email.objects.get(kind="schools/referencing_unmandated")
    assert (sent.to, sent.context["authorities"]) == (support_email(), ["Rectorat", "DRAC"])
    text = mail.render(kind=sent.kind, context=sent.context).text
    assert "Bonjour,\n" in text
    assert "Aucune personne mandatée pour : Rectorat. Donnez un mandat." in text


def test_superusers_know_which_authority_lacks_somebody(venue: Venue, alice: User) -> None:
    boss, _ = StaffFactory(email="patronne@staff.example"), StaffFactory(is_active=False)
    make.mandated("rectorat")
    make.mandated("drac", region=make.BRITTANY)
    services.submit(application_id=make.application(venue).pk, honour=True, actor=alice, now=timezone.now())
    sent = Email.objects.get(kind="schools/referencing_unmandated")
    assert (sent.to, sent.context["authorities"]) == (boss.email, ["DRAC"])
    assert sent.context["url"].endswith(reverse("admin:schools_mandate_add"))


def test_a_commission_that_lacks_is_said_once_both_opinions_are_given(venue: Venue, alice: User) -> None:
    boss = StaffFactory()
    people = {one: make.mandated(one) for one in (Authority.RECTORAT, Authority.DRAC)}
    file = make.application(venue, status="submitted")
    for authority, person in people.items():
        assert not Email.objects.filter(kind="schools/referencing_unmandated").exists()
        opine(file, authority, person)
    sent = Email.objects.get(kind="schools/referencing_unmandated")
    assert (sent.to, sent.context["authorities"]) == (boss.email, ["Commission régionale"])


def test_where_everybody_is_mandated_superusers_are_left_alone(everything_happened: None) -> None:
    assert not Email.objects.filter(kind="schools/referencing_unmandated").exists()


def opine(file: Application, authority: Authority, person: User) -> None:
    instruction.give_opinion(
        application_id=file.pk,
        authority=authority,
        verdict=Verdict.FAVOURABLE,
        reason="",
        actor=person,
        now=timezone.now(),
    )


def test_the_structure_reads_the_reserves_and_where_its_first_offer_is_made(
    everything_happened: None,
) -> None:
    email = Email.objects.get(kind="schools/referencing_accepted")
    rendered = mail.render(kind=email.kind, context=email.context)
    for text in (rendered.text, rendered.html):
        assert "Avis de la DRAC : favorable avec réserves. À suivre." in text
        assert email.context["url"].endswith("/collectif/offres/creation/")
        assert email.context["url"] in text
    assert "\n\n\n" not in rendered.text


def test_without_reserves_the_opinions_are_not_repeated(venue: Venue, alice: User) -> None:
    file = make.application(venue, status="submitted")
    for kind in (ActKind.RECTORAT, ActKind.DRAC):
        make.act(file, kind, Verdict.FAVOURABLE, reason="Très bien.")
    instruction.decide(
        application_id=file.pk,
        verdict=Verdict.ACCEPTED,
        reason="",
        actor=make.mandated("commission"),
        now=timezone.now(),
    )
    email = Email.objects.get(kind="schools/referencing_accepted")
    text = mail.render(kind=email.kind, context=email.context).text
    assert "Très bien" not in text
    assert "\n\n\n" not in text


def test_who_left_the_structure_is_not_told_why_it_is_refused(venue: Venue, alice: User) -> None:
    file = make.application(venue, status="submitted")
    file.submitted_by = gone = member(venue=venue, role="admin", email="partie@circuit.example")
    file.save()
    gone.memberships.update(ended_at=timezone.now())
    for kind in (ActKind.RECTORAT, ActKind.DRAC):
        make.act(file, kind, Verdict.FAVOURABLE)
    common = {"application_id": file.pk, "actor": make.mandated("commission"), "now": timezone.now()}
    instruction.decide(verdict=Verdict.REFUSED, reason="Trop vague.", **common)
    told = Email.objects.filter(kind="schools/referencing_refused").values_list("to", flat=True)
    assert list(told) == [alice.email]


@pytest.mark.parametrize("left", [False, True])
def test_whoever_works_or_worked_for_the_structure_is_not_asked_to_look(
    venue: Venue, alice: User, left: bool
) -> None:
    sister = VenueFactory(legal_entity=venue.legal_entity)
    insider = member(venue=sister, email="double@staff.example", is_staff=True)
    make.mandate(insider, authority="drac")
    insider.memberships.update(ended_at=timezone.now() if left else None)
    services.submit(application_id=make.application(venue).pk, honour=True, actor=alice, now=timezone.now())
    assert not Email.objects.filter(to=insider.email).exists()
    missing = Email.objects.get(kind="schools/referencing_unmandated")
    assert "DRAC" in missing.context["authorities"]


# What waits for somebody who is given a mandate.


def given(authority: str, **fields: Any) -> list[str]:
    """The structures whose applications the person is told of."""
    user = make.staff_member(**fields)
    mandates.grant_mandate(
        user=user, authority=authority, region=make.OCCITANIE, actor=StaffFactory(), now=timezone.now()
    )
    told = Email.objects.filter(kind="schools/referencing_waiting", to=user.email).first()
    return told.context["venues"] if told else []


def test_a_mandate_comes_with_what_already_waits() -> None:
    fresh, advised, ready, elsewhere = (VenueFactory(public_name=name) for name in ("A", "B", "C", "D"))
    make.application(fresh, status="submitted")
    make.act(make.application(advised, status="submitted"), ActKind.DRAC, Verdict.FAVOURABLE)
    both = make.application(ready, status="submitted")
    for kind in (ActKind.RECTORAT, ActKind.DRAC):
        make.act(both, kind, Verdict.FAVOURABLE)
    make.application(elsewhere, status="submitted", region=make.BRITTANY)
    make.application(VenueFactory(public_name="E"))
    assert given("rectorat") == ["A", "B"]
    assert given("drac") == ["A"]
    assert given("commission") == ["C"]


def test_where_nothing_waits_nothing_is_written() -> None:
    make.application(VenueFactory(), status="accepted")
    assert given("rectorat") == []


def test_what_the_person_may_not_sign_does_not_wait_for_them(venue: Venue) -> None:
    make.application(venue, status="submitted")
    insider = member(venue=VenueFactory(legal_entity=venue.legal_entity), is_staff=True)
    waiting = selectors.waiting_for(user=insider, authority=Authority.DRAC, region=make.OCCITANIE)
    assert waiting == []


def test_a_long_queue_is_named_in_part() -> None:
    for _ in range(12):
        make.application(VenueFactory(), status="submitted")
    assert len(given("drac", first_name="Ada")) == 10
    email = Email.objects.get(kind="schools/referencing_waiting")
    rendered = mail.render(kind=email.kind, context=email.context)
    assert all("… et 2 de plus" in text for text in (rendered.text, rendered.html))
    assert "Bonjour Ada," in rendered.text
