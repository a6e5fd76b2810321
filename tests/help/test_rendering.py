"""Markdown comes out as safe HTML, whoever wrote it."""

from typing import Any

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from help import rendering
from help.rendering import ATTRIBUTES, TAGS, render

PICTURE = "accueil.webp"
ATTACKS = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example/a.js></sCrIpT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x></svg>",
    "<math><mtext></mtext><script>alert(1)</script></math>",
    "<iframe src='javascript:alert(1)'></iframe>",
    "<a href='javascript:alert(1)'>a</a>",
    "<p style='background:url(javascript:alert(1))'>a</p>",
    "<style>*{display:none}</style>",
    "<base href='//evil.example'>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<form action='//evil.example'><input name=a></form>",
    "<!--><script>alert(1)</script>-->",
    "[a](javascript:alert(1))",
    "[a](JaVaScRiPt:alert(1))",
    "[a](java&#115;cript:alert(1))",
    "[a](&#106;avascript:alert(1))",
    "[a](javascript&colon;alert(1))",
    "[a](java\tscript:alert(1))",
    "[a](<java script:alert(1)>)",
    "[a](\x01javascript:alert(1))",
    "[a](vbscript:msgbox(1))",
    "[a](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[a](data:image/svg+xml,<svg/onload=alert(1)>)",
    "[a](file:///etc/passwd)",
    "[a](blob:https://evil.example/x)",
    "[a](//evil.example)",
    "[a](/\\evil.example)",
    "[a](\\\\evil.example)",
    "[a](https:evil)",
    "[a](offres/)",
    '[a](/offres/ "x\\" onmouseover=\\"alert(1)")',
    "[a][1]\n\n[1]: javascript:alert(1)",
    "<javascript:alert(1)>",
    "![a](javascript:alert(1))",
    "![a](https://evil.example/a.png)",
    "![a](/static/img/marque.svg)",
    "![a](help:../img/marque.svg)",
    "![a](help:..%2f..%2fx.webp)",
    "![a](help:absente.webp)",
    "![a](data:image/svg+xml,<svg/onload=alert(1)>)",
    f'![" onerror="alert(1)](help:{PICTURE})',
    f'![a](help:{PICTURE} "\\" onload=\\"alert(1)")',
    "`<script>alert(1)</script>`",
    "```html onload=alert(1)\n<script>alert(1)</script>\n```",
    "| a |\n|--:|\n| <script>alert(1)</script> |",
    "# <img src=x onerror=alert(1)>",
    "[![a](javascript:alert(1))](javascript:alert(2))",
    "{{ request }}{% csrf_token %}",
]


def tree(markdown: str) -> Any:
    return lxml.html.fragment_fromstring(render(markdown).html, create_parent="div")


def assert_harmless(markdown: str) -> None:
    for element in tree(markdown).iterdescendants():
        assert element.tag in TAGS
        allowed = ATTRIBUTES.get(element.tag, set()) | {"class"}
        assert set(element.attrib) <= allowed
        assert element.get("href", "/").startswith(("/", "#", "https://", "http://", "mailto:"))
        assert not element.get("href", "/").startswith(("//", "/\\"))
        assert element.get("src", "/static/help/").startswith("/static/help/")
        assert element.get("class", "num") in {"num", "prose-table"}


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_attack_comes_out(attack: str) -> None:
    assert_harmless(attack)
    assert_harmless(f"- > {attack}\n\n## {attack}\n\n**{attack}**")


@given(st.text(alphabet=st.sampled_from(list("<>\"'/\\()[]!&;:#=`*|\n abhelpscrit.-")), max_size=80))
def test_nothing_that_can_be_typed_comes_out_harmful(text: str) -> None:
    assert_harmless(text)


def test_script_shows_as_text() -> None:
    assert tree("<script>alert(1)</script>").text_content().strip() == "<script>alert(1)</script>"


def test_a_link_of_the_portal_is_plain_and_another_is_cut_from_this_page() -> None:
    ours, theirs, mail = tree("[a](/offres/) [b](https://culture.example/x) [c](mailto:a@b.example)").iter(
        "a"
    )
    assert dict(ours.attrib) == {"href": "/offres/"}
    assert theirs.get("rel") == "noopener noreferrer"
    assert mail.get("href") == "mailto:a@b.example"


def test_the_words_of_a_refused_link_stay() -> None:
    assert tree("[nos **tarifs**](//evil.example)").text_content().strip() == "nos tarifs"


@pytest.mark.parametrize(
    ("marks", "tags"),
    [
        (["##", "###"], ["h2", "h3"]),
        (["#", "##", "###"], ["h2", "h3", "h4"]),
        (["####", "######"], ["h2", "h3"]),
        (["#", "##", "###", "####", "#####"], ["h2", "h3", "h4", "h4", "h4"]),
    ],
)
def test_a_page_keeps_its_only_first_heading(marks: list[str], tags: list[str]) -> None:
    found = tree("\n\n".join(f"{mark} Partie" for mark in marks))
    assert [element.tag for element in found] == tags


def test_headings_have_anchors_of_their_own_and_make_the_contents() -> None:
    shown = render("## Être payé\n\n### Détail\n\n## Être payé\n\n## *Contenu*")
    assert [(one.anchor, one.text) for one in shown.contents] == [
        ("s-etre-paye", "Être payé"),
        ("s-etre-paye-2", "Être payé"),
        ("s-contenu", "Contenu"),
    ]
    assert 'id="s-etre-paye-2"' in shown.html


def test_a_picture_is_ours_sized_and_loaded_late() -> None:
    picture = tree(f"![Une page](help:{PICTURE})").find(".//img")
    assert picture.get("src") == f"/static/help/{PICTURE}"
    assert picture.get("alt") == "Une page"
    assert picture.get("loading") == "lazy"
    assert (int(picture.get("width")), int(picture.get("height"))) == rendering.size_of(PICTURE)


def test_a_picture_that_is_not_there_leaves_its_words() -> None:
    assert tree("![Une page](help:absente.webp)").text_content().strip() == "Une page"


def test_no_style_comes_out_of_a_table() -> None:
    html = render("| a | b |\n|---|--:|\n| 1 | 2 |").html
    assert "style" not in html
    assert '<td class="num">2</td>' in html


def test_french_marks_are_set_except_in_code() -> None:
    assert "l’offre\u00a0: « a" not in render("l'offre : «a»").html
    assert tree("l'offre : oui ? `l'x : y`").text_content().strip() == "l’offre\u00a0: oui\u00a0? l'x : y"


def test_a_number_stays_on_its_line() -> None:
    text = tree("De 20 000 € à 140 000 €, 72 h après, 12 jours").text_content().strip()
    assert text == "De 20\u00a0000\u00a0€ à 140\u00a0000\u00a0€, 72\u00a0h après, 12 jours"


def test_plain_text_is_what_is_read() -> None:
    text = rendering.plain(
        f"## Titre\n\nDu **gras**, un [lien](/a/)\net `code`.\n\n![Une image](help:{PICTURE})"
    )
    assert text == "Titre · Du gras, un lien et code."
