"""Our admin site: stock admin, the second factor in production, and a menu in the order of the staff's day."""

from django.conf import settings
from django.contrib.admin import AdminSite
from django.http import HttpRequest


class PortalAdminSite(AdminSite):
    """The site every app registers on."""

    site_header = "pass Culture, équipe"
    site_title = "pass Culture, équipe"
    index_title = "Vos dossiers"

    def has_permission(self, request: HttpRequest) -> bool:
        """Staff, with a verified second factor where the settings ask for it."""
        if not super().has_permission(request):
            return False
        return request.user.is_verified() or not settings.STAFF_SECOND_FACTOR

    @property
    def login_form(self):
        """The form that also asks for the second factor, where it is required."""
        from django_otp.admin import OTPAdminAuthenticationForm  # noqa: PLC0415

        return OTPAdminAuthenticationForm if settings.STAFF_SECOND_FACTOR else None
