"""Input that is what it says: no boolean for a number, no infinity, no date without its zone."""

import math
from datetime import UTC, datetime
from typing import Any, ClassVar

from django.http import Http404
from django.utils import timezone
from rest_framework import serializers

LARGEST_ID = 2**63 - 1


class Text(serializers.CharField):
    """A JSON string, and nothing that merely prints as one."""

    default_error_messages: ClassVar[dict[str, str]] = {"not_text": "Indiquez une chaîne de caractères."}

    def to_internal_value(self, data: Any) -> str:
        """Text only."""
        if not isinstance(data, str):
            self.fail("not_text")
        return super().to_internal_value(data)


class Identifier(Text):
    """An opaque id: a short string, never a number."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": 64, **options})


class Whole(serializers.IntegerField):
    """A JSON integer: `true`, `1.0` and `"1"` are not."""

    def to_internal_value(self, data: Any) -> int:
        """Integers only."""
        if type(data) is not int:
            self.fail("invalid")
        return super().to_internal_value(data)


class Finite(serializers.FloatField):
    """A number that is one: neither `nan` nor an infinity."""

    def to_internal_value(self, data: Any) -> float:
        """Finite numbers only."""
        value = super().to_internal_value(data)
        if not math.isfinite(value):
            self.fail("invalid")
        return value


class Instant(serializers.DateTimeField):
    """An ISO 8601 instant: its zone is required coming in, and UTC going out."""

    default_error_messages: ClassVar[dict[str, str]] = {
        "naive": "Précisez le fuseau horaire, par exemple 2026-11-13T19:30:00Z."
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(default_timezone=UTC, **options)

    def enforce_timezone(self, value: datetime) -> datetime:
        """Refuse a wall-clock time that is nobody's in particular."""
        if timezone.is_naive(value):
            self.fail("naive")
        return super().enforce_timezone(value)


def key_of(public_id: str) -> int:
    """The primary key behind an opaque id. Raises Http404 for anything this API never gave."""
    digits = public_id.isascii() and public_id.isdigit() and not public_id.startswith("0")
    if not digits or len(public_id) > 19 or int(public_id) > LARGEST_ID:
        raise Http404
    return int(public_id)
