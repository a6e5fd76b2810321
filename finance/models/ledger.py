"""What is owed: append-only entries in cents, positive owed to the partner, and the running yearly total."""

from django.db import models
from django.db.models import F, Q

from bookings.models import Booking, BookingTransition
from core.models import AppendOnly
from finance.models.scales import ScaleBand
from venues.models import Venue


class YearTotal(models.Model):
    """Gross revenue of a structure in a civil year of Paris: locked while its bookings are priced."""

    venue = models.ForeignKey(
        Venue, on_delete=models.PROTECT, related_name="year_totals", verbose_name="structure"
    )
    year = models.PositiveSmallIntegerField("année")
    gross_cents = models.BigIntegerField("chiffre d’affaires brut (centimes)", default=0)

    class Meta:
        verbose_name = "total annuel"
        verbose_name_plural = "totaux annuels"
        constraints = [
            models.UniqueConstraint(fields=["venue", "year"], name="year_total_once"),
            models.CheckConstraint(name="year_total_not_negative", condition=Q(gross_cents__gte=0)),
        ]

    def __str__(self) -> str:
        return f"{self.venue_id} {self.year}"


class Entry(AppendOnly):
    """The price of one validation, or its mirror when the validation is taken back.

    Signed cents: `gross` = `due` + `forgone`. `validated_at` is the validation's instant, for a mirror too,
    so that both fall in the same half-month.
    """

    transition = models.OneToOneField(
        BookingTransition, on_delete=models.PROTECT, related_name="entry", verbose_name="étape"
    )
    booking = models.ForeignKey(
        Booking, on_delete=models.PROTECT, related_name="entries", verbose_name="réservation"
    )
    venue = models.ForeignKey(
        Venue, on_delete=models.PROTECT, related_name="entries", db_index=False, verbose_name="structure"
    )
    mirrors = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="mirrored_by", verbose_name="annule"
    )
    band = models.ForeignKey(
        ScaleBand, on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name="tranche"
    )
    basis_points = models.PositiveIntegerField("taux (points de base)")
    gross_cents = models.BigIntegerField("brut (centimes)")
    due_cents = models.BigIntegerField("dû au partenaire (centimes)")
    forgone_cents = models.BigIntegerField("part du partenaire (centimes)")
    year = models.PositiveSmallIntegerField("année")
    revenue_cents = models.BigIntegerField("cumul annuel, elle comprise (centimes)")
    validated_at = models.DateTimeField("validée le")
    priced_at = models.DateTimeField("valorisée le")

    class Meta:
        verbose_name = "écriture"
        indexes = [
            models.Index(fields=["venue", "year", "validated_at"], name="entry_of_venue"),
        ]
        constraints = [
            models.CheckConstraint(
                name="entry_adds_up", condition=Q(gross_cents=F("due_cents") + F("forgone_cents"))
            ),
            models.CheckConstraint(
                name="entry_sign_follows_mirror",
                condition=Q(mirrors=None, gross_cents__gte=0, due_cents__gte=0)
                | Q(mirrors__isnull=False, gross_cents__lte=0, due_cents__lte=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.booking_id}: {self.due_cents}"
