"""Reads about the webinars and who comes."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import BooleanField, Count, Exists, F, OuterRef, Q, QuerySet, Value

from help.models import Webinar, WebinarPattern, WebinarRegistration
from help.rules import REMINDED_BEFORE

#: `Webinar.mine`, which the model declares: the checker of types would see it declared twice.
MINE = "mine"


def active_pattern() -> WebinarPattern | None:
    """When webinars take place now; None when staff stopped them."""
    return WebinarPattern.objects.filter(active=True).first()


def latest_pattern() -> WebinarPattern | None:
    """The active one, or the last that was; None where there never was any."""
    return WebinarPattern.objects.order_by("-active", "-pk").first()


def planned(*, slots: Collection[str], instants: Collection[datetime]) -> tuple[set[str], set[datetime]]:
    """Which of these places in the calendar are filled, and at which of these instants a webinar was planned.

    A cancelled one holds its instant too: nobody expects another in its stead.
    """
    rows = Webinar.objects.filter(Q(slot__in=slots) | Q(starts_at__in=instants))
    found = list(rows.values_list("slot", "starts_at"))
    return {slot for slot, _ in found}, {begins for _, begins in found}


def still_with(*, now: datetime, **values: Any) -> list[int]:
    """Keys of the webinars to come that still have these values, the first one first."""
    rows = Webinar.objects.filter(starts_at__gt=now, cancelled_at=None, **values)
    return list(rows.order_by("starts_at", "pk").values_list("pk", flat=True))


def upcoming(*, now: datetime, user: Any = None) -> QuerySet[Webinar]:
    """Webinars that have not begun, cancelled ones too; `mine` says whether the person is registered."""
    return with_mine(rows=Webinar.objects.filter(starts_at__gt=now), user=user)


def with_mine(*, rows: QuerySet[Webinar], user: Any) -> QuerySet[Webinar]:
    """The same webinars, each saying whether the person is registered."""
    if user is None or not user.is_authenticated:
        return rows.annotate(**{MINE: Value(value=False, output_field=BooleanField())})
    live = WebinarRegistration.objects.filter(webinar=OuterRef("pk"), user=user, cancelled_at=None)
    return rows.annotate(**{MINE: Exists(live)})


def next_webinars(*, now: datetime, user: Any, most: int = 2) -> list[Webinar]:
    """The next webinars that take place, for the card of the home page. One query."""
    return list(upcoming(now=now, user=user).filter(cancelled_at=None).order_by("starts_at", "pk")[:most])


def by_pk(*, pk: int, user: Any) -> Webinar | None:
    """One webinar, past or not; `mine` says whether the person is registered."""
    return with_mine(rows=Webinar.objects.filter(pk=pk), user=user).first()


def registrations_of(*, user: Any) -> QuerySet[WebinarRegistration]:
    """Webinars a person is registered to, past ones too, without those they gave back."""
    return WebinarRegistration.objects.filter(user=user, cancelled_at=None).select_related("webinar")


def is_registered(*, webinar_id: int, user: Any) -> bool:
    """Does the person come?"""
    return WebinarRegistration.objects.filter(webinar=webinar_id, user=user, cancelled_at=None).exists()


def miscounted() -> list[tuple[int, int, int, int]]:
    """(key, registered, `taken`, seats) of the webinars whose seats taken are not those registered."""
    coming = Count("registrations", filter=Q(registrations__cancelled_at=None))
    rows = Webinar.objects.annotate(live=coming).exclude(taken=F("live")).order_by("pk")
    return list(rows.values_list("pk", "live", "taken", "capacity"))


def attendees(*, webinar_id: int) -> list[WebinarRegistration]:
    """Who is registered, by name."""
    rows = WebinarRegistration.objects.filter(webinar=webinar_id, cancelled_at=None).select_related("user")
    return list(rows.order_by("user__last_name", "user__first_name", "pk"))


def to_remind(*, now: datetime) -> QuerySet[WebinarRegistration]:
    """Who comes to a webinar of the next 24 hours, was not reminded, and registered before those 24 hours."""
    return WebinarRegistration.objects.filter(
        cancelled_at=None,
        reminded_at=None,
        registered_at__lte=F("webinar__starts_at") - REMINDED_BEFORE,
        user__is_active=True,
        webinar__cancelled_at=None,
        webinar__starts_at__gt=now,
        webinar__starts_at__lte=now + REMINDED_BEFORE,
    )


def webinars_to_remind(*, now: datetime) -> list[int]:
    """Keys of the webinars where somebody is to be reminded, the first one first."""
    rows = to_remind(now=now).values_list("webinar_id", "webinar__starts_at").distinct()
    return [pk for pk, _ in rows.order_by("webinar__starts_at", "webinar_id")]
