"""What a structure proposes to school groups: one date, one class, one price for the whole class."""

from datetime import datetime, timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual

from schools.models.institutions import Institution
from schools.programmes import DOMAINS, LEVELS
from schools.rules.offers import (
    MAX_DESCRIPTION,
    MAX_MINUTES,
    MAX_PRICE_CENTS,
    MAX_PRICE_DETAILS,
    MAX_PUPILS,
    MAX_TITLE,
)
from schools.states import OFFER_STATE_LABELS, OfferState, PlaceKind
from venues.models import Address, Venue

_WITH_ADDRESS = [PlaceKind.OURS.value, PlaceKind.ELSEWHERE.value]
_UNFINISHED = [OfferState.DRAFT.value, OfferState.ARCHIVED.value]


class SchoolOffer(models.Model):
    """An offer to a class. A draft may miss anything but its title; whatever left that state is whole."""

    venue = models.ForeignKey(
        Venue, on_delete=models.PROTECT, related_name="school_offers", verbose_name="structure"
    )
    title = models.CharField("titre", max_length=MAX_TITLE)
    description = models.TextField("description", max_length=MAX_DESCRIPTION, blank=True)
    domains = ArrayField(models.CharField("domaine", max_length=30), verbose_name="domaines", default=list)
    levels = ArrayField(models.CharField("niveau", max_length=20), verbose_name="niveaux", default=list)
    starts_at = models.DateTimeField("début", null=True, blank=True)
    duration_minutes = models.PositiveIntegerField("durée (minutes)", null=True, blank=True)
    booking_limit_at = models.DateTimeField("date limite de réservation", null=True, blank=True)
    pupils = models.PositiveSmallIntegerField("nombre d’élèves", null=True, blank=True)
    price_cents = models.PositiveIntegerField("prix pour la classe (centimes)", null=True, blank=True)
    price_details = models.TextField("ce que le prix comprend", max_length=MAX_PRICE_DETAILS, blank=True)
    place_kind = models.CharField(
        "lieu", max_length=10, blank=True, choices=[(kind.value, kind.value) for kind in PlaceKind]
    )
    address = models.ForeignKey(
        Address, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="adresse"
    )
    institution = models.ForeignKey(
        Institution,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="offers",
        verbose_name="établissement",
    )
    contact_email = models.EmailField("e-mail de contact", blank=True)
    contact_phone = models.CharField("téléphone de contact", max_length=20, blank=True)
    state = models.CharField(
        "état",
        max_length=10,
        choices=[(s.value, label) for s, label in OFFER_STATE_LABELS.items()],
        default=OfferState.DRAFT,
    )
    version = models.PositiveIntegerField("version", default=1)
    search_text = models.TextField("texte de recherche", editable=False)
    created_at = models.DateTimeField("créée le")
    updated_at = models.DateTimeField("modifiée le")
    published_at = models.DateTimeField("publiée la première fois le", null=True, blank=True)
    archived_at = models.DateTimeField("archivée le", null=True, blank=True)

    class Meta:
        verbose_name = "offre scolaire"
        verbose_name_plural = "offres scolaires"
        indexes = [models.Index(fields=["venue", "-id"], name="schooloffer_of_venue")]
        constraints = [
            models.CheckConstraint(
                name="schooloffer_state_known",
                condition=Q(state__in=[state.value for state in OfferState]),
            ),
            models.CheckConstraint(
                name="schooloffer_place_known",
                condition=Q(place_kind__in=["", *[kind.value for kind in PlaceKind]]),
            ),
            models.CheckConstraint(
                name="schooloffer_address_iff_a_place",
                condition=Q(place_kind__in=_WITH_ADDRESS, address__isnull=False)
                | (~Q(place_kind__in=_WITH_ADDRESS) & Q(address__isnull=True)),
                violation_error_message="Une adresse va avec un lieu précis, et avec lui seul.",
            ),
            models.CheckConstraint(
                name="schooloffer_limit_before_start",
                condition=Q(booking_limit_at=None)
                | Q(starts_at=None)
                | Q(booking_limit_at__lte=F("starts_at")),
                violation_error_message="La réservation ferme au plus tard au début.",
            ),
            models.CheckConstraint(
                name="schooloffer_pupils_bounded",
                condition=Q(pupils=None) | Q(pupils__gte=1, pupils__lte=MAX_PUPILS),
            ),
            models.CheckConstraint(
                name="schooloffer_price_bounded",
                condition=Q(price_cents=None) | Q(price_cents__gte=0, price_cents__lte=MAX_PRICE_CENTS),
            ),
            models.CheckConstraint(
                name="schooloffer_duration_bounded",
                condition=Q(duration_minutes=None)
                | Q(duration_minutes__gte=1, duration_minutes__lte=MAX_MINUTES),
            ),
            models.CheckConstraint(
                name="schooloffer_domains_known", condition=Q(domains__contained_by=list(DOMAINS))
            ),
            models.CheckConstraint(
                name="schooloffer_levels_known", condition=Q(levels__contained_by=list(LEVELS))
            ),
            models.CheckConstraint(name="schooloffer_has_a_title", condition=~Q(title="")),
            models.CheckConstraint(
                name="schooloffer_description_bounded",
                condition=Q(LessThanOrEqual(Length("description"), MAX_DESCRIPTION)),
            ),
            models.CheckConstraint(
                name="schooloffer_price_details_bounded",
                condition=Q(LessThanOrEqual(Length("price_details"), MAX_PRICE_DETAILS)),
            ),
            models.CheckConstraint(
                name="schooloffer_archived_says_when",
                condition=Q(state=OfferState.ARCHIVED, archived_at__isnull=False)
                | (~Q(state=OfferState.ARCHIVED) & Q(archived_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="schooloffer_published_is_whole",
                condition=Q(state__in=_UNFINISHED)
                | (
                    Q(
                        starts_at__isnull=False,
                        duration_minutes__isnull=False,
                        booking_limit_at__isnull=False,
                        pupils__isnull=False,
                        price_cents__isnull=False,
                        institution__isnull=False,
                        published_at__isnull=False,
                    )
                    & ~Q(domains=[])
                    & ~Q(levels=[])
                    & ~Q(description="")
                    & ~Q(place_kind="")
                    & ~Q(contact_email="")
                ),
                violation_error_message="Une offre publiée est complète.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def time_zone(self) -> str:
        """Zone of the place; that of the head office when it is at school or to be defined (venue loaded)."""
        return self.address.time_zone if self.address else self.venue.address.time_zone

    @property
    def ends_at(self) -> datetime | None:
        """When it ends, once its date and its duration are said."""
        if self.starts_at is None or self.duration_minutes is None:
            return None
        return self.starts_at + timedelta(minutes=self.duration_minutes)
