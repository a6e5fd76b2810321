"""Filters of the commission's desk: a value that nobody proposes filters nothing."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from schools.models.referencing import Application
from schools.regions import REGIONS
from schools.selectors import referencing as selectors


class RegionFilter(admin.SimpleListFilter):
    """Only the regions the person instructs."""

    title = "région"
    parameter_name = "region"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """All of them for a superuser."""
        if request.user.is_superuser:
            return list(REGIONS.items())
        mine = {mandate.region for mandate in selectors.live_mandates(user=request.user)}
        return [(code, name) for code, name in REGIONS.items() if code in mine]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Application]) -> QuerySet[Application]:
        """Those of the chosen region."""
        return queryset.filter(region=self.value()) if self.value() in REGIONS else queryset


class KnownChoices(admin.ChoicesFieldListFilter):
    """A filter on a list of codes: a value that is none of them filters nothing."""

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Everything, unless all that is asked is known."""
        known = {str(code) for code, _ in self.field.flatchoices}
        return super().queryset(request, queryset) if set(self.lookup_val or ()) <= known else queryset
