"""The welcome webinar: its pattern, its dates, who comes."""

import uuid
from datetime import time

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import URLValidator
from django.db import models
from django.db.models import F, Q

from core.french import PARIS
from help.rules import FIRST_AND_THIRD, ORDINALS, THURSDAY

WEEKDAYS = (
    (0, "lundi"),
    (1, "mardi"),
    (2, "mercredi"),
    (3, "jeudi"),
    (4, "vendredi"),
    (5, "samedi"),
    (6, "dimanche"),
)
TITLE = "Webinaire d’accueil des nouveaux partenaires"
HTTPS = URLValidator(schemes=["https"], message="Cette adresse doit commencer par https://.")


def first_and_third() -> list[int]:
    """The two webinars of a month."""
    return list(FIRST_AND_THIRD)


class WebinarPattern(models.Model):
    """When webinars take place. One is active: what it has planned stays, even when it is replaced."""

    title = models.CharField("titre", max_length=120, default=TITLE)
    weekday = models.PositiveSmallIntegerField("jour", choices=WEEKDAYS, default=THURSDAY)
    ordinals = ArrayField(
        models.PositiveSmallIntegerField(), verbose_name="lesquels du mois", default=first_and_third
    )
    start = models.TimeField("heure de début", default=time(14))
    minutes = models.PositiveSmallIntegerField("durée (minutes)", default=60)
    zone = models.CharField("fuseau horaire", max_length=60, default=PARIS)
    capacity = models.PositiveIntegerField("places", default=200)
    # Empty until the team knows it: a made-up address would be sent to partners.
    meeting_url = models.CharField(
        "adresse de la visioconférence", max_length=300, blank=True, validators=[HTTPS]
    )
    active = models.BooleanField("actif", default=True)

    class Meta:
        verbose_name = "rythme des webinaires"
        verbose_name_plural = "rythmes des webinaires"
        constraints = [
            models.UniqueConstraint(
                fields=["active"],
                condition=Q(active=True),
                name="webinar_pattern_one_active",
                violation_error_message="Un seul rythme est actif à la fois.",
            ),
            models.CheckConstraint(name="webinar_pattern_weekday_known", condition=Q(weekday__lte=6)),
            models.CheckConstraint(
                name="webinar_pattern_ordinals_in_every_month",
                condition=Q(ordinals__contained_by=list(ORDINALS)) & ~Q(ordinals=[]),
            ),
            models.CheckConstraint(name="webinar_pattern_lasts", condition=Q(minutes__range=(15, 480))),
            models.CheckConstraint(name="webinar_pattern_has_seats", condition=Q(capacity__gte=1)),
        ]

    def __str__(self) -> str:
        return self.title


class Webinar(models.Model):
    """A webinar. `slot` names the place in the calendar that it fills: moved or cancelled, it is not planned again."""

    slot = models.CharField("place dans le mois", max_length=12)
    uid = models.UUIDField("identifiant dans les agendas", default=uuid.uuid4, unique=True)
    sequence = models.PositiveSmallIntegerField("version dans les agendas", default=0)
    title = models.CharField("titre", max_length=120)
    starts_at = models.DateTimeField("début", db_index=True)
    ends_at = models.DateTimeField("fin")
    capacity = models.PositiveIntegerField("places")
    taken = models.PositiveIntegerField("places prises", default=0)
    meeting_url = models.CharField(
        "adresse de la visioconférence", max_length=300, blank=True, validators=[HTTPS]
    )
    planned_at = models.DateTimeField("planifié le")
    updated_at = models.DateTimeField("modifié le")
    cancelled_at = models.DateTimeField("annulé le", null=True, blank=True)
    cancel_reason = models.CharField("motif de l’annulation", max_length=500, blank=True)
    mine: bool  # is the reader registered? Where `selectors.webinars.with_mine` asked

    class Meta:
        verbose_name = "webinaire"
        constraints = [
            models.UniqueConstraint(fields=["slot"], name="webinar_slot_planned_once"),
            models.CheckConstraint(
                name="webinar_never_overbooked",
                condition=Q(taken__gte=0) & Q(taken__lte=F("capacity")),
                violation_error_message="Il ne reste plus de place.",
            ),
            models.CheckConstraint(name="webinar_ends_after_start", condition=Q(ends_at__gt=F("starts_at"))),
            models.CheckConstraint(
                name="webinar_cancellation_says_why",
                condition=Q(cancelled_at=None, cancel_reason="")
                | (Q(cancelled_at__isnull=False) & ~Q(cancel_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.slot})"

    @property
    def seats_left(self) -> int:
        """Seats that nobody took."""
        return self.capacity - self.taken


class WebinarRegistration(models.Model):
    """Somebody comes. A cancelled line stays; registering again is another line."""

    webinar = models.ForeignKey(
        Webinar, on_delete=models.PROTECT, related_name="registrations", verbose_name="webinaire"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="compte"
    )
    registered_at = models.DateTimeField("inscrit le")
    cancelled_at = models.DateTimeField("désinscrit le", null=True, blank=True)
    reminded_at = models.DateTimeField("rappelé le", null=True, blank=True)
    attended = models.BooleanField("présent", null=True, blank=True)

    class Meta:
        verbose_name = "inscription à un webinaire"
        verbose_name_plural = "inscriptions aux webinaires"
        constraints = [
            models.UniqueConstraint(
                fields=["webinar", "user"],
                condition=Q(cancelled_at=None),
                name="webinar_registered_once",
                violation_error_message="Cette personne est déjà inscrite.",
            ),
            models.CheckConstraint(
                name="webinar_attendance_of_the_registered",
                condition=Q(attended=None) | Q(cancelled_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.webinar_id} ← {self.user_id}"
