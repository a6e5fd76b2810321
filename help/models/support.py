"""What partners write to the team."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from help.states import SUPPORT_LABELS, TOPIC_LABELS, SupportStatus, Topic
from venues.models import Venue


class SupportMessage(models.Model):
    """A message, known by its reference. What was prefilled is kept as it was when it was sent."""

    reference = models.CharField("référence", max_length=8)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="compte",
    )
    name = models.CharField("nom", max_length=140)
    email = models.EmailField("adresse e-mail")
    venue = models.ForeignKey(
        Venue, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="structure"
    )
    structure_name = models.CharField("structure indiquée", max_length=200, blank=True)
    page = models.CharField("page", max_length=300, blank=True)
    topic = models.CharField("sujet", max_length=10, choices=list(TOPIC_LABELS.items()))
    body = models.CharField("message", max_length=5_000)
    attachment = models.FileField("fichier joint", upload_to="support/%Y/%m/", blank=True)
    attachment_name = models.CharField("nom du fichier", max_length=120, blank=True)
    status = models.CharField(
        "état", max_length=10, choices=list(SUPPORT_LABELS.items()), default=SupportStatus.NEW
    )
    created_at = models.DateTimeField("reçu le")
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="répondu par",
    )
    answered_at = models.DateTimeField("répondu le", null=True, blank=True)

    class Meta:
        verbose_name = "message au support"
        verbose_name_plural = "messages au support"
        constraints = [
            models.UniqueConstraint(fields=["reference"], name="support_reference_drawn_once"),
            models.CheckConstraint(
                name="support_status_known", condition=Q(status__in=[one.value for one in SupportStatus])
            ),
            models.CheckConstraint(
                name="support_topic_known", condition=Q(topic__in=[one.value for one in Topic])
            ),
            models.CheckConstraint(
                name="support_page_is_ours", condition=Q(page="") | Q(page__regex=r"^/([^/\\]|$)")
            ),
            models.CheckConstraint(
                name="support_answer_is_whole",
                condition=(
                    Q(answered_at=None, answered_by=None)
                    | Q(answered_at__isnull=False, answered_by__isnull=False)
                )
                & (~Q(status=SupportStatus.ANSWERED) | Q(answered_at__isnull=False))
                & (~Q(status=SupportStatus.NEW) | Q(answered_at=None)),
            ),
            models.CheckConstraint(
                name="support_file_has_its_name",
                condition=Q(attachment="", attachment_name="") | (~Q(attachment="") & ~Q(attachment_name="")),
            ),
        ]
        indexes = [models.Index(fields=["status", "created_at"], name="support_queue")]

    def __str__(self) -> str:
        return self.reference
