"""What htmx does with an answer, without a browser: a test compares the swapped page with a full reload.

live = poll(client, page, page.by_id("live"))
assert live.normalised() == read(client.get(page.url)).normalised()
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import urljoin

import lxml.html
from django.http import HttpResponse
from django.test import Client
from lxml.etree import _Element as Element

from tests.support.html import Page, has_class

INHERITED = ("hx-target", "hx-swap", "hx-include", "hx-vals")
NOTHING = 204


def headers(page: Page) -> dict[str, str]:
    """What htmx adds to a request."""
    return {"HX-Request": "true", "HX-Current-URL": f"http://testserver{page.url}"}


def attribute(element: Element, name: str) -> str | None:
    """An attribute of htmx, its own or inherited."""
    own = element.get(name)
    if own is None and name in INHERITED:
        return next(
            (parent.get(name) for parent in element.iterancestors() if parent.get(name) is not None), None
        )
    return own


def poll(client: Client, page: Page, element: Element, **values: Any) -> Page:
    """Send the request of an element (`hx-get`, `hx-post`), plus what its form would add; apply the answer."""
    for verb in ("get", "post"):
        if address := element.get(f"hx-{verb}"):
            url = urljoin(page.url, address)
            answer = getattr(client, verb)(url, values or None, headers=headers(page))
            return swapped(page, answer, by=element)
    raise AssertionError("no hx-get and no hx-post on this element")


def swapped(page: Page, answer: HttpResponse, *, by: Element) -> Page:
    """The page once htmx has put the answer in it."""
    after = page.copy()
    twin = after.root.getroottree().xpath(page.root.getroottree().getpath(by))[0]
    if answer.status_code == NOTHING:
        return after
    style = answer.headers.get("HX-Reswap") or attribute(twin, "hx-swap") or "innerHTML"
    target = _target(after, twin, answer.headers.get("HX-Retarget") or attribute(twin, "hx-target") or "this")
    fragments = lxml.html.fragments_fromstring(answer.content.decode())
    main = [part for part in fragments if isinstance(part, str) or part.get("hx-swap-oob") is None]
    for part in fragments:
        if not isinstance(part, str) and part.get("hx-swap-oob") is not None:
            _out_of_band(after, part)
    _swap(target, main, style.split()[0])
    return after


def _out_of_band(page: Page, part: Element) -> None:
    asked = part.attrib.pop("hx-swap-oob")
    if asked == "true":
        _swap(page.by_id(part.get("id")), [part], "outerHTML")
        return
    style, _, selector = asked.partition(":")
    _swap(_target(page, part, selector), list(part), style)


def _target(page: Page, element: Element, selector: str) -> Element:
    if selector == "this":
        return element
    relation, _, rest = selector.partition(" ")
    if relation == "closest":
        return element.xpath(f"ancestor-or-self::*[{_condition(rest)}]")[-1]
    if relation == "find":
        return element.xpath(f".//*[{_condition(rest)}]")[0]
    return page.one(f"//*[{_condition(selector)}]")


def _condition(selector: str) -> str:
    """`#id`, `.class` or a tag: the selectors our templates use."""
    if selector.startswith("#"):
        return f"@id='{selector[1:]}'"
    return has_class(selector[1:]) if selector.startswith(".") else f"self::{selector}"


def _inside(target: Element, parts: list[Any], elements: list[Element]) -> None:
    for child in list(target):
        target.remove(child)
    target.text = next((part for part in parts if isinstance(part, str)), None)
    target.extend(elements)


def _instead(target: Element, parts: list[Any], elements: list[Element]) -> None:
    for element in elements:
        target.addprevious(element)
    target.getparent().remove(target)


SWAPS: dict[str, Callable[[Element, list[Any], list[Element]], Any]] = {
    "innerHTML": _inside,
    "outerHTML": _instead,
    "afterbegin": lambda target, _, elements: target.__setitem__(slice(0, 0), elements),
    "beforeend": lambda target, _, elements: target.extend(elements),
    "beforebegin": lambda target, _, elements: [target.addprevious(element) for element in elements],
    "afterend": lambda target, _, elements: [target.addnext(element) for element in reversed(elements)],
    "delete": lambda target, *_: target.getparent().remove(target),
    "none": lambda *_: None,
}


def _swap(target: Element, parts: list[Any], style: str) -> None:
    SWAPS[style](target, parts, [part for part in parts if not isinstance(part, str)])
