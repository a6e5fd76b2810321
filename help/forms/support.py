"""Writing to the team."""

from typing import Any, ClassVar
from urllib.parse import urlsplit

from django import forms

from core import uploads
from core.forms import PortalForm
from help.errors import CannotSend
from help.rules import is_our_path, without_secret
from help.states import TOPIC_LABELS, Topic
from venues.models import Venue

FILE_MAX_BYTES = 5 * 1024 * 1024
NO_VENUE = "0"


class MessageField(forms.CharField):
    """A text on several lines: a line end counts for one character, as in the browser that counted them."""

    def to_python(self, value: Any) -> str:
        """The text, with plain line ends."""
        return super().to_python(value).replace("\r\n", "\n").replace("\r", "\n")


class ContactForm(PortalForm):
    """A message to the team. `venues`: where the person works; `host`: this site, whose addresses become paths."""

    field_order: ClassVar[list[str]] = [
        "topic",
        "body",
        "attachment",
        "venue",
        "structure",
        "page",
        "name",
        "email",
    ]

    topic = forms.TypedChoiceField(
        label="Sujet",
        coerce=Topic,
        choices=[("", "Choisissez"), *[(topic.value, label) for topic, label in TOPIC_LABELS.items()]],
    )
    body = MessageField(
        label="Message",
        max_length=5_000,
        help_text="Ce que vous vouliez faire, et ce qui s’est passé. 5\u00a0000 caractères au plus.",
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    attachment = forms.FileField(
        label="Fichier joint",
        required=False,
        max_length=250,
        help_text="Un PDF ou une image JPEG ou PNG, 5\u00a0Mo au plus.",
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )
    venue = forms.ChoiceField(label="Structure", required=False)
    structure = forms.CharField(
        label="Structure",
        max_length=200,
        required=False,
        help_text="Son nom ou son SIRET, si vous en avez une.",
    )
    page = forms.CharField(
        label="Page concernée",
        max_length=300,
        required=False,
        help_text="L’adresse de la page où vous étiez. Exemple : /offres/.",
    )
    name = forms.CharField(
        label="Nom", max_length=140, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(
        label="Adresse e-mail",
        max_length=254,
        help_text="Nous répondons à cette adresse.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(self, *args: Any, venues: list[Venue], host: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.venues, self.host = {str(venue.pk): venue for venue in venues}, host
        del self.fields["structure" if venues else "venue"]
        if venues:
            named = [(key, venue.public_name) for key, venue in self.venues.items()]
            self.fields["venue"].choices = [*named, (NO_VENUE, "Aucune en particulier")]  # type: ignore[attr-defined]

    def clean_page(self) -> str:
        """A path of this site; a whole address of this site becomes one."""
        page = self.cleaned_data["page"].strip()
        path = path_of(page, host=self.host) if "://" in page else page
        if page and not is_our_path(path):
            raise forms.ValidationError(CannotSend.messages["page_elsewhere"], code="page_elsewhere")
        return without_secret(path)

    def clean_attachment(self) -> uploads.Upload | None:
        """The file, safe to keep; one at most."""
        file = self.cleaned_data["attachment"]
        if not file:
            return None
        if len(self.files.getlist("attachment")) > 1:
            raise forms.ValidationError("Joignez un seul fichier.", code="two_files")
        try:
            return uploads.read(file=file, size=file.size, name=file.name, max_bytes=FILE_MAX_BYTES)
        except uploads.FileRefused as refusal:
            raise forms.ValidationError(refusal.message, code=refusal.code) from refusal

    def ask_for_the_file_again(self) -> None:
        """Browsers do not keep a file when a form comes back: say it where it was chosen."""
        if self.files.get("attachment") and not self.has_error("attachment"):
            self.add_error("attachment", "Choisissez le fichier à nouveau.")

    def values(self) -> dict[str, Any]:
        """What `services.support.write_message` takes."""
        typed = self.cleaned_data
        return {
            "venue": self.venues.get(typed.get("venue", "")),
            "structure_name": typed.get("structure", ""),
            **{name: typed[name] for name in ("name", "email", "topic", "body", "page", "attachment")},
        }


def path_of(address: str, *, host: str) -> str:
    """The path of an address of this site, at most 300 characters; empty for any other, or for none."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    path = parts.path[:300]
    return without_secret(path) if parts.netloc in {"", host} and is_our_path(path) else ""
