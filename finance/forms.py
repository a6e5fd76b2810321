"""Forms about money."""

from typing import Any

from django import forms
from django.conf import settings

from core import uploads
from core.forms import ChoiceCard, CountField, EurosField, PortalForm
from core.money import show_euros
from finance import ibans
from finance.errors import CannotDeposit
from finance.models import BankAccount, ScaleBand, VenueBankLink
from finance.simulation import MAX_BOOKINGS
from finance.states import TRANSFER_LABELS
from venues.models import Venue
from venues.siret import formatted


class DepositForm(PortalForm):
    """A bank account handed in, or again once corrected. The service takes `.coordinates`."""

    label = forms.CharField(
        label="Nom du compte",
        max_length=100,
        help_text="Pour le reconnaître. Exemple : compte courant de l’association.",
    )
    holder = forms.CharField(label="Titulaire", max_length=140, help_text="Le nom écrit sur votre RIB.")
    iban = forms.CharField(
        label="IBAN",
        max_length=60,
        help_text="27 caractères pour un compte français. Les espaces ne comptent pas.",
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}
        ),
    )
    bic = forms.CharField(
        label="BIC",
        max_length=20,
        required=False,
        help_text="Nous le trouvons avec l’IBAN. Indiquez-le si nous vous le demandons.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "class": "w-m"}),
    )
    proof = forms.FileField(
        label="Justificatif",
        max_length=250,
        help_text="Votre RIB : un PDF ou une photo, 10 Mo au plus.",
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )
    coordinates: ibans.Coordinates

    def __init__(self, *args: Any, correcting: BankAccount | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if correcting:
            self.fields["proof"].required = False
            self.fields[
                "proof"
            ].help_text = f"Sans nouveau fichier, nous gardons « {correcting.proof_name} »."
            self.fields[
                "iban"
            ].help_text = f"L’IBAN déposé finit par {correcting.iban_last4}. Saisissez-le en entier."

    def clean_proof(self) -> uploads.Upload | None:
        """The file, safe to keep."""
        file = self.cleaned_data["proof"]
        if not file:
            return None
        try:
            return uploads.read(file=file, size=file.size, name=file.name, max_bytes=settings.PROOF_MAX_BYTES)
        except uploads.FileRefused as refusal:
            raise forms.ValidationError(refusal.message, code=refusal.code) from refusal

    def clean(self) -> dict[str, Any]:
        """IBAN and BIC are read together: one gives the other."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("iban"):
            try:
                self.coordinates = ibans.read(iban=cleaned["iban"], bic=cleaned.get("bic", ""))
            except CannotDeposit as refusal:
                self.apply(refusal)
        return cleaned


class AttachForm(PortalForm):
    """Structures to pay on an account."""

    venues = forms.TypedMultipleChoiceField(
        label="Structures à payer sur ce compte", coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self,
        *args: Any,
        venues: list[Venue],
        links: dict[int, VenueBankLink],
        waiting: dict[int, int],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["venues"].choices = [  # type: ignore[attr-defined]
            (
                venue.pk,
                ChoiceCard(
                    venue.public_name, _situation(venue, links.get(venue.pk), waiting.get(venue.pk, 0))
                ),
            )
            for venue in venues
        ]


def _situation(venue: Venue, link: VenueBankLink | None, cents: int) -> str:
    parts = [f"SIRET {formatted(venue.siret)}"]
    if link:
        parts.append(f"payée sur « {link.bank_account.label} », en changer fait attendre 72 h")
    if cents:
        parts.append(f"{show_euros(cents)} en attente")
    return ", ".join(parts)


class TransferFilters(PortalForm):
    """Filters of the transfers: unknown values filter nothing."""

    marks_optional = False

    annee = forms.ChoiceField(label="Année", required=False)
    etat = forms.ChoiceField(
        label="État",
        required=False,
        choices=[("", "Tous les états"), *[(s.value, label) for s, label in TRANSFER_LABELS.items()]],
    )

    def __init__(self, *args: Any, years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["annee"].choices = [("", "Toutes les années"), *[(str(y), str(y)) for y in years]]  # type: ignore[attr-defined]

    def asked(self) -> dict[str, Any]:
        """What `selectors.transfers_of` takes."""
        self.is_valid()
        year, status = self.cleaned_data.get("annee"), self.cleaned_data.get("etat")
        return {"year": int(year) if year else None, "status": status or ""}


class SimulationForm(PortalForm):
    """Bookings to come: what would they give?"""

    marks_optional = False

    groupe = forms.ChoiceField(label="Offres", choices=ScaleBand.Group.choices)
    deja = EurosField(
        label="Déjà validé cette année",
        max_cents=10_000_000_00,
    )
    prix = EurosField(label="Prix d’une réservation", max_cents=60_000_00)
    nombre = CountField(
        label="Nombre de réservations",
        min_value=1,
        max_value=MAX_BOOKINGS,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "w-s"}),
    )

    @property
    def asked(self) -> dict[str, Any]:
        """What `finance.simulation.steps` takes, once the form is valid."""
        typed = self.cleaned_data
        return {
            "group": typed["groupe"],
            "revenue_cents": typed["deja"],
            "price_cents": typed["prix"],
            "count": typed["nombre"],
        }
