"""Sign-up of a structure, list of structures, addresses."""

from urllib.parse import urlsplit

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import limits
from core.errors import DomainError
from core.guards import requires, signed_in
from venues import identity, places, selectors, services
from venues.forms import SiretForm, StructureForm
from venues.models import Venue
from venues.permissions import FOLLOWERS, can_follow, memberships, works_somewhere
from venues.services.structures import Identity

LOOKUPS_PER_HOUR = 60


@requires(signed_in)
@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """Second step: which structure? The answer of the register leads to the third."""
    form = SiretForm(request.GET if "siret" in request.GET else None)
    if form.is_bound and form.is_valid():
        try:
            found = _identify(request, form.cleaned_data["siret"])
        except DomainError as refusal:
            form.apply(refusal)
        else:
            return redirect("venues:confirm", siret=found.siret)
    return render(request, "venues/search.html", {"form": form}, status=422 if form.errors else 200)


def _identify(request: HttpRequest, raw: str) -> identity.Found:
    limits.hit(name="siret", who=str(request.user.pk), most=LOOKUPS_PER_HOUR, seconds=3600)
    return identity.identify(raw=raw)


@requires(signed_in)
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, siret: str) -> HttpResponse:
    """Third step: is it yours, under which name, where do you play? Creates the structure."""
    try:
        found = _identify(request, siret)
    except DomainError as refusal:
        return _refused(request, siret, refusal)
    form = StructureForm(request.POST or None, found=found, initial=_initial(request, found))
    if request.method == "POST" and form.is_valid():
        try:
            venue = _register(request, form)
        except DomainError as refusal:
            return _refused(request, siret, refusal)
        request.session["venue"] = venue.pk
        messages.success(request, f"{venue.public_name} est inscrite. Notre équipe vérifie votre dossier.")
        return redirect("home")
    status = 422 if form.errors else 200
    return render(request, "venues/confirm.html", {"form": form, "found": found}, status=status)


def _refused(request: HttpRequest, siret: str, refusal: DomainError) -> HttpResponse:
    """Back to the second step with the reason; home when the button was only pressed twice."""
    if "\0" not in siret and selectors.visible_to(request.user).filter(siret=siret).exists():
        return redirect("home")
    form = SiretForm({"siret": siret})
    form.is_valid()
    form.apply(refusal)
    return render(request, "venues/search.html", {"form": form}, status=refusal.status)


def _initial(request: HttpRequest, found: identity.Found) -> dict[str, str]:
    names = found.company.public_names if found.company else ()
    return {
        "public_name": names[0] if names else found.name,
        "booking_email": request.user.email,
    }


def _register(request: HttpRequest, form: StructureForm) -> Venue:
    found, company = form.found, form.found.company
    known = Identity(
        siret=found.siret,
        legal_name=form.chosen_legal_name,
        naf_code=company.naf_code if company else "",
        naf_label=(company.naf_label or "") if company else "",
        legal_category=company.legal_category if company else "",
        place=form.place,
        verified=company is not None and company.published,
    )
    return services.register(
        identity=known,
        public_name=form.cleaned_data["public_name"],
        is_itinerant=form.cleaned_data["is_itinerant"] == "yes",
        booking_email=form.cleaned_data["booking_email"],
        actor=request.user,
        now=timezone.now(),
    )


@requires(signed_in)
@require_GET
def suggestions(request: HttpRequest) -> HttpResponse:
    """Fragment: places that a text being typed may mean, as radio buttons."""
    text = request.GET.get("where", "")[:200]
    try:
        limits.hit(name="addresses", who=str(request.user.pk), most=600, seconds=600)
        found = places.candidates(text=text)
    except DomainError:
        found = []
    return render(request, "venues/partials/_candidates.html", {"candidates": found, "text": text})


@requires(can_follow)
@require_GET
def structures(request: HttpRequest) -> HttpResponse:
    """`/structures/`: where the person works, and in which role."""
    return render(request, "venues/list.html", {"memberships": memberships(request), "nav": "structures"})


@requires(can_follow)
@require_GET
def structure(request: HttpRequest, pk: int) -> HttpResponse:
    """The administrative page of a structure."""
    found = memberships(request)
    venue = next((one.venue for one in found if one.venue_id == pk and one.role in FOLLOWERS), None)
    if venue is None:
        raise Http404
    return render(request, "venues/detail.html", {"venue": venue, "nav": "structures"})


@requires(works_somewhere)
@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Work on another structure from now on; the choice is remembered."""
    raw = request.POST.get("structure", "")
    venue = get_object_or_404(
        selectors.visible_to(request.user), pk=int(raw) if raw.isdecimal() and len(raw) < 19 else 0
    )
    request.session["venue"] = venue.pk
    target = request.POST.get("next", "")
    return redirect(target if _stays_open(request, target) else "home")


def _stays_open(request: HttpRequest, target: str) -> bool:
    """May the same page be shown for the structure just chosen? Not that of an offer, nor one its role may not see."""
    if not url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        return False
    try:
        found = resolve(urlsplit(target).path)
    except Resolver404:
        return False
    guard = getattr(found.func, "guard", None) if found.url_name and not found.kwargs else None
    return guard is not None and guard(request)
