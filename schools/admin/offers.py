"""School offers, as staff see them."""

from django.contrib import admin

from core.admin import ReadOnlyAdmin
from schools.models import SchoolOffer


@admin.register(SchoolOffer)
class SchoolOfferAdmin(ReadOnlyAdmin):
    """School offers."""

    list_display = ("title", "venue", "institution", "starts_at", "price_cents", "state", "published_at")
    list_filter = ("state",)
    list_select_related = ("venue", "institution")
    search_fields = ("title", "venue__public_name", "venue__siret", "institution__name", "institution__uai")
