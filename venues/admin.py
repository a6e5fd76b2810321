"""Structures, as staff see them: read, then decide."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from core.admin import DecisionForm, ReadOnlyAdmin, decision
from venues import services
from venues.models import Address, LegalEntity, Membership, Venue
from venues.states import Status


class MembershipInline(admin.TabularInline):
    """Who works there."""

    model = Membership
    fields = readonly_fields = ("user", "role", "created_at", "ended_at")
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Memberships come from services."""
        return False


@admin.register(Venue)
class VenueAdmin(ReadOnlyAdmin):
    """Validate or refuse a structure; the waiting ones first."""

    list_display = ("public_name", "siret", "city", "status", "verification", "is_itinerant", "created_at")
    list_filter = ("status", "verification", "is_itinerant")
    search_fields = ("public_name", "legal_name", "siret", "legal_entity__siren")
    list_select_related = ("address",)
    ordering = ("-created_at",)
    inlines = (MembershipInline,)
    decisions = (
        decision("validate", "Valider la structure"),
        decision("reject", "Refuser la structure", reason=True, danger=True),
    )

    @admin.display(description="commune")
    def city(self, venue: Venue) -> str:
        """Where its head office is."""
        return venue.city

    def available(self, venue: Any) -> set[str]:
        """What may be decided now."""
        return (
            {"validate", "reject"}
            if venue.status == Status.PENDING
            else ({"validate"} if venue.status == Status.REJECTED else set())
        )

    def decide(self, request: HttpRequest, venue: Any, name: str, form: DecisionForm) -> str:
        """Call the service."""
        now = timezone.now()
        if name == "validate":
            services.validate(venue_id=venue.pk, actor=request.user, now=now)
            return "La structure est validée : ses offres publiées sont visibles dans l’application."
        services.reject(venue_id=venue.pk, reason=form.cleaned_data["reason"], actor=request.user, now=now)
        return "La structure est refusée, le partenaire est prévenu."


@admin.register(LegalEntity)
class LegalEntityAdmin(ReadOnlyAdmin):
    """Legal entities."""

    list_display = ("name", "siren", "legal_category", "created_at")
    search_fields = ("name", "siren")


@admin.register(Address)
class AddressAdmin(ReadOnlyAdmin):
    """Places, never edited."""

    list_display = ("label", "street", "postal_code", "city", "precision", "source")
    search_fields = ("label", "city", "postal_code")
