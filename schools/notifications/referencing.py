"""Which e-mail for which act about referencing. Values are written down with the act; rendering comes at sending."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from accounts.models import User
from core import selectors as core_selectors
from core import services as core_services
from schools.models.referencing import Act, Application, Mandate
from schools.regions import REGIONS
from schools.selectors.referencing import (
    acts_of,
    administrators_of,
    mandated,
    unmandated,
    waiting_for,
    who_gives_mandates,
    works_at,
)
from schools.states import (
    ACT_LABELS,
    AUTHORITY_LABELS,
    OPINIONS,
    VERDICT_LABELS,
    ActKind,
    ApplicationStatus,
    Authority,
    Verdict,
)

NAMED_AT_MOST = 10

_DECIDED = {
    ApplicationStatus.ACCEPTED: "schools/referencing_accepted",
    ApplicationStatus.REFUSED: "schools/referencing_refused",
    ApplicationStatus.WITHDRAWN: "schools/referencing_withdrawn",
}


def received(*, application: Application, now: datetime) -> None:
    """Handed in: the structure knows who looks at it, the Rectorat and the DRAC that it waits."""
    _tell_structure(application, kind="schools/referencing_received", now=now)
    asked = [Authority.RECTORAT, Authority.DRAC]
    people = mandated(application=application, authorities=asked)
    _tell_staff(people, application, kind="schools/referencing_to_instruct", now=now)
    _tell_nobody_signs(application, authorities=asked, now=now)


def both_opinions(*, application: Application, acts: Iterable[Act], now: datetime) -> None:
    """The commission may decide: what was advised, and by whom."""
    opinions = [_opinion(act) for act in acts]
    asked = [Authority.COMMISSION]
    people = mandated(application=application, authorities=asked)
    _tell_staff(people, application, kind="schools/referencing_to_decide", now=now, opinions=opinions)
    _tell_nobody_signs(application, authorities=asked, now=now)


def mandated_now(*, mandate: Mandate, now: datetime) -> None:
    """A mandate begins: the person knows what already waits for them. Nothing is written when nothing does."""
    waiting = waiting_for(user=mandate.user, authority=Authority(mandate.authority), region=mandate.region)
    if not waiting:
        return
    core_services.keep_email(
        kind="schools/referencing_waiting",
        to=mandate.user.email,
        context={
            "first_name": mandate.user.first_name,
            "authority": AUTHORITY_LABELS[Authority(mandate.authority)],
            "region": REGIONS[mandate.region],
            "venues": [one.venue.public_name for one in waiting[:NAMED_AT_MOST]],
            "more": max(len(waiting) - NAMED_AT_MOST, 0),
            "url": settings.SITE_URL + reverse("admin:schools_application_changelist"),
        },
        now=now,
        dedupe_key=f"schools/referencing_waiting:{mandate.pk}",
    )


def decided(*, application: Application, now: datetime) -> None:
    """Accepted, refused or withdrawn: the structure knows why."""
    status = ApplicationStatus(application.status)
    if status == ApplicationStatus.ACCEPTED:  # the next step is the first offer
        reserves = _reserves(application)
        _tell_structure(application, kind=_DECIDED[status], now=now, page="schools:create", reserves=reserves)
        return
    _tell_structure(application, kind=_DECIDED[status], now=now)


def _tell_structure(
    application: Application, *, kind: str, now: datetime, page: str = "schools:referencing", **values: Any
) -> None:
    people = {user.pk: user for user in administrators_of(venue_id=application.venue_id)}
    sender = application.submitted_by
    # Whoever left the structure reads nothing more about it.
    if sender is not None and sender.is_active and works_at(venue_id=application.venue_id, user=sender):
        people.setdefault(sender.pk, sender)
    _tell(people.values(), application, kind=kind, now=now, url=settings.SITE_URL + reverse(page), **values)


def _reserves(application: Application) -> list[str]:
    """`Avis de la DRAC : favorable avec réserves. …`: what opinions say, once one of them has reserves."""
    opinions = [act for act in acts_of(application=application) if act.kind in OPINIONS]
    if not any(act.verdict == Verdict.RESERVED for act in opinions):
        return []
    return [f"{_opinion(act)} {act.reason}" for act in opinions if act.reason]


def _opinion(act: Act) -> str:
    return f"{ACT_LABELS[ActKind(act.kind)]} : {VERDICT_LABELS[Verdict(act.verdict)].lower()}."


def _tell_nobody_signs(application: Application, *, authorities: list[Authority], now: datetime) -> None:
    """Whoever gives mandates (else the team's own address) knows that nobody can look at an application."""
    missing = unmandated(application=application, authorities=authorities)
    if not missing:
        return
    people = [(user.email, user.first_name) for user in who_gives_mandates()]
    for to, first_name in people or [(core_selectors.support_email(), "")]:
        core_services.keep_email(
            kind="schools/referencing_unmandated",
            to=to,
            context={
                "first_name": first_name,
                "venue": application.venue.public_name,
                "region": REGIONS[application.region],
                "authorities": [AUTHORITY_LABELS[one] for one in missing],
                "url": settings.SITE_URL + reverse("admin:schools_mandate_add"),
            },
            now=now,
            dedupe_key=f"schools/referencing_unmandated:{application.pk}:{'+'.join(missing)}:{to}",
        )


def _tell_staff(
    people: Iterable[User], application: Application, *, kind: str, now: datetime, **values: Any
) -> None:
    url = settings.SITE_URL + reverse("admin:schools_application_change", args=[application.pk])
    _tell(people, application, kind=kind, now=now, url=url, **values)


def _tell(
    people: Iterable[User], application: Application, *, kind: str, now: datetime, **values: Any
) -> None:
    """One e-mail per person, kept with the act."""
    for user in people:
        core_services.keep_email(
            kind=kind,
            to=user.email,
            context={
                "first_name": user.first_name,
                "venue": application.venue.public_name,
                "region": REGIONS[application.region],
                "reason": application.reason,
                **values,
            },
            now=now,
            dedupe_key=f"{kind}:{application.pk}:{user.pk}",
        )
