"""Filters of the webinars, and what staff change about them."""

from datetime import datetime
from typing import Any, ClassVar

from django import forms

from core.forms import PortalForm, PortalFormMixin
from core.french import PARIS
from help.errors import CannotPlan
from help.models import WebinarPattern, WebinarRegistration
from help.rules import ORDINALS, pattern_faults

LAST_YEAR = 2099
NAMES = {1: "Le premier", 2: "Le deuxième", 3: "Le troisième", 4: "Le quatrième"}


class WebinarFilters(PortalForm):
    """All dates, or mine: an unknown value is all dates."""

    marks_optional = False
    VIEWS: ClassVar[dict[str, str]] = {"": "Toutes les dates", "miennes": "Mes inscriptions"}

    vue = forms.ChoiceField(required=False, choices=list(VIEWS.items()))

    def mine_only(self) -> bool:
        """Were mine asked for?"""
        self.is_valid()
        return self.cleaned_data.get("vue") == "miennes"


class MoveForm(PortalForm):
    """A new date for a webinar, on the clocks of Paris."""

    starts_at = forms.SplitDateTimeField(
        label="Nouvelle date et nouvelle heure (heure de Paris)",
        error_messages={
            "invalid_date": "Cette date n’existe pas. Exemple : 13/11/2026.",
            "invalid_time": "Cette heure n’existe pas. Exemple : 20:30.",
        },
        widget=forms.SplitDateTimeWidget(
            date_attrs={"type": "date"},
            time_attrs={"type": "time"},
            date_format="%Y-%m-%d",
            time_format="%H:%M",
        ),
    )

    def clean_starts_at(self) -> datetime:
        """In this century: further, it is a slip of the hand, and the end of the calendar is not far."""
        starts_at = self.cleaned_data["starts_at"]
        if starts_at.year > LAST_YEAR:
            raise forms.ValidationError("Choisissez une date de ce siècle.", code="too_far")
        return starts_at

    def asked(self) -> datetime:
        """The instant."""
        return self.cleaned_data["starts_at"]


class MeetingForm(PortalForm):
    """Where a webinar takes place."""

    meeting_url = forms.URLField(
        label="Adresse de la visioconférence",
        max_length=300,
        assume_scheme="https",
        help_text="Elle commence par https://. Les inscrits la reçoivent aussitôt.",
    )


class AttendanceForm(PortalForm):
    """Who came: one box per person registered."""

    present = forms.TypedMultipleChoiceField(
        label="Cochez les personnes présentes",
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, rows: list[WebinarRegistration], **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"present": [row.pk for row in rows if row.attended]})
        super().__init__(*args, **kwargs)
        self.fields["present"].choices = [  # type: ignore[attr-defined]
            (row.pk, f"{row.user.full_name} ({row.user.email})") for row in rows
        ]


class PatternForm(PortalFormMixin, forms.ModelForm):
    """The pattern, as staff edit it."""

    ordinals = forms.TypedMultipleChoiceField(
        label="Lesquels du mois",
        coerce=int,
        choices=[(ordinal, NAMES[ordinal]) for ordinal in ORDINALS],
        widget=forms.CheckboxSelectMultiple,
    )
    zone = forms.CharField(label="Fuseau horaire", max_length=60, initial=PARIS)
    meeting_url = forms.URLField(
        label="Adresse de la visioconférence",
        max_length=300,
        required=False,
        assume_scheme="https",
        help_text="Vide tant qu’elle n’est pas connue. Une nouvelle adresse, ou un autre nombre de places, va aussi "
        "aux webinaires à venir qui avaient ceux du rythme. Les inscrits reçoivent l’adresse.",
    )

    class Meta:
        model = WebinarPattern
        fields: ClassVar[list[str]] = [
            *(
                "title",
                "weekday",
                "ordinals",
                "start",
                "minutes",
                "zone",
                "capacity",
                "meeting_url",
                "active",
            ),
        ]

    def clean(self) -> dict[str, Any]:
        """What the service would refuse, beside its field."""
        cleaned = super().clean() or self.cleaned_data
        faults = pattern_faults(
            ordinals=cleaned.get("ordinals") or ORDINALS,
            zone=cleaned.get("zone") or PARIS,
            meeting_url=cleaned.get("meeting_url") or "",
        )
        for field, code in faults:
            self.add_error(field, forms.ValidationError(CannotPlan.messages[code], code=code))
        return cleaned
