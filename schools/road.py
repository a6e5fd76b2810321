"""The way of an application: handed in, two opinions, a decision. Pure: items of `components/route.html`."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from core.french import show_day
from schools.states import (
    DECIDED,
    VERDICT_LABELS,
    ActKind,
    ApplicationStatus,
    Verdict,
)

if TYPE_CHECKING:
    from schools.models import Act, Application

_TITLES = {
    ActKind.RECTORAT: "Avis du Rectorat",
    ActKind.DRAC: "Avis de la DRAC",
    ActKind.DECISION: "Décision de la commission",
    ActKind.WITHDRAWAL: "Référencement retiré",
}


def referencing_road(
    *, application: "Application | None", acts: Sequence["Act"], region: str
) -> list[dict[str, Any]]:
    """Where a structure stands. What the opinions say is shown once the commission has decided, not before.

    `region` is the name of the region, empty when it is not known.
    """
    signed = {ActKind(act.kind): act for act in acts}
    status = ApplicationStatus(application.status) if application else None
    road = [
        _handed_in(application),
        _opinion(ActKind.RECTORAT, signed, status=status, region=region),
        _opinion(ActKind.DRAC, signed, status=status, region=region),
        _decision(signed, status=status),
    ]
    if ActKind.WITHDRAWAL in signed:
        road.append(_withdrawal(signed[ActKind.WITHDRAWAL]))
    return road


def _item(state: str, title: str, text: str, *, icon: str = "") -> dict[str, Any]:
    return {"state": state, "title": title, "text": text, "icon": icon}


def _handed_in(application: "Application | None") -> dict[str, Any]:
    if application is None:
        return _item("todo", "Dépôt du dossier", "Quatre étapes, une demi-heure environ.")
    if application.submitted_at is None or application.submitted_by is None:
        text = f"Brouillon enregistré le {show_day(application.saved_at)}."
        return _item("now", "Dossier à déposer", text, icon="pencil")
    by = application.submitted_by.full_name
    return _item("done", "Dossier déposé", f"Le {show_day(application.submitted_at)}, par {by}.")


def _opinion(
    kind: ActKind, signed: dict[ActKind, "Act"], *, status: ApplicationStatus | None, region: str
) -> dict[str, Any]:
    title, act = _TITLES[kind], signed.get(kind)
    if act is None:
        under_way = status == ApplicationStatus.SUBMITTED
        where = f" de la région {region}" if region else ""
        whom = "Le Rectorat" if kind == ActKind.RECTORAT else "La DRAC"
        text = f"{whom}{where} étudie votre dossier." if under_way else f"{whom}{where} l’étudiera."
        return _item("now" if under_way else "todo", title, text, icon="hourglass" if under_way else "")
    said = f"Rendu le {show_day(act.at)}."
    if status in DECIDED:
        said = f"{VERDICT_LABELS[Verdict(act.verdict)]}, le {show_day(act.at)}. {act.reason}".strip()
    return _item("done", title, said)


def _decision(signed: dict[ActKind, "Act"], *, status: ApplicationStatus | None) -> dict[str, Any]:
    title, act = _TITLES[ActKind.DECISION], signed.get(ActKind.DECISION)
    if act is not None:
        said = f"{VERDICT_LABELS[Verdict(act.verdict)]} le {show_day(act.at)}. {act.reason}".strip()
        return _item("done" if act.verdict == Verdict.ACCEPTED else "stuck", title, said)
    if status == ApplicationStatus.SUBMITTED and {ActKind.RECTORAT, ActKind.DRAC} <= signed.keys():
        return _item("now", title, "Les deux avis sont rendus. La commission va décider.", icon="hourglass")
    return _item("todo", title, "Après les deux avis. Vous la recevrez par e-mail.")


def _withdrawal(act: "Act") -> dict[str, Any]:
    return _item("stuck", _TITLES[ActKind.WITHDRAWAL], f"Le {show_day(act.at)}. {act.reason}")
