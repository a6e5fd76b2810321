"""People."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Accounts of partners, volunteers, young people and staff."""

    name = "accounts"
    verbose_name = "Comptes"
