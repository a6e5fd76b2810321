"""Creation and edition of a school offer; the schools that a text being typed may mean."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from core import limits
from core.errors import DomainError, TooManyTries
from core.guards import requires
from schools.errors import CannotEditOffer, CannotPublishForSchools
from schools.forms.offers import SchoolOfferForm
from schools.models import SchoolOffer
from schools.selectors import institutions as institution_selectors
from schools.selectors import referencing
from schools.services import offers as services
from schools.states import EDITABLE, OfferState, PlaceKind
from schools.views.offers import mine
from venues.models import Venue
from venues.permissions import can_administer, can_program, current_venue
from venues.states import Status as VenueStatus

#: The button that looks for a school, for whoever has no script.
LOOK = "chercher"
#: The structure that a new offer was opened for: another window may have changed it since.
ABOUT = "about"
#: Searches of one person: as fast as anybody types, and the wait that the page announces.
A_MINUTE = 120


@requires(can_program)
@require_http_methods(["GET", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """`/collectif/offres/creation/`: one form; for a structure that is not referenced, why and how to apply."""
    venue = current_venue(request)
    if request.method == "GET":
        standing = referencing.standing(venue_id=venue.pk)
        if not standing.is_referenced:
            context = {"nav": "schools", "standing": standing, "may_apply": can_administer(request)}
            return render(request, "schools/offers/not_referenced.html", context)
    form = _form(request, venue, initial={"contact_email": venue.booking_email, **_usual_place(venue)})
    return _answer(request, form, venue=venue, offer=None)


def _usual_place(venue: Venue) -> dict[str, str]:
    """A circuit plays anywhere but at its head office: nothing is proposed to it."""
    return {} if venue.is_itinerant else {"location": PlaceKind.OURS.value}


@requires(can_program)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """`/collectif/offres/<pk>/modifier/`."""
    offer = mine(request, pk)
    if offer.state not in EDITABLE:
        messages.info(request, CannotEditOffer.messages["wrong_state"])
        return redirect("schools:offer", pk=offer.pk)
    form = _form(request, offer.venue)
    form.start_with_offer(offer)
    if request.method == "GET" and not referencing.is_referenced(venue_id=offer.venue_id):
        return _page(request, form, offer, status=200, withdrawn=_no_longer(offer.venue))
    return _answer(request, form, venue=offer.venue, offer=offer)


def _no_longer(venue: Venue) -> str:
    """Why a structure that proposed to schools does not any more."""
    code = "not_referenced" if venue.status == VenueStatus.VALIDATED else "venue_closed"
    return CannotPublishForSchools.messages[code]


def _form(request: HttpRequest, venue: Venue, **options: Any) -> SchoolOfferForm:
    home = venue.address
    posted = request.POST if request.method == "POST" else None
    return SchoolOfferForm(posted, head_office=home.one_line, zone=home.time_zone, **options)


def _answer(
    request: HttpRequest, form: SchoolOfferForm, *, venue: Venue, offer: SchoolOffer | None
) -> HttpResponse:
    if LOOK in request.POST:
        form.look_for_schools()
        return _page(request, form, offer, status=200)
    if offer is None and request.POST.get(ABOUT, str(venue.pk)) != str(venue.pk):
        form.apply(CannotEditOffer("another_structure"))
    if not form.is_bound or not form.is_valid():
        return _page(request, form, offer, status=422 if form.is_bound else 200)
    try:
        kept = _save(request, form, venue=venue, offer=offer)
    except CannotPublishForSchools as refusal:
        return _page(request, form, offer, status=refusal.status, withdrawn=refusal.message)
    except DomainError as refusal:
        form.apply(refusal)
        if refusal.code == "changed_meanwhile":
            form.read_again(version=offer.version)
        return _page(request, form, offer, status=422)
    published = kept.state == OfferState.PUBLISHED
    messages.success(request, "L’offre est enregistrée." if published else "Le brouillon est enregistré.")
    return redirect("schools:offer", pk=kept.pk)


def _save(
    request: HttpRequest, form: SchoolOfferForm, *, venue: Venue, offer: SchoolOffer | None
) -> SchoolOffer:
    typed = form.typed(ours=venue.address)
    if offer is None:
        return services.create(venue=venue, typed=typed, actor=request.user, now=timezone.now())
    return services.edit(
        offer_id=offer.pk,
        typed=typed,
        version=form.version_read,
        actor=request.user,
        now=timezone.now(),
    )


def _page(
    request: HttpRequest,
    form: SchoolOfferForm,
    offer: SchoolOffer | None,
    *,
    status: int,
    withdrawn: str = "",
) -> HttpResponse:
    context = {
        "nav": "schools",
        "form": form,
        "offer": offer,
        "about": "" if offer else request.POST.get(ABOUT) or current_venue(request).pk,
        "withdrawn": withdrawn,
        "look": LOOK,
    }
    return render(request, "schools/offers/form.html", context, status=status)


@requires(can_program)
@require_GET
def institutions(request: HttpRequest) -> HttpResponse:
    """Fragment: schools that a text being typed may mean, as radio buttons."""
    text = request.GET.get("school", "")[:200]
    context: dict[str, Any] = {"schools": [], "looked_for": False, "chosen": "", "too_many": False}
    status = 200
    try:
        limits.hit(name="institutions", who=str(request.user.pk), most=A_MINUTE, seconds=60)
        context["schools"] = institution_selectors.matching(query=text)
        context["looked_for"] = bool(institution_selectors.words(query=text))
    except TooManyTries as refusal:
        context["too_many"], status = True, refusal.status
    return render(request, "schools/offers/partials/_institutions.html", context, status=status)
