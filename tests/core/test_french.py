"""Dates, hours and numbers as a French reader writes them."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import french

NBSP, THIN = "\u00a0", "\u202f"
ZONES = st.sampled_from(
    ["Europe/Paris", "Indian/Reunion", "America/Miquelon", "Pacific/Noumea", "Pacific/Marquesas"]
)
FRIDAY = datetime(2026, 11, 13, 19, 30, tzinfo=UTC)


def test_a_day_is_written_in_full() -> None:
    assert french.show_day(FRIDAY) == f"vendredi 13{NBSP}novembre{NBSP}2026"


def test_a_short_day_says_no_year_unless_asked() -> None:
    assert french.show_day_short(FRIDAY) == f"ven.{NBSP}13{NBSP}nov."
    assert french.show_day_short(FRIDAY, year=True).endswith(f"nov.{NBSP}2026")


def test_the_first_of_a_month_is_an_ordinal() -> None:
    assert french.show_day(date(2026, 2, 1)) == f"dimanche 1er{NBSP}février{NBSP}2026"


@pytest.mark.parametrize(
    ("minute", "shown"), [(0, f"20{NBSP}h"), (5, f"20{NBSP}h{NBSP}05"), (30, f"20{NBSP}h{NBSP}30")]
)
def test_an_hour_drops_its_empty_minutes(minute: int, shown: str) -> None:
    assert french.show_hour(datetime(2026, 11, 13, 19, minute, tzinfo=UTC)) == shown


def test_a_moment_is_read_on_the_clock_of_the_hall_and_names_it() -> None:
    assert (
        french.show_moment(FRIDAY, "Indian/Reunion") == f"ven.{NBSP}13{NBSP}nov., 23:30 (heure de La Réunion)"
    )


def test_the_day_itself_follows_the_hall() -> None:
    assert french.show_day(FRIDAY, "Pacific/Noumea").startswith("samedi 14")


def test_paris_goes_without_saying() -> None:
    assert french.show_clock(FRIDAY, "Europe/Paris") == french.show_clock(FRIDAY) == "20:30"


def test_an_unlisted_zone_is_named_by_its_city() -> None:
    assert french.zone_name("Atlantic/Azores") == "heure de Azores"


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        french.show_clock(datetime(2026, 11, 13, 20, 30))


@given(at=st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC)), zone=ZONES)
def test_every_clock_shown_is_the_clock_of_the_hall(at: datetime, zone: str) -> None:
    local = at.astimezone(ZoneInfo(zone))
    assert french.show_clock(at, zone)[:5] == f"{local.hour:02d}:{local.minute:02d}"
    assert str(local.day) in french.show_day_short(at, zone)


@pytest.mark.parametrize(
    ("number", "shown"), [(0, "0 place"), (1, "1 place"), (2, "2 places"), (1200, f"1{THIN}200 places")]
)
def test_the_plural_begins_at_two(number: int, shown: str) -> None:
    assert french.count(number, one="place", many="places") == shown.replace(" ", NBSP)


def test_an_iban_shows_its_last_four_characters_alone() -> None:
    assert french.masked_iban("0142").replace(NBSP, " ") == "•••• •••• •••• 0142"


@pytest.mark.parametrize(
    ("typed", "set_"),
    [
        ("Pour qui ?", "Pour qui_?"),
        ("« Le Rex » : 4 €", "«_Le Rex_»_: 4_€"),
        ("Rien à changer.", "Rien à changer."),
        ("Voir https://exemple.fr", "Voir https://exemple.fr"),
    ],
)
def test_punctuation_never_begins_a_line(typed: str, set_: str) -> None:
    assert french.typeset(typed) == set_.replace("_", NBSP)


@given(st.text())
def test_typesetting_twice_changes_nothing_more(text: str) -> None:
    assert french.typeset(french.typeset(text)) == french.typeset(text)
