"""Jobs are enqueued by name, after commit: services never import tasks, and a rolled-back act tells nobody."""

import logging

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)


def enqueue(name: str, **ids: int | str) -> None:
    """Send a task once the transaction is committed. With the broker down, the sweeps send what was not."""

    def send() -> None:
        try:
            current_app.signature(name, kwargs=ids, immutable=True).apply_async()
        except (OperationalError, ConnectionError):
            logger.warning("broker down: %s waits for the next sweep", name)

    transaction.on_commit(send)
