"""Bank accounts, scale, ledger, half-months."""

from finance.models.bank import BankAccount, VenueBankLink
from finance.models.half_months import BankFile, HalfMonth, Transfer, TransferLine
from finance.models.ledger import Entry, YearTotal
from finance.models.scales import ScaleBand

__all__ = [
    "BankAccount",
    "BankFile",
    "Entry",
    "HalfMonth",
    "ScaleBand",
    "Transfer",
    "TransferLine",
    "VenueBankLink",
    "YearTotal",
]
