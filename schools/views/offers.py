"""`/collectif/`: what a structure proposes to school groups; the page and the acts of one offer."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from core import htmx
from core.errors import DomainError
from core.exports import csv_response
from core.french import NBSP
from core.guards import requires
from core.models import ActionLog
from core.pages import paginate
from schools import exports
from schools.errors import CannotPublishForSchools, CannotPublishOffer
from schools.forms.offers import FIELD_OF, SchoolOfferFilters
from schools.forms.versions import VersionedForm
from schools.models import SchoolOffer
from schools.programmes import DOMAINS, LEVELS, labels
from schools.selectors import offers as selectors
from schools.selectors import referencing
from schools.services import offers as services
from schools.states import (
    EDITABLE,
    OFFER_STATUS_LABELS,
    OFFER_STATUSES_NOW,
    PLACE_SENTENCES,
    OfferEvent,
    OfferStatus,
    PlaceKind,
    offer_target,
)
from venues.permissions import can_administer, can_program, current_venue

ORDER = ("-pk",)
VERBS = {
    "create_school_offer": "Brouillon créé",
    "edit_school_offer": "Offre modifiée",
    "publish_school_offer": "Offre publiée",
    "unpublish_school_offer": "Offre repassée en brouillon",
    "archive_school_offer": "Offre archivée",
}


def mine(request: HttpRequest, pk: int) -> SchoolOffer:
    """A school offer of the structure being worked on; 404 for any other."""
    return get_object_or_404(selectors.one_of(venue=current_venue(request)), pk=pk)


@requires(can_program)
@require_GET
def offers(request: HttpRequest) -> HttpResponse:
    """`/collectif/`: the offers; for a structure that is not referenced, why and how to become so."""
    now, venue = timezone.now(), current_venue(request)
    standing = referencing.standing(venue_id=venue.pk)
    form = SchoolOfferFilters(request.GET or None)
    asked = form.asked() if form.is_bound else {}
    known = {"venue": venue, "referenced": standing.is_referenced, "now": now}
    counts = selectors.status_counts(**known)
    context = {
        "nav": "schools",
        "standing": standing,
        "may_apply": can_administer(request),
        "form": form,
        "page": paginate(request=request, rows=selectors.of_venue(**known, **asked), order=ORDER),
        "filtered": bool(asked),
        "total": sum(counts.values()),
        "count": len(asked.keys() - {"query", "status"}),
        "chips": _chips(request, counts),
    }
    return htmx.page(request, "schools/offers/list.html", context, partial="table")


def _chips(request: HttpRequest, counts: dict[str, int]) -> list[dict[str, Any]]:
    chosen = request.GET.get("status", "")
    live = sum(count for status, count in counts.items() if status != OfferStatus.ARCHIVED)
    chips = [{"label": f"Toutes {live}", "value": "", "current": not chosen}]
    for status in OFFER_STATUSES_NOW:
        if counts.get(status) or chosen == status:
            label = f"{OFFER_STATUS_LABELS[status]} {counts.get(status, 0)}"
            chips.append({"label": label, "value": status.value, "current": chosen == status})
    return chips


@requires(can_program)
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """The filtered list as CSV."""
    venue = current_venue(request)
    rows = selectors.of_venue(
        venue=venue,
        referenced=referencing.is_referenced(venue_id=venue.pk),
        now=timezone.now(),
        **SchoolOfferFilters(request.GET).asked(),
    ).order_by(*ORDER)

    def streamed() -> Iterator[SchoolOffer]:
        yield from rows.iterator(chunk_size=500)

    return csv_response(name="offres-scolaires.csv", columns=exports.SCHOOL_OFFERS, rows=streamed())


@requires(can_program)
@require_GET
def offer(request: HttpRequest, pk: int) -> HttpResponse:
    """`/collectif/offres/<pk>/`: as a teacher will read it, with what may be done."""
    return page_of(request, mine(request, pk))


def page_of(request: HttpRequest, found: SchoolOffer, refusal: DomainError | None = None) -> HttpResponse:
    """The page of an offer, with the refusal of an act when there is one."""
    sheet = selectors.sheet(offer=found, now=timezone.now())
    history = selectors.history_of(offer=found)
    context = {
        "nav": "schools",
        "offer": found,
        "sheet": sheet,
        "duration": _duration(found.duration_minutes),
        "place": _place(found),
        "domains": labels(found.domains, table=DOMAINS),
        "levels": labels(found.levels, table=LEVELS),
        "missing": _missing(sheet),
        "history": [_line(one) for one in history.lines],
        "older": history.older,
        "may": {
            event.value: offer_target(state=found.state, event=event) is not None for event in OfferEvent
        },
        "may_edit": found.state in EDITABLE,
        "refusal": refusal,
        "not_referenced": isinstance(refusal, CannotPublishForSchools),
    }
    status = 200 if refusal is None else refusal.status
    return render(request, "schools/offers/detail.html", context, status=status)


def _place(found: SchoolOffer) -> str:
    """Words for a place that has no address; empty otherwise."""
    return PLACE_SENTENCES.get(PlaceKind(found.place_kind), "") if found.place_kind else ""


def _duration(minutes: int | None) -> str:
    """`2 h 30`, `45 min`; empty while it is not said."""
    hours, rest = divmod(minutes or 0, 60)
    parts = [f"{hours}{NBSP}h"] if hours else []
    return NBSP.join([*parts, f"{rest:02d}" if hours else f"{rest}{NBSP}min"] if rest else parts)


def _missing(sheet: selectors.Sheet) -> list[dict[str, str]]:
    edit = reverse("schools:edit", args=[sheet.offer.pk])
    found = []
    for code in sheet.missing:
        column = services.column_of(code=code) or "title"
        target = f"{edit}#id_{FIELD_OF.get(column, column)}"
        found.append({"text": CannotPublishOffer.messages[code], "url": target})
    return found


def _line(one: ActionLog) -> dict[str, Any]:
    return {
        "title": VERBS.get(one.verb, one.verb),
        "at": one.at,
        "who": one.actor.full_name if one.actor else "",
    }


@requires(can_program)
@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a draft to its school, as the person read it."""
    form = VersionedForm(request.POST)
    form.is_valid()
    act = partial(services.publish, version=form.version_read)
    return _act(request, pk, act, "L’offre est publiée.")


@requires(can_program)
@require_POST
def unpublish(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an offer back to its draft."""
    return _act(request, pk, services.unpublish, "L’offre est repassée en brouillon.")


@requires(can_program)
@require_POST
def archive(request: HttpRequest, pk: int) -> HttpResponse:
    """Put an offer away."""
    return _act(
        request, pk, services.archive, "L’offre est archivée. Vous la retrouvez avec le filtre « Archivée »."
    )


@requires(can_program)
@require_POST
def duplicate(request: HttpRequest, pk: int) -> HttpResponse:
    """A new draft that says the same."""
    return _act(request, pk, services.duplicate, "Voici la copie, en brouillon. Indiquez sa date.")


def _act(request: HttpRequest, pk: int, act: Callable[..., SchoolOffer], said: str) -> HttpResponse:
    found = mine(request, pk)
    try:
        done = act(offer_id=found.pk, actor=request.user, now=timezone.now())
    except DomainError as refusal:
        return page_of(request, found, refusal)
    messages.success(request, said)
    return redirect("schools:offer", pk=done.pk)
