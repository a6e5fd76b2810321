"""Bookings, and the append-only log of everything that happened to them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Deposit
from bookings.states import LABELS, LIVE, SPENT, Event, Reason, Status, Validation
from core.models import AppendOnly
from offers.models import Offer, Slot, Stock
from venues.models import Venue


class Booking(models.Model):
    """One or two places taken by a young person, at the price of the moment."""

    code = models.CharField("contremarque", max_length=6, unique=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="bookings",
        verbose_name="bénéficiaire",
    )
    deposit = models.ForeignKey(
        Deposit, on_delete=models.PROTECT, related_name="bookings", verbose_name="crédit"
    )
    stock = models.ForeignKey(Stock, on_delete=models.PROTECT, related_name="bookings", verbose_name="tarif")
    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="bookings", verbose_name="séance")
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="bookings", verbose_name="offre")
    venue = models.ForeignKey(
        Venue, on_delete=models.PROTECT, related_name="bookings", verbose_name="structure"
    )
    quantity = models.PositiveSmallIntegerField("places")
    unit_price_cents = models.PositiveIntegerField("prix unitaire (centimes)")
    total_cents = models.PositiveIntegerField("total (centimes)")
    price_label = models.CharField("tarif", max_length=50)
    status = models.CharField("état", max_length=12, choices=list(LABELS.items()), default=Status.BOOKED)
    booked_at = models.DateTimeField("réservée le")
    cancellable_until = models.DateTimeField("annulable jusqu’au", null=True, blank=True)
    used_at = models.DateTimeField("validée le", null=True, blank=True)
    validation = models.CharField("validation", max_length=10, blank=True)
    cancelled_at = models.DateTimeField("annulée le", null=True, blank=True)
    cancel_reason = models.CharField("motif d’annulation", max_length=14, blank=True)
    reimbursed_at = models.DateTimeField("remboursée le", null=True, blank=True)

    class Meta:
        verbose_name = "réservation"
        indexes = [
            models.Index(fields=["venue", "-booked_at", "-id"], name="booking_of_venue"),
            models.Index(fields=["offer", "-booked_at", "-id"], name="booking_of_offer"),
            models.Index(fields=["user", "-booked_at", "-id"], name="booking_of_user"),
            models.Index(fields=["slot"], condition=Q(status=Status.BOOKED), name="booking_to_validate"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "offer"],
                condition=~Q(status=Status.CANCELLED),
                name="booking_one_live_per_offer",
                violation_error_message="Cette offre est déjà réservée.",
            ),
            models.CheckConstraint(
                name="booking_used_at_matches_status",
                condition=Q(status__in=sorted(SPENT), used_at__isnull=False)
                | (~Q(status__in=sorted(SPENT)) & Q(used_at=None)),
                violation_error_message="Une réservation validée porte sa date de validation.",
            ),
            models.CheckConstraint(
                name="booking_validation_matches_status",
                condition=Q(status__in=sorted(SPENT), validation__in=[v.value for v in Validation])
                | (~Q(status__in=sorted(SPENT)) & Q(validation="")),
            ),
            models.CheckConstraint(
                name="booking_cancelled_matches_status",
                condition=Q(
                    status=Status.CANCELLED,
                    cancelled_at__isnull=False,
                    cancel_reason__in=[r.value for r in Reason],
                )
                | (~Q(status=Status.CANCELLED) & Q(cancelled_at=None, cancel_reason="")),
                violation_error_message="Une réservation annulée porte sa date et son motif.",
            ),
            models.CheckConstraint(
                name="booking_reimbursed_at_matches_status",
                condition=Q(status=Status.REIMBURSED, reimbursed_at__isnull=False)
                | (~Q(status=Status.REIMBURSED) & Q(reimbursed_at=None)),
            ),
            models.CheckConstraint(name="booking_quantity_is_one_or_two", condition=Q(quantity__in=[1, 2])),
            models.CheckConstraint(
                name="booking_total_is_price_times_places",
                condition=Q(total_cents=F("unit_price_cents") * F("quantity")),
            ),
            models.CheckConstraint(
                name="booking_code_alphabet",
                condition=Q(code__regex=r"^[ABCDEFGHJKLMNPQRSTUVWXYZ234567]{6}$"),
            ),
            models.CheckConstraint(
                name="booking_limit_not_before_booking",
                condition=Q(cancellable_until=None) | Q(cancellable_until__gte=F("booked_at")),
            ),
            models.CheckConstraint(
                name="booking_status_known", condition=Q(status__in=[status.value for status in Status])
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def is_live(self) -> bool:
        """Does it hold seats and credit?"""
        return self.status in LIVE


class BookingTransition(AppendOnly):
    """One move of a booking. `at` is the instant that counts (a deadline, say), `recorded_at` when it was written."""

    booking = models.ForeignKey(
        Booking, on_delete=models.PROTECT, related_name="transitions", verbose_name="réservation"
    )
    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, related_name="+", verbose_name="structure")
    event = models.CharField(
        "évènement", max_length=8, choices=[(event.value, event.value) for event in Event]
    )
    from_status = models.CharField("avant", max_length=12, blank=True)
    to_status = models.CharField("après", max_length=12)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="auteur"
    )
    at = models.DateTimeField("instant")
    recorded_at = models.DateTimeField("enregistré le")
    detail = models.JSONField("détail", default=dict, blank=True)

    class Meta:
        verbose_name = "étape de réservation"
        verbose_name_plural = "étapes de réservation"
        indexes = [
            models.Index(fields=["booking", "id"], name="transition_of_booking"),
            models.Index(fields=["venue", "-id"], name="transition_of_venue"),
            models.Index(
                fields=["id"], condition=Q(event__in=[Event.USE, Event.UNUSE]), name="transition_for_money"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="transition_event_known", condition=Q(event__in=[event.value for event in Event])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.booking_id} {self.event}"
