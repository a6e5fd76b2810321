"""Every route says who may enter. A test walks the URL map and fails on a view without a guard."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponseBase

View = Callable[..., HttpResponseBase]
Predicate = Callable[[HttpRequest], bool]


def requires(predicate: Predicate) -> Callable[[Any], Any]:
    """Let in whoever satisfies the predicate; for others the page does not exist (404)."""

    def decorate(view: Any) -> Any:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not predicate(request):
                raise Http404
            return view(request, *args, **kwargs)

        guarded.guard = predicate  # type: ignore[attr-defined]
        return guarded

    return decorate


def public(view: Any) -> Any:
    """Open to everyone, signed in or not."""

    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs)

    opened.guard = anyone  # type: ignore[attr-defined]
    return login_not_required(opened)


def anyone(request: HttpRequest) -> bool:
    """Everybody."""
    return True


def signed_in(request: HttpRequest) -> bool:
    """Any account that is signed in."""
    return request.user.is_authenticated


def staff(request: HttpRequest) -> bool:
    """Staff of the pass Culture."""
    return request.user.is_authenticated and request.user.is_staff
