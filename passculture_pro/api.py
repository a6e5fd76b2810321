"""`/api/`: each app's part of the mobile API, its document and its page. What is unknown is 404, in JSON."""

from typing import Any

from csp.constants import SELF, UNSAFE_INLINE
from csp.decorators import csp_update
from django.http import Http404
from django.urls import include, path, re_path, reverse
from django.utils.decorators import method_decorator
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.views import PublicApiView
from core.guards import anyone


class Index(PublicApiView):
    """What this address is."""

    @extend_schema(exclude=True)
    def get(self, request: Request) -> Response:
        """Where to read on."""
        links = {name: request.build_absolute_uri(reverse(f"api:{name}")) for name in ("schema", "docs")}
        return Response({"name": "pass Culture, API mobile", "version": "v1", **links})


class Unknown(PublicApiView):
    """Every other address under /api/."""

    schema = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """There is nothing here, whatever is asked."""
        raise Http404


class Schema(SpectacularAPIView):
    """The OpenAPI document, in YAML, or in JSON when asked."""

    guard = staticmethod(anyone)
    authentication_classes: list[Any] = []
    metadata_class = None


@method_decorator(
    csp_update({"style-src": [SELF, UNSAFE_INLINE], "img-src": [SELF, "data:"]}), name="dispatch"
)
class Docs(SpectacularSwaggerSplitView):
    """The document, to read and try. Its style sheet writes styles in line: allowed on this page alone."""

    guard = staticmethod(anyone)
    authentication_classes: list[Any] = []
    metadata_class = None
    url_name = "api:schema"


def _guarded(view_class: Any) -> Any:
    view = view_class.as_view()
    view.guard = view_class.guard
    return view


v1 = [
    path("", Index.as_view(), name="index"),
    path("", include("accounts.api.urls")),
    path("", include("venues.api.urls")),
    path("", include("offers.api.urls")),
    path("", include("bookings.api.urls")),
    path("schema/", _guarded(Schema), name="schema"),
]
endpoints = [
    path("v1/", include(v1)),
    path("docs/", _guarded(Docs), name="docs"),
    re_path(r"", Unknown.as_view(), name="unknown"),
]
urlpatterns = [path("", include((endpoints, "api")))]
