"""The life of a booking is one table."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from bookings.states import (
    LABELS,
    LIVE,
    REASON_LABELS,
    SPENT,
    TRANSITIONS,
    VALIDATION_LABELS,
    Event,
    Reason,
    Status,
    Validation,
    target,
)

events = st.lists(st.sampled_from(Event), max_size=30)


def lived(moves: list[Event], *, start: Status = Status.BOOKED) -> list[Status]:
    """The states a booking goes through; what is not legal changes nothing."""
    states = [start]
    for event in moves:
        states.append(target(status=states[-1], event=event) or states[-1])
    return states


def test_the_table_is_the_one_of_the_contract() -> None:
    assert TRANSITIONS == {
        (Status.BOOKED, Event.USE): Status.USED,
        (Status.BOOKED, Event.CANCEL): Status.CANCELLED,
        (Status.USED, Event.UNUSE): Status.BOOKED,
        (Status.USED, Event.PAY): Status.REIMBURSING,
        (Status.REIMBURSING, Event.SETTLE): Status.REIMBURSED,
        (Status.REIMBURSING, Event.REJECT): Status.USED,
    }


@given(moves=events)
def test_reimbursed_and_cancelled_are_the_end(moves: list[Event]) -> None:
    assert set(lived(moves, start=Status.REIMBURSED)) == {Status.REIMBURSED}
    assert set(lived(moves, start=Status.CANCELLED)) == {Status.CANCELLED}


@given(moves=events)
def test_what_was_attended_is_never_cancelled_without_being_taken_back_first(moves: list[Event]) -> None:
    states = lived(moves)
    assert all(
        before == Status.BOOKED
        for before, after in itertools.pairwise(states)
        if after == Status.CANCELLED != before
    )


@given(moves=events)
def test_money_moves_only_for_what_was_attended(moves: list[Event]) -> None:
    states = lived(moves)
    for before, after in itertools.pairwise(states):
        if after == Status.REIMBURSING:
            assert before in {Status.USED, Status.REIMBURSING}
        if after == Status.REIMBURSED:
            assert before in {Status.REIMBURSING, Status.REIMBURSED}


def test_every_state_is_live_or_cancelled_and_every_word_is_said() -> None:
    assert LIVE | {Status.CANCELLED} == set(Status)
    assert SPENT < LIVE
    assert set(LABELS) == set(Status)
    assert set(REASON_LABELS) == set(Reason)
    assert set(VALIDATION_LABELS) == set(Validation)
