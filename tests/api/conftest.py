"""What these tests share."""

import pytest

from passculture_pro.celery import app as celery


@pytest.fixture(autouse=True, scope="session")
def jobs_are_known() -> None:
    """Jobs run in line only once they are registered, which a worker does by itself and a test session does not."""
    celery.loader.import_default_modules()
