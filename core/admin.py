"""Read-mostly admin: staff look, and decide through services; a status is never edited in a form."""

from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from core import selectors, services
from core.errors import DomainError
from core.forms import refuse_invisible
from core.models import ActionLog, Email, Heartbeat, SupportContact


@dataclass(frozen=True, kw_only=True)
class Decision:
    """A button of a record's page."""

    name: str
    label: str
    reason: bool = False
    danger: bool = False


def decision(name: str, label: str, *, reason: bool = False, danger: bool = False) -> Decision:
    """Declare a button; `reason`: the person must say why."""
    return Decision(name=name, label=label, reason=reason, danger=danger)


class DecisionForm(forms.Form):
    """The reason, sent to the partner."""

    reason = forms.CharField(
        label="Motif, envoyé au partenaire",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        validators=[refuse_invisible],
    )


def _asked_by(declared: Any) -> str:
    """Name in the address of a filter: of its field, or its own."""
    if isinstance(declared, tuple):  # (field, class)
        return str(declared[0])
    return str(getattr(declared, "parameter_name", declared))


class SaysRefusals(admin.ModelAdmin):
    """What a service refuses once the form agreed (somebody was quicker) is said in the form, with what was typed."""

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Draw the form again when the service refuses; nothing was written."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except DomainError as refusal:
            request.refusal = refusal  # type: ignore[attr-defined]
            return super().changeform_view(request, *args, **kwargs)

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> type[forms.ModelForm]:
        """The form, holding the refusal if there was one."""
        asked = super().get_form(request, *args, **kwargs)
        refusal: DomainError | None = getattr(request, "refusal", None)
        return asked if refusal is None else _refused(asked, refusal)


def _refused(asked: type[forms.ModelForm], refusal: DomainError) -> type[forms.ModelForm]:
    class Refused(asked):  # type: ignore[valid-type]
        def full_clean(self) -> None:
            super().full_clean()
            said = [message for messages in self.errors.values() for message in messages]
            if self.is_bound and refusal.message not in said:
                self.add_error(refusal.field if refusal.field in self.fields else None, refusal.message)

    return Refused


class ReadOnlyAdmin(admin.ModelAdmin):
    """Nothing is added, changed or deleted by hand; `decisions` are the acts, each one call of a service."""

    decisions: ClassVar[tuple[Decision, ...]] = ()
    change_form_template = "admin/decisions_change_form.html"
    list_per_page = 50
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        """No."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """No."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """No."""
        return False

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Only the filters that are declared: others would let a digest be guessed letter by letter."""
        declared = {_asked_by(one) for one in self.list_filter}
        return lookup.split("__")[0] in declared and super().lookup_allowed(lookup, value, request)

    def may_decide(self, request: HttpRequest) -> bool:
        """Who sees the buttons: whoever holds the model's change permission."""
        return request.user.has_perm(f"{self.opts.app_label}.change_{self.opts.model_name}")

    def available(self, record: Any) -> set[str]:
        """Names of the decisions possible now."""
        return set()

    def decision_form(self, chosen: Decision) -> type[DecisionForm]:
        """What is asked before a decision: the reason, or more where an admin says so."""
        return DecisionForm

    def decide(self, request: HttpRequest, record: Any, name: str, form: DecisionForm) -> str:
        """Call the service and return the sentence of success."""
        raise TypeError(f"{type(self).__name__} declares decisions without saying what they do")

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The record, with its buttons."""
        record = self.get_object(request, unquote(object_id))
        shown = self.available(record) if record is not None and self.may_decide(request) else set()
        buttons = [
            {"decision": one, "url": reverse(f"admin:{self._route}", args=[object_id, one.name])}
            for one in self.decisions
            if one.name in shown
        ]
        return super().change_view(
            request, object_id, form_url, {**(extra_context or {}), "decisions": buttons}
        )

    @property
    def _route(self) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_decide"

    def get_urls(self) -> list[Any]:
        """One page per decision."""
        view = self.admin_site.admin_view(self.decision_view)
        return [path("<path:object_id>/decision/<slug:name>/", view, name=self._route), *super().get_urls()]

    def decision_view(self, request: HttpRequest, object_id: str, name: str) -> HttpResponse:
        """Ask (GET), then do (POST). A refusal of the service is shown above the form."""
        record = self.get_object(request, unquote(object_id))
        chosen = next((one for one in self.decisions if one.name == name), None)
        if record is None or chosen is None or not self.may_decide(request):
            raise Http404
        form = self.decision_form(chosen)(request.POST if request.method == "POST" else None)
        if not chosen.reason:
            del form.fields["reason"]
        if request.method == "POST" and form.is_valid() and self._done(request, record, chosen, form):
            return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", object_id)
        context = {
            **self.admin_site.each_context(request),
            "title": chosen.label,
            "decision": chosen,
            "record": record,
            "form": form,
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/decision.html", context)

    def _done(self, request: HttpRequest, record: Any, chosen: Decision, form: DecisionForm) -> bool:
        try:
            said = self.decide(request, record, chosen.name, form)
        except DomainError as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
            return False
        messages.success(request, said)
        return True


@admin.register(ActionLog)
class ActionLogAdmin(ReadOnlyAdmin):
    """The log of actions."""

    list_display = ("at", "actor", "verb", "target_type", "target_id")
    list_filter = ("verb", "target_type")
    list_select_related = ("actor",)


@admin.register(Email)
class EmailAdmin(ReadOnlyAdmin):
    """What was written to whom."""

    list_display = ("created_at", "kind", "to", "status", "attempts", "last_error")
    exclude = ("context",)  # it holds links that open accounts
    list_filter = ("status", "kind")
    search_fields = ("to",)


@admin.register(Heartbeat)
class HeartbeatAdmin(ReadOnlyAdmin):
    """Last signs of life."""

    list_display = ("name", "at")


@admin.register(SupportContact)
class SupportContactAdmin(admin.ModelAdmin):
    """Where partners write to the team: added once, then changed."""

    list_display = ("email", "updated_at")
    fields = ("email",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Until there is one."""
        return super().has_add_permission(request) and selectors.support_contact() is None

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Without any row, the address of the settings is in use: say which."""
        title = f"Adresse en service : {selectors.support_email()}"
        return super().changelist_view(request, {**(extra_context or {}), "title": title})

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """No: somebody always reads what partners write."""
        return False

    def save_model(self, request: HttpRequest, obj: SupportContact, form: Any, change: Any) -> None:
        """Through the service, which keeps the trace."""
        services.set_support_email(email=obj.email, actor=request.user, now=timezone.now())
