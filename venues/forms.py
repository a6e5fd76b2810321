"""Forms about structures and places."""

from typing import Any

from django import forms

from core.errors import DomainError
from core.forms import ChoiceCard, PortalForm, UnitInput
from venues import places
from venues.geocoding import Place
from venues.identity import Found
from venues.models import Address


class SiretForm(PortalForm):
    """Which establishment?"""

    siret = forms.CharField(
        label="SIRET",
        max_length=40,
        help_text="14 chiffres, sur vos statuts ou vos factures.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class WhereForm(PortalForm):
    """An address typed in one line; the place meant is found, or asked back."""

    where = forms.CharField(
        label="Adresse",
        max_length=200,
        help_text="Voie et commune. Exemple : place du Foirail, 46160 Cajarc.",
        widget=UnitInput(icon="search", attrs={"autocomplete": "off"}),
    )
    choice = forms.CharField(required=False, widget=forms.HiddenInput)

    place: Place | None = None
    candidates: list[places.Candidate]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.candidates = []

    def start_with(self, address: Address) -> None:
        """Propose a place already known: sent back as it stands, it is the same place."""
        self.initial["where"] = address.typed
        if not self.is_bound:
            self.candidates = [places.candidate_of(address)]

    def clean(self) -> dict[str, Any]:
        """Find the place; several answers come back as candidates to choose from."""
        cleaned = super().clean() or self.cleaned_data
        text = cleaned.get("where", "")
        if text:
            self._find(text, cleaned.get("choice", ""))
        return cleaned

    def _find(self, text: str, token: str) -> None:
        try:
            self.place = places.resolve(text=text, token=token)
        except DomainError as refusal:
            self.apply(refusal)
            self.candidates = places.candidates(text=text)
        else:
            chosen = places.Candidate(place=self.place, token=token)
            self.candidates = [chosen] if token else []  # still chosen, should another answer be refused


class StructureForm(WhereForm):
    """Last step of the sign-up. The address is asked when the register does not give it, or when it changed."""

    marks_optional = False

    legal_name = forms.CharField(
        label="Nom légal", max_length=200, help_text="Tel qu’il figure dans vos statuts."
    )
    public_name = forms.CharField(
        label="Nom affiché aux jeunes",
        max_length=120,
        help_text="Le nom que les habitants connaissent.",
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    is_itinerant = forms.ChoiceField(
        label="Où vos séances ont-elles lieu ?",
        choices=[
            ("yes", ChoiceCard("Dans plusieurs communes", "Cinéma itinérant : chaque séance a son adresse.")),
            ("no", ChoiceCard("Toujours au même endroit", "Vos séances ont lieu à votre adresse.")),
        ],
        widget=forms.RadioSelect,
    )
    moved = forms.ChoiceField(
        label="Cette adresse est-elle la bonne ?",
        choices=[
            ("no", ChoiceCard("Oui, c’est notre siège", "Elle est proposée par défaut pour vos séances.")),
            ("yes", ChoiceCard("Non, nous avons déménagé", "Indiquez la nouvelle adresse ci-dessous.")),
        ],
        widget=forms.RadioSelect,
        initial="no",
    )
    booking_email = forms.EmailField(
        label="E-mail des réservations",
        max_length=254,
        help_text="Chaque réservation y sera annoncée, avec son code.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(self, *args: Any, found: Found, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = found
        if found.name:
            del self.fields["legal_name"]
        if found.place is None:
            del self.fields["moved"]
        else:
            self.fields["where"].required = False
            self.fields["where"].label = "Nouvelle adresse du siège"

    def clean(self) -> dict[str, Any]:
        """Either the register's address stands, or the typed one is needed."""
        if self.found.place is not None and self.cleaned_data.get("moved") != "yes":
            self.place = self.found.place
            return self.cleaned_data
        if not self.cleaned_data.get("where") and "where" not in self.errors:
            self.add_error("where", "L’adresse du siège manque. Indiquez-la.")
        return super().clean()

    @property
    def chosen_legal_name(self) -> str:
        """From the register, else as typed."""
        return self.found.name or self.cleaned_data["legal_name"]
