"""The catalogue."""

from django.apps import AppConfig


class OffersConfig(AppConfig):
    """Offers, their dates, their prices."""

    name = "offers"
    verbose_name = "Offres"
