"""What is written beside the code: lines that can be read, documents that exist."""

import re
from pathlib import Path

import pytest

from schools import exports

ROOT = Path(exports.__file__).parents[1]
TEMPLATES = sorted([*ROOT.glob("templates/schools/**/*.*"), *ROOT.glob("templates/admin/schools/*.html")])


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_line_of_a_template_is_longer_than_a_screen(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [number for number, line in enumerate(lines, start=1) if len(line) > 140] == []


def test_a_document_that_the_code_cites_exists_and_is_in_the_readme() -> None:
    (cited,) = re.findall(r"docs/[a-z-]+\.md", exports.__doc__ or "")
    assert (ROOT / cited).is_file()
    assert f"({cited})" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_first_screen_of_creation_promises_a_draft_from_the_second() -> None:
    text = (ROOT / "templates/offers/create.html").read_text(encoding="utf-8")
    assert "Un brouillon est gardé dès la deuxième." in text


def test_the_first_screen_of_creation_is_true_of_every_structure() -> None:
    text = " ".join((ROOT / "templates/offers/create.html").read_text(encoding="utf-8").split())
    assert "La vôtre ne l’est pas encore" not in text
    assert "Sinon, l’écran suivant explique comment demander" in text
