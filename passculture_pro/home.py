"""What the home page shows: tonight, the first steps, what is next, what is owed. A reader of every app."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse

from bookings import selectors as booking_selectors
from core.french import at_zone, show_day
from core.money import show_euros
from finance import selectors as finance_selectors
from finance.banners import waiting_banner
from help.models import Webinar
from help.rules import shows_card
from help.selectors.webinars import next_webinars
from offers import selectors as offer_selectors
from offers.models import Slot
from schools.selectors import referencing as referencing_selectors
from venues.models import Membership, Venue
from venues.permissions import ACCOUNTANTS, PROGRAMMERS, opens
from venues.states import Role, Status

EVENING = timedelta(hours=18)


def build(*, membership: Membership, person: Any, paid: list[Venue], now: datetime) -> dict[str, Any]:
    """Context of `/accueil/`, according to what the role may see. `paid`: structures whose money the person sees."""
    venue, role = membership.venue, Role(membership.role)
    around = offer_selectors.tonight(venue=venue, since=now - EVENING, until=now + EVENING)
    tonight = of_today(slots=around, now=now)
    context: dict[str, Any] = {
        "now": now,
        "venue": venue,
        "greeting": greeting(person=person, tonight=tonight, now=now),
        "tonight": tonight,
        "recent": booking_selectors.later_than(venue=venue, since=now - timedelta(hours=12)),
        "webinars": welcome(person=person, now=now),
        "referencing": referencing_selectors.standing(venue_id=venue.pk),
        "may_program": opens(membership, to=PROGRAMMERS),
    }
    if context["may_program"]:
        context["slots"] = offer_selectors.upcoming(venue=venue, now=now, limit=5)
    if opens(membership, to=ACCOUNTANTS):
        context |= money(venues=paid, now=now)
    if role == Role.ADMIN:
        context["steps"] = first_steps(venue=venue, waiting=context.get("waiting"))
        context["steps_left"] = sum(item["state"] != "done" for item in context["steps"])
    return context


def welcome(*, person: Any, now: datetime) -> list[Webinar]:
    """The next welcome sessions, for accounts of this month only."""
    first_day = at_zone(person.date_joined).date() if person.date_joined else None
    if not shows_card(first_day=first_day, today=at_zone(now).date()):
        return []
    return next_webinars(now=now, user=person)


def of_today(*, slots: Sequence[Slot], now: datetime) -> Slot | None:
    """The screening of the day, on the clocks of its place: the next one, else the last that began."""
    today = [slot for slot in slots if slot.starts_at and _day(slot, slot.starts_at) == _day(slot, now)]
    ahead = [slot for slot in today if slot.starts_at and slot.starts_at > now]
    return next(iter(ahead or today[-1:]), None)


def _day(slot: Slot, at: datetime) -> date:
    return at_zone(at, slot.offer.time_zone).date()


def greeting(*, person: Any, tonight: Slot | None, now: datetime) -> str:
    """« Bonsoir Camille, on joue à Cajarc ce soir »."""
    hello = f"{'Bonsoir' if at_zone(now).hour >= 18 else 'Bonjour'} {person.first_name}"
    if tonight is None or tonight.offer.address is None:
        return hello
    late = tonight.starts_at is not None and at_zone(tonight.starts_at, tonight.offer.time_zone).hour >= 17
    return f"{hello}, on joue à {tonight.offer.address.city} {'ce soir' if late else 'aujourd’hui'}"


def money(*, venues: list[Venue], now: datetime) -> dict[str, Any]:
    """Next transfer, and what waits with its reason."""
    found = finance_selectors.money_of(venues=venues, now=now)
    return {"waiting": found.waiting, "forecast": found.forecast, "banner": waiting_banner(found.waiting)}


def first_steps(*, venue: Venue, waiting: Any) -> list[dict[str, Any]]:
    """The road from the sign-up to the first transfer, for the route component. Refused, it leads to no money."""
    steps = [_created(venue), _validated(venue), _first_offer(venue)]
    return steps if waiting is None else [*steps, *_bank_steps(venue, waiting)]


def _done(title: str, text: str) -> dict[str, Any]:
    tag = {"kind": "ok", "icon": "check", "label": "Terminé"}
    return {"state": "done", "icon": "check", "title": title, "text": text, "tag": tag}


def _todo(
    title: str, text: str, *, label: str = "", route: str = "", state: str = "todo", icon: str = ""
) -> dict[str, Any]:
    item = {"state": state, "title": title, "text": text, "icon": icon}
    return {**item, "action_label": label, "action_url": reverse(route)} if route else item


def _created(venue: Venue) -> dict[str, Any]:
    return _done(
        "Votre structure est créée", f"À partir de votre SIRET, le {show_day(venue.created_at, year=False)}."
    )


def _validated(venue: Venue) -> dict[str, Any]:
    if venue.status == Status.VALIDATED and venue.validated_at:
        return _done(
            "Votre structure est validée", f"Par notre équipe, le {show_day(venue.validated_at, year=False)}."
        )
    if venue.status == Status.REJECTED:
        return _todo("Votre structure n’est pas acceptée", venue.decision_reason, state="stuck")
    if venue.status == Status.CLOSED:
        return _todo("Votre structure est fermée", "Ses offres ne sont plus visibles.", state="stuck")
    text = "Notre équipe vérifie votre dossier. Préparez vos offres : elles seront visibles ensuite."
    return _todo("Votre structure est en cours de validation", text, state="now")


def _first_offer(venue: Venue) -> dict[str, Any]:
    first = offer_selectors.first_published(venue=venue)
    if first is None:
        text = "Un titre, un lieu, une date, un prix : comptez cinq minutes."
        return _todo("Publiez votre première offre", text, label="Créer une offre", route="offers:create")
    city = f", à {first.address.city}" if first.address else ""
    return _done("Votre première offre est publiée", f"« {first.title} »{city}.")


def _bank_steps(venue: Venue, waiting: Any) -> list[dict[str, Any]]:
    route, needs = "finance:bank_accounts", waiting.needs
    blocked = f"{show_euros(waiting.blocked_cents)} attendent. " if waiting.blocked_cents else ""
    order = ("deposit", "decision", "attachment", None)
    stage = order.index(needs)
    names = " », « ".join(waiting.unattached) or venue.public_name
    steps = [
        ("Déposez vos coordonnées bancaires", "Vos coordonnées bancaires sont déposées", "Déposer"),
        ("Votre dossier bancaire est en instruction", "Votre dossier bancaire est accepté", ""),
        (f"Rattachez « {names} » à un compte", "Votre structure est rattachée à un compte", "Rattacher"),
    ]
    texts = (
        "IBAN et justificatif : un PDF ou une photo.",
        "Notre équipe homologation répond sous quelques jours.",
        "Sans rattachement, aucun virement ne part.",
    )
    items = []
    for position, ((todo, done, label), text) in enumerate(zip(steps, texts, strict=True)):
        if position < stage:
            items.append(_done(done, ""))
        elif position > stage:
            items.append(_todo(todo, text))
        else:
            stuck = bool(blocked) and needs != "decision"
            state, icon = ("stuck", "link") if stuck else ("now", "")
            link = route if label else ""
            items.append(_todo(todo, blocked + text, label=label, route=link, state=state, icon=icon))
    return items
