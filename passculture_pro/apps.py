"""App configuration of the assembling package, and of our admin site."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class PortalConfig(AppConfig):
    """What assembles the other apps: site map, home page, demonstration world."""

    name = "passculture_pro"
    verbose_name = "Espace partenaires"


class PortalAdminConfig(AdminConfig):
    """Stock admin, our site class as the default so that no app imports it."""

    default_site = "passculture_pro.admin.PortalAdminSite"
