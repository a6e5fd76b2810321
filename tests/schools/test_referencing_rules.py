"""The tables of referencing, and what its rules say."""

from dataclasses import replace
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schools import programmes, regions
from schools.errors import CannotInstruct
from schools.rules.referencing import (
    FIELDS_OF,
    Answers,
    Facts,
    Step,
    acts_open_to,
    blockers_to_sign,
    event_of,
    lacking,
)
from schools.states import (
    ACT_LABELS,
    APPLICATION_LABELS,
    AUTHORITY_LABELS,
    DECIDED,
    LIVE,
    NEED_A_REASON,
    OPINIONS,
    PIECE_LABELS,
    SIGNED_BY,
    STANDING_LABELS,
    VERDICT_LABELS,
    VERDICTS_OF,
    ActKind,
    ApplicationEvent,
    ApplicationStatus,
    Authority,
    PieceKind,
    Standing,
    Verdict,
    application_target,
    standing_of,
)
from tests.schools.referencing import ANSWERS

FULL = Answers(**{key: tuple(v) if isinstance(v, list) else v for key, v in ANSWERS.items()}, pieces=1)
HERE = Facts(
    status=ApplicationStatus.SUBMITTED,
    region="76",
    mandates=frozenset({("rectorat", "76")}),
)
OPINED = frozenset({ActKind.RECTORAT, ActKind.DRAC})
DECIDER = replace(HERE, mandates=frozenset({("commission", "76")}), signed=OPINED)
AUTHORITIES = st.sampled_from([str(one) for one in Authority])


# Tables.


@pytest.mark.parametrize(
    ("table", "states"),
    [
        (APPLICATION_LABELS, ApplicationStatus),
        (STANDING_LABELS, Standing),
        (ACT_LABELS, ActKind),
        (VERDICT_LABELS, Verdict),
        (AUTHORITY_LABELS, Authority),
        (PIECE_LABELS, PieceKind),
        (SIGNED_BY, ActKind),
        (VERDICTS_OF, ActKind),
    ],
)
def test_every_state_has_its_words(table: dict[Any, Any], states: Any) -> None:
    assert list(table) == list(states)


MOVES = {
    ("draft", "submit"): "submitted",
    ("submitted", "accept"): "accepted",
    ("submitted", "refuse"): "refused",
    ("accepted", "withdraw"): "withdrawn",
}


@pytest.mark.parametrize(("status", "event"), list(product(ApplicationStatus, ApplicationEvent)))
def test_an_application_moves_by_the_table_alone(status: ApplicationStatus, event: ApplicationEvent) -> None:
    assert application_target(status=status, event=event) == MOVES.get((status, event))


def test_a_structure_stands_where_its_last_application_does() -> None:
    told = [standing_of(None), *map(standing_of, ApplicationStatus)]
    assert told == [one for one in Standing if one != Standing.SUSPENDED]


def test_a_structure_that_is_not_open_keeps_nothing_of_its_referencing() -> None:
    told = {status: standing_of(status, venue_validated=False) for status in ApplicationStatus}
    assert told.pop(ApplicationStatus.ACCEPTED) == Standing.SUSPENDED
    assert told == {status: standing_of(status) for status in told}


def test_an_application_is_live_or_over() -> None:
    assert set(LIVE) | set(DECIDED) == set(ApplicationStatus)
    assert set(LIVE) & set(DECIDED) == {ApplicationStatus.ACCEPTED}


def test_each_verdict_is_said_by_one_sort_of_act() -> None:
    said = [
        verdict
        for kind in (ActKind.DRAC, ActKind.DECISION, ActKind.WITHDRAWAL)
        for verdict in VERDICTS_OF[kind]
    ]
    assert said == list(Verdict)
    assert VERDICTS_OF[ActKind.RECTORAT] == VERDICTS_OF[ActKind.DRAC]
    assert [event_of(one) for one in VERDICTS_OF[ActKind.DRAC]] == [None] * 3
    assert {*Verdict} - {*NEED_A_REASON} == {Verdict.FAVOURABLE, Verdict.ACCEPTED}


# What lacks.


def test_a_full_application_lacks_nothing() -> None:
    assert lacking(FULL) == []
    assert lacking(replace(FULL, references="")) == []  # a newcomer has none
    assert lacking(replace(FULL, usual_price_cents=0)) == []


def test_an_empty_one_lacks_everything_that_is_asked() -> None:
    asked = {name for names in FIELDS_OF.values() for name in names} - {"references"}
    assert {lack.field for lack in lacking(Answers())} == asked | {"file"}


@pytest.mark.parametrize(
    "name", [name for names in FIELDS_OF.values() for name in names if name != "references"]
)
def test_one_missing_answer_is_named_with_its_page(name: str) -> None:
    empty = replace(FULL, **{name: getattr(Answers(), name)})
    (lack,) = lacking(empty)
    assert lack.field == name
    assert name in FIELDS_OF[lack.step]


def test_pieces_are_asked_too() -> None:
    assert [(lack.step, lack.field) for lack in lacking(replace(FULL, pieces=0))] == [(Step.PIECES, "file")]


@given(st.integers(0, 600))
def test_a_presentation_has_three_hundred_characters(length: int) -> None:
    assert bool(lacking(replace(FULL, presentation="x" * length))) is (length < 300)


# Who signs what.


def blockers(kind: ActKind, verdict: Verdict, facts: Facts) -> list[str]:
    return list(blockers_to_sign(kind=kind, verdict=verdict, facts=facts))


def opinion(facts: Facts) -> list[str]:
    return blockers(ActKind.RECTORAT, Verdict.FAVOURABLE, facts)


def test_each_signs_their_own_act() -> None:
    assert opinion(HERE) == []
    assert blockers(ActKind.DECISION, Verdict.ACCEPTED, DECIDER) == []
    accepted = replace(DECIDER, status=ApplicationStatus.ACCEPTED, signed=OPINED | {ActKind.DECISION})
    assert blockers(ActKind.WITHDRAWAL, Verdict.WITHDRAWN, accepted) == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"mandates": frozenset()}, "no_mandate"),
        ({"mandates": frozenset({("rectorat", "53")})}, "other_region"),
        ({"mandates": frozenset({("drac", "76"), ("rectorat", "53")})}, "other_authority"),
        ({"own_structure": True}, "own_structure"),
        ({"status": ApplicationStatus.DRAFT}, "not_submitted"),
        ({"status": ApplicationStatus.ACCEPTED}, "already_decided"),
        ({"status": ApplicationStatus.REFUSED}, "already_decided"),
        ({"signed": frozenset({ActKind.RECTORAT})}, "already_given"),
        ({"signed_by_actor": frozenset({ActKind.DRAC})}, "same_person"),
    ],
)
def test_a_wrong_opinion_is_blocked(changes: dict[str, Any], code: str) -> None:
    assert opinion(replace(HERE, **changes)) == [code]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"signed": frozenset({ActKind.RECTORAT})}, "opinions_missing"),
        ({"signed": frozenset()}, "opinions_missing"),
        ({"signed": OPINED | {ActKind.DECISION}}, "already_given"),
        ({"mandates": frozenset({("rectorat", "76")})}, "other_authority"),
        ({"signed_by_actor": frozenset({ActKind.DRAC})}, "same_person"),
        ({"venue_validated": False}, "venue_not_validated"),
    ],
)
def test_a_wrong_decision_is_blocked(changes: dict[str, Any], code: str) -> None:
    assert blockers(ActKind.DECISION, Verdict.ACCEPTED, replace(DECIDER, **changes)) == [code]


def test_a_structure_that_is_not_validated_may_be_refused() -> None:
    assert blockers(ActKind.DECISION, Verdict.REFUSED, replace(DECIDER, venue_validated=False)) == []


def test_who_accepted_may_withdraw_but_not_who_advised() -> None:
    facts = replace(DECIDER, status=ApplicationStatus.ACCEPTED, signed=OPINED | {ActKind.DECISION})
    by_decider = replace(facts, signed_by_actor=frozenset({ActKind.DECISION}))
    by_adviser = replace(facts, signed_by_actor=frozenset({ActKind.DRAC}))
    assert blockers(ActKind.WITHDRAWAL, Verdict.WITHDRAWN, by_decider) == []
    assert blockers(ActKind.WITHDRAWAL, Verdict.WITHDRAWN, by_adviser) == ["same_person"]


@pytest.mark.parametrize("status", [one for one in ApplicationStatus if one != ApplicationStatus.ACCEPTED])
def test_only_an_accepted_file_is_withdrawn(status: ApplicationStatus) -> None:
    facts = replace(DECIDER, status=status)
    assert blockers(ActKind.WITHDRAWAL, Verdict.WITHDRAWN, facts) == ["not_accepted"]


FACTS = st.builds(
    Facts,
    status=st.sampled_from(ApplicationStatus),
    region=st.sampled_from(["76", "53"]),
    mandates=st.frozensets(st.tuples(AUTHORITIES, st.sampled_from(["76", "53"])), max_size=3),
    signed=st.frozensets(st.sampled_from(ActKind)),
    signed_by_actor=st.frozensets(st.sampled_from(ActKind), max_size=2),
    own_structure=st.booleans(),
    venue_validated=st.booleans(),
)


@given(FACTS)
def test_nobody_signs_for_another_region_or_authority(facts: Facts) -> None:
    for kind in acts_open_to(facts=facts):
        assert (str(SIGNED_BY[kind]), facts.region) in facts.mandates
        assert kind not in facts.signed
        assert not facts.own_structure


@given(FACTS, st.sampled_from(ActKind), st.sampled_from(Verdict))
def test_every_refusal_has_its_sentence(facts: Facts, kind: ActKind, verdict: Verdict) -> None:
    assert set(blockers(kind, verdict, facts)) <= CannotInstruct.messages.keys()


def test_opinions_come_from_two_authorities() -> None:
    assert [SIGNED_BY[kind] for kind in OPINIONS] == [Authority.RECTORAT, Authority.DRAC]


# Regions and programmes.


@pytest.mark.parametrize(
    ("code", "region"),
    [
        ("46042", "Occitanie"),
        ("46160", "Occitanie"),
        ("2A004", "Corse"),
        ("2b033", "Corse"),
        ("20000", "Corse"),
        ("29019", "Bretagne"),
        ("75056", "Île-de-France"),
        ("97411", "La Réunion"),
        ("97105", "Guadeloupe"),
        ("97209", "Martinique"),
        ("97302", "Guyane"),
        ("97611", "Mayotte"),
        ("97502", "Collectivités d’outre-mer"),
        ("98818", "Collectivités d’outre-mer"),
    ],
)
def test_a_commune_is_in_its_region(code: str, region: str) -> None:
    assert regions.REGIONS[regions.region_of(code)] == region


@pytest.mark.parametrize("code", ["", "00000", "99100", "98000", "XX123"])
def test_what_is_not_in_france_has_no_region(code: str) -> None:
    with pytest.raises(LookupError):
        regions.region_of(code)


METROPOLE = {f"{n:02d}" for n in range(1, 96) if n != 20} | {"2A", "2B"}
OVERSEAS = {"971", "972", "973", "974", "976"}


@pytest.mark.parametrize("department", sorted(METROPOLE | OVERSEAS))
def test_every_department_has_a_region(department: str) -> None:
    assert regions.region_of(f"{department:0<5}") in regions.REGIONS


def test_labels_follow_the_order_of_their_table() -> None:
    assert programmes.labels(["TERMINALE", "SIXIEME"], table=programmes.LEVELS) == [
        "Collège, 6e",
        "Lycée, terminale",
    ]
    assert programmes.labels([], table=programmes.DOMAINS) == []
    with pytest.raises(ValueError, match="POTERIE"):
        programmes.labels(["POTERIE"], table=programmes.DOMAINS)
