"""Whatever is typed: no exception, offsets inside the text, the same reading twice, no word lost, no slow line."""

import re
import time
from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from circuits.reading import prose_words
from circuits.reading.amounts import read_duration, read_price, read_seats, read_version
from circuits.reading.anything import read_any
from circuits.reading.calendar_words import WEEKDAY_OF
from circuits.reading.dates import read_day
from circuits.reading.films import read_film
from circuits.reading.places import read_place
from circuits.reading.prose import read
from circuits.reading.refusals import UnreadableFile
from circuits.reading.schedules import days_of
from circuits.reading.tables import read_file
from circuits.reading.texts import clean, flat
from circuits.reading.times import read_moment, read_time
from circuits.reading.values import Context, Reading
from tests.circuits.reading_support import ALONE, CONTEXT


def pieces(text: str) -> tuple[str, ...]:
    return tuple(text.split(" "))


PIECES = pieces(
    "jeudi jeudis le les du au 14 21 31 30/02 1/7 janvier février mars 2027 14/01 14/01/2027 2027-01-14 20h30 18h "
    "midi minuit 24h00 25:00 tous sauf de à Cajarc Figeac salle des fêtes foyer rural « Les Noyers » Capitaine VF "
    "VO 4,50 € 5€ gratuit , ; : ( ) – - | / . ! 46160 80 places tarif réduit et premier 1er 99999 0 -4 Film Date "
    "Heure Commune idem \" ' ’ œ é \ufeff 😀 ² ① ५ 05 65 12 34 56 a@b.fr Total • film : 1h35 moins de 18 ans"
)
LIKELY = st.lists(st.sampled_from([*PIECES, "\t", "\n", "\n\n"]), max_size=50).map(" ".join)
ANY = st.one_of(st.text(max_size=200), LIKELY, st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
CELLS: tuple[Callable[[str], object], ...] = (
    *(read_time, read_price, read_seats, read_version, read_duration, read_film),
    lambda text: read_day(text, CONTEXT),
    lambda text: read_moment(text, CONTEXT),
    lambda text: read_place(text, CONTEXT),
    lambda text: days_of(text, CONTEXT),
)


def read_or_refused(
    text: str, context: Context, reader: Callable[[str, Context], Reading] = read_any
) -> Reading | None:
    try:
        return reader(text, context)
    except UnreadableFile:
        return None


@given(ANY)
def test_a_cell_never_breaks_a_reader(text: str) -> None:
    for reader in CELLS:
        reader(text)


@given(ANY, st.sampled_from([ALONE, CONTEXT]))
def test_any_text_is_read_and_offsets_stay_inside_it(text: str, context: Context) -> None:
    for reader in (read_any, read):
        reading = read_or_refused(text, context, reader)
        for span in spans(reading) if reading else ():
            assert 0 <= span[0] <= span[1] <= len(reading.text if reading else "")


def spans(reading: Reading) -> list[tuple[int, int]]:
    found = [span for line in reading.lines for read in line.fields.values() for span in read.spans]
    found += [one.span for one in reading.ignored if one.span]
    return [(span.start, span.end) for span in found]


@given(LIKELY)
def test_the_same_text_is_read_the_same_twice(text: str) -> None:
    assert read_or_refused(text, CONTEXT) == read_or_refused(text, CONTEXT)


@given(LIKELY)
def test_no_problem_is_without_remedy_and_no_value_beside_it(text: str) -> None:
    reading = read_or_refused(text, CONTEXT)
    problems = [problem for line in reading.lines for problem in line.all_problems] if reading else []
    assert all(problem.message and problem.remedy for problem in problems)


LINKING = {
    flat(word) for word in (*prose_words.LINKS, *prose_words.DROP_AT_END, *prose_words.OPENERS, *WEEKDAY_OF)
}


@given(LIKELY)
@settings(max_examples=200)
def test_no_word_of_prose_is_lost(text: str) -> None:
    reading = read_or_refused(text, CONTEXT, read)
    if reading is None:
        return
    rest = list(reading.text)
    for start, end in spans(reading):
        rest[start:end] = " " * (end - start)
    lost = set(re.findall(r"[^\W\d_]{2,}", flat("".join(rest)))) - LINKING
    assert lost <= UNTOLD, lost


UNTOLD = {"premier", "janvier", "fevrier", "mars", "er"}  # a month said alone is a title, without offset


@given(ANY)
def test_a_flat_text_is_as_long_as_the_text(text: str) -> None:
    assert len(flat(clean(text))) == len(clean(text))


@given(st.binary(max_size=400), st.sampled_from(["a.csv", "a.xlsx", "a.xls", ""]))
def test_any_bytes_are_read_or_refused(content: bytes, name: str) -> None:
    for start in (b"", b"PK\x03\x04", b"\xff\xfe"):
        with suppress(UnreadableFile):
            assert read_file(start + content, name).rows


LONG = [
    "1, ",
    "le ",
    "14 janvier, ",
    "20h30 ",
    "à A ",
    "46160 ",
    "salle b ",
    "(",
    "« ",
    '"',
    "du 1 au ",
    "tous les jeudis ",
    "jeudi ",
]
LONG += [
    "- ",
    "a. ",
    "4 € ",
    "5/",
    "1 ",
    "sauf le ",
    "film : ",
    "x;",
    "Cajarc ",
    "'",
    "1.",
    "premier ",
    "a@b.",
    "+33 ",
    "20h-",
    "9",
]


@pytest.mark.slow
@pytest.mark.parametrize("unit", LONG)
def test_a_line_of_ten_thousand_letters_is_read_in_a_moment(unit: str) -> None:
    text = (unit * 10_000)[:10_000]
    began = time.perf_counter()
    for reader in CELLS:
        reader(text)
    read_or_refused(text, CONTEXT, read)
    assert time.perf_counter() - began < 10  # a reader that looks back at every letter takes minutes


def programme(lines: int) -> str:
    rows = (
        f"{14 + index % 15}/01/2027\t20h30\tCommune {index}\tSalle\tFilm {index % 7}\t4,50 €\t80"
        for index in range(lines - 1)
    )
    return "\n".join(["Date\tHeure\tCommune\tSalle\tFilm\tTarif\tPlaces", *rows])


def seconds(text: str) -> float:
    """The best of three: what else the machine does only adds."""
    best = float("inf")
    for _ in range(3):
        began = time.process_time()
        read_any(text, CONTEXT)
        best = min(best, time.process_time() - began)
    return best


@pytest.mark.slow
def test_five_times_the_lines_take_about_five_times_as_long() -> None:
    assert seconds(programme(5_000)) / seconds(programme(1_000)) < 8
