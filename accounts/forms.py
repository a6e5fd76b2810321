"""Forms about accounts."""

from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.contrib.auth.forms import AuthenticationForm, PasswordResetForm, SetPasswordForm
from django.utils import timezone

from accounts import services
from accounts.models import User
from core.forms import PortalForm


class SignUpForm(PortalForm):
    """First step of the sign-up."""

    first_name = forms.CharField(
        label="Prénom", max_length=80, widget=forms.TextInput(attrs={"autocomplete": "given-name"})
    )
    last_name = forms.CharField(
        label="Nom", max_length=80, widget=forms.TextInput(attrs={"autocomplete": "family-name"})
    )
    email = forms.EmailField(
        label="Adresse e-mail",
        max_length=254,
        help_text="Nous y enverrons un lien de confirmation.",
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )
    password = forms.CharField(
        label="Mot de passe",
        help_text="14 caractères au moins. Une phrase facile à retenir convient très bien.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}, render_value=True),
        strip=False,
    )

    def clean(self) -> dict[str, Any]:
        """Refuse a password that is too easy to guess for this person."""
        cleaned = super().clean() or self.cleaned_data
        if "password" in cleaned:
            person = User(
                email=cleaned.get("email", ""),
                first_name=cleaned.get("first_name", ""),
                last_name=cleaned.get("last_name", ""),
            )
            try:
                password_validation.validate_password(cleaned["password"], person)
            except forms.ValidationError as problem:
                self.add_error("password", problem)
        return cleaned


class SignInForm(AuthenticationForm):
    """Address and password; too many tries, or an unconfirmed address, are said in words."""

    username = forms.EmailField(
        label="Adresse e-mail", widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True})
    )
    password = forms.CharField(
        label="Mot de passe",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def get_invalid_login_error(self) -> forms.ValidationError:
        """The sentence of the refusal."""
        refusal = getattr(self.request, "sign_in_refusal", None)
        sentence = refusal.message if refusal else "Adresse e-mail ou mot de passe incorrect."
        return forms.ValidationError(sentence, code="invalid_login")


class ForgottenPasswordForm(PasswordResetForm):
    """Asks for a reset link; the page says the same whether the address is known or not."""

    email = forms.EmailField(
        label="Adresse e-mail", max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )

    def save(self, **_: Any) -> None:
        """Hand over to the service."""
        services.send_reset(email=self.cleaned_data["email"], now=timezone.now())


class NewPasswordForm(SetPasswordForm):
    """Chooses a new password."""

    new_password1 = forms.CharField(
        label="Nouveau mot de passe",
        help_text="14 caractères au moins.",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    new_password2 = forms.CharField(
        label="Le même, une seconde fois",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def save(self, commit: bool = True) -> User:  # noqa: FBT001, FBT002 Django's signature
        """Hand over to the service."""
        password = self.cleaned_data["new_password1"]
        return services.change_password(user=self.user, password=password, now=timezone.now())
