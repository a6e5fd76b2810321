"""Money."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class FinanceConfig(AppConfig):
    """From what was validated to the transfer."""

    name = "finance"
    verbose_name = "Gestion financière"

    def ready(self) -> None:
        """A portal without a scale could price nothing: a new database gets the first one."""
        post_migrate.connect(_install_scale, sender=self)


def _install_scale(**_: Any) -> None:
    from finance.services.scales import install_scale  # noqa: PLC0415 models are ready only then

    install_scale()
