"""What is pasted or sent, as a sheet; and what is refused, with what to send instead."""

import io
import tracemalloc
import zipfile
from datetime import date, time

import pytest

from circuits.reading.anything import read_any
from circuits.reading.tables import Sheet, UnreadableFile, read_file, read_text
from tests.circuits import odd_files
from tests.circuits.odd_files import CSV, HEADER, ROW, workbook
from tests.circuits.reading_support import CONTEXT, briefly, codes, notes

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def texts(sheet: Sheet) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in sheet.rows]


def refusal(content: bytes, name: str = "programme.xlsx") -> UnreadableFile:
    with pytest.raises(UnreadableFile) as found:
        read_file(content, name)
    return found.value


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b" \r\n\t ", "empty"),
        (b"-----\n;;;\n", "empty"),
        (PNG, "image"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 20, "image"),
        (b"GIF89a" + b"\0" * 20, "image"),
        (b"\0\0\0\x18ftypheic" + b"\0" * 20, "image"),
        (b"BM" + b"\0" * 40, "image"),
        (b"%PDF-1.7 x", "pdf"),
        (OLE, "old_excel"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (b"{\\rtf1 x}", "document"),
        (b"\x1f\x8b\x08\0", "archive"),
        (b"<html><table><tr><td>14/01</td></tr></table></html>", "web_page"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><x/>", "web_page"),
        (b"Date;Heure\n\0\0\0", "null_bytes"),
        (odd_files.archive(["lisez-moi.txt"]), "archive"),
        (odd_files.archive(["word/document.xml", "[Content_Types].xml"]), "document"),
        (odd_files.archive(["xl/workbook.bin"]), "binary_excel"),
        (odd_files.archive(["mimetype"], b"application/vnd.oasis.opendocument.spreadsheet"), "open_document"),
        (odd_files.archive(["mimetype"], b"application/vnd.oasis.opendocument.text"), "document"),
        (workbook([HEADER, ROW])[:-200], "broken"),
        (b"PK\x03\x04 not a zip", "broken"),
        (workbook([]), "no_sheet"),
        (odd_files.encrypted_entry(), "encrypted"),
        (odd_files.xml_bomb(), "unsafe_xml"),
        (odd_files.xml_bomb("xl/worksheets/sheet1.xml"), "unsafe_xml"),
        (odd_files.xml_bomb(encoding="utf-16"), "unsafe_xml"),
        (odd_files.external_entity(), "unsafe_xml"),
        (odd_files.rewritten(workbook([HEADER, ROW]), {"xl/workbook.xml": b"<w"}), "broken"),
        (odd_files.rewritten(workbook([HEADER, ROW]), {"xl/workbook.xml": None}), "broken"),
        (
            odd_files.rewritten(workbook([HEADER, ROW]), {"xl/worksheets/sheet1.xml": b"<sheet><x></sheet>"}),
            "broken",
        ),
        (
            odd_files.archive([f"{index}.xml" for index in range(1_001)] + ["[Content_Types].xml"], b"<x/>"),
            "zip_bomb",
        ),
        (odd_files.bomb(2), "zip_bomb"),
        (odd_files.bomb(60), "zip_bomb"),
        (b"x" * 20_000_001, "too_big"),
        (("a" * 10_001).encode(), "line_too_long"),
        (b"a;b\n" * 5_001, "too_many_lines"),
        (workbook([["a", "b"]] * 5_001), "too_many_lines"),
        (workbook([["x" * 6_000, "y" * 6_000]]), "line_too_long"),
        (workbook([list(range(201))]), "too_many_columns"),
        ((";" * 201 + "x").encode(), "too_many_columns"),
    ],
)
def test_what_cannot_be_read_says_why(content: bytes, code: str) -> None:
    found = refusal(content)
    assert found.code == code
    assert found.message.endswith(".")
    assert found.status == 422


def test_a_bomb_that_lies_about_its_size_is_refused_all_the_same() -> None:
    assert refusal(odd_files.lying_bomb()).code in ("zip_bomb", "broken")


def test_an_old_workbook_says_how_to_save_it() -> None:
    assert ".xlsx" in refusal(OLE, "programme.xls").message


def test_the_name_of_a_file_is_not_believed() -> None:
    assert refusal(PNG, "programme.csv").code == "image"
    assert texts(read_file(CSV.encode(), "programme.xlsx"))[0] == list(HEADER)


def test_a_line_too_long_says_which() -> None:
    assert "ligne 3" in refusal(b"a;b\nc;d\n" + b"e" * 10_001).message


@pytest.mark.parametrize("text", ["", " \n\t\n"])
def test_nothing_pasted_is_said(text: str) -> None:
    with pytest.raises(UnreadableFile, match="rien"):
        read_text(text)


def test_a_null_letter_pasted_is_refused() -> None:
    with pytest.raises(UnreadableFile) as found:
        read_text("14/01\0\t20h30")
    assert found.value.code == "null_bytes"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "mac_roman"]
)
def test_accents_are_read_whatever_the_encoding(encoding: str) -> None:
    sheet = read_file(CSV.encode(encoding), "programme.csv")
    assert texts(sheet)[2] == ["15/01/2027", "18h", "Figeac", "L’été d’Agnès", "5 €"]


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman"])
def test_an_encoding_that_was_chosen_is_said(encoding: str) -> None:
    assert [note.code for note in read_file(CSV.encode(encoding), "x.csv").notes] == ["encoding"]


def test_accents_encoded_twice_are_said() -> None:
    twice = "Date;Film\n14/01;L'Ã©tÃ©".encode()
    assert "broken_accents" in {note.code for note in read_file(twice, "x.csv").notes}


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_separators_are_found(separator: str) -> None:
    text = separator.join(HEADER) + "\n" + separator.join(("14/01", "20h30", "Cajarc", "Les Noyers", "4.5"))
    assert texts(read_text(text))[1][2] == "Cajarc"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_are_read(end: str) -> None:
    assert [row.number for row in read_text(f"a;b{end}{end}c;d").rows] == [1, 3]


def test_quotes_hold_separators_and_line_breaks() -> None:
    sheet = read_text('Date;Film\n14/01;"Un ; deux\n""trois"""\n15/01;x')
    assert texts(sheet)[1] == ["14/01", 'Un ; deux\n"trois"']
    assert [row.number for row in sheet.rows] == [1, 2, 4]


def test_a_quote_left_open_is_a_letter() -> None:
    sheet = read_text("Date;Film\n" + '14/01;"Les Noyers\n' + "15/01;x\n" * 30)
    assert len(sheet.rows) == 32
    assert sheet.notes[0].code == "open_quote"


def test_a_markdown_table_loses_its_edges_and_its_rule() -> None:
    sheet = read_text("| Date | Film |\n|---|:-:|\n| 14/01 | x |")
    assert texts(sheet) == [["Date", "Film"], ["14/01", "x"]]
    assert [one.code for one in sheet.ignored] == ["rule"]


def test_offsets_of_cells_are_those_of_the_text() -> None:
    sheet = read_text("Date;Film\n\n14/01;;x\n;y")
    assert all(
        sheet.text[cell.span.start : cell.span.end] == cell.text for row in sheet.rows for cell in row.cells
    )


def test_real_cells_of_a_workbook_are_read() -> None:
    reading = read_any(read_file(odd_files.real_cells(), "x.xlsx"), CONTEXT)
    assert [line.day.value for line in reading.lines] == [
        date(2027, 1, 14),
        date(2027, 1, 15),
        date(2027, 1, 16),
    ]
    assert [line.time.value for line in reading.lines] == [time(20, 30), time(18), time(18)]
    assert [(line.price.value, line.seats.value) for line in reading.lines] == [
        (450, 80),
        (500, 60),
        (500, 60),
    ]


def test_a_merged_cell_holds_for_its_whole_range() -> None:
    rows = [
        HEADER,
        ("14/01/2027", "18h", "Cajarc", "A", 4),
        ("", "20h30", "", "B", 4),
        ("", "22h", "", "C", 4),
    ]
    sheet = read_file(
        workbook(
            [[cell or None for cell in row] for row in rows],
            lambda page: [page.merge_cells("A2:A4"), page.merge_cells("C2:C4")],
        ),
        "x.xlsx",
    )
    reading = read_any(sheet, CONTEXT)
    assert [briefly(line) for line in reading.lines] == [
        "14/01 18:00 Cajarc | A",
        "14/01 20:30 Cajarc | B",
        "14/01 22:00 Cajarc | C",
    ]
    assert ["merged" in notes(line) for line in reading.lines] == [False, True, True]
    assert "merged_cells" in {note.code for note in sheet.notes}


def test_a_title_merged_over_the_table_is_no_line() -> None:
    rows = [("PROGRAMME DE L’HIVER",), HEADER, ROW]
    sheet = read_file(workbook(rows, lambda page: page.merge_cells("A1:E1")), "x.xlsx")
    reading = read_any(sheet, CONTEXT)
    assert len(reading.lines) == 1
    assert [(one.number, one.code) for one in reading.ignored] == [(1, "above_header")]


def test_a_formula_without_result_is_the_problem_of_its_cell() -> None:
    reading = read_any(
        read_file(workbook([HEADER, ROW, ("=A2+1", "20h30", "Figeac", "B", "=1/0")]), "x.xlsx"), CONTEXT
    )
    assert codes(reading.lines[0]) == []
    assert codes(reading.lines[1]) == ["formula_without_value", "formula_without_value"]
    assert {problem.field for problem in reading.lines[1].all_problems} == {"day", "price"}


def test_the_result_kept_by_a_formula_is_used() -> None:
    book = workbook([HEADER, ROW, ("15/01/2027", "20h30", "Figeac", "B", "=4+1")])
    with_result = odd_files.rewritten(
        book,
        {
            "xl/worksheets/sheet1.xml": odd_part(book)
            .replace(b"<v />", b"<v>5</v>")
            .replace(b"<v></v>", b"<v>5</v>")
        },
    )
    assert read_any(read_file(with_result, "x.xlsx"), CONTEXT).lines[1].price.value == 500


def odd_part(book: bytes) -> bytes:
    return zipfile.ZipFile(io.BytesIO(book)).read("xl/worksheets/sheet1.xml")


def test_hidden_rows_are_read_and_said() -> None:
    def hide(page: object) -> None:
        page.row_dimensions[3].hidden = True  # type: ignore[attr-defined]

    sheet = read_file(workbook([HEADER, ROW, ("15/01/2027", "18h", "Figeac", "B", 4)], hide), "x.xlsx")
    reading = read_any(sheet, CONTEXT)
    assert ["hidden_row" in notes(line) for line in reading.lines] == [False, True]
    assert "hidden_rows" in {note.code for note in reading.notes}


def test_the_first_sheet_with_something_is_read_and_the_others_named() -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.active.title = "Vide"
    for name in ("Janvier", "Février"):
        page = book.create_sheet(name)
        page.append(HEADER)
        page.append(ROW)
    content = odd_files.saved(book)
    sheet = read_file(content, "x.xlsx")
    assert (sheet.name, sheet.other_names) == ("Janvier", ("Vide", "Février"))
    assert read_file(content, "x.xlsx", sheet="Février").name == "Février"
    with pytest.raises(UnreadableFile):
        read_file(content, "x.xlsx", sheet="Mars")


def test_a_cell_far_below_costs_nothing() -> None:
    def far(page: object) -> None:
        page["A1048576"] = "fin"  # type: ignore[index]

    assert [row.number for row in read_file(workbook([HEADER, ROW], far), "x.xlsx").rows] == [1, 2, 1_048_576]


@pytest.mark.slow
def test_memory_stays_flat() -> None:
    content = workbook(
        [HEADER, *[("14/01/2027", "20h30", f"Commune {index}", "Film", 4.5) for index in range(4_000)]]
    )
    tracemalloc.start()
    sheet = read_file(content, "x.xlsx")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(sheet.rows) == 4_001
    assert peak < 40_000_000
