"""The statement of a transfer, as a PDF to keep ten years: PDF/A, tagged, the same bytes every time."""

import json
import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst
from django.conf import settings

from core.french import show_day
from core.money import show_euros
from finance.models import Transfer

STANDARDS = ["a-2a", "ua-1"]
_SOURCE = Path(__file__).parent / "statement.typ"
#: What the embedded font cannot draw (an emoji in a name): PDF/A refuses a missing sign.
_UNDRAWN = re.compile(
    r"[^\u0020-\u007e\u00a0-\u024f\u0384-\u038a\u038c\u038e-\u03a1\u03a3-\u03ff\u0400-\u045f\u2010-\u2014\u2018-\u201e\u2026\u202f\u2212€№]"
)


@lru_cache(maxsize=1)
def _source() -> bytes:
    return _SOURCE.read_bytes()


def render(*, transfer: Transfer, rows: Sequence[dict[str, Any]]) -> bytes:
    """The PDF of a transfer, from `selectors.statement_rows`. ValueError when the rows are not its amount.

    The half-month and the account's legal entity must be loaded with the transfer.
    """
    due = sum(row["due"] for row in rows)
    if due != transfer.amount_cents:
        raise ValueError(f"{transfer.reference}: {due} in lines, {transfer.amount_cents} transferred")
    return typst.compile(
        _source(),
        sys_inputs={"data": _UNDRAWN.sub("?", json.dumps(_data(transfer, rows), ensure_ascii=False))},
        pdf_standards=STANDARDS,  # type: ignore[arg-type]
        ignore_system_fonts=True,
        timestamp=int(transfer.issued_at.timestamp()),
    )


def _data(transfer: Transfer, rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    entity = transfer.bank_account.legal_entity
    totals = {name: sum(row[name] for row in rows) for name in ("gross", "forgone", "due")}
    return {
        "brand": settings.BRAND,
        "title": "Justificatif de remboursement",
        "number": transfer.statement_number,
        "issued_on": show_day(transfer.issued_at),
        "period": transfer.half_month.period.label,
        "entity": entity.name,
        "siren": entity.siren,
        "reference": transfer.reference,
        "holder": transfer.holder,
        "last4": transfer.iban_last4,
        "rows": [_row(row) for row in rows],
        "count": str(sum(row["count"] for row in rows)),
        **{name: show_euros(cents) for name, cents in totals.items()},
    }


def _row(row: dict[str, Any]) -> dict[str, str]:
    return {
        "venue": row["venue__public_name"],
        "siret": row["venue__siret"],
        "band": row["entry__band__text"],
        "count": str(row["count"]),
        **{name: show_euros(row[name]) for name in ("gross", "forgone", "due")},
    }
