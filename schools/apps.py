"""Configuration of the app."""

from django.apps import AppConfig


class SchoolsConfig(AppConfig):
    """Schools: who may propose to them, and what is proposed."""

    name = "schools"
    verbose_name = "Groupes scolaires"
