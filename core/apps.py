"""The kernel: it knows no other app."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Money, errors, jobs, e-mails, history: what every app needs and none owns."""

    name = "core"
    verbose_name = "Noyau"
