"""The three steps to be paid: deposited, accepted, attached. Pure: items of `components/route.html`."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from core.french import show_day
from core.money import show_euros
from finance.states import BankStatus

if TYPE_CHECKING:
    from finance.models import BankAccount
    from finance.selectors import Waiting


def bank_road(
    *, accounts: Sequence["BankAccount"], waiting: "Waiting", attached: int, structures: int
) -> list[dict[str, Any]]:
    """Where a legal entity stands, from its accounts (newest first)."""
    live = [account for account in accounts if account.status != BankStatus.REFUSED]
    accepted = next((account for account in live if account.status == BankStatus.ACCEPTED), None)
    shown = accepted or (live[0] if live else None)
    return [
        _deposited(shown),
        _accepted(shown),
        _attached(accepted, waiting, attached=attached, structures=structures),
    ]


def _item(state: str, title: str, text: str, *, icon: str = "") -> dict[str, Any]:
    return {"state": state, "title": title, "text": text, "icon": icon}


def _deposited(account: "BankAccount | None") -> dict[str, Any]:
    if account is None:
        return _item("now", "1. Compte à déposer", "Un IBAN et un RIB", icon="upload")
    by = account.submitted_by.full_name
    return _item("done", "1. Compte déposé", f"Le {show_day(account.submitted_at)}, par {by}")


def _accepted(account: "BankAccount | None") -> dict[str, Any]:
    if account is None:
        return _item("todo", "2. Dossier accepté", "Par notre équipe homologation")
    if account.status == BankStatus.CORRECTIONS:
        return _item("stuck", "2. Dossier à corriger", account.message)
    if account.status == BankStatus.PENDING or account.decided_at is None:
        return _item("now", "2. Dossier en cours d’examen", "Notre équipe vous écrira", icon="hourglass")
    return _item(
        "done", "2. Dossier accepté", f"Le {show_day(account.decided_at)}, par l’équipe homologation"
    )


def _attached(
    account: "BankAccount | None", waiting: "Waiting", *, attached: int, structures: int
) -> dict[str, Any]:
    count = f"{attached} sur {structures}"
    if account and attached == structures:
        return _item("done", "3. Structures rattachées", count)
    waits = f". En attente : {show_euros(waiting.blocked_cents)}" if waiting.blocked_cents else ""
    if account is None:
        return _item("todo", "3. Structures rattachées", f"Ensuite{waits}")
    return _item("stuck", "3. Structures rattachées", count + waits, icon="link")
