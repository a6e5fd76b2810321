"""Forms about articles: the search, and what staff write."""

from datetime import datetime
from typing import Any

from django import forms

from core.forms import PortalForm, PortalFormMixin, SearchInput
from help.errors import CannotWrite
from help.models import Article
from help.services.articles import MAX
from help.states import COLLECTION_LABELS, Collection

#: What staff write, in the order of the form.
WRITTEN = ("title", "summary", "body", "collection", "position", "related")
MARKDOWN = (
    "Markdown. Titres : ## Titre. Gras : **mot**. Liste : - élément. Étapes : 1. étape. "
    "Lien : [mots](/offres/). Encadré : > texte. "
    "Image : ![ce qu’elle montre](help:nom-du-fichier.webp). Le HTML n’est pas interprété."
)


class SearchForm(PortalForm):
    """`?q=` and `?collection=`; an unknown collection filters nothing."""

    marks_optional = False

    q = forms.CharField(
        label="Rechercher dans l’aide",
        required=False,
        max_length=100,
        widget=SearchInput(attrs={"placeholder": "Exemple : rembourser, annuler, adresse"}),
    )
    collection = forms.ChoiceField(
        label="Collection",
        required=False,
        choices=[
            ("", "Toutes les collections"),
            *((one.value, label) for one, label in COLLECTION_LABELS.items()),
        ],
    )

    def asked(self) -> dict[str, Any]:
        """What the search takes: only what is valid."""
        self.is_valid()
        chosen = self.cleaned_data.get("collection")
        return {"q": self.cleaned_data.get("q", ""), "collection": Collection(chosen) if chosen else None}


class ArticleForm(PortalFormMixin, forms.ModelForm):
    """What staff write; the service keeps it. `values()` is what it takes."""

    position = forms.IntegerField(label="Rang dans la collection", min_value=1, max_value=999, initial=1)
    body = forms.CharField(
        label="Texte",
        max_length=MAX["body"],
        help_text=MARKDOWN,
        widget=forms.Textarea(attrs={"rows": 28, "class": "vLargeTextField"}),
    )
    summary = forms.CharField(
        label="Résumé",
        max_length=MAX["summary"],
        help_text="Une phrase : elle paraît sous le titre et dans la recherche.",
        widget=forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
    )
    # The version that is being edited, so that nobody writes over somebody else.
    seen_at = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Article
        fields = WRITTEN

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and "seen_at" in self.fields:
            self.fields["seen_at"].initial = self.instance.updated_at.isoformat()

    def clean_related(self) -> Any:
        """Other articles only."""
        related = self.cleaned_data["related"]
        if self.instance.pk in {article.pk for article in related}:
            raise forms.ValidationError(CannotWrite("related_to_itself").message)
        return related

    def clean(self) -> dict[str, Any]:
        """Refuse to write over a newer version, and keep what was typed."""
        cleaned = super().clean() or self.cleaned_data
        if self.instance.pk and cleaned.get("seen_at") != self.instance.updated_at.isoformat():
            raise forms.ValidationError(CannotWrite("changed_since").message)
        return cleaned

    def values(self) -> dict[str, Any]:
        """Arguments of the services `create` and `edit`; `seen_at` is for `edit`."""
        values = {name: self.cleaned_data[name] for name in WRITTEN}
        values["related"] = [article.pk for article in values["related"]]
        return values

    def seen(self) -> datetime:
        """`updated_at` of the version that was edited."""
        return datetime.fromisoformat(self.cleaned_data["seen_at"])
