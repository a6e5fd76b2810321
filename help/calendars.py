"""A webinar as calendar files read it (RFC 5545): one event, one identity, whatever happens to it.

Hours are written in UTC: a webinar does not repeat, so that no rule of summer time has to travel with it, and each
calendar shows it on its reader's own clocks.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol
from uuid import UUID

from icalendar import STATUS, Alarm, Calendar, Event

PRODUCT = "-//pass Culture//Espace partenaires//FR"
TYPE = "text/calendar; method={}; charset=utf-8"
PUBLISH, CANCEL = "PUBLISH", "CANCEL"
RUNG_BEFORE = timedelta(minutes=15)


NO_ADDRESS = "Le lien vous sera envoyé avant le webinaire."


@dataclass(frozen=True, kw_only=True)
class Contact:
    """Who invites: the address of the team, and the page where dates and registrations are read."""

    email: str
    page_url: str


class Dated(Protocol):
    """What a calendar needs to know of a webinar; `Webinar` says it."""

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
        """Where it takes place; empty while nobody knows."""

    @property
    def cancelled_at(self) -> datetime | None:
        """When it was cancelled."""

    @property
    def cancel_reason(self) -> str:
        """Why."""


def one(*, webinar: Dated, contact: Contact, now: datetime, joins: bool) -> str:
    """The file of a webinar, as text. `joins`: for somebody registered, who is given the meeting's address."""
    method = CANCEL if webinar.cancelled_at else PUBLISH
    return _file([event(webinar=webinar, contact=contact, now=now, joins=joins)], method=method)


def withdrawn(*, webinar: Dated, contact: Contact, now: datetime) -> str:
    """The file that takes a webinar out of a calendar: of somebody who no longer comes, or of everyone."""
    return _file([event(webinar=webinar, contact=contact, now=now, withdrawn=True)], method=CANCEL)


def many(*, webinars: Iterable[Dated], joined: set[int], contact: Contact, now: datetime) -> str:
    """One file for several webinars; `joined`: keys of those the reader is registered to."""
    events = [event(webinar=one, contact=contact, now=now, joins=one.pk in joined) for one in webinars]
    return _file(events, method=PUBLISH)


def event(
    *, webinar: Dated, contact: Contact, now: datetime, joins: bool = False, withdrawn: bool = False
) -> Event:
    """A webinar. Of two with the same identity and version, calendars keep the later stamp (RFC 5546, 2.1.5)."""
    gone = withdrawn or webinar.cancelled_at is not None
    made = Event.new(
        uid=str(webinar.uid),
        stamp=now.astimezone(UTC),
        start=webinar.starts_at.astimezone(UTC),
        end=webinar.ends_at.astimezone(UTC),
        summary=webinar.title,
        description=_description(webinar, contact=contact, joins=joins, gone=gone),
        url=(webinar.meeting_url if joins and not gone else "") or contact.page_url,
        organizer=f"mailto:{contact.email}",  # who may change it (RFC 5546, 3.2)
        location="En ligne",
        status=STATUS.CANCELLED if gone else STATUS.CONFIRMED,
        sequence=webinar.sequence,
    )
    if not gone:
        made.add_component(_alarm(webinar))
    return made


def _description(webinar: Dated, *, contact: Contact, joins: bool, gone: bool) -> str:
    if gone:
        reason = f"Ce webinaire est annulé. {webinar.cancel_reason}".strip()
        return f"{reason if webinar.cancelled_at else 'Vous n’êtes plus inscrit.'}\nAutres dates : {contact.page_url}"
    if joins:
        way_in = (
            f"Rejoindre la visioconférence : {webinar.meeting_url}" if webinar.meeting_url else NO_ADDRESS
        )
        return f"{way_in}\nVotre inscription : {contact.page_url}"
    return f"S’inscrire : {contact.page_url}"


def _alarm(webinar: Dated) -> Alarm:
    alarm = Alarm()
    alarm.add("ACTION", "DISPLAY")
    alarm.add("DESCRIPTION", webinar.title)
    alarm.add("TRIGGER", -RUNG_BEFORE)
    return alarm


def _file(events: Iterable[Event], *, method: str) -> str:
    calendar = Calendar.new(prodid=PRODUCT, method=method, calscale="GREGORIAN", subcomponents=list(events))
    return calendar.to_ical().decode()
