"""The pages of an application for referencing. What lacks is said by the rules: a draft keeps what there is."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.conf import settings

from core import uploads
from core.forms import EurosField, PortalForm
from schools.forms.phones import phone_field
from schools.forms.versions import VersionedForm
from schools.programmes import DOMAINS, INTERVENTIONS, LEVELS
from schools.rules.referencing import Lack, Step
from schools.states import PIECE_LABELS, PieceKind

LONG = 4_000
MAX_PRICE_CENTS = 20_000_00


def _text(label: str, *, hint: str, rows: int = 6) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=LONG,
        required=False,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def _several(label: str, *, among: dict[str, str], hint: str = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        choices=list(among.items()),
        required=False,
        help_text=hint,
        widget=forms.CheckboxSelectMultiple,
    )


class StepForm(VersionedForm):
    """A page of the application: fields may stay empty while it is a draft."""

    marks_optional = False
    step: ClassVar[Step]

    def answers(self) -> dict[str, Any]:
        """What was answered and is readable: the version apart, which is no answer."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    def show_lacks(self, lacks: Iterable[Lack]) -> bool:
        """Put what this page still lacks beside its fields. True when there was something.

        A field that was already refused for its form keeps that sentence alone.
        """
        mine = [lack for lack in lacks if lack.step == self.step and lack.field not in self.errors]
        for lack in mine:
            self.add_error(lack.field, lack.message)
        return bool(mine)


class ProjectForm(StepForm):
    """What is proposed to pupils, and where."""

    step = Step.PROJECT
    presentation = _text(
        "Votre projet pour les groupes scolaires",
        hint="Ce que vivent les élèves, et ce qu’ils en retirent. De 300 à 4 000 caractères.",
        rows=8,
    )
    domains = _several("Domaines", among=DOMAINS, hint="Un ou plusieurs.")
    levels = _several("Niveaux", among=LEVELS, hint="Un ou plusieurs.")
    territory = forms.CharField(
        label="Où intervenez-vous ?",
        max_length=300,
        required=False,
        help_text="Les départements, ou le rayon autour de chez vous. Exemple : Lot et Aveyron.",
    )


class InterventionsForm(StepForm):
    """How, by whom, for how much, and who answers questions."""

    step = Step.INTERVENTIONS
    interventions = _several("Formes d’intervention", among=INTERVENTIONS, hint="Une ou plusieurs.")
    experience = _text(
        "Qui intervient ?",
        hint="Les personnes, leur expérience et leurs qualifications. Au moins 50 caractères.",
    )
    references = _text(
        "Projets déjà menés avec des écoles (facultatif)",
        hint="Établissement, année, sujet. Laissez vide si c’est une première.",
        rows=4,
    )
    usual_price_cents = EurosField(
        label="Tarif habituel pour une classe",
        required=False,
        max_cents=MAX_PRICE_CENTS,
        help_text="En euros, toutes charges comprises. Écrivez 0 si c’est gratuit.",
    )
    contact_name = forms.CharField(label="Personne à contacter", max_length=120, required=False)
    contact_phone = phone_field("Téléphone")
    contact_email = forms.EmailField(label="E-mail", max_length=254, required=False)


class PieceForm(PortalForm):
    """A file to join: what it is, then the file."""

    kind = forms.ChoiceField(
        label="Nature de la pièce",
        choices=[(kind.value, label) for kind, label in PIECE_LABELS.items()],
        initial=PieceKind.STATUTES,
    )
    file = forms.FileField(
        label="Fichier",
        max_length=250,
        help_text="Un PDF ou une image, 10 Mo au plus.",
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )

    def clean_file(self) -> uploads.Upload:
        """The file, judged by its content and safe to keep."""
        file = self.cleaned_data["file"]
        try:
            return uploads.read(file=file, size=file.size, name=file.name, max_bytes=settings.PROOF_MAX_BYTES)
        except uploads.FileRefused as refusal:
            raise forms.ValidationError(refusal.message, code=refusal.code) from refusal


class SendingForm(PortalForm):
    """The statement on honour, last thing before the application leaves."""

    honour = forms.BooleanField(
        label="J’atteste sur l’honneur l’exactitude du dossier et l’honorabilité des intervenants",
        help_text=(
            "Toute personne qui rencontre des élèves a fait l’objet du contrôle prévu par la loi. "
            "Aucune n’est empêchée de travailler avec des mineurs."
        ),
        error_messages={"required": "Cochez l’attestation pour déposer le dossier."},
    )
