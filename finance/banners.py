"""What is said of money that waits: how much, why, what to do, before when. Pure."""

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from core.french import show_day
from core.money import show_euros
from finance.periods import day_of

if TYPE_CHECKING:
    from finance.selectors import Waiting


@dataclass(frozen=True, kw_only=True)
class Banner:
    """Arguments of `components/banner.html`; `route` is the name of the page where something can be done."""

    title: str
    text: str
    route: str = ""
    action_label: str = ""


def waiting_banner(waiting: "Waiting") -> Banner | None:
    """The banner of waiting money; None when nothing is asked of anybody."""
    builders = {"deposit": _deposit, "decision": _decision, "attachment": _attachment}
    return builders[waiting.needs](waiting) if waiting.needs else _delay(waiting)


def _waits(waiting: "Waiting", what: str, *, otherwise: str) -> str:
    return f"{show_euros(waiting.blocked_cents)} attendent {what}" if waiting.blocked_cents else otherwise


def _deposit(waiting: "Waiting") -> Banner:
    title = _waits(waiting, "un compte bancaire", otherwise="Déposez votre compte bancaire")
    text = "Nous ne savons pas encore où vous payer. Un IBAN et un justificatif suffisent, en cinq minutes."
    return Banner(title=title, text=text, route="finance:bank_accounts", action_label="Déposer mon compte")


def _decision(waiting: "Waiting") -> Banner:
    title = _waits(
        waiting, "l’accord de notre équipe", otherwise="Votre dossier bancaire est en cours d’examen"
    )
    text = "Notre équipe homologation examine votre dossier. Vous recevrez un e-mail. Rien n’est perdu."
    return Banner(title=title, text=text)


def _attachment(waiting: "Waiting") -> Banner:
    title = _waits(waiting, "un rattachement", otherwise="Il reste une structure à rattacher")
    names = " et ".join(f"« {name} »" for name in waiting.unattached)
    several = len(waiting.unattached) > 1
    them = "Rattachez-les" if several else "Rattachez-la"
    state = "ne sont rattachées" if several else "n’est rattachée"
    last = show_day(day_of(waiting.deadline) - timedelta(days=1), year=False)
    text = f"{names} {state} à aucun compte bancaire. {them} avant {last} à minuit"
    return Banner(
        title=title,
        text=text + _then(waiting),
        route="finance:bank_accounts",
        action_label="Rattacher les structures" if several else "Rattacher la structure",
    )


def _then(waiting: "Waiting") -> str:
    if not waiting.blocked_cents:
        return " : sans rattachement, aucun virement ne part."
    paid_on = show_day(waiting.deadline_paid_on, year=False)
    return f" : ces {show_euros(waiting.blocked_cents)} partiront avec le virement du {paid_on}."


def _delay(waiting: "Waiting") -> Banner | None:
    if not waiting.blocked_cents:
        return None
    title = f"{show_euros(waiting.blocked_cents)} attendent la fin du changement de compte"
    return Banner(
        title=title, text="Un nouveau compte reçoit de l’argent 72 h après le rattachement, par sécurité."
    )
