"""What every page may say of the site itself."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from core.selectors import support_email


def site(request: HttpRequest) -> dict[str, Any]:
    """`brand`, `support_email`, and `DEBUG` for what only development shows."""
    # Lazy: only the pages that show the address ask for it.
    return {
        "brand": settings.BRAND,
        "support_email": SimpleLazyObject(support_email),
        "DEBUG": settings.DEBUG,
    }
