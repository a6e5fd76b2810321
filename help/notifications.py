"""Which e-mail for which act. Values are written down with the act; rendering comes at sending."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from core import services as core_services
from core.french import show_day, show_hour
from core.selectors import support_email
from core.services import Attachment
from help import calendars
from help.models import SupportMessage, Webinar, WebinarRegistration
from help.rules import is_recalled
from help.selectors import webinars as selectors
from help.states import TOPIC_LABELS, Topic

FILE = "webinaire.ics"


def registered(*, registration: WebinarRegistration, now: datetime) -> None:
    """Somebody comes: when, where, and the date for their calendar."""
    _tell(
        registration,
        kind="help/webinar_registered",
        key=f"webinar_registered:{registration.pk}",
        now=now,
        recalled=is_recalled(registered_at=registration.registered_at, begins=registration.webinar.starts_at),
    )


def left(*, registration: WebinarRegistration, now: datetime) -> None:
    """Somebody no longer comes: the date leaves their calendar."""
    file = calendars.withdrawn(webinar=registration.webinar, contact=contact(), now=now)
    _tell(
        registration,
        kind="help/webinar_left",
        key=f"webinar_left:{registration.pk}",
        now=now,
        file=_attached(file, method=calendars.CANCEL),
    )


def reminder(*, registration: WebinarRegistration, now: datetime) -> None:
    """It is tomorrow."""
    # A webinar that moves is recalled again, for its new date.
    key = f"webinar_reminder:{registration.pk}:{registration.webinar.sequence}"
    _tell(registration, kind="help/webinar_reminder", key=key, now=now)


def webinar_cancelled(*, webinar: Webinar, now: datetime) -> None:
    """The team cancels: why, and the date leaves every calendar."""
    file = calendars.one(webinar=webinar, contact=contact(), now=now, joins=True)
    for registration in _coming(webinar):
        _tell(
            registration,
            kind="help/webinar_cancelled",
            key=f"webinar_cancelled:{registration.pk}",
            now=now,
            file=_attached(file, method=calendars.CANCEL),
            reason=webinar.cancel_reason,
        )


def webinar_moved(*, webinar: Webinar, before: datetime, now: datetime) -> None:
    """The team moves it: from when to when, and every calendar follows."""
    file = _published(webinar, now=now)
    for registration in _coming(webinar):
        _tell(
            registration,
            kind="help/webinar_moved",
            key=f"webinar_moved:{registration.pk}:{webinar.sequence}",
            now=now,
            file=file,
            day_before=show_day(before),
            hour_before=show_hour(before),
        )


def meeting_changed(*, webinar: Webinar, now: datetime) -> None:
    """The way in is known, or is another: by e-mail, and in every calendar."""
    file = _published(webinar, now=now)
    for registration in _coming(webinar):
        key = f"webinar_meeting:{registration.pk}:{webinar.sequence}"
        _tell(registration, kind="help/webinar_meeting", key=key, now=now, file=file)


def _coming(webinar: Webinar) -> Iterator[WebinarRegistration]:
    for registration in selectors.attendees(webinar_id=webinar.pk):
        registration.webinar = webinar  # as it is now: one instance for everybody
        yield registration


def _tell(
    registration: WebinarRegistration,
    *,
    kind: str,
    key: str,
    now: datetime,
    file: Attachment | None = None,
    **values: Any,
) -> None:
    user, webinar = registration.user, registration.webinar
    if not user.is_active:
        return
    core_services.keep_email(
        kind=kind,
        to=user.email,
        context={"first_name": user.first_name, **_webinar(webinar), **values},
        now=now,
        dedupe_key=key,
        attachments=[file or _published(webinar, now=now)],
    )


def _published(webinar: Webinar, *, now: datetime) -> Attachment:
    text = calendars.one(webinar=webinar, contact=contact(), now=now, joins=True)
    return _attached(text, method=calendars.PUBLISH)


def _attached(text: str, *, method: str) -> Attachment:
    return Attachment(name=FILE, type=calendars.TYPE.format(method), text=text)


def contact() -> calendars.Contact:
    """Who invites, and where dates are read."""
    return calendars.Contact(email=support_email(), page_url=page_url())


def page_url() -> str:
    """Where dates and registrations are read."""
    return settings.SITE_URL + reverse("help:webinars")


def _webinar(webinar: Webinar) -> dict[str, str]:
    return {
        "title": webinar.title,
        "day": show_day(webinar.starts_at),
        "begins": show_hour(webinar.starts_at),
        "ends": show_hour(webinar.ends_at),
        "meeting_url": webinar.meeting_url,
        "url": page_url(),
    }


def message_received(*, message: SupportMessage, acknowledges: bool, now: datetime) -> None:
    """To the team, to be answered to its author; and to its author, the reference, to be answered to the team."""
    team = support_email()
    core_services.keep_email(
        kind="help/support_received",
        to=team,
        context={
            "body": message.body,
            "name": message.name,
            "email": message.email,
            "structure": message.structure_name,
            "structure_known": message.venue_id is not None,
            "account": message.user.email if message.user else "",
            "page_url": settings.SITE_URL + message.page if message.page else "",
            "attachment_name": message.attachment_name,
            "url": settings.SITE_URL + reverse("admin:help_supportmessage_change", args=[message.pk]),
            **_message(message),
        },
        now=now,
        reply_to=message.email,
        dedupe_key=f"support_received:{message.pk}",
    )
    if not acknowledges:
        return
    core_services.keep_email(
        kind="help/support_acknowledged",
        to=message.email,
        context={**_echo(message), **_message(message), "url": settings.SITE_URL + reverse("help:home")},
        now=now,
        reply_to=team,
        dedupe_key=f"support_acknowledged:{message.pk}",
    )


def _message(message: SupportMessage) -> dict[str, str]:
    return {"reference": message.reference, "topic": TOPIC_LABELS[Topic(message.topic)]}


def _echo(message: SupportMessage) -> dict[str, str]:
    """What was typed comes back to its own author alone: a form open to all must not carry words to others."""
    proved = message.user is not None and message.user.email == message.email
    return {"first_name": message.user.first_name, "body": message.body} if proved and message.user else {}
