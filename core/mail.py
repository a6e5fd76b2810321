"""Rendering of stored e-mails: one text and one HTML template per kind, the subject is the text's first line."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.template.loader import render_to_string


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
        "support_email": settings.SUPPORT_EMAIL,
        **context,
    }
    try:
        subject, _, text = render_to_string(f"{app}/emails/{name}.txt", values).strip().partition("\n")
        html = render_to_string(f"{app}/emails/{name}.html", {**values, "subject": subject})
    except (TemplateDoesNotExist, TemplateSyntaxError) as problem:
        raise CannotRender(kind) from problem
    return Rendered(subject=" ".join(subject.split()), text=text.strip() + "\n", html=html)
