"""From the draft to the withdrawal: what the services write, and whom they refuse."""

import gc
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from accounts.models import User
from core.models import ActionLog
from schools.errors import CannotApply, CannotInstruct, CannotPublishForSchools
from schools.locks import referenced as lock_referenced
from schools.models.referencing import Act, Application, Piece
from schools.rules.referencing import MAX_PIECES, Step
from schools.selectors import referencing as selectors
from schools.services import instruction, mandates
from schools.services import referencing as services
from schools.states import ActKind, Authority, PieceKind, Standing, Verdict
from tests.accounts.factories import StaffFactory
from tests.schools import referencing as make
from tests.support.moments import ahead
from tests.support.races import just_before, without
from tests.venues.factories import AddressFactory, VenueFactory, member
from venues.models import Venue
from venues.states import Role

pytestmark = pytest.mark.django_db
FAVOURABLE, ACCEPTED, REFUSED = Verdict.FAVOURABLE, Verdict.ACCEPTED, Verdict.REFUSED


def code_of(refusal: type[Exception], act: Callable[[], Any]) -> str:
    """The code of the refusal, whose sentence is French and ends with a point."""
    with pytest.raises(refusal) as raised:
        act()
    assert raised.value.message.endswith(".")
    return raised.value.code


@pytest.fixture
def draft(alice: User, venue: Venue) -> Application:
    return make.application(venue)


@pytest.fixture
def submitted(alice: User, venue: Venue) -> Application:
    return make.application(venue, status="submitted")


@pytest.fixture
def opined(submitted: Application) -> Application:
    make.act(submitted, ActKind.RECTORAT, FAVOURABLE)
    make.act(submitted, ActKind.DRAC, FAVOURABLE)
    return submitted


# The draft.


def start(venue: Venue, actor: User) -> Application:
    return services.start(venue=venue, actor=actor, now=timezone.now())


def save(
    draft: Application, actor: User, step: Step = Step.PROJECT, version: int | None = None, **values: Any
) -> Application:
    return services.save_step(
        application_id=draft.pk,
        step=step,
        values=values,
        version=version or Application.objects.get(pk=draft.pk).version,
        actor=actor,
        now=timezone.now(),
    )


def test_a_first_draft_knows_who_opened_it(venue: Venue, alice: User) -> None:
    draft = start(venue, alice)
    assert (draft.contact_name, draft.contact_email) == ("Alice Noyer", "alice@circuit.example")
    assert (draft.status, draft.created_by, draft.pieces.count()) == ("draft", alice, 0)
    assert ActionLog.objects.filter(verb="referencing.started", target_id=draft.pk).exists()


@pytest.mark.parametrize("status", ["refused", "withdrawn"])
def test_applying_again_starts_from_the_last_answers(venue: Venue, alice: User, status: str) -> None:
    last = make.application(venue, status=status)
    again = start(venue, alice)
    assert again.pk != last.pk
    assert {name: getattr(again, name) for name in make.ANSWERS} == make.ANSWERS
    assert (again.honour, again.region, again.reason) == (False, "", "")
    assert [piece.shown_name for piece in again.pieces.all()] == ["statuts.pdf"]
    assert last.pieces.count() == 1


@pytest.mark.parametrize("status", ["draft", "submitted", "accepted"])
def test_one_application_is_live_at_a_time(venue: Venue, alice: User, status: str) -> None:
    make.application(venue, status=status)
    assert code_of(CannotApply, lambda: start(venue, alice)) == "one_at_a_time"


@pytest.mark.parametrize("role", [Role.DESK, Role.PROGRAMMING, Role.FINANCE])
def test_only_who_administers_applies(venue: Venue, draft: Application, role: Role) -> None:
    other = member(venue=venue, role=role)
    assert code_of(CannotApply, lambda: start(venue, other)) == "not_allowed"
    assert code_of(CannotApply, lambda: save(draft, other, territory="Lot")) == "not_allowed"
    assert code_of(CannotApply, lambda: submit(draft, other)) == "not_allowed"


def test_a_stranger_does_not_apply_for_others(draft: Application, charlie: User) -> None:
    assert code_of(CannotApply, lambda: save(draft, charlie, territory="Lot")) == "not_allowed"


@pytest.mark.parametrize("state", ["rejected", "closed"])
def test_a_refused_or_closed_structure_does_not_apply(state: str) -> None:
    venue = VenueFactory(**{state: True})
    assert code_of(CannotApply, lambda: start(venue, member(venue=venue))) == "venue_closed"


def test_a_page_is_kept_answer_by_answer(draft: Application, alice: User) -> None:
    save(draft, alice, territory="  Lot, rien que le Lot ")
    draft.refresh_from_db()
    assert draft.territory == "Lot, rien que le Lot"
    assert draft.presentation == make.ANSWERS["presentation"]


def test_an_incomplete_page_is_kept_too(draft: Application, alice: User) -> None:
    save(draft, alice, presentation="", domains=[], levels=[], territory="")
    draft.refresh_from_db()
    assert (draft.presentation, draft.domains) == ("", [])


def test_an_unknown_code_is_refused(draft: Application, alice: User) -> None:
    assert code_of(CannotApply, lambda: save(draft, alice, domains=["POTERIE"])) == "unknown_answer"


def test_a_page_takes_its_own_answers_only(draft: Application, alice: User) -> None:
    with pytest.raises(KeyError, match="status"):
        save(draft, alice, status="accepted")


def add(draft: Application, actor: User, name: str = "statuts.pdf") -> Piece:
    return services.add_piece(
        application_id=draft.pk,
        kind=PieceKind.STATUTES,
        upload=make.upload(name),
        actor=actor,
        now=timezone.now(),
    )


def remove(piece: Piece, actor: User) -> None:
    services.remove_piece(
        application_id=piece.application_id, piece_id=piece.pk, actor=actor, now=timezone.now()
    )


def test_two_administrators_do_not_overwrite_each_other(draft: Application, alice: User) -> None:
    save(draft, alice, territory="Lot")
    refused = code_of(CannotApply, lambda: save(draft, alice, version=1, territory="Aveyron"))
    draft.refresh_from_db()
    assert (refused, draft.territory, draft.version) == ("changed_meanwhile", "Lot", 2)


def test_the_same_answers_again_are_no_new_version(draft: Application, alice: User) -> None:
    assert save(draft, alice, territory=draft.territory).version == 1


def test_a_file_does_not_outlive_the_act_that_failed(draft: Application, alice: User) -> None:
    names: list[str] = []

    def fail(**values: Any) -> None:
        names.append(draft.pieces.latest("pk").file.name)
        assert default_storage.exists(names[0])
        raise RuntimeError("the log is full")

    with without("schools.services.referencing.record", instead=fail), pytest.raises(RuntimeError):
        add(draft, alice)
    assert draft.pieces.count() == 1
    gc.collect()
    assert not default_storage.exists(names[0])


def test_ten_pieces_at_most(draft: Application, alice: User) -> None:
    for _ in range(MAX_PIECES - 1):
        add(draft, alice)
    assert code_of(CannotApply, lambda: add(draft, alice)) == "too_many_pieces"


def test_a_removed_piece_is_erased(
    draft: Application, alice: User, django_capture_on_commit_callbacks: Any
) -> None:
    piece = add(draft, alice)
    with django_capture_on_commit_callbacks(execute=True):
        remove(piece, alice)
    assert not default_storage.exists(piece.file.name)
    assert code_of(CannotApply, lambda: remove(piece, alice)) == "unknown_piece"


def test_a_file_shared_with_a_decided_application_stays(
    venue: Venue, alice: User, django_capture_on_commit_callbacks: Any
) -> None:
    decided = make.application(venue, status="refused")
    shared = start(venue, alice).pieces.get()
    with django_capture_on_commit_callbacks(execute=True):
        remove(shared, alice)
    assert default_storage.exists(decided.pieces.get().file.name)


# Handing in.


def submit(draft: Application, actor: User, *, honour: bool = True) -> Application:
    return services.submit(application_id=draft.pk, honour=honour, actor=actor, now=timezone.now())


def test_handing_in_freezes_the_region_of_the_head_office(draft: Application, alice: User) -> None:
    submit(draft, alice)
    draft.refresh_from_db()
    assert (draft.status, draft.region, draft.submitted_by) == ("submitted", make.OCCITANIE, alice)
    assert draft.honour
    Venue.objects.update(address=AddressFactory(overseas=True))
    draft.refresh_from_db()
    assert draft.region == make.OCCITANIE


def test_a_postal_code_gives_the_region_where_the_commune_is_unknown(alice: User, venue: Venue) -> None:
    venue.address = AddressFactory(insee_code="", postal_code="29200")
    venue.save()
    assert submit(make.application(venue), alice).region == make.BRITTANY


def test_a_head_office_out_of_france_has_no_commission(alice: User, venue: Venue) -> None:
    venue.address = AddressFactory(insee_code="", postal_code="98000")
    venue.save()
    draft = make.application(venue)
    assert code_of(CannotApply, lambda: submit(draft, alice)) == "no_region"


def test_an_incomplete_application_says_which_pages(draft: Application, alice: User) -> None:
    save(draft, alice, presentation="Trop court.")
    Piece.objects.all().delete()
    with pytest.raises(CannotApply, match=r"Projet, Pièces") as refusal:
        submit(draft, alice)
    assert refusal.value.code == "incomplete"


def test_without_the_statement_on_honour_nothing_leaves(draft: Application, alice: User) -> None:
    assert code_of(CannotApply, lambda: submit(draft, alice, honour=False)) == "honour_missing"


def test_what_was_handed_in_does_not_change(submitted: Application, alice: User) -> None:
    piece = submitted.pieces.get()
    for act in (
        lambda: save(submitted, alice, territory="Lot"),
        lambda: add(submitted, alice),
        lambda: remove(piece, alice),
        lambda: submit(submitted, alice),
    ):
        assert code_of(CannotApply, act) == "not_a_draft"


def test_a_draft_handed_in_meanwhile_is_judged_again(draft: Application, alice: User) -> None:
    with just_before("schools.locks.application", lambda: submit(draft, alice)):
        assert code_of(CannotApply, lambda: save(draft, alice, territory="Lot")) == "not_a_draft"


def test_a_structure_that_waits_for_validation_may_hand_in() -> None:
    venue = VenueFactory(pending=True)
    owner = member(venue=venue)
    assert submit(make.application(venue), owner).status == "submitted"


# Opinions.


def opine(
    application: Application,
    actor: User,
    *,
    authority: Authority = Authority.RECTORAT,
    verdict: Verdict = FAVOURABLE,
    reason: str = "",
) -> Act:
    return instruction.give_opinion(
        application_id=application.pk,
        authority=authority,
        verdict=verdict,
        reason=reason,
        actor=actor,
        now=timezone.now(),
    )


def decide(
    application: Application, actor: User, *, verdict: Verdict = ACCEPTED, reason: str = ""
) -> Application:
    return instruction.decide(
        application_id=application.pk, verdict=verdict, reason=reason, actor=actor, now=timezone.now()
    )


def withdraw(application: Application, actor: User, *, reason: str = "Le projet a cessé.") -> Application:
    return instruction.withdraw(application_id=application.pk, reason=reason, actor=actor, now=timezone.now())


def test_three_people_lead_an_application_to_acceptance(submitted: Application, venue: Venue) -> None:
    rectorat, drac = make.mandated("rectorat"), make.mandated("drac")
    commission = make.mandated("commission")
    opine(submitted, rectorat)
    opine(submitted, drac, authority=Authority.DRAC, verdict=Verdict.RESERVED, reason="À suivre.")
    decide(submitted, commission)
    submitted.refresh_from_db()
    assert (submitted.status, submitted.decided_by) == ("accepted", commission)
    assert [act.author for act in selectors.acts_of(application=submitted)] == [rectorat, drac, commission]
    assert selectors.is_referenced(venue_id=venue.pk)
    assert lock_referenced(venue_id=venue.pk) == submitted


def test_a_refusal_keeps_its_reason_and_frees_the_structure(
    opined: Application, venue: Venue, alice: User
) -> None:
    decide(opined, make.mandated("commission"), verdict=REFUSED, reason="Trop vague.")
    told = selectors.standing(venue_id=venue.pk)
    assert (told.state, told.application.reason, told.may_start) == (Standing.REFUSED, "Trop vague.", True)
    assert start(venue, alice).status == "draft"


def test_who_accepted_may_withdraw_later(opined: Application, venue: Venue) -> None:
    commission = make.mandated("commission")
    decide(opined, commission)
    withdraw(opined, commission)
    told = selectors.standing(venue_id=venue.pk)
    assert (told.state, told.application.reason) == (Standing.WITHDRAWN, "Le projet a cessé.")
    assert code_of(CannotPublishForSchools, lambda: lock_referenced(venue_id=venue.pk)) == "not_referenced"


WRONG_ACTORS = {
    "no_mandate": lambda venue: make.staff_member(),
    "other_region": lambda venue: make.mandated("rectorat", region=make.BRITTANY),
    "other_authority": lambda venue: make.mandated("drac"),
}


@pytest.mark.parametrize("code", WRONG_ACTORS)
def test_a_wrong_actor_gives_no_opinion(submitted: Application, venue: Venue, code: str) -> None:
    assert code_of(CannotInstruct, lambda: opine(submitted, WRONG_ACTORS[code](venue))) == code
    assert not Act.objects.exists()


def test_a_superuser_without_mandate_signs_nothing(opined: Application) -> None:
    boss = StaffFactory()
    assert code_of(CannotInstruct, lambda: decide(opined, boss)) == "no_mandate"


def test_a_mandate_that_ended_signs_nothing(submitted: Application) -> None:
    user = make.staff_member()
    mandate = make.mandate(user, authority="rectorat")
    mandates.end_mandate(mandate_id=mandate.pk, actor=StaffFactory(), now=timezone.now())
    assert code_of(CannotInstruct, lambda: opine(submitted, user)) == "no_mandate"


@pytest.mark.parametrize("ended", [False, True])
def test_who_works_there_does_not_instruct(submitted: Application, venue: Venue, ended: bool) -> None:
    insider = member(venue=venue, role=Role.DESK, email="double@staff.example", is_staff=True)
    insider.memberships.update(ended_at=ahead(days=1) if ended else None)
    make.mandate(insider, authority="rectorat")
    assert code_of(CannotInstruct, lambda: opine(submitted, insider)) == "own_structure"


def test_a_sister_structure_counts_too(submitted: Application, venue: Venue) -> None:
    sister = VenueFactory(legal_entity=venue.legal_entity)
    insider = member(venue=sister, is_staff=True)
    make.mandate(insider, authority="rectorat")
    assert code_of(CannotInstruct, lambda: opine(submitted, insider)) == "own_structure"


def test_one_person_signs_one_act(submitted: Application) -> None:
    """Even when a mandate follows another: the service says it."""
    user, boss = make.staff_member(), StaffFactory()
    first = make.mandate(user, authority="rectorat")
    opine(submitted, user)
    mandates.end_mandate(mandate_id=first.pk, actor=boss, now=timezone.now())
    make.mandate(user, authority="drac")
    refused = code_of(CannotInstruct, lambda: opine(submitted, user, authority=Authority.DRAC))
    assert refused == "same_person"


def test_an_opinion_is_given_once(submitted: Application) -> None:
    opine(submitted, make.mandated("rectorat"))
    other = make.mandated("rectorat")
    assert code_of(CannotInstruct, lambda: opine(submitted, other)) == "already_given"


@pytest.mark.parametrize("known", [(), (ActKind.RECTORAT,), (ActKind.DRAC,)])
def test_no_decision_before_both_opinions(submitted: Application, known: tuple[ActKind, ...]) -> None:
    for kind in known:
        make.act(submitted, kind, FAVOURABLE)
    commission = make.mandated("commission")
    assert code_of(CannotInstruct, lambda: decide(submitted, commission)) == "opinions_missing"


@pytest.mark.parametrize("status", ["accepted", "refused", "withdrawn"])
def test_nothing_is_signed_after_the_decision(venue: Venue, alice: User, status: str) -> None:
    decided = make.application(venue, status=status)
    rectorat, commission = make.mandated("rectorat"), make.mandated("commission")
    assert code_of(CannotInstruct, lambda: opine(decided, rectorat)) == "already_decided"
    assert code_of(CannotInstruct, lambda: decide(decided, commission)) == "already_decided"


def test_a_draft_is_not_instructed(draft: Application) -> None:
    Application.objects.update(region=make.OCCITANIE)
    rectorat = make.mandated("rectorat")
    assert code_of(CannotInstruct, lambda: opine(draft, rectorat)) == "not_submitted"


def test_only_a_referencing_that_was_granted_is_withdrawn(opined: Application) -> None:
    commission = make.mandated("commission")
    assert code_of(CannotInstruct, lambda: withdraw(opined, commission)) == "not_accepted"


@pytest.mark.parametrize("verdict", [Verdict.RESERVED, Verdict.UNFAVOURABLE])
def test_a_reserve_says_why(submitted: Application, verdict: Verdict) -> None:
    rectorat = make.mandated("rectorat")
    assert (
        code_of(CannotInstruct, lambda: opine(submitted, rectorat, verdict=verdict, reason=" "))
        == "reason_missing"
    )


def test_a_refusal_and_a_withdrawal_say_why(opined: Application) -> None:
    commission = make.mandated("commission")
    refused = code_of(CannotInstruct, lambda: decide(opined, commission, verdict=REFUSED))
    decide(opined, commission)
    assert [refused, code_of(CannotInstruct, lambda: withdraw(opined, commission, reason=""))] == [
        "reason_missing"
    ] * 2


def test_an_opinion_does_not_decide(submitted: Application) -> None:
    rectorat = make.mandated("rectorat")
    assert code_of(CannotInstruct, lambda: opine(submitted, rectorat, verdict=ACCEPTED)) == "unknown_verdict"


def test_a_structure_that_is_not_validated_is_not_referenced() -> None:
    venue = VenueFactory(pending=True)
    file = make.application(venue, status="submitted")
    for kind in (ActKind.RECTORAT, ActKind.DRAC):
        make.act(file, kind, FAVOURABLE)
    commission = make.mandated("commission")
    assert code_of(CannotInstruct, lambda: decide(file, commission)) == "venue_not_validated"
    assert decide(file, commission, verdict=REFUSED, reason="Non.").status == "refused"


# What a structure is told.


@pytest.mark.parametrize("status", ["draft", "submitted", "accepted", "refused", "withdrawn"])
def test_a_structure_stands_where_its_application_does(venue: Venue, alice: User, status: str) -> None:
    file = make.application(venue, status=status)
    told = selectors.standing(venue_id=venue.pk)
    assert (told.application, told.is_referenced) == (file, status == "accepted")
    assert told.is_referenced is selectors.is_referenced(venue_id=venue.pk)
    assert told.may_start is (status in {"refused", "withdrawn"})


def test_a_structure_that_never_applied(venue: Venue) -> None:
    told = selectors.standing(venue_id=venue.pk)
    assert (told.state, told.application, told.may_start) == (Standing.NEVER, None, True)
    assert told.label == "Pas encore demandé"


@pytest.mark.parametrize("status", ["closed", "rejected", "pending"])
def test_a_structure_that_is_not_open_is_not_referenced(venue: Venue, alice: User, status: str) -> None:
    make.referenced(venue)
    Venue.objects.update(status=status, decision_reason="Fini.")
    told = selectors.standing(venue_id=venue.pk)
    assert (told.state, told.is_referenced, told.may_start) == (Standing.SUSPENDED, False, False)
    assert not selectors.is_referenced(venue_id=venue.pk)
    assert code_of(CannotPublishForSchools, lambda: lock_referenced(venue_id=venue.pk)) == "venue_closed"


def test_the_new_application_counts_not_the_refused_one(venue: Venue, alice: User) -> None:
    make.application(venue, status="refused")
    make.application(venue)
    assert selectors.standing(venue_id=venue.pk).state == Standing.DRAFT
