"""App configuration of the assembling package, and of our admin site."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.module_loading import autodiscover_modules


class PortalConfig(AppConfig):
    """What assembles the other apps: site map, home page, demonstration world."""

    name = "passculture_pro"
    verbose_name = "Espace partenaires"

    def ready(self) -> None:
        """Register every task, so that a name enqueued here is a name known here."""
        autodiscover_modules("tasks")


class PortalAdminConfig(AdminConfig):
    """Stock admin, our site class as the default so that no app imports it."""

    default_site = "passculture_pro.admin.PortalAdminSite"
