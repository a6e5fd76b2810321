"""Forms of school offers: the offer itself, and the filters of the list."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.forms.utils import ErrorDict

from core.errors import DomainError
from core.forms import ChoiceCard, DateInput, EurosField, PortalForm, SearchInput, UnitInput
from offers.forms import MoveForm, PlaceForm
from offers.rules import LocalTime, local_time
from schools.forms.phones import phone_field
from schools.forms.versions import VersionedForm
from schools.models import Institution, SchoolOffer
from schools.programmes import DOMAINS, LEVELS
from schools.rules import offers as rules
from schools.selectors import institutions
from schools.services.offers import NewAddress
from schools.states import OFFER_STATUS_LABELS, OFFER_STATUSES_NOW, PlaceKind
from venues.models import Address

NEAR = (
    MinValueValidator(date(2000, 1, 1), "Cette date est trop ancienne."),
    MaxValueValidator(date(2100, 1, 1), "Cette date est trop lointaine."),
)
#: Where the form asks for what a service names.
FIELD_OF = {
    "starts_at": "day",
    "booking_limit_at": "limit_day",
    "place_kind": "location",
    "address": "where",
    "institution": "school",
}


class SchoolOfferForm(MoveForm, PlaceForm, VersionedForm):
    """Everything about a school offer. Only the title is needed to keep a draft.

    The place is found before the hour is read: an hour is that of the clocks of the place.
    """

    marks_optional = False

    title = forms.CharField(
        label="Titre",
        max_length=rules.MAX_TITLE,
        help_text="90 caractères au plus. Il suffit pour garder un brouillon.",
    )
    description = forms.CharField(
        label="Ce que vivront les élèves",
        max_length=rules.MAX_DESCRIPTION,
        required=False,
        help_text="Le déroulement, les intervenants, ce qu’il faut préparer en classe.",
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    domains = forms.MultipleChoiceField(
        label="Domaines",
        choices=list(DOMAINS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    levels = forms.MultipleChoiceField(
        label="Niveaux",
        choices=list(LEVELS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    duration_minutes = forms.IntegerField(
        label="Durée",
        required=False,
        min_value=1,
        max_value=rules.MAX_MINUTES,
        help_text="Exemple : 120 pour deux heures.",
        widget=UnitInput(unit="min", attrs={"inputmode": "numeric"}),
    )
    limit_day = forms.DateField(
        label="L’établissement peut réserver jusqu’au",
        required=False,
        widget=DateInput,
        validators=NEAR,
        help_text="Ce jour compris. Au plus tard le jour de la rencontre.",
    )
    pupils = forms.IntegerField(
        label="Nombre d’élèves",
        required=False,
        min_value=1,
        max_value=rules.MAX_PUPILS,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "w-s"}),
    )
    price_cents = EurosField(
        label="Prix pour toute la classe",
        max_cents=rules.MAX_PRICE_CENTS,
        required=False,
        help_text="Un seul prix. 0 si c’est gratuit.",
    )
    price_details = forms.CharField(
        label="Ce que le prix comprend",
        max_length=rules.MAX_PRICE_DETAILS,
        required=False,
        help_text="Facultatif. Exemple : deux séances, matériel et déplacement compris.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    school = forms.CharField(
        label="Établissement",
        max_length=200,
        required=False,
        help_text="Son nom, sa commune ou son UAI. Un brouillon s’en passe, la publication non.",
        widget=UnitInput(icon="search", attrs={"autocomplete": "off"}),
    )
    uai = forms.CharField(max_length=20, required=False, widget=forms.HiddenInput)
    contact_email = forms.EmailField(
        label="E-mail de contact",
        max_length=254,
        required=False,
        help_text="L’enseignant vous écrit à cette adresse.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    contact_phone = phone_field("Téléphone de contact", hint="Facultatif.")

    institution: Institution | None = None
    schools: list[Institution]

    def __init__(self, *args: Any, head_office: str, zone: str, **kwargs: Any) -> None:
        """`zone` is that of the head office: it counts wherever the place has no address of its own."""
        usual = (kwargs.get("initial") or {}).get("location", "")
        super().__init__(*args, head_office=head_office, zone=zone, **kwargs)
        self.initial["location"] = usual
        self.schools = []
        for name in ("day", "time", "location"):
            self.fields[name].required = False
        self.fields["day"].validators = [*self.fields["day"].validators, *NEAR]
        self.fields["location"].label = "Où se passe la rencontre ?"
        self.fields["where"].help_text = "Voie et commune. Exemple : place du Foirail, 46160 Cajarc."
        self.fields["location"].choices = [  # type: ignore[attr-defined]
            (PlaceKind.OURS.value, ChoiceCard("À l’adresse de votre structure", head_office)),
            (PlaceKind.ELSEWHERE.value, ChoiceCard("À une autre adresse", "Salle des fêtes, médiathèque…")),
            (PlaceKind.SCHOOL.value, ChoiceCard("Dans l’établissement", "Vous venez dans la classe.")),
            (PlaceKind.TO_DEFINE.value, ChoiceCard("À définir", "Vous en parlez avec l’enseignant.")),
        ]

    def start_with_offer(self, offer: SchoolOffer) -> None:
        """Propose what an offer says (a copy of it starts the same way). Place and school are loaded."""
        self.initial = {**self.initial, **_said(offer), **_clocks(offer)}
        self.asks_twice = "twice" in self.initial
        if offer.place_kind == PlaceKind.ELSEWHERE and offer.address is not None:
            self.start_with(offer.address)
            self.initial["label"] = offer.address.label
        if offer.institution is not None:
            self.initial = {**self.initial, "school": offer.institution.typed, "uai": offer.institution.uai}
            if not self.is_bound:
                self.schools = [offer.institution]

    def look_for_schools(self) -> None:
        """What was typed comes back as it is, unjudged, with the schools it may mean: the way without script."""
        self._errors = ErrorDict()
        self.cleaned_data: dict[str, Any] = {}
        self.schools = institutions.matching(query=self.data.get("school", "")[:200])

    def clean(self) -> dict[str, Any]:
        """The place, then the hour on its clocks, then the last day to book, then the school."""
        cleaned = super().clean()
        if bool(cleaned.get("day")) != bool(cleaned.get("time")) and not {"day", "time"} & self.errors.keys():
            self.add_error("time" if cleaned.get("day") else "day", "Indiquez le jour et l’heure.")
        self._find_school(cleaned.get("school", ""), cleaned.get("uai", ""))
        return cleaned

    def _instant(self, naive: datetime, twice: str) -> None:
        if self.elsewhere and self.place is not None:
            self.zone = self.place.time_zone
        super()._instant(naive, twice)

    def _find_school(self, text: str, uai: str) -> None:
        if not text.strip():
            return
        chosen = institutions.by_uai(raw=uai or text)
        if chosen is not None and (not uai or institutions.is_meant(institution=chosen, query=text)):
            self.institution, self.schools = chosen, [chosen]
            return
        self.schools = institutions.matching(query=text)
        if len(self.schools) == 1:
            self.institution = self.schools[0]
        elif self.schools:
            self.add_error("school", "Plusieurs établissements correspondent. Choisissez le bon.")
        else:
            self.add_error("school", "Aucun établissement ne correspond. Essayez sa commune ou son UAI.")

    @property
    def chosen_uai(self) -> str:
        """The school that is ticked on the page."""
        if self.institution is not None:
            return self.institution.uai
        return str(self["uai"].value() or "")

    @property
    def looked_for(self) -> bool:
        """Was enough typed to look for a school?"""
        return bool(institutions.words(query=str(self["school"].value() or "")))

    def typed(self, *, ours: Address) -> dict[str, Any]:
        """What the services take. `ours` is the address of the head office."""
        cleaned, zone = self.cleaned_data, self._zone_of_place()
        day = cleaned["limit_day"]
        named = ("title", "description", "domains", "levels", "duration_minutes", "pupils", "price_cents")
        return {
            **{name: cleaned[name] for name in (*named, "price_details", "contact_email", "contact_phone")},
            "starts_at": self.starts_at,
            "booking_limit_at": day and rules.limit_instant(day=day, starts_at=self.starts_at, zone=zone),
            "place_kind": cleaned["location"],
            "address": self._address(ours),
            "institution": self.institution,
        }

    def _address(self, ours: Address) -> Address | NewAddress | None:
        """Ours, the other one that was typed, or none: at school and to be defined have no address yet."""
        if self.elsewhere and self.place is not None:
            return NewAddress(place=self.place, label=self.cleaned_data["label"])
        return ours if self.cleaned_data["location"] == PlaceKind.OURS else None

    def _zone_of_place(self) -> str:
        return self.place.time_zone if self.elsewhere and self.place is not None else self.zone

    def apply(self, error: DomainError) -> None:
        """A refusal of a service, beside the field that asks for what it names."""
        error.field = FIELD_OF.get(error.field or "", error.field)
        super().apply(error)


def _said(offer: SchoolOffer) -> dict[str, Any]:
    names = ("title", "description", "domains", "levels", "duration_minutes", "pupils", "price_cents")
    more = ("price_details", "contact_email", "contact_phone", "version")
    return {name: getattr(offer, name) for name in (*names, *more)} | {"location": offer.place_kind}


def _clocks(offer: SchoolOffer) -> dict[str, Any]:
    zone = ZoneInfo(offer.time_zone)
    found: dict[str, Any] = {}
    if offer.starts_at is not None:
        local = offer.starts_at.astimezone(zone)
        found = {"day": local.date(), "time": local.time()}
        if local_time(naive=local.replace(tzinfo=None, fold=0), zone=offer.time_zone) == LocalTime.TWICE:
            found["twice"] = str(local.fold)
    if offer.booking_limit_at is not None:
        found["limit_day"] = offer.booking_limit_at.astimezone(zone).date()
    return found


class SchoolOfferFilters(PortalForm):
    """Filters of the list: unknown values filter nothing."""

    marks_optional = False

    q = forms.CharField(
        label="Rechercher",
        required=False,
        widget=SearchInput(attrs={"placeholder": "Titre, établissement, commune"}),
    )
    status = forms.ChoiceField(
        label="État",
        required=False,
        choices=[
            ("", "Tous, sauf archivées"),
            *[(s.value, OFFER_STATUS_LABELS[s]) for s in OFFER_STATUSES_NOW],
        ],
    )
    level = forms.ChoiceField(
        label="Niveau", required=False, choices=[("", "Tous les niveaux"), *LEVELS.items()]
    )
    since = forms.DateField(label="Rencontres du", required=False, widget=DateInput)
    until = forms.DateField(label="Au", required=False, widget=DateInput)

    def asked(self) -> dict[str, Any]:
        """What selectors take: only what is valid, days as they are on the clocks of each place."""
        self.is_valid()
        given = {name: self.cleaned_data.get(name) for name in self.fields}
        asked = {"query": given.pop("q"), **given}
        return {name: value for name, value in asked.items() if value}
