"""Rendering of stored e-mails: one text and one HTML template per kind, the subject is the text's first line."""

import re
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.template.loader import render_to_string

from core.selectors import support_email

#: What no header may hold; the non-breaking space of an amount stays.
_ONE_LINE = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]+")


class CannotRender(Exception):
    """The template is missing or wrong."""


@dataclass(frozen=True, kw_only=True)
class Rendered:
    """What leaves."""

    subject: str
    text: str
    html: str


def render(*, kind: str, context: dict[str, Any]) -> Rendered:
    """Render `kind` = `<app>/<name>` from `<app>/emails/<name>.txt` and `.html`."""
    app, name = kind.split("/")
    values = {
        "brand": settings.BRAND,
        "site_url": settings.SITE_URL,
        "support_email": support_email(),
        **context,
    }
    try:
        subject, _, text = render_to_string(f"{app}/emails/{name}.txt", values).strip().partition("\n")
        html = render_to_string(f"{app}/emails/{name}.html", {**values, "subject": subject})
    except (TemplateDoesNotExist, TemplateSyntaxError) as problem:
        raise CannotRender(kind) from problem
    return Rendered(subject=_ONE_LINE.sub(" ", subject).strip(), text=text.strip() + "\n", html=html)
