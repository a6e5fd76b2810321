"""Locks of this app: the deposit is the first row locked by anyone."""

from collections.abc import Collection

from accounts.models import Deposit, User


def account_of(*, email: str) -> User | None:
    """Lock the account of an address, and only it; None when there is none."""
    return User.objects.select_for_update(of=("self",)).filter(email=email.strip().lower()).first()


def deposit_of(*, user_id: int) -> Deposit | None:
    """Lock the deposit of a young person, and only it; None when they have none."""
    return Deposit.objects.select_for_update(of=("self",)).filter(user_id=user_id).first()


def deposit_by_id(*, pk: int) -> Deposit:
    """Lock a deposit known by its id."""
    return Deposit.objects.select_for_update(of=("self",)).get(pk=pk)


def deposits(*, pks: Collection[int]) -> list[Deposit]:
    """Lock several deposits, always in the same order."""
    return list(Deposit.objects.select_for_update(of=("self",)).filter(pk__in=pks).order_by("pk"))
