"""Configuration of the app."""

from django.apps import AppConfig


class HelpConfig(AppConfig):
    """Help: laid out, filled by its own issue."""

    name = "help"
