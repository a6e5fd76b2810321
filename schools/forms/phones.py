"""A telephone number: one grammar for every form about schools."""

from django import forms
from django.core.validators import RegexValidator

MAX_LENGTH = 20
READABLE = RegexValidator(
    r"\A\+?(?:[ .()/-]*[0-9]){6,15}\Z",
    "Ce numéro n’est pas lisible. Exemple : 05 65 00 00 00.",
    code="phone",
)


def phone_field(label: str, *, hint: str = "") -> forms.CharField:
    """From 6 to 15 digits, a + before if need be, the usual separators between them; it may stay empty."""
    return forms.CharField(
        label=label,
        max_length=MAX_LENGTH,
        required=False,
        help_text=hint,
        validators=[READABLE],
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "class": "w-m"}),
    )
