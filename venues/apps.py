"""Structures."""

from django.apps import AppConfig


class VenuesConfig(AppConfig):
    """Legal entities, structures, addresses, memberships."""

    name = "venues"
    verbose_name = "Structures"
