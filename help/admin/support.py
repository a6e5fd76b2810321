"""Messages to the team: what waits first, the oldest on top; answered from the team's own mailbox."""

from typing import Any

from django.contrib import admin
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.http import FileResponse, Http404, HttpRequest
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.admin import DecisionForm, ReadOnlyAdmin, decision
from core.french import count
from help.downloads import attachment_response
from help.models import SupportMessage
from help.selectors import support as selectors
from help.services import support as services
from help.states import SupportEvent, SupportStatus, support_target

_QUEUE = {SupportStatus.NEW: 0, SupportStatus.ANSWERED: 1, SupportStatus.CLOSED: 2}


@admin.register(SupportMessage)
class SupportMessageAdmin(ReadOnlyAdmin):
    """The queue of the support team."""

    list_display = ("reference", "topic", "name", "structure_name", "status", "created_at", "age")
    list_filter = ("status", "topic")
    search_fields = ("reference", "name", "email", "structure_name", "body")
    decisions = (decision("answer", "Marquer comme répondu"), decision("close", "Clore"))
    fields = (
        ("reference", "status"),
        "topic",
        "body",
        "attachment_shown",
        ("name", "email_shown"),
        ("structure_name", "venue"),
        "page_shown",
        ("created_at", "user"),
        ("answered_at", "answered_by"),
    )
    readonly_fields = ("attachment_shown", "email_shown", "page_shown")

    def get_queryset(self, request: HttpRequest) -> QuerySet[SupportMessage]:
        """New ones first, the oldest on top."""
        rank = Case(*(When(status=s, then=Value(n)) for s, n in _QUEUE.items()), output_field=IntegerField())
        rows = super().get_queryset(request).annotate(rank=rank)
        return rows.select_related("user", "venue", "answered_by").order_by("rank", "created_at", "pk")

    @admin.display(description="attend depuis", ordering="created_at")
    def age(self, message: SupportMessage) -> str:
        """Days in the queue; nothing once answered."""
        if message.status != SupportStatus.NEW:
            return ""
        days = (timezone.now() - message.created_at).days
        return count(days, one="jour", many="jours") if days else "aujourd’hui"

    @admin.display(description="adresse e-mail")
    def email_shown(self, message: SupportMessage) -> SafeString:
        """One click to answer, the reference in the subject."""
        return format_html('<a href="mailto:{0}?subject={1}">{0}</a>', message.email, message.reference)

    @admin.display(description="page")
    def page_shown(self, message: SupportMessage) -> SafeString | str:
        """The page it is about: a path of this site, as the database makes sure."""
        return format_html('<a href="{0}">{0}</a>', message.page) if message.page else ""

    @admin.display(description="fichier joint")
    def attachment_shown(self, message: SupportMessage) -> SafeString | str:
        """A download."""
        if not message.attachment:
            return ""
        url = reverse("admin:help_supportmessage_attachment", args=[message.pk])
        return format_html('<a href="{}">{}</a>', url, message.attachment_name)

    def available(self, record: SupportMessage) -> set[str]:
        """Legal moves."""
        status = SupportStatus(record.status)
        return {event.value for event in SupportEvent if support_target(status=status, event=event)}

    def decide(self, request: HttpRequest, record: SupportMessage, name: str, form: DecisionForm) -> str:
        """One service per button."""
        common = {"message_id": record.pk, "actor": request.user, "now": timezone.now()}
        if name == SupportEvent.ANSWER:
            services.mark_answered(**common)
            return "Le message est noté comme répondu."
        services.close(**common)
        return "Le message est clos."

    def get_urls(self) -> list[Any]:
        """The file has its own address, for staff."""
        view = self.admin_site.admin_view(self.attachment_view)
        route = path("<int:pk>/fichier/", view, name="help_supportmessage_attachment")
        return [route, *super().get_urls()]

    def attachment_view(self, request: HttpRequest, pk: int) -> FileResponse:
        """What was joined, as a download."""
        message = selectors.message_by_pk(pk=pk)
        if message is None or not message.attachment or not self.has_view_permission(request, message):
            raise Http404
        return attachment_response(message)
