"""Jobs that need every app."""

import logging

from celery import shared_task

from bookings.services import reconcile as counters
from finance import services as money

logger = logging.getLogger(__name__)


@shared_task(name="passculture_pro.reconcile")
def reconcile(**_: object) -> None:
    """Nightly control: every drift is an error in the log, and nothing is rewritten."""
    for drift in [*counters.drifts(), *money.reconcile()]:
        logger.error("drift: %s", drift)
