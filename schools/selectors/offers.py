"""Reads of school offers. Everything starts from the structure that proposes them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, DateField, DateTimeField, F, Func, Q, QuerySet
from django.db.models.functions import Cast, Coalesce

from core.models import ActionLog
from core.text import fold
from schools import statuses
from schools.models import SchoolOffer
from schools.rules import offers as rules
from schools.selectors import referencing
from schools.states import OfferState, OfferStatus
from venues.models import Venue

MAX_WORDS = 5
HISTORY = 50


def one_of(*, venue: Venue) -> QuerySet[SchoolOffer]:
    """The school offers of a structure, as their pages need them: place, school and head office loaded."""
    rows = SchoolOffer.objects.select_related("address", "institution", "venue__address")
    return rows.filter(venue=venue)


def of_venue(
    *,
    venue: Venue,
    referenced: bool,
    now: datetime,
    query: str = "",
    status: str = "",
    level: str = "",
    since: date | None = None,
    until: date | None = None,
) -> QuerySet[Any]:
    """The school offers of a structure with their status, filtered; what was put away only when it is asked for.

    `since` and `until` bound the day of the start on the clocks of its place, both included. A word is looked for in
    the title and in the school.
    """
    rows: QuerySet[Any] = statuses.with_status(offers=one_of(venue=venue), referenced=referenced, now=now)
    for word in fold(query).split()[:MAX_WORDS]:
        rows = rows.filter(Q(search_text__contains=word) | Q(institution__search_text__contains=word))
    shown = Q(status=status) if status in set(OfferStatus) else ~Q(state=OfferState.ARCHIVED)
    rows = rows.filter(shown)
    if level:
        rows = rows.filter(levels__contains=[level])
    if since is not None or until is not None:
        rows = rows.annotate(local_day=_local_day())
    if since is not None:
        rows = rows.filter(local_day__gte=since)
    if until is not None:
        rows = rows.filter(local_day__lte=until)
    return rows


def _local_day() -> Cast:
    """Day of the start where it takes place: the twin of `SchoolOffer.time_zone`. `timezone()` is AT TIME ZONE."""
    zone = Coalesce("address__time_zone", "venue__address__time_zone")
    there = Func(zone, F("starts_at"), function="timezone", output_field=DateTimeField())
    return Cast(there, DateField())


def status_counts(*, venue: Venue, referenced: bool, now: datetime) -> dict[str, int]:
    """How many school offers in each status, for the filter's labels."""
    rows = statuses.with_status(
        offers=SchoolOffer.objects.filter(venue=venue), referenced=referenced, now=now
    )
    return dict(rows.values_list("status").annotate(n=Count("pk")).order_by())


def facts_of(*, offer: SchoolOffer) -> rules.OfferFacts:
    """What the rules need of an offer. No query."""
    return rules.OfferFacts(
        title=offer.title,
        description=offer.description,
        domains=tuple(offer.domains),
        levels=tuple(offer.levels),
        starts_at=offer.starts_at,
        duration_minutes=offer.duration_minutes,
        booking_limit_at=offer.booking_limit_at,
        pupils=offer.pupils,
        price_cents=offer.price_cents,
        price_details=offer.price_details,
        place_kind=offer.place_kind,
        has_address=offer.address_id is not None,
        has_institution=offer.institution_id is not None,
        contact_email=offer.contact_email,
    )


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A school offer, what is read of its state, and what is missing to publish it (codes)."""

    offer: SchoolOffer
    status: OfferStatus
    referenced: bool
    missing: list[str]


def sheet(*, offer: SchoolOffer, now: datetime) -> Sheet:
    """Everything the page of a school offer decides upon. One query: is the structure referenced?"""
    facts = facts_of(offer=offer)
    referenced = referencing.is_referenced(venue_id=offer.venue_id)
    status = rules.status_of(state=OfferState(offer.state), facts=facts, referenced=referenced, now=now)
    missing = list(rules.blockers_to_publish(facts=facts, now=now))
    return Sheet(offer=offer, status=status, referenced=referenced, missing=missing)


@dataclass(frozen=True, kw_only=True)
class History:
    """The latest lines of the log, the last one first, and how many are older."""

    lines: list[ActionLog]
    older: int


def history_of(*, offer: SchoolOffer) -> History:
    """Who did what to a school offer, authors loaded. One query; two when there is more than a page shows."""
    lines = ActionLog.objects.filter(target_type=offer._meta.label_lower, target_id=offer.pk)
    latest = list(lines.select_related("actor").order_by("-pk")[: HISTORY + 1])
    older = lines.count() - HISTORY if len(latest) > HISTORY else 0
    return History(lines=latest[:HISTORY], older=older)
