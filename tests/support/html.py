"""Pages as their readers see them: headings, tables, fields, errors, and forms that are filled in and sent.

page = read(client.get("/offres/"))
assert page.headings[0] == "Offres"
page = page.send(client, "Enregistrer", title="Les Noyers de Marthe")
"""

import re
from typing import Any, Self
from urllib.parse import urljoin, urlsplit

import lxml.html
from django.http import HttpResponse
from django.test import Client
from lxml.etree import _Element as Element

FIELD = "self::input or self::select or self::textarea"


def words(element: Element) -> str:
    """What is read of an element: its text, spaces collapsed (non-breaking ones become plain)."""
    return re.sub(r"\s+", " ", element.text_content()).strip()


def plain(text: str) -> str:
    """A sentence with plain spaces, as `words` gives them."""
    return re.sub(r"\s+", " ", text).strip()


def has_class(name: str) -> str:
    """XPath condition."""
    return f"contains(concat(' ', normalize-space(@class), ' '), ' {name} ')"


class Page:
    """A parsed page, or fragment of one."""

    def __init__(self, html: str, *, url: str = "/", status: int = 200) -> None:
        self.url, self.status = url, status
        self.root: Element = lxml.html.document_fromstring(html or "<html></html>")

    def all(self, xpath: str, **names: str) -> list[Any]:
        """Elements (or attributes) by XPath."""
        return list(self.root.xpath(xpath, **names))

    def one(self, xpath: str, **names: str) -> Element:
        """The only one."""
        found = self.all(xpath, **names)
        assert len(found) == 1, f"{len(found)} elements for {xpath} {names} in {self.url}"
        return found[0]

    def by_id(self, name: str) -> Element:
        """The element of that id."""
        return self.one("//*[@id=$name]", name=name)

    @property
    def title(self) -> str:
        """Of the tab."""
        return words(self.one("//title"))

    @property
    def text(self) -> str:
        """Everything that is read, scripts apart; `page.text` of the content alone when the page has one."""
        main = self.all("//main")
        return words(main[0] if main else self.root)

    @property
    def headings(self) -> list[str]:
        """From the first to the last, whatever their level."""
        return [words(found) for found in self.all("//h1 | //h2 | //h3")]

    @property
    def links(self) -> dict[str, str]:
        """Address by words."""
        return {words(found): found.get("href") for found in self.all("//a[@href]")}

    @property
    def banners(self) -> list[str]:
        """What is said at the top of the page, and in toasts."""
        return [words(found) for found in self.all(f"//*[{has_class('banner')} or {has_class('toast')}]")]

    def rows(self, index: int = 0) -> list[dict[str, str]]:
        """The rows of a table, by its column headings."""
        tables = self.all("//table")
        if index >= len(tables):
            return []
        columns = [words(found) for found in tables[index].xpath(".//thead//th")]
        lines = tables[index].xpath(".//tbody/tr")
        return [dict(zip(columns, map(words, line.xpath("./td | ./th")), strict=False)) for line in lines]

    # --- Forms ---

    def form(self, press: str | None = None) -> Element:
        """The form with a button of these words; without words, the only form of the content."""
        if press is None:
            return self.one("//main//form")
        found = [
            button
            for button in self.all("//form//button | //button[@form]")
            if words(button).startswith(press)
        ]
        assert found, f"no button « {press} » in {self.url}: {[words(b) for b in self.all('//button')]}"
        owner = found[0].get("form")
        return self.by_id(owner) if owner else found[0].xpath("ancestor::form")[0]

    def fields(self, press: str | None = None) -> dict[str, Any]:
        """What a form would send as it stands, by name; several values make a list."""
        values: dict[str, Any] = {}
        for name, value in self.form(press).form_values():
            values[name] = [*_listed(values[name]), value] if name in values else value
        return values

    @property
    def errors(self) -> dict[str, list[str]]:
        """Refusals by field; those of the whole form under the empty name."""
        found: dict[str, list[str]] = {}
        for element in self.all("//*[@aria-describedby]"):
            name = element.get("name") or next(iter(element.xpath(f".//*[{FIELD}]/@name")), "")
            for target in element.get("aria-describedby").split():
                if target.endswith("_error") and name not in found:
                    lines = self.by_id(target).xpath(f".//*[{has_class('error')}]")
                    found[name] = [words(line).removeprefix("Erreur : ") for line in lines]
        whole = self.all(f"//*[@role='alert' and {has_class('banner-bad')}]//strong")
        return {**found, **({"": [words(line) for line in whole]} if whole else {})}

    def send(self, client: Client, press: str, **answers: Any) -> "Page":
        """Fill in a form, press its button, follow to the page that comes."""
        form = self.form(press)
        values = {**self.fields(press), **self._button(form, press)}
        for name, answer in answers.items():
            assert form.xpath(".//*[@name=$name]", name=name), f"no field {name}: {sorted(values)}"
            values[name] = answer
        values = {name: value for name, value in values.items() if value is not None}
        address = urljoin(self.url, form.get("action") or self.url)
        if (form.get("method") or "get").lower() == "post":
            return read(client.post(address, values, follow=True))
        return read(client.get(address.partition("?")[0], values, follow=True))

    @staticmethod
    def _button(form: Element, press: str) -> dict[str, str]:
        buttons = [b for b in form.xpath(".//button[@name]") if words(b).startswith(press)]
        return {buttons[0].get("name"): buttons[0].get("value", "")} if buttons else {}

    def follow(self, client: Client, link: str) -> "Page":
        """Click on a link by the beginning of its words."""
        addresses = [href for said, href in self.links.items() if said.startswith(link)]
        assert addresses, f"no link « {link} » in {self.url}: {sorted(self.links)}"
        return read(client.get(urljoin(self.url, addresses[0]), follow=True))

    # --- Comparing ---

    def copy(self) -> Self:
        """A page of its own."""
        return type(self)(lxml.html.tostring(self.root, encoding="unicode"), url=self.url, status=self.status)

    def normalised(self, within: str = "contenu") -> str:
        """The content, without what differs at each request (tokens) and without idle spaces."""
        twin = self.copy()
        for secret in twin.all("//input[@name='csrfmiddlewaretoken']"):
            secret.set("value", "")
        return re.sub(r"\s+", " ", lxml.html.tostring(twin.by_id(within), encoding="unicode"))


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def read(response: HttpResponse, *, status: int | None = None) -> Page:
    """The page of an answer, after its redirects when the client followed them."""
    if status is not None:
        assert response.status_code == status, f"{response.status_code}, not {status}"
    chain = getattr(response, "redirect_chain", [])
    address = chain[-1][0] if chain else response.request["PATH_INFO"] + _query(response)
    return Page(
        response.content.decode(),
        url=urlsplit(address)._replace(scheme="", netloc="").geturl(),
        status=response.status_code,
    )


def _query(response: HttpResponse) -> str:
    query = response.request.get("QUERY_STRING", "")
    return f"?{query}" if query else ""
