"""Names of files, transfers and statements: pure functions, so that generating twice names the same thing.

A bank takes at most 35 characters for a message or an end-to-end id.
"""

from finance.periods import HalfMonthPeriod


def message_id(period: HalfMonthPeriod) -> str:
    """Of the file of a half-month: `PASSCULTURE-2026-21`."""
    return f"PASSCULTURE-{period.year}-{period.number:02d}"


def end_to_end_id(period: HalfMonthPeriod, *, account_id: int) -> str:
    """Of a transfer, kept all the way to the partner's bank: `PASSCULTURE-2026-21-42`."""
    return f"{message_id(period)}-{account_id}"


def transfer_reference(period: HalfMonthPeriod, *, rank: int) -> str:
    """What partners read: `VIR-2026-21-00001`."""
    return f"VIR-{period.year}-{period.number:02d}-{rank:05d}"


def statement_prefix(year: int) -> str:
    """What the statements of a year begin with."""
    return f"JR-{year}-"


def statement_number(year: int, *, rank: int) -> str:
    """A statement's number, without gaps within a year: `JR-2026-000123`."""
    return f"{statement_prefix(year)}{rank:06d}"
