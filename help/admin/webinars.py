"""Webinars, as staff see them: who comes, who came, what moves; and the pattern they are made from."""

from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from core.admin import DecisionForm, ReadOnlyAdmin, SaysRefusals, decision
from core.errors import DomainError
from core.exports import csv_response
from core.forms import PortalForm
from core.french import at_zone, count
from help.exports import ATTENDEES
from help.forms.webinars import AttendanceForm, MeetingForm, MoveForm, PatternForm
from help.models import Webinar, WebinarPattern, WebinarRegistration
from help.selectors import webinars as selectors
from help.services import webinars as services

MOVE = decision("move", "Déplacer")
CHANGE_MEETING = decision("meeting", "Changer le lien")


class RegistrationInline(admin.TabularInline):
    """Who is registered, and who no longer is."""

    model = WebinarRegistration
    fields = readonly_fields = ("user", "registered_at", "cancelled_at", "reminded_at", "attended")
    extra = 0
    can_delete = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[WebinarRegistration]:
        """In the order they came."""
        return super().get_queryset(request).select_related("user").order_by("registered_at", "pk")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """By services only."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """By services only."""
        return False


class WhenFilter(admin.SimpleListFilter):
    """To come, or past."""

    title = "date"
    parameter_name = "quand"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Two answers."""
        return [("avenir", "À venir"), ("passes", "Passés")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Webinar]) -> QuerySet[Webinar]:
        """On one side of now."""
        sides = {"avenir": {"starts_at__gt": timezone.now()}, "passes": {"starts_at__lte": timezone.now()}}
        return queryset.filter(**sides.get(self.value() or "", {}))


@admin.register(Webinar)
class WebinarAdmin(ReadOnlyAdmin):
    """Webinars. A date is moved or cancelled by a decision, which tells whoever is registered."""

    list_display = ("day", "slot", "title", "taken", "capacity", "has_link", "cancelled_at")
    list_filter = (WhenFilter, ("cancelled_at", admin.EmptyFieldListFilter))
    search_fields = ("title", "slot")
    ordering = ("-starts_at", "-pk")
    change_form_template = "admin/help/webinar.html"
    fields = (
        ("title", "slot"),
        ("starts_at", "ends_at"),
        ("taken", "capacity"),
        "meeting_url",
        ("planned_at", "updated_at"),
        ("cancelled_at", "cancel_reason"),
    )
    inlines = (RegistrationInline,)
    decisions = (MOVE, CHANGE_MEETING, decision("cancel", "Annuler le webinaire", reason=True, danger=True))

    @admin.display(description="début (Paris)", ordering="starts_at")
    def day(self, webinar: Webinar) -> str:
        """`06/05/2027 14:00`."""
        return f"{at_zone(webinar.starts_at):%d/%m/%Y %H:%M}"

    @admin.display(description="lien", boolean=True)
    def has_link(self, webinar: Webinar) -> bool:
        """Do those registered know where it takes place?"""
        return bool(webinar.meeting_url)

    def available(self, record: Webinar) -> set[str]:
        """Until it begins."""
        changes = record.cancelled_at is None and record.starts_at > timezone.now()
        return {"move", "meeting", "cancel"} if changes else set()

    def decide(self, request: HttpRequest, record: Webinar, name: str, form: DecisionForm) -> str:
        """Cancel: the other decisions have forms of their own."""
        reason = form.cleaned_data["reason"]
        services.cancel_webinar(webinar_id=record.pk, reason=reason, actor=request.user, now=timezone.now())
        return "Le webinaire est annulé. Les inscrits sont prévenus."

    def decision_view(self, request: HttpRequest, object_id: str, name: str) -> HttpResponse:
        """Two decisions ask for something else than a reason: a date, an address."""
        ways = {MOVE.name: self._move_view, CHANGE_MEETING.name: self._meeting_view}
        if name not in ways:
            return super().decision_view(request, object_id, name)
        return ways[name](request, self._mine(request, object_id))

    def _move_view(self, request: HttpRequest, record: Webinar) -> HttpResponse:
        form = MoveForm(request.POST or None, initial={"starts_at": record.starts_at})
        act = partial(services.move_webinar, webinar_id=record.pk, actor=request.user, now=timezone.now())
        if request.method == "POST" and form.is_valid() and _accepted(form, act, starts_at=form.asked()):
            messages.success(request, "Le webinaire est déplacé. Les inscrits sont prévenus.")
            return redirect("admin:help_webinar_change", record.pk)
        return self._ask(
            request, "admin/decision.html", record=record, form=form, decision=MOVE, title=MOVE.label
        )

    def _meeting_view(self, request: HttpRequest, record: Webinar) -> HttpResponse:
        form = MeetingForm(request.POST or None, initial={"meeting_url": record.meeting_url})
        act = partial(services.change_meeting, webinar_id=record.pk, actor=request.user, now=timezone.now())
        if request.method == "POST" and form.is_valid() and _accepted(form, act, **form.cleaned_data):
            messages.success(request, "Le lien est changé. Les inscrits le reçoivent.")
            return redirect("admin:help_webinar_change", record.pk)
        return self._ask(
            request,
            "admin/decision.html",
            record=record,
            form=form,
            decision=CHANGE_MEETING,
            title=CHANGE_MEETING.label,
        )

    def attendance_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Who came: boxes, and one button."""
        record = self._mine(request, object_id)
        data = request.POST if request.method == "POST" else None  # nobody came: an empty form is an answer
        form = AttendanceForm(data, rows=selectors.attendees(webinar_id=record.pk))
        if request.method == "POST" and form.is_valid() and self._marked(request, record, form):
            return redirect("admin:help_webinar_change", record.pk)
        return self._ask(request, "admin/help/attendance.html", record=record, form=form, title="Présence")

    def _marked(self, request: HttpRequest, record: Webinar, form: AttendanceForm) -> bool:
        present = form.cleaned_data["present"]
        try:
            came = services.mark_attendance(
                webinar_id=record.pk, present=present, actor=request.user, now=timezone.now()
            )
        except DomainError as refusal:
            form.apply(refusal)
            return False
        said = count(came, one="personne présente", many="personnes présentes")
        messages.success(request, f"La présence est enregistrée : {said}.")
        return True

    def attendees_view(self, request: HttpRequest, object_id: str) -> StreamingHttpResponse:
        """Who is registered, for a spreadsheet."""
        record = self.get_object(request, object_id)
        if record is None or not self.has_view_permission(request, record):
            raise Http404
        rows = selectors.attendees(webinar_id=record.pk)
        name = f"webinaire-{at_zone(record.starts_at):%Y-%m-%d}.csv"
        return csv_response(name=name, columns=ATTENDEES, rows=rows)

    def _mine(self, request: HttpRequest, object_id: str) -> Webinar:
        record = self.get_object(request, object_id)
        if record is None or not self.may_decide(request):
            raise Http404
        return record

    def _ask(self, request: HttpRequest, template: str, **values: Any) -> TemplateResponse:
        context = {**self.admin_site.each_context(request), "opts": self.opts, **values}
        return TemplateResponse(request, template, context)

    def get_urls(self) -> list[Any]:
        """Attendance and export have their own pages."""
        attendance = self.admin_site.admin_view(self.attendance_view)
        attendees = self.admin_site.admin_view(self.attendees_view)
        return [
            path("<path:object_id>/presence/", attendance, name="help_webinar_attendance"),
            path("<path:object_id>/inscrits.csv", attendees, name="help_webinar_attendees"),
            *super().get_urls(),
        ]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The record, with its two pages more."""
        links = {
            "attendance_url": reverse("admin:help_webinar_attendance", args=[object_id]),
            "attendees_url": reverse("admin:help_webinar_attendees", args=[object_id]),
            "may_decide": self.may_decide(request),
        }
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **links})


def _accepted(form: PortalForm, act: Callable[..., Any], **typed: Any) -> bool:
    """Was it done? If not, the form says why."""
    try:
        act(**typed)
    except DomainError as refusal:
        form.apply(refusal)
        return False
    return True


@admin.register(WebinarPattern)
class WebinarPatternAdmin(SaysRefusals):
    """When webinars take place. What is planned already does not move: each date is moved by itself."""

    form = PatternForm
    list_display = ("title", "weekday", "ordinals", "start", "zone", "capacity", "active")
    ordering = ("-active", "-pk")
    actions: ClassVar[None] = None

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """No: it is stopped."""
        return False

    def save_model(self, request: HttpRequest, obj: WebinarPattern, form: PatternForm, change: Any) -> None:
        """Through the service, which keeps the trace."""
        services.save_pattern(pattern=obj, actor=request.user, now=timezone.now())
