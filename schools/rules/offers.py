"""What decides about school offers: what may be typed, what is missing to publish, what status shows. Pure.

Source: domain.md §6 and product.md COL-03, COL-05, COL-10.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from schools.programmes import DOMAINS, LEVELS
from schools.states import OfferState, OfferStatus, PlaceKind

MAX_TITLE = 90
MAX_DESCRIPTION = 5_000
MAX_PRICE_DETAILS = 1_000
MAX_PUPILS = 500
MAX_PRICE_CENTS = 60_000_00
MAX_MINUTES = 7 * 24 * 60  # a week away with a class
FARTHEST = timedelta(days=731)
END_OF_DAY = time(23, 59)

#: States whose label is their status, whatever the clock says.
_FINAL = {
    OfferState.DRAFT: OfferStatus.DRAFT,
    OfferState.PREBOOKED: OfferStatus.PREBOOKED,
    OfferState.CANCELLED: OfferStatus.CANCELLED,
    OfferState.EXPIRED: OfferStatus.EXPIRED,
    OfferState.USED: OfferStatus.ENDED,
    OfferState.REIMBURSED: OfferStatus.REIMBURSED,
    OfferState.ARCHIVED: OfferStatus.ARCHIVED,
}


@dataclass(frozen=True, kw_only=True)
class OfferFacts:
    """What matters of a school offer. Instants are aware; None or empty is « not said yet »."""

    title: str = ""
    description: str = ""
    domains: Sequence[str] = ()
    levels: Sequence[str] = ()
    starts_at: datetime | None = None
    duration_minutes: int | None = None
    booking_limit_at: datetime | None = None
    pupils: int | None = None
    price_cents: int | None = None
    price_details: str = ""
    place_kind: str = ""
    has_address: bool = False
    has_institution: bool = False
    contact_email: str = ""

    @property
    def ends_at(self) -> datetime | None:
        """The start, plus the duration in elapsed minutes."""
        if self.starts_at is None or self.duration_minutes is None:
            return None
        return self.starts_at + timedelta(minutes=self.duration_minutes)


def limit_instant(*, day: date, starts_at: datetime | None, zone: str) -> datetime:
    """The last moment of a day on which a class may be booked, and never after the start.

    `day` is read on the clocks of the place; the answer is aware, in that zone.
    """
    tz = ZoneInfo(zone)
    evening = datetime.combine(day, END_OF_DAY, tzinfo=tz)
    if starts_at is not None and starts_at.astimezone(tz).date() == day:
        return min(evening, starts_at.astimezone(tz))
    return evening


def blockers_to_type(*, facts: OfferFacts) -> Iterator[str]:
    """Why what was typed is refused, even in a draft. Codes of `schools.errors.CannotEditOffer`."""
    if not facts.title.strip():
        yield "title_missing"
    yield from _too_long(facts)
    yield from _unknown(facts)
    yield from _out_of_bounds(facts)
    if _is_after(facts.booking_limit_at, facts.starts_at):
        yield "limit_after_start"


def _too_long(facts: OfferFacts) -> Iterator[str]:
    if len(facts.title) > MAX_TITLE:
        yield "title_too_long"
    if len(facts.description) > MAX_DESCRIPTION:
        yield "description_too_long"
    if len(facts.price_details) > MAX_PRICE_DETAILS:
        yield "price_details_too_long"


def _unknown(facts: OfferFacts) -> Iterator[str]:
    if not set(facts.domains) <= set(DOMAINS):
        yield "domain_unknown"
    if not set(facts.levels) <= set(LEVELS):
        yield "level_unknown"
    if facts.place_kind and facts.place_kind not in set(PlaceKind):
        yield "place_unknown"
    if facts.has_address != has_address(place_kind=facts.place_kind):
        yield "address_missing"


def _out_of_bounds(facts: OfferFacts) -> Iterator[str]:
    if facts.pupils is not None and not 1 <= facts.pupils <= MAX_PUPILS:
        yield "pupils_invalid"
    if facts.price_cents is not None and not 0 <= facts.price_cents <= MAX_PRICE_CENTS:
        yield "price_invalid"
    if facts.duration_minutes is not None and not 1 <= facts.duration_minutes <= MAX_MINUTES:
        yield "duration_invalid"


def _is_after(first: datetime | None, second: datetime | None) -> bool:
    return first is not None and second is not None and first > second


def has_address(*, place_kind: str) -> bool:
    """Does this kind of place come with an address?"""
    return place_kind in {PlaceKind.OURS, PlaceKind.ELSEWHERE}


def blockers_to_publish(*, facts: OfferFacts, now: datetime) -> Iterator[str]:
    """What is missing before a school may read it, field by field. Codes of `schools.errors.CannotPublishOffer`."""
    missing = {
        "description_missing": not facts.description.strip(),
        "domains_missing": not facts.domains,
        "levels_missing": not facts.levels,
        "date_missing": facts.starts_at is None,
        "duration_missing": facts.duration_minutes is None,
        "limit_missing": facts.booking_limit_at is None,
        "pupils_missing": facts.pupils is None,
        "price_missing": facts.price_cents is None,
        "place_missing": not facts.place_kind,
        "institution_missing": not facts.has_institution,
        "contact_missing": not facts.contact_email,
    }
    yield from (code for code, is_missing in missing.items() if is_missing)
    yield from _bad_date(facts, now)


def _bad_date(facts: OfferFacts, now: datetime) -> Iterator[str]:
    if facts.starts_at is not None and facts.starts_at <= now:
        yield "date_past"
    elif facts.booking_limit_at is not None and facts.booking_limit_at <= now:
        yield "limit_past"
    if facts.starts_at is not None and facts.starts_at > now + FARTHEST:
        yield "date_too_late"


def status_of(*, state: OfferState, facts: OfferFacts, referenced: bool, now: datetime) -> OfferStatus:
    """What people read. `schools.statuses.with_status` says the same in SQL.

    Of a published offer: over outranks suspended (what is past cannot be suspended), which outranks expired.
    """
    if state in _FINAL:
        return _FINAL[state]
    if facts.ends_at is not None and facts.ends_at <= now:
        return OfferStatus.ENDED
    if state == OfferState.BOOKED:
        return OfferStatus.BOOKED
    if not referenced:
        return OfferStatus.SUSPENDED
    if facts.booking_limit_at is not None and facts.booking_limit_at <= now:
        return OfferStatus.EXPIRED
    return OfferStatus.PUBLISHED


def blockers_to_list(*, uai_is_valid: bool, line: dict[str, str], kinds: Sequence[str]) -> Iterator[str]:
    """What is wrong with one line of a directory of schools, in French words for whoever loads it."""
    if not uai_is_valid:
        yield "UAI incorrect"
    if not line["name"] or len(line["name"]) > 200:
        yield "nom absent ou trop long"
    if line["kind"] not in kinds:
        yield "type inconnu"
    if not line["commune"]:
        yield "commune absente"
    if not (
        len(line["postal_code"]) == 5 and line["postal_code"].isascii() and line["postal_code"].isdigit()
    ):
        yield "code postal incorrect"
