"""Headers, session limits, and the error pages a person reads."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

GetResponse = Callable[[HttpRequest], HttpResponse]
STARTED, SEEN = "session_started", "session_seen"


def security_headers(get_response: GetResponse) -> GetResponse:
    """What Django does not set itself: no powerful feature, and no copy of a signed-in page in shared caches."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.setdefault("Permissions-Policy", "camera=(self), geolocation=(), microphone=(), payment=()")
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated:
            response.setdefault("Cache-Control", "private, no-store")
        return response

    return middleware


def session_limits(get_response: GetResponse) -> GetResponse:
    """End a session left idle, or open for too long: shorter for staff (ASVS 7.3)."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            _keep_or_end(request)
        return get_response(request)

    return middleware


def _keep_or_end(request: HttpRequest) -> None:
    kind = "staff" if request.user.is_staff else "partner"
    now = timezone.now().timestamp()
    started, seen = request.session.get(STARTED, now), request.session.get(SEEN, now)
    too_old = now - started > settings.SESSION_ABSOLUTE_SECONDS[kind]
    too_idle = now - seen > settings.SESSION_IDLE_SECONDS[kind]
    if too_old or too_idle:
        logout(request)
        return
    if STARTED not in request.session or now - seen > 60:  # one write a minute at most
        request.session[STARTED], request.session[SEEN] = started, now


class FriendlyErrors:
    """Pages of our own for 403 and 404, also while DEBUG is on; the API has its own shape."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Turn refusals raised by views into pages."""
        if request.path.startswith(("/api/", "/admin/")):
            return None
        if isinstance(exception, Http404):
            return render(request, "404.html", status=404)
        if isinstance(exception, PermissionDenied):
            return render(request, "403.html", status=403)
        return None
