"""The application of a structure, from the draft to its sending. What is then signed is in `instruction`."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from core import uploads
from core.history import record
from core.uploads import Upload
from schools import locks
from schools.errors import CannotApply
from schools.models.referencing import Application, Piece
from schools.notifications import referencing as notifications
from schools.programmes import DOMAINS, INTERVENTIONS, LEVELS
from schools.regions import first_region
from schools.rules.referencing import FIELDS_OF, MAX_PIECES, STEP_LABELS, Step, lacking
from schools.selectors import referencing as selectors
from schools.states import (
    APPLICATION_TRANSITIONS,
    ApplicationEvent,
    ApplicationStatus,
    PieceKind,
    application_target,
)
from venues.models import Address, Venue
from venues.states import Status

_TABLES = {"domains": DOMAINS, "levels": LEVELS, "interventions": INTERVENTIONS}


@transaction.atomic
def start(*, venue: Venue, actor: Any, now: datetime) -> Application:
    """Open a draft, with the answers and the pieces of the last application. Raises CannotApply.

    A structure never applied, or was refused, or lost its referencing: otherwise it has a live application.
    """
    _must_administer(venue_id=venue.pk, actor=actor)
    if venue.status in {Status.REJECTED, Status.CLOSED}:
        raise CannotApply("venue_closed")
    last = selectors.last_application(venue_id=venue.pk)
    application = Application(venue=venue, created_by=actor, created_at=now, saved_at=now)
    if last is None:
        application.contact_name, application.contact_email = actor.full_name, actor.email
    else:
        _copy_answers(last, application)
    try:
        with transaction.atomic():
            application.save()
    except IntegrityError as clash:
        if "application_one_live_per_venue" not in str(clash):
            raise
        raise CannotApply("one_at_a_time") from clash
    if last is not None:
        _share_pieces(last, application)
    record(actor=actor, verb="referencing.started", target=application, now=now)
    return application


@transaction.atomic
def save_step(
    *, application_id: int, step: Step, values: Mapping[str, Any], version: int, actor: Any, now: datetime
) -> Application:
    """Keep answers of one page, complete or not. `version` is the one the person was reading.

    `values` may hold some of the page's answers only: the others stay as they are. Raises CannotApply
    (`changed_meanwhile`, …); KeyError for another page's answer.
    """
    application = _draft(application_id, actor=actor)
    if application.version != version:
        raise CannotApply("changed_meanwhile")
    if _answer(application, step=step, values=values):
        application.version += 1
    application.saved_at = now
    application.save(update_fields=[*values, "version", "saved_at"])
    record(actor=actor, verb="referencing.saved", target=application, now=now, after={"step": str(step)})
    return application


@transaction.atomic
def add_piece(*, application_id: int, kind: PieceKind, upload: Upload, actor: Any, now: datetime) -> Piece:
    """Join a file, read by `core.uploads.read`, to a draft. Raises CannotApply."""
    application = _draft(application_id, actor=actor)
    if application.pieces.count() >= MAX_PIECES:
        raise CannotApply("too_many_pieces", field="file")
    piece = Piece(
        application=application,
        kind=kind,
        shown_name=upload.shown_name,
        size=len(upload.content),
        added_by=actor,
        added_at=now,
    )
    uploads.keep(file=piece.file, upload=upload)
    piece.save()
    record(actor=actor, verb="referencing.piece_added", target=application, now=now, after=_traced(piece))
    return piece


@transaction.atomic
def remove_piece(*, application_id: int, piece_id: int, actor: Any, now: datetime) -> None:
    """Take a file out of a draft; it is erased once no application holds it any more. Raises CannotApply."""
    application = _draft(application_id, actor=actor)
    piece = application.pieces.filter(pk=piece_id).first()
    if piece is None:
        raise CannotApply("unknown_piece")
    record(actor=actor, verb="referencing.piece_removed", target=application, now=now, before=_traced(piece))
    storage, name = piece.file.storage, str(piece.file.name)
    piece.delete()
    if not Piece.objects.filter(file=name).exists():
        transaction.on_commit(lambda: storage.delete(name))


@transaction.atomic
def submit(*, application_id: int, honour: bool, actor: Any, now: datetime) -> Application:
    """Hand in a complete draft, to the region of its head office. Raises CannotApply, which names what lacks."""
    application = _draft(application_id, actor=actor)
    if application.venue.status in {Status.REJECTED, Status.CLOSED}:
        raise CannotApply("venue_closed")
    answers = selectors.answers_of(application=application, pieces=application.pieces.count())
    if lacks := lacking(answers):
        steps = dict.fromkeys(STEP_LABELS[lack.step] for lack in lacks)
        raise CannotApply("incomplete", message=f"Il manque des réponses : {', '.join(steps)}.")
    if not honour:
        raise CannotApply("honour_missing", field="honour")
    application.region = _region(application.venue.address)
    application.status = APPLICATION_TRANSITIONS[ApplicationStatus.DRAFT, ApplicationEvent.SUBMIT]
    application.honour = True
    application.submitted_by, application.submitted_at, application.saved_at = actor, now, now
    application.save(update_fields=["region", "status", "honour", "submitted_by", "submitted_at", "saved_at"])
    record(
        actor=actor,
        verb="referencing.submitted",
        target=application,
        now=now,
        after={"status": str(application.status), "region": application.region},
    )
    notifications.received(application=application, now=now)
    return application


def _must_administer(*, venue_id: int, actor: Any) -> None:
    if not selectors.administers(venue_id=venue_id, user=actor):
        raise CannotApply("not_allowed")


def _draft(application_id: int, *, actor: Any) -> Application:
    """Lock an application that may still be changed, by somebody who may."""
    application = locks.application(pk=application_id)
    _must_administer(venue_id=application.venue_id, actor=actor)
    if (
        application_target(status=ApplicationStatus(application.status), event=ApplicationEvent.SUBMIT)
        is None
    ):
        raise CannotApply("not_a_draft")
    return application


def _answer(application: Application, *, step: Step, values: Mapping[str, Any]) -> bool:
    """Put answers on the row, unsaved; True when one of them is new."""
    changed = False
    for name, value in values.items():
        if name not in FIELDS_OF[step]:
            raise KeyError(f"{name} is not asked by the page {step}")
        if name in _TABLES and not set(value) <= _TABLES[name].keys():
            raise CannotApply("unknown_answer", field=name)
        kept = value.strip() if isinstance(value, str) else value
        changed = changed or kept != getattr(application, name)
        setattr(application, name, kept)
    return changed


def _copy_answers(last: Application, application: Application) -> None:
    for fields in FIELDS_OF.values():
        for name in fields:
            setattr(application, name, getattr(last, name))


def _share_pieces(last: Application, application: Application) -> None:
    """The new application holds the same stored files: those of a decided one are never lost."""
    shared = selectors.pieces_of(application=last)
    for piece in shared:
        piece.pk, piece.application = None, application
    Piece.objects.bulk_create(shared)


def _region(address: Address) -> str:
    """Of the head office; a postal code stands in for a commune the register did not name."""
    region = first_region(address.insee_code, address.postal_code)
    if not region:
        raise CannotApply("no_region")
    return region


def _traced(piece: Piece) -> dict[str, Any]:
    return {"kind": str(piece.kind), "name": piece.shown_name, "size": piece.size}
