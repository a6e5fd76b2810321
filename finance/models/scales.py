"""The scale: dated, editable data (contract §5)."""

from django.db import models
from django.db.models import F, Q


class ScaleBand(models.Model):
    """From `above_cents` (excluded) of yearly gross revenue, bookings of a group are reimbursed at a rate."""

    class Group(models.TextChoices):
        """Which bookings."""

        STANDARD = "standard", "Barème général"
        BOOK = "book", "Livres"
        UNPAID = "unpaid", "Numérique, non remboursé"
        SCHOOL = "school", "Groupes scolaires"

    group = models.CharField("groupe", max_length=10, choices=Group.choices)
    above_cents = models.BigIntegerField("au-dessus de (centimes)")
    basis_points = models.PositiveIntegerField("taux (points de base)")
    valid_from = models.DateField("en vigueur du")
    valid_until = models.DateField("jusqu’au (exclu)", null=True, blank=True)
    text = models.CharField("libellé", max_length=200)

    class Meta:
        verbose_name = "tranche du barème"
        verbose_name_plural = "tranches du barème"
        constraints = [
            models.UniqueConstraint(fields=["group", "above_cents", "valid_from"], name="scale_band_once"),
            models.CheckConstraint(
                name="scale_group_known", condition=Q(group__in=["standard", "book", "unpaid", "school"])
            ),
            models.CheckConstraint(name="scale_rate_is_a_share", condition=Q(basis_points__lte=10_000)),
            models.CheckConstraint(name="scale_starts_at_zero_or_more", condition=Q(above_cents__gte=-1)),
            models.CheckConstraint(
                name="scale_ends_after_start",
                condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return self.text
