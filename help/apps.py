"""Configuration of the app."""

from django.apps import AppConfig


class HelpConfig(AppConfig):
    """Articles, webinars, messages to the team."""

    name = "help"
    verbose_name = "Aide"
