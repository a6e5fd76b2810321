"""CSV files of money: transfers, and the bookings they pay."""

from core.exports import Column, euros_cell
from core.french import at_zone
from finance.charts import rate
from finance.models import TransferLine
from finance.states import TRANSFER_LABELS, TransferStatus


def _day(instant: object) -> str:
    return f"{at_zone(instant):%d/%m/%Y}" if instant else ""  # type: ignore[arg-type]


def _event(line: TransferLine) -> str:
    start, offer = line.entry.booking.slot.starts_at, line.entry.booking.offer
    return f"{at_zone(start, offer.time_zone):%d/%m/%Y %H:%M}" if start else ""


#: domain §5.6, for individual bookings, line by line. Columns are stable: add at the end only.
DETAILS = (
    Column(title="Quinzaine", value=lambda line: line.transfer.half_month.period.label),
    Column(title="Date du justificatif", value=lambda line: _day(line.transfer.issued_at)),
    Column(title="N° du justificatif", value=lambda line: line.transfer.statement_number),
    Column(title="N° de virement", value=lambda line: line.transfer.reference),
    Column(title="Intitulé du compte bancaire", value=lambda line: line.transfer.bank_account.label),
    Column(title="IBAN", value=lambda line: f"•••• {line.transfer.iban_last4}"),
    Column(title="Structure", value=lambda line: line.venue.public_name),
    Column(title="Adresse de la structure", value=lambda line: line.venue.address.one_line),
    Column(title="SIRET", value=lambda line: line.venue.siret),
    Column(title="Nom de l’offre", value=lambda line: line.entry.booking.offer.title),
    Column(title="Lieu", value=lambda line: str(line.entry.booking.offer.address or "")),
    Column(title="Date de l’évènement", value=_event),
    Column(title="Contremarque", value=lambda line: line.entry.booking.code),
    Column(title="Date de validation", value=lambda line: _day(line.entry.validated_at)),
    Column(title="Intitulé du tarif", value=lambda line: line.entry.booking.price_label),
    Column(title="Places", value=lambda line: line.entry.booking.quantity),
    Column(title="Montant de la réservation", value=lambda line: euros_cell(line.entry.gross_cents)),
    Column(title="Barème", value=lambda line: line.entry.band.text),
    Column(title="Taux", value=lambda line: rate(line.entry.basis_points)),
    Column(title="Montant remboursé", value=lambda line: euros_cell(line.entry.due_cents)),
    Column(
        title="État du virement", value=lambda line: TRANSFER_LABELS[TransferStatus(line.transfer.status)]
    ),
)

TRANSFERS = (
    Column(title="Quinzaine", value=lambda transfer: transfer.half_month.period.label),
    Column(title="Émis le", value=lambda transfer: _day(transfer.issued_at)),
    Column(title="N° de virement", value=lambda transfer: transfer.reference),
    Column(title="N° du justificatif", value=lambda transfer: transfer.statement_number),
    Column(title="Titulaire", value=lambda transfer: transfer.holder),
    Column(title="IBAN", value=lambda transfer: f"•••• {transfer.iban_last4}"),
    Column(title="Réservations", value=lambda transfer: transfer.booking_count),
    Column(title="Montant brut", value=lambda transfer: euros_cell(transfer.gross_cents)),
    Column(title="Montant versé", value=lambda transfer: euros_cell(transfer.amount_cents)),
    Column(title="État", value=lambda transfer: TRANSFER_LABELS[TransferStatus(transfer.status)]),
    Column(title="Réponse de la banque le", value=lambda transfer: _day(transfer.settled_at)),
)
