"""Take places, and give them back."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from accounts import locks as account_locks
from accounts import services as account_services
from accounts.errors import InsufficientCredit
from accounts.models import Deposit, User
from bookings import locks, notifications, rules, selectors, tokens
from bookings.errors import CannotBook, CannotCancel
from bookings.models import Booking
from bookings.services.moves import log, move
from bookings.states import Event, Reason
from offers import services as offer_services
from offers.errors import NoSeatLeft
from offers.models import Stock

CODE_TRIES = 20


@transaction.atomic
def book(*, user: User, stock_id: int, quantity: int, now: datetime) -> Booking:
    """Book one or two places: credit, then seats, then the booking, its log and its e-mail, or nothing at all.

    Raises CannotBook with a code of the API contract.
    """
    deposit = account_locks.deposit_of(user_id=user.pk)
    stock = _check(user=user, stock_id=stock_id, quantity=quantity, now=now)
    deposit = _take_credit(user=user, deposit=deposit, cents=stock.price_cents * quantity, now=now)
    _take_places(user=user, stock=stock, quantity=quantity, now=now)
    # The date may have moved before its row was held.
    stock = _check(user=user, stock_id=stock_id, quantity=quantity, now=now, held=True)
    booking = _create(user=user, deposit=deposit, stock=stock, quantity=quantity, now=now)
    log(booking=booking, event=Event.BOOK, before="", at=now, now=now, actor=user)
    notifications.booking_created(booking=booking, now=now)
    return booking


def _check(*, user: User, stock_id: int, quantity: int, now: datetime, held: bool = False) -> Stock:
    """The stock, once the rules agree. `held`: the seats are already counted for this booking."""
    stock = selectors.stock_to_book(stock_id=stock_id)
    if stock is None:
        raise CannotBook("stock_not_bookable")
    offer = stock.slot.offer
    facts = rules.BookFacts(
        quantity=quantity,
        duo_allowed=offer.is_duo,
        offered=selectors.is_offered(stock=stock),
        starts_at=stock.slot.starts_at,
        closes_at=stock.slot.booking_closes_at,
        remaining=None if held else stock.slot.remaining,
        already_booked=not held and selectors.has_live_booking(user=user, offer=offer),
        now=now,
    )
    for code in rules.blockers_to_book(facts):
        raise CannotBook(code)
    return stock


def _take_credit(*, user: User, deposit: Deposit | None, cents: int, now: datetime) -> Deposit:
    if deposit is None:
        raise CannotBook("insufficient_credit")
    try:
        return account_services.debit(user_id=user.pk, cents=cents, now=now)
    except InsufficientCredit as refusal:
        raise CannotBook("insufficient_credit") from refusal


def _take_places(*, user: User, stock: Stock, quantity: int, now: datetime) -> None:
    try:
        offer_services.take_places(slot_id=stock.slot_id, quantity=quantity)
    except NoSeatLeft as refusal:
        # The date may be gone, not only its seats.
        _check(user=user, stock_id=stock.pk, quantity=quantity, now=now)
        raise CannotBook("sold_out") from refusal


def _create(*, user: User, deposit: Deposit, stock: Stock, quantity: int, now: datetime) -> Booking:
    """Insert with a fresh code; a code already taken is drawn again, a live booking of the offer is a refusal."""
    for _ in range(CODE_TRIES):
        try:
            with transaction.atomic():
                return Booking.objects.create(
                    code=tokens.draw(),
                    user=user,
                    deposit=deposit,
                    stock=stock,
                    slot=stock.slot,
                    offer=stock.slot.offer,
                    venue=stock.slot.offer.venue,
                    quantity=quantity,
                    unit_price_cents=stock.price_cents,
                    total_cents=stock.price_cents * quantity,
                    price_label=stock.label,
                    booked_at=now,
                    cancellable_until=rules.cancellation_limit(booked_at=now, starts_at=stock.slot.starts_at),
                )
        except IntegrityError as problem:
            if "booking_one_live_per_offer" in str(problem):
                raise CannotBook("already_booked") from problem
            if "bookings_booking_code" not in str(problem):
                raise
    raise CannotBook("stock_not_bookable", message="La réservation n’a pas abouti. Réessayez.")


@transaction.atomic
def cancel(*, booking_id: int, actor: Any, now: datetime, reason: Reason = Reason.BENEFICIARY) -> Booking:
    """Cancel a booking: seats and credit come back. The 48 h bind the beneficiary only. Raises CannotCancel."""
    deposit_id = Booking.objects.values_list("deposit_id", flat=True).get(pk=booking_id)
    account_locks.deposit_by_id(pk=deposit_id)
    booking = locks.booking_with_slot(pk=booking_id)
    codes = list(rules.blockers_to_cancel(selectors.facts_of(booking=booking, now=now)))
    for code in codes:
        if code != "too_late_to_cancel" or reason == Reason.BENEFICIARY:
            raise CannotCancel(code)
    release(booking=booking, actor=actor, now=now, reason=reason)
    if reason == Reason.BENEFICIARY:
        notifications.booking_cancelled(booking=booking, now=now)
    else:
        notifications.beneficiary_told(booking=booking, kind="bookings/cancelled_by_partner", now=now)
    return booking


def release(*, booking: Booking, actor: Any, now: datetime, reason: Reason) -> None:
    """Move a locked booking to cancelled, its seats and credit back."""
    move(
        booking=booking,
        event=Event.CANCEL,
        now=now,
        actor=actor,
        detail={"reason": reason},
        cancelled_at=now,
        cancel_reason=reason,
    )
    offer_services.release_places(slot_id=booking.slot_id, quantity=booking.quantity)
    account_services.give_back(deposit_id=booking.deposit_id, cents=booking.total_cents)
