"""Pages that work without JavaScript, and refresh a part of themselves with it."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django_htmx.http import HttpResponseClientRedirect

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

GetResponse = Callable[[HttpRequest], HttpResponse]
LEVELS = {
    "info": messages.INFO,
    "success": messages.SUCCESS,
    "warning": messages.WARNING,
    "error": messages.ERROR,
}


def wants_fragment(request: HttpRequest) -> bool:
    """Did htmx ask for a part of the page? Not when it follows a link, nor when it restores the history."""
    details: HtmxDetails | None = getattr(request, "htmx", None)
    return details is not None and bool(details) and not (details.boosted or details.history_restore_request)


def page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    partial: str | None = None,
    status: int = 200,
) -> HttpResponse:
    """The whole `template`, or for a request of htmx its `{% partialdef <partial> %}` alone, toasts added."""
    if partial and wants_fragment(request):
        response = render(request, f"{template}#{partial}", dict(context), status=status)
        _add_toasts(request, response)
    else:
        response = render(request, template, dict(context), status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def redirect(request: HttpRequest, url: str) -> HttpResponse:
    """Go to `url`: 302, or HX-Redirect for htmx, which would otherwise swap the new page into the old one."""
    if wants_fragment(request):
        return HttpResponseClientRedirect(url)
    return HttpResponseRedirect(url)


def toast(request: HttpRequest, message: str, level: str = "success") -> None:
    """Say what was just done: a toast with the next fragment, a banner with the next whole page.

    `level` is info, success, warning or error.
    """
    messages.add_message(request, LEVELS[level], message)


def _page_of(request: HttpRequest) -> str:
    """Where the person was; the front page when the header makes no sense."""
    try:
        return request.htmx.current_url_abs_path or "/"  # type: ignore[attr-defined]
    except ValueError:
        return "/"


def _add_toasts(request: HttpRequest, response: HttpResponse) -> None:
    waiting = messages.get_messages(request)
    if len(waiting) and not getattr(waiting, "used", False):
        response.write(render_to_string("components/toasts.html", {"messages": waiting}, request=request))


def sign_in_again(get_response: GetResponse) -> GetResponse:
    """Middleware: when the session has ended, lead the whole page to the sign-in, not the fragment."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if not wants_fragment(request) or not 300 <= response.status_code < 400:
            return response
        sign_in = resolve_url(settings.LOGIN_URL)
        if urlsplit(response.headers.get("Location", "")).path != sign_in:
            return response
        back = urlencode({"next": _page_of(request)})
        return HttpResponseClientRedirect(f"{sign_in}?{back}")

    return middleware
