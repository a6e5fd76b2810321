"""The Celery app. At-least-once delivery: every task is idempotent and guarded by the database."""

import os

from celery import Celery
from celery.signals import worker_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "passculture_pro.settings.base")

app = Celery("passculture_pro")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@app.on_after_finalize.connect
def load_schedule(sender: Celery, **_: object) -> None:
    """The schedule is code: `passculture_pro.beat`."""
    from passculture_pro.beat import SCHEDULE  # noqa: PLC0415

    sender.conf.beat_schedule = SCHEDULE


@worker_ready.connect
def say_ready(**_: object) -> None:
    """A worker that just started is alive before its first tick."""
    app.signature("core.worker_heartbeat").apply_async()
