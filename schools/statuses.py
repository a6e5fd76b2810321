"""The status people read, as a queryset annotation: the twin of `rules.offers.status_of`, pinned by a property test."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, CharField, DateTimeField, ExpressionWrapper, F, QuerySet, Value, When

from schools.models import SchoolOffer
from schools.states import OfferState, OfferStatus

_SAME = (
    (OfferState.DRAFT, OfferStatus.DRAFT),
    (OfferState.PREBOOKED, OfferStatus.PREBOOKED),
    (OfferState.CANCELLED, OfferStatus.CANCELLED),
    (OfferState.EXPIRED, OfferStatus.EXPIRED),
    (OfferState.USED, OfferStatus.ENDED),
    (OfferState.REIMBURSED, OfferStatus.REIMBURSED),
    (OfferState.ARCHIVED, OfferStatus.ARCHIVED),
)


def with_status(*, offers: QuerySet[SchoolOffer], referenced: bool, now: datetime) -> QuerySet[Any]:
    """Annotate `status`. `referenced` is that of the structure: the rows are all of one."""
    ends_at = ExpressionWrapper(
        F("starts_at") + F("duration_minutes") * Value(timedelta(minutes=1)), output_field=DateTimeField()
    )
    whens = [
        *(When(state=state, then=Value(status.value)) for state, status in _SAME),
        When(over_at__lte=now, then=Value(OfferStatus.ENDED.value)),
        When(state=OfferState.BOOKED, then=Value(OfferStatus.BOOKED.value)),
    ]
    if referenced:
        whens.append(When(booking_limit_at__lte=now, then=Value(OfferStatus.EXPIRED.value)))
    remaining = OfferStatus.PUBLISHED if referenced else OfferStatus.SUSPENDED
    return offers.annotate(over_at=ends_at).annotate(
        status=Case(*whens, default=Value(remaining.value), output_field=CharField())
    )
