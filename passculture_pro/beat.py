"""The whole schedule. Each job is a sweep over state: late, doubled or missed ticks change nothing."""

import logging
import time
from typing import Any

from celery.beat import PersistentScheduler
from celery.schedules import crontab

logger = logging.getLogger(__name__)

#: name → (when, what it does, in words for staff)
JOBS: dict[str, tuple[Any, str]] = {
    "core.worker_heartbeat": (10.0, "Dit que les tâches avancent."),
    "core.send_pending_emails": (60.0, "Envoie les e-mails qui attendent encore."),
    "bookings.validate_past": (300.0, "Valide les réservations 72 h après la séance."),
    "finance.price_bookings": (300.0, "Valorise les réservations validées."),
    "finance.close_half_month": (
        crontab(hour="5-23", minute="0"),  # does nothing once closed: a missed 05:00 is caught up later
        "Clôt la quinzaine échue, dès 5 h le 1er et le 16, et émet les virements.",
    ),
    "help.plan_webinars": (
        crontab(hour="2", minute="30"),
        "Planifie les webinaires d’accueil des 90 prochains jours.",
    ),
    "help.remind_webinars": (crontab(minute="5"), "Rappelle aux inscrits le webinaire du lendemain."),
    "passculture_pro.reconcile": (
        crontab(hour="3", minute="30"),
        "Recompte places, crédits et sommes ; signale tout écart.",
    ),
    "core.purge_expired": (
        crontab(hour="4", minute="15"),
        "Efface les clés d’idempotence et les sessions périmées.",
    ),
}

SCHEDULE = {
    name: {"task": name, "schedule": when, "options": {"expires": 600}} for name, (when, _) in JOBS.items()
}


class BeatingScheduler(PersistentScheduler):
    """Celery's own scheduler, which also writes its heartbeat row: a silent beat is seen within a minute."""

    _last_beat = 0.0

    def tick(self, *args: Any, **kwargs: Any) -> float:
        """Run what is due; every ten seconds, say so."""
        if time.monotonic() - self._last_beat > 10:
            self._beat()
            self._last_beat = time.monotonic()
        return min(super().tick(*args, **kwargs), 10.0)

    @staticmethod
    def _beat() -> None:
        from django.db import DatabaseError, close_old_connections  # noqa: PLC0415
        from django.utils import timezone  # noqa: PLC0415

        from core import services  # noqa: PLC0415

        try:
            close_old_connections()
            services.beat(name="beat", now=timezone.now())
        except (
            DatabaseError
        ):  # a database that restarts must not stop the clock: /health/ready tells meanwhile
            logger.warning("the heartbeat was not written")
