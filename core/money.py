"""Integer cents: parse what people type, show what people read, share without losing a cent. Pure."""

import re
from collections.abc import Sequence

_AMOUNT = re.compile(r"^(\d{1,9})(?:[.,](\d{1,2}))?$")
NBSP = "\u00a0"
THIN = "\u202f"


def parse_euros(raw: str) -> int | None:
    """Cents from `4`, `4,5`, `4.50 €`, `1 200,00`; None when it is not an amount (negative ones included)."""
    cleaned = re.sub(r"[\s\u00a0\u202f]|€|euros?|eur", "", raw.strip(), flags=re.IGNORECASE)
    match = _AMOUNT.match(cleaned)
    if not match:
        return None
    return int(match[1]) * 100 + int((match[2] or "0").ljust(2, "0"))


def show_euros(cents: int) -> str:
    """French notation with non-breaking spaces: 123456 → `1 234,56 €`."""
    sign = "−" if cents < 0 else ""
    euros, rest = divmod(abs(cents), 100)
    return f"{sign}{euros:,}".replace(",", THIN) + f",{rest:02d}{NBSP}€"


def apply_rate(*, cents: int, basis_points: int) -> int:
    """Share of an amount, rounded half up to the cent, symmetrical for negative ones (contract §5)."""
    magnitude = (abs(cents) * basis_points + 5_000) // 10_000
    return magnitude if cents >= 0 else -magnitude


def share_out(*, cents: int, weights: Sequence[int]) -> list[int]:
    """Split an amount by weights; the parts always add up to it, the last ones take the remainder."""
    total = sum(weights)
    if total <= 0:
        raise ValueError("weights must add up to something")
    parts, given, weight_seen = [], 0, 0
    for weight in weights:
        weight_seen += weight
        target = cents * weight_seen // total
        parts.append(target - given)
        given = target
    return parts
