"""What every app stores in the same way: history, e-mails, heartbeats, idempotency keys."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q, Value


class AppendOnly(models.Model):
    """A row that is written once. A correction is another row. A trigger says so to everyone else."""

    class Meta:
        abstract = True

    def save(self, **kwargs: Any) -> None:
        """Insert; refuse any later change."""
        if not self._state.adding:
            raise TypeError(f"{self._meta.label} is append-only")
        super().save(**kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse."""
        raise TypeError(f"{self._meta.label} is append-only")


class ActionLog(AppendOnly):
    """Who did what to what, with what changed. Shown as a timeline on the record."""

    at = models.DateTimeField("instant")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, verbose_name="auteur", related_name="+"
    )
    verb = models.CharField("action", max_length=60)
    target_type = models.CharField("type d’objet", max_length=40)
    target_id = models.BigIntegerField("identifiant de l’objet")
    before = models.JSONField("avant", default=dict, blank=True)
    after = models.JSONField("après", default=dict, blank=True)
    comment = models.TextField("commentaire", blank=True)

    class Meta:
        verbose_name = "action"
        verbose_name_plural = "journal des actions"
        indexes = [models.Index(fields=["target_type", "target_id", "id"], name="actionlog_target")]

    def __str__(self) -> str:
        return f"{self.verb} {self.target_type} {self.target_id}"


class Email(models.Model):
    """An e-mail, stored before it is sent: the row exists before any task, so a lost broker loses nothing."""

    class Status(models.TextChoices):
        """Where it stands."""

        PENDING = "pending", "À envoyer"
        SENT = "sent", "Envoyé"
        FAILED = "failed", "Abandonné"

    kind = models.CharField("modèle", max_length=60)
    to = models.EmailField("destinataire")
    reply_to = models.EmailField("répondre à", blank=True)
    context = models.JSONField("valeurs", default=dict)
    # [{name, type, text}]. The database knows the default too: processes of the version before do not name it.
    attachments = models.JSONField(
        "pièces jointes", default=list, db_default=Value([], models.JSONField()), blank=True
    )
    dedupe_key = models.CharField("clé d’unicité", max_length=120, null=True, unique=True)  # noqa: DJ001 null is no key
    created_at = models.DateTimeField("créé le")
    status = models.CharField("état", max_length=10, choices=Status.choices, default=Status.PENDING)
    attempts = models.PositiveSmallIntegerField("essais", default=0)
    next_attempt_at = models.DateTimeField("prochain essai")
    sent_at = models.DateTimeField("envoyé le", null=True)
    last_error = models.CharField("dernière erreur", max_length=200, blank=True)

    class Meta:
        verbose_name = "e-mail"
        indexes = [
            models.Index(fields=["next_attempt_at"], condition=Q(status="pending"), name="email_due"),
        ]
        constraints = [
            models.CheckConstraint(
                name="email_sent_at_matches_status",
                condition=Q(status="sent", sent_at__isnull=False) | (~Q(status="sent") & Q(sent_at=None)),
                violation_error_message="Un e-mail envoyé porte sa date d’envoi.",
            ),
            models.CheckConstraint(
                name="email_status_known", condition=Q(status__in=["pending", "sent", "failed"])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} → {self.to}"


class Heartbeat(models.Model):
    """The last sign of life of a part that has no port of its own (worker, beat)."""

    name = models.CharField("nom", max_length=20, primary_key=True)
    at = models.DateTimeField("dernier signe")

    class Meta:
        verbose_name = "signe de vie"
        verbose_name_plural = "signes de vie"

    def __str__(self) -> str:
        return self.name


class IdempotencyKey(models.Model):
    """The first successful answer to a key, kept 24 h per account (contract §4)."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="compte"
    )
    key = models.CharField("clé", max_length=255)
    fingerprint = models.CharField("empreinte de la demande", max_length=64)
    status = models.PositiveSmallIntegerField("code de réponse", null=True)
    body = models.JSONField("réponse", null=True)
    created_at = models.DateTimeField("créée le")

    class Meta:
        verbose_name = "clé d’idempotence"
        verbose_name_plural = "clés d’idempotence"
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="idempotency_one_answer_per_key"),
            models.CheckConstraint(
                name="idempotency_answer_is_whole",
                condition=Q(status__isnull=True, body__isnull=True)
                | Q(status__isnull=False, body__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.key


class SupportContact(models.Model):
    """Where partners write to the team: one row at most. Without it, the settings say where."""

    id = models.PositiveSmallIntegerField("identifiant", primary_key=True, default=1)
    email = models.EmailField("adresse du support")
    updated_at = models.DateTimeField("modifiée le")

    class Meta:
        verbose_name = "adresse du support"
        verbose_name_plural = "adresse du support"
        constraints = [
            models.CheckConstraint(name="support_contact_is_one_row", condition=Q(id=1)),
        ]

    def __str__(self) -> str:
        return self.email
