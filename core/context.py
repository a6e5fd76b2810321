"""What every page may say of the site itself."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    """`brand`, `support_email`, and `DEBUG` for what only development shows."""
    return {"brand": settings.BRAND, "support_email": settings.SUPPORT_EMAIL, "DEBUG": settings.DEBUG}
