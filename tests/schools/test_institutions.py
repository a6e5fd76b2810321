"""The directory of schools: loaded whole or not at all, searched as people type."""

import csv
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from core.models import ActionLog
from schools import uai
from schools.errors import CannotLoad
from schools.models import Institution
from schools.selectors import institutions as selectors
from schools.services import institutions as services
from schools.services.institutions import Loaded
from tests.schools.offers import school

pytestmark = pytest.mark.django_db
DIRECTORY = Path(services.__file__).parents[1] / "data" / "institutions.csv"
LINE = {
    "uai": "0000101K",
    "nom": "Collège de l’Exemple",
    "type": "college",
    "commune": "Cahors",
    "code_postal": "46000",
    "code_insee": "46042",
}


def load(*rows: dict[str, Any]) -> Loaded:
    return services.load(rows=rows, actor=None, now=timezone.now())


def test_a_line_becomes_a_school_with_its_region() -> None:
    assert load(LINE) == Loaded(created=1)
    kept = Institution.objects.get()
    assert (kept.uai, kept.kind, kept.region) == ("0000101K", "college", "76")
    assert kept.one_line == "Collège de l’Exemple, 46000 Cahors"


def test_the_same_file_twice_changes_nothing() -> None:
    load(LINE)
    before = Institution.objects.values().get()
    assert load(LINE) == Loaded(unchanged=1)
    assert Institution.objects.values().get() == before


def test_a_school_that_was_renamed_is_brought_up_to_date_and_found_again() -> None:
    load(LINE)
    assert load({**LINE, "nom": "Collège du Renouveau"}) == Loaded(changed=1)
    assert [one.name for one in selectors.matching(query="renouveau")] == ["Collège du Renouveau"]
    line = ActionLog.objects.latest("pk")
    assert (line.verb, line.before["name"]) == ("load_institution", "Collège de l’Exemple")


def test_a_school_that_the_file_forgets_stays() -> None:
    kept = school()
    load(LINE)
    assert Institution.objects.filter(pk=kept.pk).exists()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"uai": "0000101A"}, "ligne 3 (0000101A) : UAI incorrect"),
        ({"uai": ""}, "sans UAI"),
        ({"uai": "0000101K"}, "UAI déjà vu plus haut"),
        ({"nom": ""}, "nom absent"),
        ({"nom": "x" * 201}, "nom absent ou trop long"),
        ({"type": "creche"}, "type inconnu"),
        ({"commune": ""}, "commune absente"),
        ({"code_postal": "4600"}, "code postal incorrect"),
        ({"code_insee": "00999"}, "code commune hors de France"),
        ({"nom": None}, "nom absent"),
    ],
)
def test_a_bad_line_is_named_and_nothing_is_loaded(wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(CannotLoad) as refusal:
        load(LINE, {**LINE, "uai": "0000102L", **wrong})
    assert said in refusal.value.message
    assert "ligne 3" in refusal.value.message
    assert not Institution.objects.exists()


def test_a_file_of_another_shape_is_refused() -> None:
    with pytest.raises(CannotLoad, match="Les colonnes attendues"):
        load({"nom": "x"})


# --- The command, and the directory of demonstration


def test_the_command_loads_the_directory_and_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_institutions", str(DIRECTORY))
    call_command("load_institutions", str(DIRECTORY))
    assert capsys.readouterr().out.splitlines() == [
        "created: 41, changed: 0, unchanged: 0",
        "created: 0, changed: 0, unchanged: 41",
    ]


def test_the_command_names_bad_lines_and_unreadable_files(tmp_path: Path) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text("uai;nom;type;commune;code_postal;code_insee\nX;Y;college;Cahors;46000;46042\n")
    with pytest.raises(CommandError, match=r"ligne 2 \(X\)"):
        call_command("load_institutions", str(bad))
    bad.write_bytes(b"uai;nom\n\xff\xfe")
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("load_institutions", str(bad))
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("load_institutions", str(tmp_path / "none.csv"))


def test_the_schools_of_demonstration_do_not_exist() -> None:
    rows = list(csv.DictReader(DIRECTORY.read_text(encoding="utf-8").splitlines(), delimiter=";"))
    assert len(rows) >= 35
    assert all(uai.is_valid(row["uai"]) and row["uai"].startswith("000") for row in rows)
    assert sum(row["code_postal"].startswith("46") for row in rows) >= 20


# --- Searching


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("exemple", ["Collège de l’Exemple"]),
        ("l'exemple CAHORS", ["Collège de l’Exemple"]),
        ("college cahors", ["Collège de l’Exemple"]),
        ("46000", ["Collège de l’Exemple", "Lycée du Pont"]),
        ("0000101k", ["Collège de l’Exemple"]),
        ("exemple figeac", []),
        ("%", []),
        ("c", []),
        ("", []),
    ],
)
def test_a_school_is_found_by_its_name_its_commune_or_its_uai(query: str, found: list[str]) -> None:
    school(name="Collège de l’Exemple", uai="0000101K")
    school(name="Lycée du Pont", kind="lycee")
    assert [one.name for one in selectors.matching(query=query)] == found


def test_only_the_first_eight_are_shown() -> None:
    for _ in range(10):
        school()
    assert len(selectors.matching(query="cahors")) == 8


@pytest.mark.parametrize(("raw", "known"), [("0000101K", True), (" 0000 101k ", True), ("0000101A", False)])
def test_a_uai_is_read_with_its_spaces(raw: str, known: bool) -> None:
    school(uai="0000101K")
    assert (selectors.by_uai(raw=raw) is not None) is known


def test_a_choice_does_not_outlive_the_words_it_answered() -> None:
    kept = school(name="Collège de l’Exemple")
    assert selectors.is_meant(institution=kept, query="exemple cahors")
    assert not selectors.is_meant(institution=kept, query="pont")
