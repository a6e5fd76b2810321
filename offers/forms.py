"""Forms of the catalogue: one per step of the creation."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms

from core.forms import ChoiceCard, DateInput, EurosField, PortalForm, SearchInput, TimeInput, UnitInput
from offers import rules
from offers.categories import CATEGORIES, dated_physical
from offers.states import STATUS_LABELS
from venues.forms import WhereForm
from venues.models import Address

HEAD_OFFICE, ELSEWHERE = "head_office", "elsewhere"
EVERYONE, SCHOOL = "public", "school"


class AudienceForm(PortalForm):
    """First screen: for whom, and for everyone what kind of thing."""

    audience = forms.ChoiceField(
        label="À qui s’adresse l’offre ?",
        choices=[
            (EVERYONE, ChoiceCard("Au grand public", "Les jeunes réservent depuis l’application.")),
            (SCHOOL, ChoiceCard("À un groupe scolaire", "Un établissement réserve pour une classe.")),
        ],
        widget=forms.RadioSelect,
        initial=EVERYONE,
    )
    kind = forms.ChoiceField(
        label="Que proposez-vous ?",
        choices=[
            (
                "dated_event",
                ChoiceCard("Un événement physique daté", "Une séance, un concert, une visite, à une date."),
            )
        ],
        widget=forms.RadioSelect,
        initial="dated_event",
    )
    category = forms.ChoiceField(
        label="Catégorie",
        choices=[
            (code, CATEGORIES[code]) for code in dict.fromkeys(row.category for row in dated_physical())
        ],
        initial="CINEMA",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.for_school:
            # Neither is asked of a school group: what the page sent along with the answer counts for nothing.
            self.fields["kind"].disabled = self.fields["category"].disabled = True

    @property
    def for_school(self) -> bool:
        """Was a school group chosen?"""
        return self.data.get("audience") == SCHOOL


class DescriptionForm(PortalForm):
    """What the offer says of itself."""

    subcategory = forms.ChoiceField(label="Sous-catégorie", widget=forms.RadioSelect)
    title = forms.CharField(label="Titre", max_length=rules.MAX_TITLE, help_text="90 caractères au plus.")
    description = forms.CharField(
        label="Description", max_length=10_000, required=False, widget=forms.Textarea(attrs={"rows": 5})
    )
    duration_minutes = forms.IntegerField(
        label="Durée",
        required=False,
        min_value=1,
        max_value=1_440,
        widget=UnitInput(unit="min", attrs={"inputmode": "numeric"}),
    )
    film_director = forms.CharField(label="Réalisation", max_length=120, required=False)
    film_author = forms.CharField(label="Scénario", max_length=120, required=False)
    film_visa = forms.CharField(label="Visa d’exploitation", max_length=20, required=False)
    is_duo = forms.BooleanField(
        label="Réservable en duo",
        required=False,
        help_text="Le jeune peut prendre deux places, au même prix.",
    )
    motor_accessible = forms.BooleanField(label="Accessible : handicap moteur", required=False)
    hearing_accessible = forms.BooleanField(label="Accessible : handicap auditif", required=False)
    visual_accessible = forms.BooleanField(label="Accessible : handicap visuel", required=False)
    mental_accessible = forms.BooleanField(
        label="Accessible : handicap psychique ou cognitif", required=False
    )
    booking_email = forms.EmailField(
        label="E-mail des réservations",
        max_length=254,
        required=False,
        help_text="Sinon, celui de votre structure.",
    )

    ACCESS = ("motor_accessible", "hearing_accessible", "visual_accessible", "mental_accessible")
    FILM = ("film_director", "film_author", "film_visa")

    def __init__(self, *args: Any, category: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(row.code, row.label) for row in dated_physical(category=category)]
        self.fields["subcategory"].choices = choices  # type: ignore[attr-defined]
        if len(choices) > 6:
            self.fields["subcategory"].widget = forms.Select(choices=choices)
        if category != "CINEMA":
            for name in self.FILM:
                del self.fields[name]


class PlaceForm(WhereForm):
    """Where it takes place: the head office is proposed, another address is one click away."""

    marks_optional = False

    location = forms.ChoiceField(label="Adresse de la séance", widget=forms.RadioSelect)
    label = forms.CharField(
        label="Nom du lieu",
        max_length=120,
        required=False,
        help_text="Comme les habitants l’appellent. Exemple : salle des fêtes.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    field_order = ("location", "label", "where", "choice")

    def __init__(self, *args: Any, head_office: str, kept: Address | None = None, **kwargs: Any) -> None:
        """`kept` is the other address it starts with; without one, the head office is proposed."""
        super().__init__(*args, **kwargs)
        self.fields["where"].required = False
        self.initial["location"] = ELSEWHERE if kept else HEAD_OFFICE
        if kept:
            self.start_with(kept)
            self.initial["label"] = kept.label
        self.fields["location"].choices = [  # type: ignore[attr-defined]
            (HEAD_OFFICE, ChoiceCard("À l’adresse de votre siège", head_office)),
            (ELSEWHERE, ChoiceCard("À une autre adresse", "Salle des fêtes, place du village, foyer rural")),
        ]

    @property
    def elsewhere(self) -> bool:
        """Was another address chosen?"""
        return self.cleaned_data.get("location") == ELSEWHERE

    def clean(self) -> dict[str, Any]:
        """The typed address counts only when it is chosen."""
        if not self.elsewhere:
            return self.cleaned_data
        if not self.cleaned_data.get("where") and "where" not in self.errors:
            self.add_error("where", "Indiquez l’adresse de la séance.")
        return super().clean()


class MoveForm(PortalForm):
    """A day and an hour, on the clocks of the place."""

    day = forms.DateField(label="Date", widget=DateInput)
    time = forms.TimeField(label="Heure", widget=TimeInput)
    twice = forms.ChoiceField(
        label="Cette nuit-là, cette heure existe deux fois. Laquelle ?",
        choices=[
            ("0", ChoiceCard("La première", "Avant le changement d’heure.")),
            ("1", ChoiceCard("La seconde", "Après le changement d’heure.")),
        ],
        widget=forms.RadioSelect,
        required=False,
    )

    starts_at: datetime | None = None
    asks_twice = False

    def __init__(self, *args: Any, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone

    def clean(self) -> dict[str, Any]:
        """Turn the clock's hour into an instant; never guess on the nights the clock changes."""
        cleaned = super().clean() or self.cleaned_data
        day, time = cleaned.get("day"), cleaned.get("time")
        if day and time:
            self._instant(datetime.combine(day, time), cleaned.get("twice", ""))
        return cleaned

    def _instant(self, naive: datetime, twice: str) -> None:
        kind = rules.local_time(naive=naive, zone=self.zone)
        if kind == rules.LocalTime.MISSING:
            instead = rules.next_existing(naive=naive, zone=self.zone)
            self.add_error(
                "time",
                f"Cette heure n’existe pas : l’heure d’été commence cette nuit-là. Essayez {instead:%H:%M}.",
            )
            return
        if kind == rules.LocalTime.TWICE and not twice:
            self.asks_twice = True
            self.add_error("twice", "L’heure d’hiver commence cette nuit-là. Choisissez.")
            return
        self.starts_at = naive.replace(tzinfo=ZoneInfo(self.zone), fold=int(twice or 0))

    @property
    def shows_twice(self) -> bool:
        """Must the question of the autumn night be on the page?"""
        return self.asks_twice or bool(self.data.get("twice"))


class DateForm(MoveForm):
    """A date to add: with its seats and its price."""

    capacity = forms.IntegerField(
        label="Places",
        required=False,
        min_value=1,
        max_value=rules.MAX_SEATS,
        help_text="Vide : illimité.",
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    price_cents = EurosField(
        label="Prix", max_cents=rules.MAX_PRICE_CENTS, help_text="0 pour une séance gratuite."
    )
    label = forms.CharField(label="Intitulé du tarif", max_length=50, required=False, initial="Tarif unique")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["price_cents"].error_messages["max_cents"] = "Le prix ne peut pas dépasser 300 €."


class OfferFilters(PortalForm):
    """Filters of the list: unknown values filter nothing."""

    marks_optional = False

    q = forms.CharField(
        label="Rechercher",
        required=False,
        widget=SearchInput(attrs={"placeholder": "Titre, film ou village"}),
    )
    status = forms.ChoiceField(
        label="État",
        required=False,
        choices=[("", "Tous les états"), *[(s.value, label) for s, label in STATUS_LABELS.items()]],
    )
    subcategory = forms.ChoiceField(label="Format", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        formats = [(row.code, row.label) for row in dated_physical()]
        self.fields["subcategory"].choices = [("", "Tous les formats"), *formats]  # type: ignore[attr-defined]

    def asked(self) -> dict[str, str]:
        """What selectors take: only what is valid."""
        self.is_valid()
        return {
            "query": self.cleaned_data.get("q", ""),
            "status": self.cleaned_data.get("status", ""),
            "subcategory": self.cleaned_data.get("subcategory", ""),
        }
