"""Forms of the portal: fields drawn by our templates, refusals in plain French."""

import re
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar, Self

import django.forms
from django import forms
from django.forms.renderers import DjangoTemplates

from core.errors import DomainError
from core.money import parse_euros, show_euros

OURS = Path(__file__).resolve().parents[1] / "templates"
DJANGOS = Path(django.forms.__file__).parent / "templates"
#: Control characters but for tabs and line ends, and the marks that change the direction of a text.
_INVISIBLE = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_NO_WIDTH = re.compile(r"[\u061c\u200b-\u200f\u2060\ufeff]")
TIME_FORMATS = ["%H:%M", "%H:%M:%S", "%Hh%M", "%H h %M", "%Hh", "%H h"]

# The last class that fits wins: from the general to the particular.
SENTENCES: tuple[tuple[type[forms.Field], dict[str, str]], ...] = (
    (
        forms.Field,
        {
            "required": "Cette réponse manque.",
            "max_length": "%(limit_value)d caractères au plus\u00a0: il y en a %(show_value)d.",
            "min_length": "%(limit_value)d caractères au moins\u00a0: il y en a %(show_value)d.",
        },
    ),
    (forms.BooleanField, {"required": "Cochez cette case pour continuer."}),
    (
        forms.IntegerField,
        {
            "invalid": "Écrivez un nombre entier, en chiffres.",
            "min_value": "Le plus petit nombre possible est %(limit_value)s.",
            "max_value": "Le plus grand nombre possible est %(limit_value)s.",
        },
    ),
    (forms.EmailField, {"invalid": "Cette adresse est incomplète. Exemple\u00a0: prenom@exemple.fr."}),
    (forms.URLField, {"invalid": "Cette adresse de site est incomplète. Exemple\u00a0: https://exemple.fr."}),
    (forms.DateField, {"invalid": "Cette date n’existe pas. Exemple\u00a0: 13/11/2026."}),
    (forms.TimeField, {"invalid": "Cette heure n’existe pas. Exemple\u00a0: 20:30."}),
    (forms.DateTimeField, {"invalid": "Cette date n’existe pas. Exemple\u00a0: 13/11/2026 20:30."}),
    (
        forms.ChoiceField,
        {
            "required": "Choisissez une réponse.",
            "invalid_choice": "Ce choix n’est plus proposé. Prenez-en un autre.",
        },
    ),
    (forms.MultipleChoiceField, {"required": "Choisissez une réponse au moins."}),
    (
        forms.ModelChoiceField,
        {
            "required": "Choisissez une réponse.",
            "invalid_choice": "Ce choix n’est plus proposé. Prenez-en un autre.",
        },
    ),
    (
        forms.FileField,
        {
            "required": "Choisissez un fichier.",
            "missing": "Choisissez un fichier.",
            "empty": "Ce fichier est vide.",
            "max_length": "Le nom de ce fichier est trop long. Renommez-le.",
            "invalid": "Le fichier n’est pas arrivé. Envoyez-le à nouveau.",
        },
    ),
)


class PortalRenderer(DjangoTemplates):
    """Our field groups (`templates/django/forms/`) before Django's own."""

    @cached_property
    def engine(self) -> Any:
        """An engine that knows both folders and our tags."""
        options = {"builtins": ["core.templatetags.ui"]}
        return self.backend(
            {"APP_DIRS": True, "DIRS": [OURS, DJANGOS], "NAME": "djangoforms", "OPTIONS": options}
        )


class ChoiceCard(str):
    """The label of a choice drawn as a card: a title, and the sentence under it."""

    text: str

    def __new__(cls, title: str, text: str = "") -> Self:
        """A string like any other label, with one attribute more."""
        card = super().__new__(cls, title)
        card.text = text
        return card


class UnitInput(forms.TextInput):
    """One line with an icon before it or a unit after it."""

    def __init__(self, *, unit: str = "", icon: str = "", attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.unit = unit
        self.icon = icon


class SearchInput(UnitInput):
    """A search box, with its magnifying glass."""

    input_type = "search"

    def __init__(self, *, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(icon="search", attrs=attrs)


class DateInput(forms.DateInput):
    """The browser's own date picker, which wants ISO dates whatever the language."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": "w-m", **(attrs or {})}, format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    """The browser's own time picker."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": "w-s", **(attrs or {})}, format="%H:%M")


class CountField(forms.IntegerField):
    """A whole number, typed with the spaces that people put in it: `10 000`."""

    def to_python(self, value: Any) -> int | None:
        """The number, or a refusal."""
        return super().to_python("".join(value.split()) if isinstance(value, str) else value)


class EurosField(forms.Field):
    """An amount typed in euros (`4`, `4,50`, `1 200 €`), cleaned into integer cents."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid": "Ce montant n’est pas lisible. Exemple\u00a0: 4,50.",
        "min_cents": "Le montant le plus bas est %(limit)s.",
        "max_cents": "Le montant le plus haut est %(limit)s.",
    }

    def __init__(self, *, min_cents: int = 0, max_cents: int | None = None, **options: Any) -> None:
        options.setdefault(
            "widget", UnitInput(unit="€", attrs={"inputmode": "decimal", "autocomplete": "off"})
        )
        super().__init__(**options)
        self.min_cents, self.max_cents = min_cents, max_cents

    def prepare_value(self, value: Any) -> Any:
        """Cents as `4,50`; what was typed stays as typed."""
        return f"{value // 100},{value % 100:02d}" if isinstance(value, int) else value

    def to_python(self, value: Any) -> int | None:
        """Cents, or a refusal."""
        if value in self.empty_values or (isinstance(value, str) and not value.strip()):
            return None
        if isinstance(value, str) and value.strip().startswith(("-", "−")):
            raise self._out_of_bounds("min_cents", self.min_cents)
        cents = value if isinstance(value, int) else parse_euros(str(value))
        if cents is None:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return cents

    def validate(self, value: int | None) -> None:
        """Between the bounds."""
        super().validate(value)
        if value is None:
            return
        if value < self.min_cents:
            raise self._out_of_bounds("min_cents", self.min_cents)
        if self.max_cents is not None and value > self.max_cents:
            raise self._out_of_bounds("max_cents", self.max_cents)

    def _out_of_bounds(self, code: str, limit: int) -> forms.ValidationError:
        return forms.ValidationError(
            self.error_messages[code], code=code, params={"limit": show_euros(limit)}
        )


def _defaults(field: forms.Field) -> dict[str, Any]:
    messages: dict[str, Any] = {}
    for ancestor in reversed(type(field).__mro__):
        messages |= getattr(ancestor, "default_error_messages", {})
    return messages


def speak_french(field: forms.Field) -> None:
    """Give a field our sentences, wherever it did not bring its own."""
    ours: dict[str, str] = {}
    for field_class, sentences in SENTENCES:
        if isinstance(field, field_class):
            ours |= sentences
    inherited = _defaults(field)
    for code, sentence in ours.items():
        if field.error_messages.get(code) is inherited.get(code):
            field.error_messages[code] = sentence


def refuse_invisible(text: Any) -> None:
    """Refuse control characters and marks that reverse the text: they break PDF files and spoof names."""
    if isinstance(text, str) and _INVISIBLE.search(text):
        raise forms.ValidationError(
            "Ce texte contient un caractère invisible que nous n’acceptons pas. Effacez-le et retapez-le.",
            code="invisible",
        )
    if isinstance(text, str) and text and not _NO_WIDTH.sub("", text).strip():
        raise forms.ValidationError("Cette réponse manque.", code="required")


def refuse_line_ends(text: Any) -> None:
    """Refuse several lines where one is drawn: a browser sends none, a forged letter would."""
    if isinstance(text, str) and any(end in text for end in "\r\n\x85\u2028\u2029"):
        raise forms.ValidationError("Écrivez cette réponse sur une seule ligne.", code="line_ends")


class PortalFormMixin:
    """What every form of the portal shares; put it before Django's form in the bases.

    `marks_optional` writes « (facultatif) » beside what may stay empty: turn it off for filters.
    """

    marks_optional: ClassVar[bool] = True
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            speak_french(field)
            if isinstance(field, forms.CharField):
                one_line = [] if isinstance(field.widget, forms.Textarea) else [refuse_line_ends]
                field.validators = [*field.validators, refuse_invisible, *one_line]

    def apply(self, error: DomainError) -> None:
        """Show a refusal of a service beside the field it names, or above the whole form."""
        field = error.field if error.field in self.fields else None
        self.add_error(field, forms.ValidationError(error.message, code=error.code))  # type: ignore[attr-defined]


class PortalForm(PortalFormMixin, forms.Form):
    """A form of the portal."""
