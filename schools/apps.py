"""Configuration of the app."""

from django.apps import AppConfig


class SchoolsConfig(AppConfig):
    """Schools: laid out, filled by its own issue."""

    name = "schools"
