"""The database refuses by itself: constraints are broken on purpose, behind the back of the services."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction


@contextmanager
def refused(constraint: str) -> Iterator[None]:
    """The block breaks that constraint, and no other."""
    with pytest.raises(IntegrityError, match=rf'"{constraint}"'), transaction.atomic():
        yield


def break_it(row: models.Model, constraint: str, **values: Any) -> None:
    """Write values in a row, whatever the rules say; the database refuses."""
    with refused(constraint):
        type(row)._base_manager.filter(pk=row.pk).update(**values)
