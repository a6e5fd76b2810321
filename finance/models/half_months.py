"""Half-months, the transfers they give, and the file that carries them to the bank."""

from django.db import models
from django.db.models import F, Q

from core.models import AppendOnly
from finance import periods
from finance.models.bank import BankAccount
from finance.models.ledger import Entry
from finance.states import TRANSFER_LABELS, TransferStatus
from venues.models import Venue


class HalfMonth(models.Model):
    """A frozen half-month: [starts_at, cutoff) in Paris, as UTC instants."""

    starts_at = models.DateTimeField("début")
    cutoff = models.DateTimeField("fin (exclue)", unique=True)
    frozen_at = models.DateTimeField("close le")

    class Meta:
        verbose_name = "quinzaine"
        constraints = [
            models.CheckConstraint(name="half_month_is_an_interval", condition=Q(cutoff__gt=F("starts_at"))),
            models.CheckConstraint(
                name="half_month_frozen_after_cutoff",
                condition=Q(frozen_at__gte=F("cutoff")),
                violation_error_message="Une quinzaine se clôt une fois finie.",
            ),
        ]

    def __str__(self) -> str:
        return self.period.label

    @property
    def period(self) -> periods.HalfMonthPeriod:
        """The half-month it froze."""
        return periods.HalfMonthPeriod(starts_at=self.starts_at, cutoff=self.cutoff)


class BankFile(models.Model):
    """The transfers handed to the bank. Its id is a function of the half-month: it cannot be sent twice."""

    half_month = models.OneToOneField(
        HalfMonth, on_delete=models.PROTECT, related_name="bank_file", verbose_name="quinzaine"
    )
    msg_id = models.CharField("identifiant", max_length=35, unique=True)
    count = models.PositiveIntegerField("nombre de virements")
    total_cents = models.BigIntegerField("total (centimes)")
    created_at = models.DateTimeField("créé le")
    answered_at = models.DateTimeField("réponse de la banque le", null=True, blank=True)

    class Meta:
        verbose_name = "fichier bancaire"
        verbose_name_plural = "fichiers bancaires"
        constraints = [
            models.CheckConstraint(name="bank_file_total_positive", condition=Q(total_cents__gt=0))
        ]

    def __str__(self) -> str:
        return self.msg_id


class Transfer(models.Model):
    """One transfer per half-month and bank account, with its statement. The account is a copy of that day."""

    half_month = models.ForeignKey(
        HalfMonth, on_delete=models.PROTECT, related_name="transfers", verbose_name="quinzaine"
    )
    bank_account = models.ForeignKey(
        BankAccount, on_delete=models.PROTECT, related_name="transfers", verbose_name="compte bancaire"
    )
    bank_file = models.ForeignKey(
        BankFile, on_delete=models.PROTECT, related_name="transfers", verbose_name="fichier bancaire"
    )
    reference = models.CharField("n° de virement", max_length=20, unique=True)
    statement_number = models.CharField("n° de justificatif", max_length=20, unique=True)
    end_to_end_id = models.CharField("identifiant de bout en bout", max_length=35, unique=True)
    holder = models.CharField("titulaire", max_length=140)
    iban_ciphered = models.TextField("IBAN (chiffré)")
    iban_last4 = models.CharField("fin de l’IBAN", max_length=4)
    bic = models.CharField("BIC", max_length=11)
    amount_cents = models.BigIntegerField("montant (centimes)")
    gross_cents = models.BigIntegerField("brut (centimes)")
    booking_count = models.PositiveIntegerField("réservations")
    status = models.CharField(
        "état", max_length=10, choices=list(TRANSFER_LABELS.items()), default=TransferStatus.ISSUED
    )
    issued_at = models.DateTimeField("émis le")
    settled_at = models.DateTimeField("réponse de la banque le", null=True, blank=True)

    class Meta:
        verbose_name = "virement"
        indexes = [models.Index(fields=["bank_account", "-issued_at", "-id"], name="transfer_of_account")]
        constraints = [
            models.UniqueConstraint(
                fields=["half_month", "bank_account"], name="transfer_once_per_half_month"
            ),
            models.CheckConstraint(
                name="transfer_status_known",
                condition=Q(status__in=[status.value for status in TransferStatus]),
            ),
            models.CheckConstraint(name="transfer_amount_positive", condition=Q(amount_cents__gt=0)),
            models.CheckConstraint(
                name="transfer_settled_at_matches_status",
                condition=Q(status=TransferStatus.ISSUED, settled_at=None)
                | (~Q(status=TransferStatus.ISSUED) & Q(settled_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class TransferLine(AppendOnly):
    """An entry that is paid by a transfer.

    A rejected transfer frees its entries: `round` counts how many times an entry was put on a transfer.
    A trigger refuses a line while another one of the same entry is on a transfer that was not rejected.
    """

    transfer = models.ForeignKey(
        Transfer, on_delete=models.PROTECT, related_name="lines", verbose_name="virement"
    )
    entry = models.ForeignKey(
        Entry, on_delete=models.PROTECT, related_name="lines", db_index=False, verbose_name="écriture"
    )
    venue = models.ForeignKey(
        Venue, on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name="structure"
    )
    round = models.PositiveSmallIntegerField("tour", default=1)

    class Meta:
        verbose_name = "ligne de virement"
        verbose_name_plural = "lignes de virement"
        constraints = [
            models.UniqueConstraint(fields=["entry", "round"], name="transfer_line_once_per_entry_and_round")
        ]

    def __str__(self) -> str:
        return f"{self.transfer_id} {self.entry_id}"
