"""A session as calendar files read it (RFC 5545): one event, one identity, whatever happens to it.

Hours are written in UTC: a session does not repeat, so that no rule of summer time has to travel with it, and each
calendar shows it on its reader's own clocks.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Protocol
from uuid import UUID

from icalendar import STATUS, Alarm, Calendar, Event

PRODUCT = "-//pass Culture//Espace partenaires//FR"
TYPE = "text/calendar; method={}; charset=utf-8"
PUBLISH, CANCEL = "PUBLISH", "CANCEL"
RUNG_BEFORE = timedelta(minutes=15)


class Session(Protocol):
    """What a calendar needs to know of a session; `Webinar` says it."""

    @property
    def pk(self) -> int:
        """Its key."""

    @property
    def uid(self) -> UUID:
        """Its identity in calendars."""

    @property
    def sequence(self) -> int:
        """How many times it changed."""

    @property
    def title(self) -> str:
        """What it is."""

    @property
    def starts_at(self) -> datetime:
        """When it begins."""

    @property
    def ends_at(self) -> datetime:
        """When it ends."""

    @property
    def meeting_url(self) -> str:
        """Where it takes place."""

    @property
    def cancelled_at(self) -> datetime | None:
        """When it was cancelled."""

    @property
    def cancel_reason(self) -> str:
        """Why."""


def one(*, webinar: Session, page_url: str, now: datetime, joins: bool) -> str:
    """The file of a session, as text. `joins`: for somebody registered, who is given the meeting's address."""
    method = CANCEL if webinar.cancelled_at else PUBLISH
    return _file([event(webinar=webinar, page_url=page_url, now=now, joins=joins)], method=method)


def withdrawn(*, webinar: Session, page_url: str, now: datetime) -> str:
    """The file that takes a session out of a calendar: of somebody who no longer comes, or of everyone."""
    return _file([event(webinar=webinar, page_url=page_url, now=now, withdrawn=True)], method=CANCEL)


def many(*, webinars: Iterable[Session], joined: set[int], page_url: str, now: datetime) -> str:
    """One file for several sessions; `joined`: keys of those the reader is registered to."""
    events = [event(webinar=one, page_url=page_url, now=now, joins=one.pk in joined) for one in webinars]
    return _file(events, method=PUBLISH)


def event(
    *, webinar: Session, page_url: str, now: datetime, joins: bool = False, withdrawn: bool = False
) -> Event:
    """A session. Of two with the same identity and version, calendars keep the later stamp (RFC 5546, 2.1.5)."""
    gone = withdrawn or webinar.cancelled_at is not None
    made = Event.new(
        uid=str(webinar.uid),
        stamp=now.astimezone(UTC),
        start=webinar.starts_at.astimezone(UTC),
        end=webinar.ends_at.astimezone(UTC),
        summary=webinar.title,
        description=_description(webinar, page_url=page_url, joins=joins, gone=gone),
        url=webinar.meeting_url if joins and not gone else page_url,
        location="En ligne",
        status=STATUS.CANCELLED if gone else STATUS.CONFIRMED,
        sequence=webinar.sequence,
    )
    if not gone:
        made.add_component(_alarm(webinar))
    return made


def _description(webinar: Session, *, page_url: str, joins: bool, gone: bool) -> str:
    if gone:
        reason = f"Ce webinaire est annulé. {webinar.cancel_reason}".strip()
        return f"{reason if webinar.cancelled_at else 'Vous n’êtes plus inscrit.'}\nAutres dates : {page_url}"
    if joins:
        return f"Rejoindre la visioconférence : {webinar.meeting_url}\nVotre inscription : {page_url}"
    return f"S’inscrire : {page_url}"


def _alarm(webinar: Session) -> Alarm:
    alarm = Alarm()
    alarm.add("ACTION", "DISPLAY")
    alarm.add("DESCRIPTION", webinar.title)
    alarm.add("TRIGGER", -RUNG_BEFORE)
    return alarm


def _file(events: Iterable[Event], *, method: str) -> str:
    calendar = Calendar.new(prodid=PRODUCT, method=method, calscale="GREGORIAN", subcomponents=list(events))
    return calendar.to_ical().decode()
