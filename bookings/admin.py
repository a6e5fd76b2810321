"""Bookings, as staff see them."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from bookings import services
from bookings.models import Booking, BookingTransition
from core.admin import DecisionForm, ReadOnlyAdmin, decision
from core.french import count
from venues.admin import VenueAdmin
from venues.models import Venue
from venues.states import Status as VenueStatus


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


admin.site.unregister(Venue)


@admin.register(Venue)
class ClosableVenueAdmin(VenueAdmin):
    """The structure's page again, with the act that also concerns its bookings."""

    decisions = (*VenueAdmin.decisions, decision("close", "Fermer la structure", reason=True, danger=True))

    def available(self, venue: Any) -> set[str]:
        """Closing is possible while it lives."""
        open_still = venue.status in {VenueStatus.PENDING, VenueStatus.VALIDATED}
        return super().available(venue) | ({"close"} if open_still else set())

    def decide(self, request: HttpRequest, venue: Any, name: str, form: DecisionForm) -> str:
        """Call the service."""
        if name != "close":
            return super().decide(request, venue, name, form)
        reason = form.cleaned_data["reason"]
        gone = services.close_venue(venue=venue, reason=reason, actor=request.user, now=timezone.now())
        told = count(gone, one="réservation est annulée", many="réservations sont annulées")
        return f"La structure est fermée. {told}."
