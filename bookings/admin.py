"""Bookings, as staff see them."""

from django.contrib import admin

from bookings.models import Booking, BookingTransition
from core.admin import ReadOnlyAdmin


class TransitionInline(admin.TabularInline):
    """The history of a booking."""

    model = BookingTransition
    fields = readonly_fields = ("event", "from_status", "to_status", "actor", "at", "recorded_at")
    extra = 0
    can_delete = False

    def has_add_permission(self, request: object, obj: object = None) -> bool:
        """History comes from services."""
        return False


@admin.register(Booking)
class BookingAdmin(ReadOnlyAdmin):
    """Search by code, name, structure."""

    list_display = ("code", "user", "offer", "venue", "status", "booked_at")
    list_filter = ("status",)
    list_select_related = ("user", "offer", "venue")
    search_fields = ("code", "user__email", "user__last_name", "venue__siret")
    inlines = (TransitionInline,)
