"""Bank accounts, and the structures attached to them."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Case, Prefetch, QuerySet, When

from accounts.models import User
from finance.models import BankAccount, VenueBankLink
from finance.states import BankStatus
from venues.models import LegalEntity, Membership, Venue
from venues.states import Role


def accounts_in(*, legal_entity: LegalEntity, handed_in_by: int | None = None) -> QuerySet[BankAccount]:
    """Accounts of a legal entity; only those that a person (by id) handed in, when told."""
    found = BankAccount.objects.filter(legal_entity=legal_entity).order_by("pk")
    return found if handed_in_by is None else found.filter(submitted_by=handed_in_by)


def accounts_of(*, accounts: QuerySet[BankAccount], now: datetime) -> list[BankAccount]:
    """These accounts, accepted ones first, then the newest. Two queries.

    Each has its `.live_links`, structures loaded.
    """
    links = _live(now=now).select_related("venue").order_by("venue__public_name", "pk")
    paid_first = Case(
        When(status=BankStatus.ACCEPTED, then=0), When(status=BankStatus.REFUSED, then=2), default=1
    )
    accounts = accounts.annotate(order=paid_first).select_related("submitted_by")
    attached = Prefetch("links", queryset=links, to_attr="live_links")
    return list(accounts.prefetch_related(attached).order_by("order", "-pk"))


def live_links(*, venues: Sequence[Venue], now: datetime) -> dict[int, VenueBankLink]:
    """Structure → its attachment of this instant, account loaded. One query."""
    rows = _live(now=now).filter(venue__in=venues).select_related("bank_account")
    return {link.venue_id: link for link in rows}


def _live(*, now: datetime) -> QuerySet[VenueBankLink]:
    return VenueBankLink.objects.filter(period__contains=now)


def last_link(*, venue_id: int) -> VenueBankLink | None:
    """The attachment a structure had last, open or closed."""
    rows = VenueBankLink.objects.filter(venue=venue_id, period__isempty=False)
    return rows.order_by("-period__startswith", "-pk").first()


def administrators_of(*, legal_entity_id: int) -> list[User]:
    """People who administer a structure of a legal entity, once each. One query."""
    rows = Membership.objects.filter(
        venue__legal_entity=legal_entity_id, ended_at=None, role=Role.ADMIN, user__is_active=True
    )
    return list({row.user_id: row.user for row in rows.select_related("user").order_by("pk")}.values())


def duplicates_of(*, account: BankAccount) -> list[BankAccount]:
    """The same IBAN deposited by other legal entities: a mistake, or a fraud."""
    rows = BankAccount.objects.filter(iban_fingerprint=account.iban_fingerprint)
    return list(
        rows.exclude(legal_entity=account.legal_entity_id).select_related("legal_entity").order_by("pk")
    )
