"""Bank accounts that partners deposit, and the structures attached to them."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from finance.states import BANK_LABELS, BankStatus
from venues.models import LegalEntity, Venue


class BankAccount(models.Model):
    """An account to be paid on. The IBAN is ciphered; only its last characters are shown."""

    legal_entity = models.ForeignKey(
        LegalEntity, on_delete=models.PROTECT, related_name="bank_accounts", verbose_name="entité juridique"
    )
    label = models.CharField("intitulé", max_length=100)
    holder = models.CharField("titulaire", max_length=140)
    iban_ciphered = models.TextField("IBAN (chiffré)")
    iban_last4 = models.CharField("fin de l’IBAN", max_length=4)
    iban_fingerprint = models.CharField("empreinte de l’IBAN", max_length=64, db_index=True)
    bic = models.CharField("BIC", max_length=11)
    proof = models.FileField("justificatif", upload_to="bank-proofs/%Y/%m/")
    proof_name = models.CharField("nom du fichier", max_length=120)
    status = models.CharField(
        "état", max_length=12, choices=list(BANK_LABELS.items()), default=BankStatus.PENDING
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="déposé par"
    )
    submitted_at = models.DateTimeField("déposé le")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="décidé par",
    )
    decided_at = models.DateTimeField("décidé le", null=True, blank=True)
    message = models.TextField("message au partenaire", blank=True)

    class Meta:
        verbose_name = "compte bancaire"
        verbose_name_plural = "comptes bancaires"
        constraints = [
            models.UniqueConstraint(
                fields=["legal_entity", "iban_fingerprint"],
                condition=~Q(status=BankStatus.REFUSED),
                name="bank_account_once_per_entity",
                violation_error_message="Cet IBAN est déjà déposé.",
            ),
            models.CheckConstraint(
                name="bank_account_decided_by_someone_else",
                condition=Q(decided_by=None) | ~Q(decided_by=F("submitted_by")),
                violation_error_message="Personne n’accepte son propre dossier.",
            ),
            models.CheckConstraint(
                name="bank_account_decision_is_whole",
                condition=Q(status=BankStatus.PENDING)
                | Q(decided_at__isnull=False, decided_by__isnull=False),
            ),
            models.CheckConstraint(
                name="bank_account_status_known",
                condition=Q(status__in=[status.value for status in BankStatus]),
            ),
            models.CheckConstraint(
                name="bank_account_refusal_says_why",
                condition=~Q(status__in=[BankStatus.CORRECTIONS, BankStatus.REFUSED]) | ~Q(message=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} ••{self.iban_last4}"


class VenueBankLink(models.Model):
    """A structure is paid on an account during `period`; one account at a time."""

    venue = models.ForeignKey(
        Venue, on_delete=models.PROTECT, related_name="bank_links", verbose_name="structure"
    )
    bank_account = models.ForeignKey(
        BankAccount, on_delete=models.PROTECT, related_name="links", verbose_name="compte bancaire"
    )
    period = DateTimeRangeField("période")
    payable_from = models.DateTimeField("payable à partir du")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="rattachée par"
    )

    class Meta:
        verbose_name = "rattachement"
        constraints = [
            ExclusionConstraint(
                name="bank_link_one_at_a_time",
                expressions=[
                    (
                        Func(
                            F("venue"),
                            F("venue"),
                            Value("[]"),
                            function="int8range",
                            output_field=BigIntegerRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                    ("period", RangeOperators.OVERLAPS),
                ],
                violation_error_message="Une structure a un seul compte bancaire à la fois.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.venue_id} → {self.bank_account_id}"
