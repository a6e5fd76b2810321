"""Money that was earned and has not left: how much, why, and when it should."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Case, Count, IntegerField, QuerySet, Sum, Value, When

from bookings.states import Status
from finance import periods
from finance.models import BankAccount, Entry, VenueBankLink
from finance.rules import Need
from finance.selectors.accounts import live_links
from finance.selectors.half_months import expected_on, upcoming_cutoff
from finance.states import BankStatus
from venues.models import Venue

#: code → (what partners read, is it a block that somebody or some delay must lift?)
REASONS: dict[str, tuple[str, bool]] = {
    "no_account": ("Aucun compte bancaire déposé", True),
    "account_to_correct": ("Dossier bancaire à corriger", True),
    "account_pending": ("Dossier bancaire en cours d’examen", True),
    "not_attached": ("Structure pas encore rattachée à un compte", True),
    "account_changing": ("Changement de compte : attente de 72 h", True),
    "event_not_begun": ("Séance pas encore commencée", False),
    "next_half_month": ("Part avec la quinzaine suivante", False),
    "not_frozen_yet": ("Part avec le prochain virement", False),
}
NEEDS: dict[str, Need] = {
    "no_account": "deposit",
    "account_to_correct": "deposit",
    "account_pending": "decision",
    "not_attached": "attachment",
}


@dataclass(frozen=True, kw_only=True)
class Reason:
    """Part of the waiting money that shares an explanation."""

    code: str
    label: str
    blocked: bool
    cents: int
    count: int
    venues: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """Everything earned and not yet on a transfer.

    `needs`: what somebody must do, whatever the amount; `deadline`: done before, it still counts for
    the money that arrives on `deadline_paid_on`; `unattached`: structures concerned; `by_venue`: cents.
    """

    total_cents: int
    blocked_cents: int
    by_reason: list[Reason]
    needs: Need | None
    deadline: datetime
    deadline_paid_on: date
    unattached: tuple[str, ...]
    by_venue: dict[int, int]


@dataclass(frozen=True, kw_only=True)
class Forecast:
    """What the next freeze would pay if nothing changed; `after_…`: the one after it."""

    amount_cents: int
    booking_count: int
    expected_on: date
    period: periods.HalfMonthPeriod
    account_last4: str
    after_cents: int
    after_on: date


@dataclass(frozen=True, kw_only=True)
class Money:
    """Both, from the same reading."""

    waiting: Waiting
    forecast: Forecast


def waiting_for(*, venues: Sequence[Venue], now: datetime) -> Waiting:
    """Money of structures that waits, by reason. Four queries."""
    return money_of(venues=venues, now=now).waiting


def next_transfer(*, venues: Sequence[Venue], now: datetime) -> Forecast:
    """Forecast of the next transfer of structures. Four queries."""
    return money_of(venues=venues, now=now).forecast


def money_of(*, venues: Sequence[Venue], now: datetime) -> Money:
    """Waiting money and forecast of structures: freeze, attachments, accounts, sums. Four queries."""
    upcoming = upcoming_cutoff(now=now)
    links = live_links(venues=venues, now=now)
    blocks = _blocks(venues=venues, links=links, upcoming=upcoming, now=now)
    shares = _shares(venues=venues, blocks=blocks, upcoming=upcoming, now=now)
    return Money(
        waiting=_waiting(venues=venues, blocks=blocks, shares=shares, now=now),
        forecast=_forecast(shares=shares, links=links, upcoming=upcoming, now=now),
    )


def _blocks(
    *, venues: Sequence[Venue], links: dict[int, VenueBankLink], upcoming: datetime, now: datetime
) -> dict[int, str]:
    """Structure → why its money would not join the next transfer; "" when it would."""
    best = _best_status(venues)
    return {
        venue.pk: _link_block(links[venue.pk], upcoming=upcoming, now=now)
        if venue.pk in links
        else _NO_LINK[best.get(venue.legal_entity_id, BankStatus.REFUSED)]
        for venue in venues
    }


_NO_LINK = {
    BankStatus.ACCEPTED: "not_attached",
    BankStatus.PENDING: "account_pending",
    BankStatus.CORRECTIONS: "account_to_correct",
    BankStatus.REFUSED: "no_account",
}
_ORDER = list(_NO_LINK)


def _best_status(venues: Sequence[Venue]) -> dict[int, BankStatus]:
    """Legal entity → the best state among its accounts."""
    rows = BankAccount.objects.filter(legal_entity__in={venue.legal_entity_id for venue in venues})
    found: dict[int, BankStatus] = {}
    for entity_id, status in rows.order_by().values_list("legal_entity_id", "status").distinct():
        known = found.get(entity_id, BankStatus.REFUSED)
        found[entity_id] = min(known, BankStatus(status), key=_ORDER.index)
    return found


def _link_block(link: VenueBankLink, *, upcoming: datetime, now: datetime) -> str:
    if link.payable_from > max(upcoming, now):
        return "account_changing"
    decided_at = link.bank_account.decided_at
    late = max(link.period.lower, link.payable_from, decided_at) if decided_at else link.period.lower
    return "next_half_month" if late > upcoming else ""


@dataclass
class _Share:
    """What there is for one reason."""

    cents: int = 0
    count: int = 0
    venues: dict[int, int] = field(default_factory=dict)


Shares = dict[str, _Share]


def _shares(*, venues: Sequence[Venue], blocks: dict[int, str], upcoming: datetime, now: datetime) -> Shares:
    shares: Shares = defaultdict(_Share)
    for venue_id, moment, cents, count in _sums(venues, upcoming=upcoming, now=now):
        share = shares[blocks[venue_id] or _MOMENTS[moment]]
        share.cents += cents
        share.count += count
        share.venues[venue_id] = share.venues.get(venue_id, 0) + cents
    return shares


_READY, _NOT_BEGUN, _LATER = 0, 1, 2
_MOMENTS = {_READY: "not_frozen_yet", _NOT_BEGUN: "event_not_begun", _LATER: "next_half_month"}


def _sums(
    venues: Sequence[Venue], *, upcoming: datetime, now: datetime
) -> QuerySet[Entry, tuple[int, int, int, int]]:
    """(structure, moment, cents, bookings): entries that stand, of bookings validated and not paid."""
    moment = Case(
        When(booking__slot__starts_at__gte=max(upcoming, now), then=Value(_NOT_BEGUN)),
        When(booking__slot__starts_at__gte=upcoming, then=Value(_LATER)),
        When(validated_at__gte=upcoming, then=Value(_LATER)),
        default=Value(_READY),
        output_field=IntegerField(),
    )
    standing = Entry.objects.filter(
        booking__venue__in=venues, booking__status=Status.USED, mirrors=None, mirrored_by=None
    )
    rows = standing.annotate(moment=moment).order_by().values("venue_id", "moment")
    return rows.annotate(cents=Sum("due_cents"), count=Count("pk")).values_list(
        "venue_id", "moment", "cents", "count"
    )


def _waiting(*, venues: Sequence[Venue], blocks: dict[int, str], shares: Shares, now: datetime) -> Waiting:
    names = {venue.pk: venue.public_name for venue in venues}
    reasons = [
        Reason(
            code=code,
            label=label,
            blocked=blocked,
            cents=shares[code].cents,
            count=shares[code].count,
            venues=tuple(sorted(names[venue_id] for venue_id in shares[code].venues)),
        )
        for code, (label, blocked) in REASONS.items()
        if code in shares
    ]
    deadline = periods.next_cutoff(now)
    return Waiting(
        total_cents=_total(reasons),
        blocked_cents=_total(reasons, lambda reason: reason.blocked),
        by_reason=reasons,
        needs=next((NEEDS[code] for code in NEEDS if code in blocks.values()), None),
        deadline=deadline,
        deadline_paid_on=expected_on(cutoff=deadline, now=now),
        unattached=tuple(venue.public_name for venue in venues if blocks[venue.pk] in NEEDS),
        by_venue={
            venue.pk: sum(share.venues.get(venue.pk, 0) for share in shares.values()) for venue in venues
        },
    )


def _total(reasons: list[Reason], wanted: Callable[[Reason], bool] = lambda _: True) -> int:
    return sum(reason.cents for reason in reasons if wanted(reason))


def _forecast(
    *, shares: Shares, links: dict[int, VenueBankLink], upcoming: datetime, now: datetime
) -> Forecast:
    ready, later = shares.get("not_frozen_yet", _Share()), shares.get("next_half_month", _Share())
    period = periods.ending_at(upcoming)
    endings = {link.bank_account.iban_last4 for link in links.values()}
    return Forecast(
        amount_cents=ready.cents,
        booking_count=ready.count,
        expected_on=expected_on(cutoff=upcoming, now=now),
        period=period,
        account_last4=endings.pop() if len(endings) == 1 else "",
        after_cents=later.cents,
        after_on=expected_on(cutoff=periods.following(period).cutoff, now=now),
    )
