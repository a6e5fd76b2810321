"""What is signed about an application: two opinions, the decision, and perhaps a withdrawal later."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from core.history import record
from schools import locks
from schools.errors import CannotInstruct
from schools.models.referencing import Act, Application
from schools.notifications import referencing as notifications
from schools.rules.referencing import blockers_to_sign, event_of
from schools.selectors import referencing as selectors
from schools.states import (
    NEED_A_REASON,
    OPINIONS,
    VERDICTS_OF,
    ActKind,
    ApplicationStatus,
    Authority,
    Verdict,
    application_target,
)


@transaction.atomic
def give_opinion(
    *, application_id: int, authority: Authority, verdict: Verdict, reason: str, actor: Any, now: datetime
) -> Act:
    """Sign the opinion of the Rectorat or of the DRAC, once. Raises CannotInstruct.

    The second one tells the commission. A reason is asked for unless the opinion is plainly favourable.
    """
    application = locks.application(pk=application_id)
    kind = ActKind(authority)
    act = _sign(application, kind=kind, verdict=verdict, reason=reason, actor=actor, now=now)
    opinions = [one for one in selectors.acts_of(application=application) if one.kind in OPINIONS]
    if len(opinions) == len(OPINIONS):
        notifications.both_opinions(application=application, acts=opinions, now=now)
    return act


@transaction.atomic
def decide(*, application_id: int, verdict: Verdict, reason: str, actor: Any, now: datetime) -> Application:
    """Accept or refuse, once both opinions are given. Raises CannotInstruct."""
    application = locks.application(pk=application_id)
    return _conclude(application, kind=ActKind.DECISION, verdict=verdict, reason=reason, actor=actor, now=now)


@transaction.atomic
def withdraw(*, application_id: int, reason: str, actor: Any, now: datetime) -> Application:
    """Take an accepted referencing back, and say why: nothing more is published. Raises CannotInstruct."""
    application = locks.application(pk=application_id)
    return _conclude(
        application,
        kind=ActKind.WITHDRAWAL,
        verdict=Verdict.WITHDRAWN,
        reason=reason,
        actor=actor,
        now=now,
    )


def _conclude(
    application: Application, *, kind: ActKind, verdict: Verdict, reason: str, actor: Any, now: datetime
) -> Application:
    """Sign, then move the application to where the act leads."""
    before = {"status": str(application.status)}
    act = _sign(application, kind=kind, verdict=verdict, reason=reason, actor=actor, now=now)
    event = event_of(verdict)
    target = event and application_target(status=ApplicationStatus(application.status), event=event)
    if target is None:
        raise CannotInstruct("already_decided")
    application.status, application.reason = target, act.reason
    application.decided_by, application.decided_at = actor, now
    application.save(update_fields=["status", "reason", "decided_by", "decided_at"])
    record(
        actor=actor,
        verb=f"referencing.{target}",
        target=application,
        now=now,
        before=before,
        after={"status": str(target)},
        comment=act.reason,
    )
    notifications.decided(application=application, now=now)
    return application


def _sign(
    application: Application, *, kind: ActKind, verdict: Verdict, reason: str, actor: Any, now: datetime
) -> Act:
    """Write the act of a locked application, or say why not."""
    # Held to the end: whoever ends this mandate comes before (and the act is refused) or after, never in between.
    locks.live_mandate(user_id=actor.pk, region=application.region)
    facts = selectors.facts_for(application=application, actor=actor)
    if code := next(blockers_to_sign(kind=kind, verdict=verdict, facts=facts), None):
        raise CannotInstruct(code)
    if verdict not in VERDICTS_OF[kind]:
        raise CannotInstruct("unknown_verdict", field="verdict")
    said = reason.strip()
    if verdict in NEED_A_REASON and not said:
        raise CannotInstruct("reason_missing", field="reason")
    act = Act(application=application, kind=kind, verdict=verdict, reason=said, author=actor, at=now)
    _insert(act)
    record(
        actor=actor,
        verb=f"referencing.{kind}",
        target=application,
        now=now,
        after={"verdict": str(verdict)},
        comment=said,
    )
    return act


def _insert(act: Act) -> None:
    """The database has the last word on who signed what."""
    try:
        with transaction.atomic():
            act.save()
    except IntegrityError as clash:
        code = {"act_three_different_people": "same_person", "act_once_per_kind": "already_given"}
        known = next((said for name, said in code.items() if name in str(clash)), None)
        if known is None:
            raise
        raise CannotInstruct(known) from clash
