"""The catalogue, as staff see it."""

from django.contrib import admin

from core.admin import ReadOnlyAdmin
from offers.models import Offer, Slot


@admin.register(Offer)
class OfferAdmin(ReadOnlyAdmin):
    """Offers."""

    list_display = ("title", "venue", "subcategory", "state", "published_at")
    list_filter = ("state", "subcategory")
    list_select_related = ("venue",)
    search_fields = ("title", "venue__public_name", "venue__siret")


@admin.register(Slot)
class SlotAdmin(ReadOnlyAdmin):
    """Dates."""

    list_display = ("offer", "starts_at", "capacity", "booked", "deleted_at")
    list_select_related = ("offer",)
    search_fields = ("offer__title",)
