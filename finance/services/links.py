"""Attach structures to an account, detach them: history kept, one account at a time."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from core.history import record
from finance import locks, rules, selectors
from finance.errors import CannotAttach
from finance.models import BankAccount, VenueBankLink
from finance.states import BankStatus
from venues.models import Venue


@transaction.atomic
def attach(
    *, venue_ids: Sequence[int], bank_account_id: int, actor: Any, now: datetime
) -> list[VenueBankLink]:
    """Pay structures on an accepted account of their legal entity from now on; returns what was opened.

    A structure already on it is left alone. One that leaves another account is paid on this one 72 h later.
    Raises CannotAttach.
    """
    account = locks.bank_account(pk=bank_account_id)
    if account.status != BankStatus.ACCEPTED:
        raise CannotAttach("not_accepted")
    if not venue_ids:
        raise CannotAttach("nothing_chosen", field="venues")
    venues = list(Venue.objects.filter(pk__in=venue_ids, legal_entity=account.legal_entity_id).order_by("pk"))
    if len(venues) != len(set(venue_ids)):
        raise CannotAttach("other_entity")
    live = selectors.live_links(venues=venues, now=now)
    moving = [
        venue for venue in venues if venue.pk not in live or live[venue.pk].bank_account_id != account.pk
    ]
    try:
        with transaction.atomic():
            return [_open(venue, account, live.get(venue.pk), actor=actor, now=now) for venue in moving]
    except IntegrityError as clash:
        raise CannotAttach("meanwhile") from clash


def _open(
    venue: Venue, account: BankAccount, previous: VenueBankLink | None, *, actor: Any, now: datetime
) -> VenueBankLink:
    last = previous or selectors.last_link(venue_id=venue.pk)
    if previous:
        _close(previous, actor=actor, now=now)
    payable_from = rules.payable_from(
        last_account=last.bank_account_id if last else None,
        last_from=last.payable_from if last else None,
        account=account.pk,
        now=now,
    )
    link = VenueBankLink.objects.create(
        venue=venue,
        bank_account=account,
        period=DateTimeTZRange(now, None),
        payable_from=payable_from,
        created_by=actor,
    )
    record(
        actor=actor,
        verb="venue.attached",
        target=venue,
        now=now,
        after={"bank_account": account.pk, "payable_from": payable_from.isoformat()},
    )
    return link


@transaction.atomic
def detach(*, venue_id: int, bank_account_id: int, actor: Any, now: datetime) -> None:
    """Stop paying a structure on an account; its money waits from then on. Raises CannotAttach."""
    account = locks.bank_account(pk=bank_account_id)
    link = account.links.filter(venue=venue_id, period__contains=now).first()
    if link is None:
        raise CannotAttach("not_attached")
    _close(link, actor=actor, now=now)


def close_links_of(*, account: BankAccount, now: datetime, actor: Any = None) -> int:
    """Detach every structure of an account that will not be paid any more. Returns how many."""
    links = list(account.links.filter(period__contains=now).order_by("pk"))
    for link in links:
        _close(link, actor=actor, now=now)
    return len(links)


def _close(link: VenueBankLink, *, actor: Any, now: datetime) -> None:
    link.period = DateTimeTZRange(link.period.lower, now)
    link.save(update_fields=["period"])
    record(
        actor=actor,
        verb="venue.detached",
        target=link.venue,
        now=now,
        before={"bank_account": link.bank_account_id},
    )
