"""Markdown of an article to HTML that is safe to show, whoever wrote it.

Three walls: HTML is switched off in the Markdown, links and pictures are judged one by one, and what comes out
goes through a strict list of what is allowed. The strict policy on contents is a fourth.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

import nh3
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token
from PIL import Image

from core.french import NBSP, typeset
from help.texts import slug_of

TAGS = {
    *("p", "h2", "h3", "h4", "ul", "ol", "li", "strong", "em", "a", "img", "br", "hr"),
    *("code", "pre", "blockquote", "div", "table", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES = {
    "a": {"href", "rel"},
    "img": {"src", "alt", "width", "height", "loading"},
    "h2": {"id"},
    "h3": {"id"},
    "h4": {"id"},
    "ol": {"start"},
    "th": {"scope"},
}
#: Classes that the tables use; no other comes out.
CLASSES = {"div": {"prose-table"}, "th": {"num"}, "td": {"num"}}
SCHEMES = {"http", "https", "mailto"}
PICTURE = re.compile(r"^help:([a-z0-9-]+\.webp)$")
NUMBER = re.compile(r"(?<=\d) (?=\d{3}\b|h\b)")
RIGHT = "text-align:right"
ANCHOR = "s-"  # so that no heading takes the id of a part of the page
_markdown = MarkdownIt("commonmark", {"html": False}).enable("table")


@dataclass(frozen=True, kw_only=True)
class Heading:
    """A line of the table of contents."""

    anchor: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Rendered:
    """What a page shows: `contents` are the headings of the first level."""

    html: SafeString
    contents: tuple[Heading, ...]


@lru_cache(maxsize=256)
def render(body: str) -> Rendered:
    """Markdown to safe HTML. The same text is drawn once by process."""
    tokens = _markdown.parse(body)
    contents = _number_headings(tokens)
    for token in tokens:
        _lay_out(token)
        if token.children:
            token.children = _judged(token.children)
    html = nh3.clean(
        _markdown.renderer.render(tokens, _markdown.options, {}),
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=_kept,
        allowed_classes=CLASSES,
        url_schemes=SCHEMES,
        link_rel=None,  # set by hand, on external links alone
    )
    return Rendered(html=mark_safe(html), contents=tuple(contents))  # noqa: S308 cleaned above


@lru_cache(maxsize=256)
def plain(body: str) -> str:
    """What is read of a Markdown text, without its marks: for the search and the length.

    A title or a cell ends without a full stop: a dot in the middle keeps it apart from what follows.
    """
    runs = [" ".join(_words(token.children).split()) for token in _markdown.parse(body) if token.children]
    said = [run if run.endswith((".", "!", "?", ":", ";", "…")) else f"{run} ·" for run in runs if run]
    return " ".join(said).removesuffix(" ·").replace("'", "’")


def pictures(body: str) -> list[tuple[str, str]]:
    """Name and alternative text of the pictures that a Markdown text asks for."""
    inline = [child for token in _markdown.parse(body) for child in token.children or []]
    return [(str(child.attrGet("src")), child.content) for child in inline if child.type == "image"]


def links(body: str) -> list[str]:
    """Addresses that a Markdown text leads to."""
    inline = [child for token in _markdown.parse(body) for child in token.children or []]
    return [str(child.attrGet("href")) for child in inline if child.type == "link_open"]


def _words(children: list[Token]) -> str:
    return "".join(
        " " if child.type in {"softbreak", "hardbreak"} else child.content
        for child in children
        if child.type != "image"
    )


def _set(text: str) -> str:
    """French marks: the apostrophe, and the spaces that do not break (`40 000 €`, `72 h`)."""
    return NUMBER.sub(NBSP, typeset(text.replace("'", "’")))


def _number_headings(tokens: list[Token]) -> list[Heading]:
    """Headings from h2 down, whatever marks were typed: the page has one h1, its title."""
    opened = [(place, token) for place, token in enumerate(tokens) if token.type == "heading_open"]
    levels = sorted({token.tag for _, token in opened})
    contents, seen = [], dict[str, int]()
    for place, token in opened:
        tag = f"h{min(levels.index(token.tag) + 2, 4)}"
        text = _set(_words(tokens[place + 1].children or []))
        token.tag = tokens[place + 2].tag = tag
        anchor = ANCHOR + slug_of(text)
        seen[anchor] = seen.get(anchor, 0) + 1
        token.attrSet("id", anchor if seen[anchor] == 1 else f"{anchor}-{seen[anchor]}")
        if tag == "h2":
            contents.append(Heading(anchor=str(token.attrGet("id")), text=text))
    return contents


def _lay_out(token: Token) -> None:
    """Tables scroll by themselves; an aligned column says so by a class: no style may come out."""
    if token.type in {"th_open", "td_open"} and token.attrGet("style") == RIGHT:
        token.attrSet("class", "num")
    if token.type == "th_open":
        token.attrSet("scope", "col")


def _judged(children: list[Token]) -> list[Token]:
    """Inline pieces, without the links and pictures that are refused: their words stay."""
    kept: list[Token] = []
    open_links: list[bool] = []
    for child in children:
        if child.type == "link_open":
            open_links.append(_prepare_link(child))
            if not open_links[-1]:
                continue
        elif child.type == "link_close" and not open_links.pop():
            continue
        kept.append(_prepare(child))
    return kept


def _prepare(child: Token) -> Token:
    if child.type == "text":
        child.content = _set(child.content)
    if child.type == "image" and not _prepare_picture(child):
        return Token("text", "", 0, content=child.content)
    return child


def _prepare_link(token: Token) -> bool:
    href = str(token.attrGet("href") or "")
    if not is_allowed(href):
        return False
    if urlsplit(href).scheme in {"http", "https"}:
        token.attrSet("rel", "noopener noreferrer")
    return True


def is_allowed(href: str) -> bool:
    """May a link lead there: the web, a mailbox, a page of the portal, a heading of this one?"""
    if any(letter <= " " or letter == "\\" for letter in href):
        return False
    try:
        parts = urlsplit(href)
    except ValueError:
        return False
    if parts.scheme in {"http", "https"}:
        return bool(parts.netloc)
    return parts.scheme == "mailto" or (not parts.scheme and _is_ours(href))


def _is_ours(href: str) -> bool:
    return href.startswith("#") or (href.startswith("/") and not href.startswith("//"))


def _prepare_picture(token: Token) -> bool:
    """Point a picture to its file, with its size so that the page does not jump; False when there is none."""
    match = PICTURE.match(str(token.attrGet("src") or ""))
    size = size_of(match[1]) if match else None
    if match is None or size is None:
        return False
    token.attrs = {
        "src": static(f"help/{match[1]}"),
        "alt": "",  # the renderer writes it from the children
        "width": size[0],
        "height": size[1],
        "loading": "lazy",
    }
    return True


@lru_cache(maxsize=256)
def size_of(name: str) -> tuple[int, int] | None:
    """Width and height of a picture of the help; None when it is not delivered."""
    path = finders.find(f"help/{name}")
    if not path:
        return None
    with Image.open(path) as image:
        return image.size


def _kept(element: str, attribute: str, value: str) -> str | None:
    """The last look at each attribute that comes out; the cleaner would let these two through by itself."""
    if attribute in {"title", "lang"}:
        return None
    if attribute == "href":
        return value if is_allowed(value) else None
    if attribute == "src":
        return value if value.startswith(static("help/")) else None
    return value


def _wrap(self: Any, tokens: list[Token], index: int, options: Any, env: Any) -> str:
    opening = tokens[index].nesting == 1
    return '<div class="prose-table"><table>\n' if opening else "</table></div>\n"


_markdown.add_render_rule("table_open", _wrap)
_markdown.add_render_rule("table_close", _wrap)
