"""What a template may say, read from its source."""

import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from pathlib import Path

import django.forms
from django.contrib import admin

TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.DOTALL)
COMMENT = re.compile(r"\{#.+?#\}|\{% comment.*?%\}.+?\{% endcomment %\}", re.DOTALL)
#: What every page knows, from the context processors.
EVERYWHERE = "|".join(
    (
        *(
            "block",
            "brand",
            "csrf_token",
            "messages",
            "navigation",
            "perms",
            "request",
            "site_header",
            "site_url",
        ),
        *("help_from", "structure", "structures", "support_email", "user"),
    )
)
VALUES = re.compile(
    rf"\{{\{{\s*(?!({EVERYWHERE})\b)\w"  # {{ name }}
    rf"|\{{%\s*(if|elif|with)\s+(not\s+)?(?!({EVERYWHERE})\b)\w"  # {% if name %}
    rf"|\{{%\s*for\s"  # {% for name in names %}
    rf"|\{{%\s*include\s[^%]*?=(?!({EVERYWHERE})\b)[a-z_]"  # {% include … with name=name %}
)
NAMES = re.compile(r"""["']([\w./-]+\.(?:html|txt))(?:#\w+)?["']""")
DJANGOS = [Path(module.__file__ or "").parent / "templates" for module in (django.forms, admin)]
#: Found by Django by their name.
BY_NAME = {"403.html", "403_csrf.html", "404.html", "500.html"}
EXTERNAL = re.compile(r"^(?:https?:)?//")
LOADING = {"src", "srcset", "poster", "data", "action", "formaction"}


def is_email(name: str) -> bool:
    """E-mails carry their styles in line (mail readers keep no other); `keep_email` says their values."""
    return "/emails/" in name or "email" in Path(name).stem


class _Reader(HTMLParser):
    """Notes what the policy on contents would refuse."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        if tag == "style" or (tag == "script" and not names.get("src")):
            self.faults.append(f"<{tag}> in line")
        self.faults += [f"{name}= on <{tag}>" for name in names if _is_script(name)]
        self.faults += [
            f"{tag} {name}={value}" for name, value in names.items() if _leaves(tag, name, value or "")
        ]


def _is_script(name: str) -> bool:
    return name == "style" or name.startswith(("on", "hx-on", "data-hx-on", "hx-vals-js"))


def _leaves(tag: str, name: str, value: str) -> bool:
    if value.strip().lower().startswith("javascript:"):
        return True
    loads = name in LOADING or (tag == "link" and name == "href")
    return loads and bool(EXTERNAL.match(value))


def inline(source: str) -> list[str]:
    """Styles, scripts and addresses in line, which a strict policy refuses."""
    reader = _Reader()
    reader.feed(TAG.sub(lambda found: " " if found[0].startswith("{%") else "x", source))
    return reader.faults


def undocumented(source: str) -> bool:
    """Does it use values without saying which, in a comment among its first lines?"""
    if not VALUES.search(COMMENT.sub("", source)):
        return False
    return not COMMENT.search("\n".join(source.splitlines()[:4]))


def overrides(name: str) -> bool:
    """Is it found by Django under a name of its own?"""
    return name in BY_NAME or any((folder / name).exists() for folder in DJANGOS)


def used_names(sources: Iterable[str]) -> Iterator[str]:
    """Names of templates that these files mention."""
    for source in sources:
        yield from NAMES.findall(source)


def kinds(sources: Iterable[str]) -> set[str]:
    """Templates of e-mails mentioned by their kind: `"bookings/cancelled"`."""
    mentioned = {kind for source in sources for kind in re.findall(r"""["']([a-z]+/[a-z_]+)["']""", source)}
    return {
        f"{app}/emails/{name}.{end}"
        for app, name in (kind.split("/") for kind in mentioned)
        for end in ("txt", "html")
    }
