"""Tags and filters of every page (a builtin: no load needed). None of them queries."""

from datetime import date, datetime
from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField
from django.forms.forms import BaseForm
from django.template.defaultfilters import stringfilter
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from core import french
from core.money import show_euros

register = template.Library()
BADGES = ("", "ok", "warn", "bad", "info", "brand")
KINDS_OF_MESSAGE = {"success": "ok", "warning": "warn", "error": "bad"}


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """A drawing of the sprite: beside a word it is decoration, alone it needs a `label`."""
    href = f"{static('img/icons.svg')}#{name}"
    if label:
        return format_html(
            '<svg class="i" role="img" aria-label="{}"><use href="{}"></use></svg>', label, href
        )
    return format_html('<svg class="i" aria-hidden="true"><use href="{}"></use></svg>', href)


@register.simple_tag
def badge(kind: str, icon_name: str, label: str) -> SafeString:
    """A state: icon and word, never the colour alone."""
    if kind not in BADGES:
        raise template.TemplateSyntaxError(f"unknown badge {kind!r}: one of {BADGES}")
    tone = f"tag tag-{kind}" if kind else "tag"
    return format_html('<span class="{}">{}{}</span>', tone, icon(icon_name), label)


@register.filter
def euros(cents: int | None) -> str:
    """`1 234,56 €` from cents."""
    return "" if cents is None else show_euros(cents)


def _raise_first(text: str, *, on_a_page: bool) -> str:
    """`1er` becomes `1<sup>er</sup>` on a page; plain text (`autoescape off`) keeps the letters."""
    if not text or not on_a_page:
        return text
    escaped = conditional_escape(text).replace(f"1er{french.NBSP}", f"1<sup>er</sup>{french.NBSP}")
    return mark_safe(escaped)


@register.filter(needs_autoescape=True)
def day(value: date | None, zone: str | None = None, autoescape: bool = True) -> str:
    """`vendredi 13 novembre 2026`."""
    return _raise_first(french.show_day(value, zone) if value else "", on_a_page=autoescape)


@register.filter(needs_autoescape=True)
def day_no_year(value: date | None, zone: str | None = None, autoescape: bool = True) -> str:
    """`vendredi 13 novembre`."""
    return _raise_first(french.show_day(value, zone, year=False) if value else "", on_a_page=autoescape)


@register.filter(needs_autoescape=True)
def day_short(value: date | None, zone: str | None = None, autoescape: bool = True) -> str:
    """`ven. 13 nov.`."""
    return _raise_first(french.show_day_short(value, zone) if value else "", on_a_page=autoescape)


@register.filter(needs_autoescape=True)
def day_short_year(value: date | None, zone: str | None = None, autoescape: bool = True) -> str:
    """`ven. 13 nov. 2026`."""
    text = french.show_day_short(value, zone, year=True) if value else ""
    return _raise_first(text, on_a_page=autoescape)


@register.filter
def hour(value: datetime | None, zone: str | None = None) -> str:
    """`20 h 30`."""
    return french.show_hour(value, zone) if value else ""


@register.filter
def clock(value: datetime | None, zone: str | None = None) -> str:
    """`20:30`."""
    return french.show_clock(value, zone) if value else ""


@register.filter(needs_autoescape=True)
def moment(value: datetime | None, zone: str | None = None, autoescape: bool = True) -> str:
    """`ven. 13 nov., 20:30`."""
    return _raise_first(french.show_moment(value, zone) if value else "", on_a_page=autoescape)


@register.filter
def plural_fr(number: int, words: str) -> str:
    """`{{ n|plural_fr:"place,places" }}`: `1 place`, `2 places`."""
    one, _, many = words.partition(",")
    return french.count(int(number), one=one, many=many or f"{one}s")


@register.filter
def masked_iban(last_four: str) -> SafeString:
    """`•••• •••• •••• 0142`, read aloud as « finissant par 0142 »."""
    dots = french.masked_iban("")
    return format_html(
        '<span class="nowrap"><span aria-hidden="true">{}</span>'
        '<span class="sr">finissant par </span>{}</span>',
        dots,
        last_four,
    )


@register.filter(is_safe=True)
@stringfilter
def typo(text: str) -> str:
    """The same sentence, with the unbreakable spaces of French typography."""
    return french.typeset(text)


@register.filter
def ends(text: str) -> bool:
    """Is it a whole sentence, closed by its punctuation?"""
    return str(text).rstrip().endswith((".", "!", "?", "…", ":"))


@register.filter
def initials(name: str) -> str:
    """`CC` for « Ciné des Causses »: the first letters of the first and last words."""
    words = [word for word in name.replace("’", " ").split() if word[0].isalnum()]
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


@register.filter
def message_kind(level_tag: str) -> str:
    """The kind of banner or toast for a level of Django's messages."""
    return KINDS_OF_MESSAGE.get(level_tag, "")


@register.filter
def field_kind(field: BoundField) -> str:
    """How a field is laid out: hidden, check, choices, file, group or input."""
    widget = field.field.widget
    if widget.is_hidden:
        return "hidden"
    layouts: tuple[tuple[type[forms.Widget], str], ...] = (
        (forms.CheckboxInput, "check"),
        (forms.RadioSelect, "choices"),
        (forms.FileInput, "file"),
        (forms.MultiWidget, "group"),
    )
    return next((name for widget_class, name in layouts if isinstance(widget, widget_class)), "input")


@register.filter
def is_radio(field: BoundField) -> bool:
    """One answer among several, or any number of boxes?"""
    return not isinstance(field.field.widget, forms.CheckboxSelectMultiple)


@register.simple_tag
def control(field: BoundField) -> SafeString:
    """The widget itself, with our class and everything that describes it: hint, unit, error."""
    widget = field.field.widget
    attrs: dict[str, Any] = {}
    if field_kind(field) in ("input", "group"):
        attrs["class"] = f"input {widget.attrs.get('class', '')}".strip()
    unit = f"{field.auto_id}_unit" if getattr(widget, "unit", "") else ""
    described = [unit, widget.attrs.get("aria-describedby") or field.aria_describedby or ""]
    if described_by := " ".join(filter(None, described)):
        attrs["aria-describedby"] = described_by
    return field.as_widget(attrs=attrs)


@register.simple_tag
def form_mistakes(form: BaseForm) -> list[dict[str, str]]:
    """What the error summary lists: `target` (id to focus, empty for the form itself) and `text`."""
    return [
        {"target": _target(field), "text": _labelled(field, str(message))}
        for field, messages in ((_field(form, name), found) for name, found in form.errors.items())
        for message in messages
    ]


def _field(form: BaseForm, name: str) -> BoundField | None:
    return form[name] if name in form.fields else None


def _labelled(field: BoundField | None, message: str) -> str:
    if field is None or not field.label:
        return message
    label = str(field.label)
    if label.endswith("?"):
        return f"{label} {message}"
    small = message[0].lower() + message[1:] if message[1:2].islower() or message[1:2] in "’ " else message
    return f"{label}{french.NBSP}: {small}"


def _target(field: BoundField | None) -> str:
    if field is None or field_kind(field) == "hidden":
        return ""
    return field.id_for_label or f"{field.auto_id}_0"


@register.simple_block_tag
def email_button(content: str) -> str:
    """The button of an e-mail, from a content that gives `address words…`; nothing when it gives nothing."""
    url, label = (*content.split(maxsplit=1), "", "")[:2]
    if not label.strip():
        return ""
    # The content is a block of the layout: it was escaped when it was rendered.
    rendered = {"url": mark_safe(url), "label": mark_safe(label.strip())}
    return render_to_string("layout/_email_button.html", rendered)


@register.filter
def siret(number: str) -> str:
    """`123 456 782 00010`, with spaces that do not break."""
    parts = (number[:3], number[3:6], number[6:9], number[9:])
    return "\u00a0".join(part for part in parts if part)


@register.filter
def zone(name: str) -> str:
    """`heure de La Réunion`; empty for Paris."""
    return french.zone_name(name)
