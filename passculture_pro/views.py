"""The front page, the home page (the only page that sees every app), and the error pages."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from core.guards import public, requires, signed_in
from finance.permissions import venues_of
from passculture_pro import home as home_page
from venues.permissions import can_follow, current_membership


@public
@require_GET
def front(request: HttpRequest) -> HttpResponse:
    """`/`: what the portal is; whoever is signed in goes home."""
    if request.user.is_authenticated:
        return redirect("home")
    return render(request, "portal/front.html")


@requires(signed_in)
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """`/accueil/`: the next action first."""
    membership = current_membership(request)
    if membership is None:
        return render(request, "portal/no_structure.html", {"nav": "home"})
    if not can_follow(request):
        return redirect("bookings:desk")  # a volunteer has nothing to do elsewhere
    context = home_page.build(
        membership=membership, person=request.user, paid=venues_of(request), now=timezone.now()
    )
    return render(request, "portal/home.html", {"nav": "home", **context})


@public
def not_found(request: HttpRequest, *_: Any, **__: Any) -> HttpResponse:
    """No such page; the API answers in its own shape."""
    if request.path.startswith("/api/"):
        body = {"code": "not_found", "message": "Cette adresse n’existe pas.", "fields": {}}
        return JsonResponse(body, status=404)
    return render(request, "404.html", status=404)


@public
def broken(request: HttpRequest, *_: Any, **__: Any) -> HttpResponse:
    """Something broke; the API answers in its own shape."""
    if request.path.startswith("/api/"):
        body = {"code": "server_error", "message": "Une erreur est survenue. Réessayez.", "fields": {}}
        return JsonResponse(body, status=500)
    return render(request, "500.html", status=500)
