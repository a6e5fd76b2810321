"""A table into lines: values, problems, what is carried, what is not a line."""

from datetime import date, timedelta

import pytest

from circuits.reading.anything import read_any
from circuits.reading.values import Context, Field, Origin, Reading
from tests.circuits.reading_support import (
    ALONE,
    CONTEXT,
    TODAY,
    asked,
    briefly,
    codes,
    left_over,
    notes,
    written,
)

HEAD = "Date\tHeure\tCommune\tSalle\tFilm\tTarif\tPlaces\n"


def table(*rows: str, head: str = HEAD, context: Context = CONTEXT) -> Reading:
    return read_any(head + "\n".join(row.replace("|", "\t") for row in rows), context)


def test_a_line_has_every_value() -> None:
    line = table("14/01|20h30|Cajarc|Foyer rural|Les Noyers (VO)|5 € / 3,50 €|80").lines[0]
    found = {about: read.value for about, read in line.fields.items() if read.value is not None}
    assert found == {
        Field.DAY: date(2027, 1, 14),
        Field.TIME: line.time.value,
        Field.FILM: "Les Noyers",
        Field.HALL: "Foyer rural",
        Field.COMMUNE: "Cajarc",
        Field.PRICE: 500,
        Field.REDUCED: 350,
        Field.SEATS: 80,
        Field.VERSION: "VO",
    }


def test_offsets_say_where_each_value_was_read() -> None:
    reading = table("14/01|20h30|Cajarc (46160)|Foyer|Les Noyers (VO)|5 € / 3,50 €|80")
    line = reading.lines[0]
    abouts = (
        Field.DAY,
        Field.TIME,
        Field.COMMUNE,
        Field.POSTAL_CODE,
        Field.FILM,
        Field.VERSION,
        Field.REDUCED,
    )
    assert [written(reading, line, about) for about in abouts] == [
        "14/01",
        "20h30",
        "Cajarc",
        "46160",
        "Les Noyers",
        "VO",
        "3,50 €",
    ]


def test_what_is_written_once_is_carried_down_and_said() -> None:
    lines = table(
        "14/01|18h|Cajarc|Foyer|Les Noyers|4|80", "|20h30||||4|80", "15/01|18h|Figeac||Capitaine|4|80"
    ).lines
    assert [briefly(line) for line in lines] == [
        "14/01 18:00 Cajarc | Les Noyers",
        "14/01 20:30 Cajarc | Les Noyers",
        "15/01 18:00 Figeac | Capitaine",
    ]
    assert [lines[1].hall.value, lines[2].hall.value] == ["Foyer", None]
    assert lines[1].film.origin is Origin.CARRIED
    assert "Film\u00a0: repris de la ligne 2." in {note.message for note in lines[1].all_notes}


def test_prices_and_seats_are_never_carried() -> None:
    lines = table("14/01|18h|Cajarc|Foyer|X|4|80", "15/01|18h|Cajarc|Foyer|X||").lines
    assert (lines[1].price.value, lines[1].seats.value) == (None, None)


@pytest.mark.parametrize("mark", ["idem", '"', "Idem", "〃", "id."])
def test_ditto_marks_repeat_the_line_above(mark: str) -> None:
    lines = table("14/01|18h|Cajarc|Foyer|X|4|80", f"15/01|{mark}|Figeac|Foyer|{mark}|{mark}|80").lines
    assert (briefly(lines[1]), lines[1].price.value) == ("15/01 18:00 Figeac | X", 400)


def test_a_blank_among_filled_cells_is_an_omission_not_a_repeat() -> None:
    rows = [f"{day}/01|20h30|Cajarc|Foyer|Film {day}|4|80" for day in range(10, 30)]
    rows[7] = "17/01|20h30|Cajarc|Foyer||4|80"
    assert [line.number for line in table(*rows).lines if codes(line) == ["missing_film"]] == [9]


def test_a_line_without_its_day_is_not_given_another_place_s_day() -> None:
    assert codes(table("14/01|18h|Cajarc|Foyer|X|4|80", "|18h|Figeac|Foyer|X|4|80").lines[1]) == [
        "missing_day"
    ]


def test_rows_that_are_not_lines_are_listed_with_the_reason() -> None:
    row = "14/01|20h30|Cajarc|Foyer|X|4|80"
    reading = table(
        row,
        "",
        HEAD.strip(),
        "15/01|18h|Figeac|Salle|Y|4|80",
        "Total|2||||8|160",
        "* sous réserve de modification",
        "-----",
    )
    assert len(reading.lines) == 2
    assert [(one.number, one.code) for one in reading.ignored] == [
        (3, "blank"),
        (4, "repeated_header"),
        (6, "total"),
        (7, "footer"),
        (8, "rule"),
    ]


def test_a_column_that_is_not_understood_is_listed() -> None:
    reading = table("14/01|20h30|A1", head="Date\tHeure\tRéf.\n")
    assert [(one.code, one.text) for one in reading.ignored] == [("unknown_column", "A1")]


def test_a_column_of_words_without_header_is_asked_while_the_film_is_missing() -> None:
    reading = read_any("14/01\t20h30\tAaa\tBbb\n15/01\t18h\tCcc\tDdd", ALONE)
    assert asked(reading)[:2] == ["column:2", "column:3"]
    assert [value for value, _ in reading.questions[0].choices] == ["film", "commune", "hall", "notes"]


def test_titles_between_rows_hold_for_what_follows() -> None:
    first = "CAJARC – salle des fêtes\n14/01;20h30;Les Noyers\n11/02;20h30;Capitaine\n\n"
    rows = f"{first}LIMOGNE\n15/01;20h30;Les Noyers\n"
    lines = read_any(rows, CONTEXT).lines
    assert [briefly(line) for line in lines] == [
        "14/01 20:30 CAJARC | Les Noyers",
        "11/02 20:30 CAJARC | Capitaine",
        "15/01 20:30 LIMOGNE | Les Noyers",
    ]
    assert [line.hall.value for line in lines] == ["salle des fêtes", "salle des fêtes", None]


def test_the_month_of_a_title_completes_days() -> None:
    lines = table(
        "JANVIER 2027", "jeudi 14|20h30|Cajarc|Foyer|X|4|80", "FÉVRIER", "jeudi 11|20h30|Cajarc|Foyer|X|4|80"
    ).lines
    assert [briefly(line)[:5] for line in lines] == ["14/01", "11/02"]
    assert "month_above" in notes(lines[0])


def test_a_film_above_the_header_holds_for_the_table() -> None:
    reading = read_any("Film : Les Noyers de Marthe\t\t\nDate\tHeure\tCommune\n14/01\t20h30\tCajarc", CONTEXT)
    assert briefly(reading.lines[0]) == "14/01 20:30 Cajarc | Les Noyers de Marthe"


def test_the_weekday_of_its_own_column_is_checked() -> None:
    reading = read_any(
        "Jour\tDate\tHeure\tCommune\nvendredi\t14/01\t20h30\tCajarc\njeudi\t14/01\t20h30\tCajarc", CONTEXT
    )
    assert [codes(line) for line in reading.lines] == [["wrong_weekday"], []]


def test_several_days_or_hours_in_a_cell_are_several_screenings() -> None:
    lines = table("14, 21 et 28 janvier|18h / 20h30|Cajarc|Foyer|X|4|80").lines
    assert len(lines) == 6
    assert [line.part for line in lines] == [1, 2, 3, 4, 5, 6]
    assert "several" in notes(lines[0])


def test_the_same_screening_twice_is_flagged() -> None:
    row = "14/01|20h30|Cajarc|Foyer|X|4|80"
    lines = table(row, "15/01|20h30|Cajarc|Foyer|X|4|80", row.replace("Cajarc", "CAJARC")).lines
    assert [line.duplicate_of for line in lines] == [None, None, 2]


def test_what_no_line_says_is_asked_once() -> None:
    reading = read_any("Date\tCommune\n14/01\tCajarc\n15/01\tFigeac", CONTEXT)
    assert asked(reading) == ["missing:time", "missing:film"]
    assert [codes(line) for line in reading.lines] == [[], []]


def test_a_hall_of_the_address_book_needs_no_commune() -> None:
    reading = read_any(
        "Date\tHeure\tSalle\tFilm\n14/01\t20h30\tLe Foirail\tX\n15/01\t20h30\tLe Foirail\tX", CONTEXT
    )
    assert asked(reading) == []


def test_midnight_is_asked() -> None:
    reading = table("14/01|minuit|Cajarc|Foyer|X|4|80", "15/01|20h30|Cajarc|Foyer|X|4|80")
    assert asked(reading) == ["midnight"]
    assert reading.questions[0].lines == (2,)


def test_cells_that_slipped_aside_are_seen() -> None:
    assert codes(
        table("14/01|Cajarc|20h30|Foyer|15/01/2027|4|80", "14/01|20h30|Cajarc|Foyer|X|4|80").lines[0]
    ) == [
        "unreadable_time",
        "not_a_film",
        "not_a_place",
    ]


JANUARY = ["14/01|20h30|Cajarc|F|X|4|80", "21/01|20h30|Cajarc|F|X|4|80", "1/7|20h30|Cajarc|F|X|4|80"]


def test_the_first_of_july_among_january_is_asked_and_never_swapped_in_silence() -> None:
    reading = table(*JANUARY)
    assert reading.lines[2].day.value == date(2027, 7, 1)
    assert "maybe_swapped" in notes(reading.lines[2])
    question = reading.questions[0]
    assert (question.key, question.lines) == ("swap:1/7", (4,))
    assert [label for _, label in question.choices] == [
        "Le jeudi 1er juillet 2027",
        "Le jeudi 7 janvier 2027",
    ]


@pytest.mark.parametrize(("answer", "day"), [("swapped", date(2027, 1, 7)), ("french", date(2027, 7, 1))])
def test_the_answer_about_the_order_is_kept(answer: str, day: date) -> None:
    reading = table(*JANUARY, context=Context(today=TODAY, known=CONTEXT.known, answers={"swap:1/7": answer}))
    assert (reading.lines[2].day.value, asked(reading)) == (day, [])


def test_the_seventh_of_january_is_nobody_s_doubt() -> None:
    assert (
        asked(
            table("14/01|20h30|Cajarc|F|X|4|80", "21/01|20h30|Cajarc|F|X|4|80", "7/1|20h30|Cajarc|F|X|4|80")
        )
        == []
    )


def test_an_english_order_makes_every_short_date_doubtful() -> None:
    reading = table("01/14/2027|20h30|Cajarc|F|X|4|80", "02/03/2027|20h30|Cajarc|F|X|4|80")
    assert codes(reading.lines[0]) == ["month_first"]
    assert asked(reading) == ["swap:02/03/2027"]


def planted() -> tuple[str, dict[int, str]]:
    """500 lines, 60 of them wrong, in twelve ways; the line number of each and the code it should get."""
    wrong = [
        (0, "31/02/2027", "no_such_day"),
        (0, "14/01/2026", "past_day"),
        (0, "demain", "relative_day"),
        (0, "", "missing_day"),
        (1, "25h00", "no_such_time"),
        (1, "8h30 pm", "english_time"),
        (1, "", "missing_time"),
        (2, "", "missing_commune"),
        (4, "", "missing_film"),
        (5, "-4", "negative_price"),
        (5, "450 €", "price_too_high"),
        (6, "0", "seats_too_few"),
    ]
    rows, faults = [], {}
    for index in range(500):
        day = date(2027, 1, 1) + timedelta(days=index % 250)
        cells = [
            f"{day:%d/%m/%Y}",
            f"{14 + index % 8}h30",
            f"Commune {index}",
            "Salle des fêtes",
            f"Film {index % 9}",
            "4,50 €",
            "80",
        ]
        if index % 8 == 5 and len(faults) < 60:
            column, text, code = wrong[len(faults) % len(wrong)]
            cells[column] = text
            faults[index + 2] = code
        rows.append("\t".join(cells))
    return HEAD + "\n".join(rows), faults


def test_sixty_planted_errors_are_found_and_none_is_invented() -> None:
    text, faults = planted()
    reading = read_any(text, CONTEXT)
    found = {line.number: codes(line)[0] for line in reading.lines if codes(line)}
    assert len(faults) == 60
    assert found == faults
    assert len(reading.lines) == 500
    assert (reading.questions, left_over(reading)) == ((), set())
    assert all(len(codes(line)) <= 1 for line in reading.lines)


def test_every_problem_has_a_remedy_in_short_sentences() -> None:
    reading = read_any(planted()[0], CONTEXT)
    problems = [problem for line in reading.lines for problem in line.all_problems]
    sentences = [sentence for problem in problems for sentence in (problem.message, problem.remedy)]
    assert all(sentence.endswith((".", "?")) and len(sentence.split()) < 20 for sentence in sentences)
