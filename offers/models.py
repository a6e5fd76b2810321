"""Offers, their dated slots (which hold the seats) and their prices."""

from django.db import models
from django.db.models import F, Q

from offers.states import State
from venues.models import Address, Venue

MAX_PRICE_CENTS = 300_00
MAX_SEATS = 1_000_000


class Offer(models.Model):
    """Something to see, at a place, belonging to exactly one structure."""

    venue = models.ForeignKey(
        Venue, on_delete=models.PROTECT, related_name="offers", verbose_name="structure"
    )
    title = models.CharField("titre", max_length=90)
    description = models.TextField("description", max_length=10_000, blank=True)
    subcategory = models.CharField("sous-catégorie", max_length=40)
    address = models.ForeignKey(
        Address, on_delete=models.PROTECT, null=True, blank=True, related_name="offers", verbose_name="lieu"
    )
    state = models.CharField(
        "état", max_length=10, choices=[(s.value, s.value) for s in State], default=State.DRAFT
    )
    duration_minutes = models.PositiveSmallIntegerField("durée (minutes)", null=True, blank=True)
    is_duo = models.BooleanField("réservable en duo", default=False)
    film_director = models.CharField("réalisation", max_length=120, blank=True)
    film_author = models.CharField("scénario", max_length=120, blank=True)
    film_visa = models.CharField("visa d’exploitation", max_length=20, blank=True)
    motor_accessible = models.BooleanField("handicap moteur", default=False)
    hearing_accessible = models.BooleanField("handicap auditif", default=False)
    visual_accessible = models.BooleanField("handicap visuel", default=False)
    mental_accessible = models.BooleanField("handicap psychique ou cognitif", default=False)
    booking_email = models.EmailField("e-mail des réservations", blank=True)
    search_text = models.TextField("texte de recherche", editable=False)
    created_at = models.DateTimeField("créée le")
    published_at = models.DateTimeField("publiée le", null=True, blank=True)
    updated_at = models.DateTimeField("modifiée le")

    class Meta:
        verbose_name = "offre"
        indexes = [
            models.Index(fields=["venue", "-id"], name="offer_of_venue"),
            models.Index(
                fields=["address"], condition=Q(state=State.PUBLISHED), name="offer_published_where"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="offer_state_known", condition=Q(state__in=[state.value for state in State])
            ),
            models.CheckConstraint(
                name="offer_published_is_whole",
                condition=Q(state=State.DRAFT) | Q(address__isnull=False, published_at__isnull=False),
                violation_error_message="Une offre publiée a un lieu et une date de publication.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def time_zone(self) -> str:
        """Zone of the place; Paris while there is none."""
        return self.address.time_zone if self.address else "Europe/Paris"


class Slot(models.Model):
    """A date of an offer, or the only lot of an offer without a date: it holds the seats that its prices share."""

    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="slots", verbose_name="offre")
    starts_at = models.DateTimeField("début", null=True, blank=True)
    booking_closes_at = models.DateTimeField("fin des réservations", null=True, blank=True)
    capacity = models.PositiveIntegerField("places (vide : illimité)", null=True, blank=True)
    booked = models.PositiveIntegerField("places réservées", default=0)
    created_at = models.DateTimeField("créée le")
    deleted_at = models.DateTimeField("supprimée le", null=True, blank=True)

    class Meta:
        verbose_name = "séance"
        indexes = [
            models.Index(
                fields=["offer", "starts_at"], condition=Q(deleted_at=None), name="slot_live_of_offer"
            ),
            models.Index(fields=["starts_at"], condition=Q(deleted_at=None), name="slot_live_when"),
        ]
        constraints = [
            models.CheckConstraint(
                name="slot_never_oversold",
                condition=Q(capacity=None) | Q(booked__lte=F("capacity")),
                violation_error_message="Il n’y a plus assez de places.",
            ),
            models.CheckConstraint(
                name="slot_capacity_bounded", condition=Q(capacity=None) | Q(capacity__lte=MAX_SEATS)
            ),
            models.CheckConstraint(
                name="slot_closes_before_start",
                condition=Q(starts_at=None)
                | Q(booking_closes_at__isnull=False, booking_closes_at__lte=F("starts_at")),
                violation_error_message="Les réservations ferment au plus tard au début de la séance.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.offer_id} {self.starts_at}"

    @property
    def remaining(self) -> int | None:
        """Seats left; None when unlimited."""
        return None if self.capacity is None else self.capacity - self.booked


class Stock(models.Model):
    """One price of one date. Never edited once booked: a booking keeps the price it was made at."""

    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="stocks", verbose_name="séance")
    label = models.CharField("intitulé du tarif", max_length=50, default="Tarif unique")
    price_cents = models.PositiveIntegerField("prix (centimes)")
    deleted_at = models.DateTimeField("supprimé le", null=True, blank=True)

    class Meta:
        verbose_name = "tarif"
        indexes = [models.Index(fields=["slot"], condition=Q(deleted_at=None), name="stock_live_of_slot")]
        constraints = [
            models.CheckConstraint(
                name="stock_price_bounded",
                condition=Q(price_cents__lte=MAX_PRICE_CENTS),
                violation_error_message="Le prix d’une offre ne peut pas dépasser 300 €.",
            ),
            models.UniqueConstraint(
                fields=["slot", "label"], condition=Q(deleted_at=None), name="stock_label_once_per_slot"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.price_cents}"
