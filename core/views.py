"""Health, and the mailbox of development."""

from typing import Any

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_sameorigin

from core import mail, selectors
from core.guards import public, requires
from core.models import Email


@public
def live(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


@public
def ready(request: HttpRequest) -> HttpResponse:
    """Every part answers; 503 with the failing one named otherwise."""
    parts = selectors.health(now=timezone.now())
    well = all(state == "ok" for state in parts.values())
    answer = JsonResponse({"status": "ok" if well else "failing", **parts}, status=200 if well else 503)
    answer._has_been_logged = True  # type: ignore[attr-defined]  # asked every second at the start: no error each time
    return answer


# An e-mail carries its styles in line, and shows in a frame of our own page: nothing else is allowed to it.
FRAME_POLICY = {
    "default-src": [NONE],
    "style-src": [UNSAFE_INLINE],
    "img-src": [SELF],
    "frame-ancestors": [SELF],
}


@xframe_options_sameorigin
@csp(FRAME_POLICY)
def framed(request: HttpRequest, html: str) -> HttpResponse:
    """The HTML part of an e-mail; its links open in the whole window."""
    return HttpResponse(html.replace("<head>", '<head><base target="_top">', 1))


def reads_mailbox(request: HttpRequest) -> bool:
    """Staff with the second factor where it is required, or anyone while DEBUG is on: links of others are in there."""
    user = request.user
    known = user.is_authenticated and user.is_staff
    return settings.DEBUG or (known and (user.is_verified() or not settings.STAFF_SECOND_FACTOR))


@login_not_required
@requires(reads_mailbox)
def mailbox(request: HttpRequest) -> HttpResponse:
    """Every e-mail kept, newest first."""
    return render(request, "core/mailbox.html", {"emails": selectors.latest_emails()})


def _shown(email: Email) -> dict[str, Any]:
    """Values to show: staff never read a link that opens somebody's account."""
    if settings.DEBUG or not email.kind.startswith("accounts/"):
        return email.context
    return {**email.context, "url": settings.SITE_URL}


@login_not_required
@requires(reads_mailbox)
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """One e-mail as its reader sees it; `?format=html` gives the HTML part alone, for the frame."""
    email = get_object_or_404(Email, pk=pk)
    rendered = mail.render(kind=email.kind, context=_shown(email))
    if request.GET.get("format") == "html":
        return framed(request, rendered.html)  # type: ignore[call-arg]
    return render(request, "core/letter.html", {"email": email, "rendered": rendered})
