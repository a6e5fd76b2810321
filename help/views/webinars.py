"""`/webinaires/`: the dates of the welcome webinar, open to everyone; a signed-in person comes, or no longer does."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods

from core import limits
from core.errors import DomainError
from core.french import show_day, show_hour
from core.guards import public, requires, signed_in
from core.htmx import redirect, toast
from core.pages import paginate
from help import calendars
from help.forms.webinars import WebinarFilters
from help.models import Webinar
from help.notifications import contact
from help.selectors import webinars as selectors
from help.services import webinars as services
from help.views.articles import frame

DATES = ("starts_at", "pk")
MINE = ("-webinar__starts_at", "-pk")
ICS = "text/calendar; charset=utf-8"
TURNS_PER_HOUR = 10


@public
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The dates to come, or for somebody signed in `?vue=miennes`: theirs, past ones too."""
    now, mine = timezone.now(), _mine_only(request)
    context = {"now": now, "mine": mine, "chips": _chips(mine)}
    if mine:
        rows = selectors.registrations_of(user=request.user)
        context["page"] = paginate(request=request, rows=rows, order=MINE)
        return render(request, "help/webinars_mine.html", frame(request, **context))
    rows = selectors.upcoming(now=now, user=request.user)
    context["page"] = paginate(request=request, rows=rows, order=DATES)
    return render(request, "help/webinars.html", frame(request, **context))


def _mine_only(request: HttpRequest) -> bool:
    return request.user.is_authenticated and WebinarFilters(request.GET).mine_only()


def _chips(mine: bool) -> list[dict[str, Any]]:  # noqa: FBT001
    return [
        {"label": label, "value": value, "current": mine is (value == "miennes")}
        for value, label in WebinarFilters.VIEWS.items()
    ]


@requires(signed_in)
@require_http_methods(["GET", "POST"])
def register(request: HttpRequest, webinar_pk: int) -> HttpResponse:
    """Come to a webinar. GET is where a sign-in on the way leads back: to the dates."""
    if request.method == "POST":
        webinar = _webinar(request, webinar_pk)
        try:
            # Each way there and back is a letter: an impatient finger must not fill a mailbox.
            limits.hit(name="webinar", who=str(request.user.pk), most=TURNS_PER_HOUR, seconds=3600)
            services.register(webinar_id=webinar.pk, actor=request.user, now=timezone.now())
        except DomainError as refusal:
            toast(request, refusal.message, level="error")
        else:
            toast(
                request, f"Vous êtes inscrit au webinaire du {_moment(webinar)}. Un e-mail vous le confirme."
            )
    return redirect(request, _back(request))


@requires(signed_in)
@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest, webinar_pk: int) -> HttpResponse:
    """Give one's place back."""
    if request.method == "POST":
        webinar = _webinar(request, webinar_pk)
        try:
            services.cancel_registration(webinar_id=webinar.pk, actor=request.user, now=timezone.now())
        except DomainError as refusal:
            toast(request, refusal.message, level="error")
        else:
            toast(request, f"Votre inscription au webinaire du {_moment(webinar)} est annulée.")
    return redirect(request, _back(request))


def _webinar(request: HttpRequest, pk: int) -> Webinar:
    found = selectors.by_pk(pk=pk, user=request.user)
    if found is None:
        raise Http404
    return found


def _moment(webinar: Webinar) -> str:
    return f"{show_day(webinar.starts_at)} à {show_hour(webinar.starts_at)}"


def _back(request: HttpRequest) -> str:
    """The page of ours where the button was pressed."""
    asked = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if safe else reverse("help:webinars")


@public
@require_GET
def calendar_file(request: HttpRequest, webinar_pk: int) -> HttpResponse:
    """One date for a calendar. The meeting's address is for whoever is registered."""
    webinar = _webinar(request, webinar_pk)
    text = calendars.one(webinar=webinar, contact=contact(), now=timezone.now(), joins=webinar.mine)
    return _download(text, name="webinaire.ics")


@public
@require_GET
def calendar(request: HttpRequest) -> HttpResponse:
    """Every date to come in one file, or `?vue=miennes`."""
    now = timezone.now()
    rows = selectors.upcoming(now=now, user=request.user).filter(cancelled_at=None)
    if _mine_only(request):
        rows = rows.filter(mine=True)
    webinars = list(rows.order_by(*DATES))
    joined = {webinar.pk for webinar in webinars if webinar.mine}
    text = calendars.many(webinars=webinars, joined=joined, contact=contact(), now=now)
    return _download(text, name="webinaires.ics")


def _download(text: str, *, name: str) -> HttpResponse:
    response = HttpResponse(text, content_type=ICS)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
