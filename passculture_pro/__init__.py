"""The partner portal of the pass Culture."""

from passculture_pro.celery import app as celery_app

__all__ = ["celery_app"]
