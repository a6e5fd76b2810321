"""`/aide/contact/`: write to the team, signed in or not."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from core import limits
from core.errors import DomainError, TooManyTries
from core.guards import public
from core.htmx import redirect
from core.network import client_network
from core.selectors import support_email
from help.forms.support import ContactForm, path_of
from help.models import SupportMessage
from help.services import support as services
from help.views.articles import frame
from venues.permissions import current_membership, memberships

HOUR = 3600
MESSAGES_PER_HOUR, LETTERS_PER_HOUR, TRIES_PER_HOUR = 5, 3, 30
TOO_MANY = "Vous avez envoyé plusieurs messages en une heure. Réessayez un peu plus tard."
SENT = "support_reference"


@public
@never_cache
@require_http_methods(["GET", "POST"])
def contact(request: HttpRequest) -> HttpResponse:
    """The form, and its sending; what was typed comes back with any refusal."""
    form = _form(request)
    if request.method != "POST":
        return _page(request, form)
    try:  # before anything is read: a file costs time, whether or not the rest of the form is right
        _count("support-try", who=client_network(request), most=TRIES_PER_HOUR)
    except TooManyTries as refusal:
        return _unread(request, refusal)
    if not form.is_valid():
        form.ask_for_the_file_again()
        return _page(request, form, status=422)
    try:
        message = _send(request, form)
    except DomainError as refusal:
        form.apply(refusal)
        form.ask_for_the_file_again()
        return _refused(request, form, refusal)
    request.session[SENT] = {"reference": message.reference, "email": message.email, "user": request.user.pk}
    return redirect(request, reverse("help:contact_sent"))


@public
@never_cache
@require_GET
def sent(request: HttpRequest) -> HttpResponse:
    """The reference, and what comes next; without a message, the way to the form."""
    kept = request.session.get(SENT)
    if not kept or kept["user"] != request.user.pk:  # somebody else signed in since, on the same browser
        return redirect(request, reverse("help:contact"))
    return render(request, "help/contact_sent.html", frame(request, sent=kept))


def _form(request: HttpRequest) -> ContactForm:
    venues = [one.venue for one in memberships(request)]
    sent_data = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    return ContactForm(*sent_data, initial=_known(request), venues=venues, host=request.get_host())


def _known(request: HttpRequest) -> dict[str, Any]:
    """What the portal knows already: the page one comes from, who one is, where one works."""
    asked, referer = request.GET.get("page", ""), request.headers.get("Referer", "")
    known: dict[str, Any] = {
        "page": path_of(asked, host=request.get_host()) or path_of(referer, host=request.get_host())
    }
    if request.user.is_authenticated:
        known |= {"name": request.user.full_name, "email": request.user.email}
        known["venue"] = _current_venue(request)
    return known


def _current_venue(request: HttpRequest) -> str:
    membership = current_membership(request)
    return str(membership.venue_id) if membership else ""


def _send(request: HttpRequest, form: ContactForm) -> SupportMessage:
    author = request.user if request.user.is_authenticated else None
    who = f"account:{author.pk}" if author else client_network(request)
    _count("support", who=who, most=MESSAGES_PER_HOUR)
    to = form.cleaned_data["email"].lower()
    own = author is not None and author.email == to
    return services.write_message(
        **form.values(), actor=author, now=timezone.now(), acknowledges=own or _may_write_to(to)
    )


def _may_write_to(address: str) -> bool:
    """Is a mailbox spared? Past a few letters an hour the message is kept, and its author reads the reference here."""
    name, _, domain = address.partition("@")
    try:
        _count("support-letter", who=f"{name.partition('+')[0]}@{domain}", most=LETTERS_PER_HOUR)
    except TooManyTries:
        return False
    return True


def _count(name: str, *, who: str, most: int) -> None:
    try:
        limits.hit(name=name, who=who, most=most, seconds=HOUR)
    except TooManyTries as refusal:
        raise TooManyTries(retry_after=refusal.retry_after, message=TOO_MANY) from refusal


def _page(request: HttpRequest, form: ContactForm, *, status: int = 200) -> HttpResponse:
    context = frame(request, form=form, support_email=support_email())
    return render(request, "help/contact.html", context, status=status)


def _unread(request: HttpRequest, refusal: TooManyTries) -> HttpResponse:
    """Too many tries: what was typed comes back, and the file was not even opened."""
    venues = [one.venue for one in memberships(request)]
    form = ContactForm(request.POST, None, venues=venues, host=request.get_host())
    form.apply(refusal)
    return _refused(request, form, refusal)


def _refused(request: HttpRequest, form: ContactForm, refusal: DomainError) -> HttpResponse:
    response = _page(request, form, status=refusal.status)
    if isinstance(refusal, TooManyTries):
        response["Retry-After"] = str(refusal.retry_after)
    return response
