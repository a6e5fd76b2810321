"""Forms about bookings."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms

from bookings.states import CONFIRMED_LABEL, LABELS
from core.forms import DateInput, PortalForm, SearchInput

LAST_YEAR = 9999  # after it, the day after has no date
PARIS = ZoneInfo("Europe/Paris")


class BookingFilters(PortalForm):
    """Filters of the list: unknown values filter nothing."""

    marks_optional = False

    q = forms.CharField(
        label="Rechercher",
        required=False,
        widget=SearchInput(attrs={"placeholder": "Nom, code, film ou village"}),
    )
    status = forms.ChoiceField(
        label="État",
        required=False,
        choices=[
            ("", "Tous les états"),
            ("confirmed", CONFIRMED_LABEL),
            *[(s.value, label) for s, label in LABELS.items()],
        ],
    )
    city = forms.ChoiceField(label="Commune", required=False)
    since = forms.DateField(label="Séances du", required=False, widget=DateInput)
    until = forms.DateField(label="Au", required=False, widget=DateInput)

    def __init__(self, *args: Any, cities: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["city"].choices = [("", "Toutes les communes"), *[(city, city) for city in cities]]  # type: ignore[attr-defined]

    def asked(self) -> dict[str, Any]:
        """What selectors take: only what is valid, days as instants of Paris."""
        self.is_valid()
        values = {name: self.cleaned_data.get(name) for name in self.fields}
        if values["since"]:
            values["since"] = datetime.combine(values["since"], datetime.min.time(), tzinfo=PARIS)
        if values["until"] and values["until"].year < LAST_YEAR:
            values["until"] = datetime.combine(
                values["until"] + timedelta(days=1), datetime.min.time(), tzinfo=PARIS
            )
        if isinstance(values["until"], date) and not isinstance(values["until"], datetime):
            values["until"] = None
        return {name: value for name, value in values.items() if value}


class CodeForm(PortalForm):
    """The only field of the Guichet."""

    code = forms.CharField(
        label="Code du billet",
        help_text="6 lettres et chiffres, majuscules ou minuscules.",
        widget=forms.TextInput(
            attrs={
                "class": "code-input",
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "enterkeyhint": "go",
                "autofocus": True,
            }
        ),
    )
