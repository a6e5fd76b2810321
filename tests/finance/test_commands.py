"""Commands and tasks: one line last, and nothing the second time."""

import io
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from core.management.at import instant
from core.models import ActionLog
from finance import tasks
from finance.models import Transfer
from tests.finance import factories as make
from tests.finance.factories import CLOSING, DAY

AT = CLOSING.isoformat()


def said(*words: str) -> str:
    out = io.StringIO()
    call_command(*words, stdout=out)
    return out.getvalue().splitlines()[-1]


@pytest.mark.django_db
def test_pricing_says_how_many_and_does_nothing_twice() -> None:
    make.used(make.venue())
    assert said("price_bookings", "--at", DAY.isoformat()) == "priced: 1"
    assert said("price_bookings", "--at", DAY.isoformat()) == "priced: 0"


@pytest.mark.django_db
def test_the_road_to_a_settled_transfer_in_two_commands() -> None:
    make.used(make.payable_venue())
    assert [said("close_half_month", "--at", AT), said("close_half_month", "--at", AT)] == [
        "closed: 1",
        "closed: 0",
    ]
    file = ["settle_transfers", "--file", "PASSCULTURE-2026-20", "--at", AT]
    assert [said(*file), said(*file)] == ["settled: 1", "settled: 0"]
    assert Transfer.objects.get().settled_at == CLOSING


@pytest.mark.django_db
def test_the_bank_names_what_it_sends_back() -> None:
    make.used(make.payable_venue())
    said("close_half_month", "--at", AT)
    transfer = Transfer.objects.get()
    said("settle_transfers", "--file", transfer.bank_file.msg_id, "--rejected", transfer.end_to_end_id)
    transfer.refresh_from_db()
    assert transfer.status == "rejected"


@pytest.mark.django_db
def test_an_unknown_file_is_said() -> None:
    with pytest.raises(CommandError, match="Aucun fichier bancaire ne porte l’identifiant « NOPE »"):
        said("settle_transfers", "--file", "NOPE")


@pytest.mark.django_db
def test_without_a_file_the_waiting_ones_are_listed() -> None:
    make.used(make.payable_venue())
    said("close_half_month", "--at", AT)
    heard = io.StringIO()
    with pytest.raises(SystemExit) as stop:
        call_command("settle_transfers", stderr=heard)
    assert stop.value.code == 2
    assert "--file PASSCULTURE-2026-20" in heard.getvalue()


@pytest.mark.django_db
def test_a_rehearsal_names_two_people(settings: pytest.FixtureRequest) -> None:
    settings.DEBUG = True
    first, second = make.staff(), make.staff()
    people = ["--presented-by", first.email, "--approved-by", second.email]
    assert said("close_half_month", "--at", AT, *people) == "closed: 0"
    log = ActionLog.objects.get(verb="half_month.closed")
    assert (log.actor, log.comment) == (second, f"présentée par {first.email}")


@pytest.mark.django_db
@pytest.mark.parametrize("debug", [True, False])
def test_one_person_cannot_do_both_nor_outside_a_rehearsal(
    settings: pytest.FixtureRequest, debug: bool
) -> None:
    settings.DEBUG = debug
    one, two = make.staff().email, make.staff().email
    people = ["--presented-by", one, "--approved-by", one if debug else two]
    with pytest.raises(CommandError):
        said("close_half_month", "--at", AT, *people)


@pytest.mark.parametrize(
    "raw", ["2026-11-16T05:00:00+01:00", "2026-11-16T04:00:00Z", "2026-11-16 04:00+00:00"]
)
def test_an_instant_is_read_with_its_zone(raw: str) -> None:
    assert instant(raw) == datetime(2026, 11, 16, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("raw", "why"), [("2026-11-16T05:00:00", "no time zone"), ("demain", "not an ISO 8601")]
)
def test_an_instant_that_means_nothing_is_refused(raw: str, why: str) -> None:
    with pytest.raises(CommandError, match=why):
        call_command("price_bookings", "--at", raw)


@pytest.mark.django_db
def test_the_tasks_do_the_same_and_nothing_twice() -> None:
    make.used(make.payable_venue(), on=timezone.now(), starts_at=None)
    assert [tasks.price_bookings(), tasks.price_bookings()] == [1, 0]
    assert [tasks.close_half_month(), tasks.close_half_month()] == [0, 0]
