"""The half-months of the demonstration world: all closed ones paid but the last, which is on its way."""

from datetime import datetime, timedelta

from bookings import services as booking_services
from finance import periods, selectors
from finance import services as finance_services
from passculture_pro.demo.timeline import Timeline

FIVE_IN_THE_MORNING = timedelta(hours=5)
BANK_ANSWERS_AFTER = timedelta(days=9)


def half_months(line: Timeline, *, began: datetime, now: datetime) -> None:
    """Lay every sweep, closing and answer of the bank between two instants."""
    cutoffs = []
    cutoff = periods.next_cutoff(began)
    while cutoff + FIVE_IN_THE_MORNING < now:
        cutoffs.append(cutoff)
        cutoff = periods.next_cutoff(cutoff)
    for cutoff in cutoffs:
        line.lay(at=cutoff + FIVE_IN_THE_MORNING, act=_close)
        if cutoff != cutoffs[-1]:
            line.lay(at=cutoff + BANK_ANSWERS_AFTER, act=_settle)
    line.lay(at=now, act=_sweep)


def _sweep(now: datetime) -> None:
    booking_services.validate_past(now=now)
    finance_services.price_bookings(now=now)


def _close(now: datetime) -> None:
    _sweep(now)
    finance_services.close_half_month(now=now)


def _settle(now: datetime) -> None:
    for file in selectors.files_waiting():
        finance_services.settle_transfers(msg_id=file.msg_id, rejected=[], now=now)
