"""Configuration of the app."""

from django.apps import AppConfig


class CircuitsConfig(AppConfig):
    """Circuits: a season of screenings, village by village."""

    name = "circuits"
    verbose_name = "Circuits"
