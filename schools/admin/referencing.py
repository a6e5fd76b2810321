"""The commission's desk: applications of the person's regions, acts as buttons, mandates for superusers."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from core.admin import Decision, DecisionForm, ReadOnlyAdmin, decision
from core.errors import DomainError
from core.french import count, show_day
from core.money import show_euros
from schools.admin.filters import KnownChoices, RegionFilter
from schools.downloads import piece_response
from schools.errors import CannotInstruct
from schools.models.referencing import Act, Application, Mandate, Piece
from schools.rules.referencing import acts_open_to, blocker_to_open
from schools.selectors import referencing as selectors
from schools.services import instruction, mandates
from schools.states import (
    OPINIONS,
    VERDICT_LABELS,
    VERDICTS_OF,
    ActKind,
    ApplicationStatus,
    Authority,
    Verdict,
)

#: What waits comes first.
_QUEUE = {
    ApplicationStatus.SUBMITTED: 0,
    ApplicationStatus.ACCEPTED: 1,
    ApplicationStatus.REFUSED: 2,
    ApplicationStatus.WITHDRAWN: 3,
    ApplicationStatus.DRAFT: 4,
}
#: Button → act it signs.
_ACT_OF = {
    "rectorat": ActKind.RECTORAT,
    "drac": ActKind.DRAC,
    "accept": ActKind.DECISION,
    "refuse": ActKind.DECISION,
    "withdraw": ActKind.WITHDRAWAL,
}


#: A frame loads once its file is asked for.
_SHOWN = (
    "<details><summary>{} : {}</summary>"
    '<p><a href="{}" target="_blank" rel="noopener">Ouvrir dans un autre onglet</a></p>'
    '<iframe class="proof" title="{}" src="{}" loading="lazy"></iframe></details>'
)


class OpinionForm(DecisionForm):
    """What is advised, and why: the reason may be left out of a plainly favourable opinion."""

    verdict = forms.ChoiceField(
        label="Avis",
        choices=[(verdict.value, VERDICT_LABELS[verdict]) for verdict in VERDICTS_OF[ActKind.RECTORAT]],
        widget=forms.RadioSelect,
    )
    field_order = ("verdict", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = False
        self.fields["reason"].label = "Motif, obligatoire sauf avis favorable ; montré après la décision"


class AcceptForm(DecisionForm):
    """A word to the partner, if there is one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = False
        self.fields["reason"].label = "Précision, envoyée au partenaire (facultatif)"


@admin.register(Application)
class ApplicationAdmin(ReadOnlyAdmin):
    """What waits first, the oldest on top; answers, pieces and acts on one page; each act is a button."""

    list_display = ("venue", "city", "region", "status", "age", "opinions", "submitted_at")
    list_filter = (("status", KnownChoices), RegionFilter)
    list_select_related = ("venue__address",)
    search_fields = ("venue__public_name", "venue__siret", "venue__legal_name")
    change_form_template = "admin/schools/application.html"
    decisions = (
        decision("rectorat", "Avis du Rectorat", reason=True),
        decision("drac", "Avis de la DRAC", reason=True),
        decision("accept", "Accepter", reason=True),
        decision("refuse", "Refuser", reason=True, danger=True),
        decision("withdraw", "Retirer le référencement", reason=True, danger=True),
    )
    fieldsets = (
        (
            "Structure",
            {
                "fields": (
                    ("venue", "siret"),
                    "head_office",
                    ("region", "status"),
                    ("submitted_by", "submitted_at"),
                )
            },
        ),
        ("Actes", {"fields": ("acts_shown",)}),
        ("Projet", {"fields": ("presentation", "domains_shown", "levels_shown", "territory")}),
        (
            "Interventions",
            {"fields": ("interventions_shown", "experience", "references", "price", "contact", "honour")},
        ),
        ("Pièces", {"fields": ("pieces_shown",), "classes": ("beside",)}),
    )
    readonly_fields = (
        *("siret", "head_office", "acts_shown", "domains_shown", "levels_shown", "interventions_shown"),
        *("price", "contact", "pieces_shown"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Application]:
        """Of the person's regions, what waits first."""
        rank = Case(*(When(status=s, then=Value(n)) for s, n in _QUEUE.items()), output_field=IntegerField())
        rows = selectors.applications_for(user=request.user).annotate(rank=rank)
        rows = rows.select_related("venue__address", "venue__legal_entity", "submitted_by")
        return rows.prefetch_related("acts").order_by("rank", "submitted_at", "pk")

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> Application:
        """A file of another region does not exist. Read once per request: the page and its buttons share it."""
        kept = getattr(request, "_application", None)
        if kept is None:
            kept = super().get_object(request, object_id, from_field)
            if kept is None:
                raise Http404
            kept.reader = request.user
            request._application = kept  # type: ignore[attr-defined]
        return kept

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """The region is asked by a filter of ours, which shows the person's own alone."""
        return lookup == RegionFilter.parameter_name or super().lookup_allowed(lookup, value, request)

    @admin.display(description="commune")
    def city(self, application: Application) -> str:
        """Of the head office."""
        return application.venue.city

    @admin.display(description="attend depuis", ordering="submitted_at")
    def age(self, application: Application) -> str:
        """Days in the queue; nothing once decided."""
        if application.status != ApplicationStatus.SUBMITTED:
            return ""
        return _age(since=application.submitted_at, now=timezone.now())

    @admin.display(description="avis rendus")
    def opinions(self, application: Application) -> str:
        """`Rectorat : favorable`."""
        given = {act.kind: act for act in application.acts.all()}
        names = {ActKind.RECTORAT: "Rectorat", ActKind.DRAC: "DRAC"}
        return ", ".join(
            f"{names[kind]} : {VERDICT_LABELS[Verdict(given[kind].verdict)].lower()}"
            for kind in OPINIONS
            if kind in given
        )

    @admin.display(description="SIRET")
    def siret(self, application: Application) -> str:
        """Of the structure."""
        return application.venue.siret

    @admin.display(description="siège")
    def head_office(self, application: Application) -> str:
        """Where the region comes from."""
        return application.venue.address.one_line

    @admin.display(description="domaines")
    def domains_shown(self, application: Application) -> str:
        """In words."""
        return ", ".join(application.domain_labels)

    @admin.display(description="niveaux")
    def levels_shown(self, application: Application) -> str:
        """In words."""
        return ", ".join(application.level_labels)

    @admin.display(description="formes d’intervention")
    def interventions_shown(self, application: Application) -> str:
        """In words."""
        return ", ".join(application.intervention_labels)

    @admin.display(description="tarif habituel")
    def price(self, application: Application) -> str:
        """In euros."""
        cents = application.usual_price_cents
        return "" if cents is None else show_euros(cents)

    @admin.display(description="contact")
    def contact(self, application: Application) -> str:
        """Name, telephone, e-mail."""
        said = (application.contact_name, application.contact_phone, application.contact_email)
        return ", ".join(part for part in said if part)

    @admin.display(description="signés")
    def acts_shown(self, application: Application) -> SafeString | str:
        """Who signed what, and why."""
        acts = selectors.acts_of(application=application)
        if not acts:
            return "Aucun acte pour le moment."
        return format_html_join("", "<p><strong>{}</strong>, {}, le {}. {}</p>", map(_act, acts))

    @admin.display(description="jointes")
    def pieces_shown(self, application: Application) -> SafeString | str:
        """Each file, opened on demand beside the answers."""
        pieces = selectors.pieces_of(application=application)
        if not pieces:
            return "Aucune pièce."
        return format_html_join("", _SHOWN, map(_piece, pieces))

    def decision_form(self, chosen: Decision) -> type[DecisionForm]:
        """An opinion has its verdict; an acceptance needs no reason."""
        forms_of = {"rectorat": OpinionForm, "drac": OpinionForm, "accept": AcceptForm}
        return forms_of.get(chosen.name, DecisionForm)

    def available(self, record: Any) -> set[str]:
        """What the person who reads may sign now."""
        open_now = acts_open_to(facts=selectors.facts_for(application=record, actor=record.reader))
        return {name for name, kind in _ACT_OF.items() if kind in open_now}

    def decision_view(self, request: HttpRequest, object_id: str, name: str) -> HttpResponse:
        """Who cannot sign is told why before they write anything."""
        record = self.get_object(request, unquote(object_id))
        asked = request.method == "GET" and name in _ACT_OF and self.may_decide(request)
        if asked and name not in self.available(record):
            messages.error(request, _why_not(record, _ACT_OF[name]))
            return redirect("admin:schools_application_change", record.pk)
        return super().decision_view(request, object_id, name)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Django's only knows its own forms: the acts are on the record."""
        record = self.get_object(request, unquote(object_id))
        return redirect("admin:schools_application_change", record.pk)

    def decide(self, request: HttpRequest, record: Application, name: str, form: DecisionForm) -> str:
        """One service per button."""
        common = {
            "application_id": record.pk,
            "reason": form.cleaned_data["reason"],
            "actor": request.user,
            "now": timezone.now(),
        }
        if name in {"rectorat", "drac"}:
            verdict = Verdict(form.cleaned_data["verdict"])
            instruction.give_opinion(authority=Authority(name), verdict=verdict, **common)
            return "L’avis est enregistré. Il ne se modifie plus."
        if name == "withdraw":
            instruction.withdraw(**common)
            return "Le référencement est retiré, et le motif est envoyé à la structure."
        verdict = Verdict.ACCEPTED if name == "accept" else Verdict.REFUSED
        instruction.decide(verdict=verdict, **common)
        return "La décision est enregistrée, et la structure est prévenue."

    def get_urls(self) -> list[Any]:
        """Pieces have their own address, for those who instruct."""
        view = self.admin_site.admin_view(self.piece_view)
        return [path("piece/<int:pk>/", view, name="schools_piece"), *super().get_urls()]

    def piece_view(self, request: HttpRequest, pk: int) -> FileResponse:
        """A piece of a file the person may open."""
        piece = selectors.piece_for(user=request.user, pk=pk)
        if piece is None or not self.has_view_permission(request, piece.application):
            raise Http404
        return piece_response(piece, inline=True)


def _why_not(record: Any, kind: ActKind) -> str:
    """The sentence that the service would refuse with."""
    facts = selectors.facts_for(application=record, actor=record.reader)
    return CannotInstruct.messages[blocker_to_open(kind=kind, facts=facts)]


def _age(*, since: datetime, now: datetime) -> str:
    days = (now - since).days
    return count(days, one="jour", many="jours") if days else "aujourd’hui"


def _piece(piece: Piece) -> tuple[str, str, str, str, str]:
    url = reverse("admin:schools_piece", args=[piece.pk])
    return piece.get_kind_display(), piece.shown_name, url, piece.shown_name, url


def _act(act: Act) -> tuple[str, str, str, str]:
    said = f"{act.get_kind_display()} : {act.get_verdict_display().lower()}"
    return said, act.author.full_name, show_day(act.at), act.reason


@admin.register(Mandate)
class MandateAdmin(ReadOnlyAdmin):
    """Who signs for whom, and where: superusers give and end."""

    list_display = ("user", "authority", "region", "granted_by", "granted_at", "ended_at")
    list_filter = (
        ("authority", KnownChoices),
        ("region", KnownChoices),
        ("ended_at", admin.EmptyFieldListFilter),
    )
    list_select_related = ("user", "granted_by")
    search_fields = ("user__email", "user__last_name")
    ordering = ("-pk",)
    decisions = (decision("end", "Mettre fin au mandat", danger=True),)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Superusers."""
        return request.user.is_superuser

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Superusers."""
        return request.user.is_superuser

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Superusers."""
        return request.user.is_superuser

    def may_decide(self, request: HttpRequest) -> bool:
        """Superusers."""
        return request.user.is_superuser

    def get_fields(self, request: HttpRequest, obj: Mandate | None = None) -> tuple[str, ...]:
        """Three answers to give one; everything to read one."""
        asked = ("user", "authority", "region")
        return asked if obj is None else (*asked, "granted_by", "granted_at", "ended_at")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Staff only, the person who gives apart."""
        if db_field.name == "user":
            kwargs["queryset"] = selectors.may_be_mandated(by=request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """A refusal of the service leads back to the form, as it was filled in."""
        try:
            return super().add_view(request, form_url, extra_context)
        except DomainError as refusal:
            messages.error(request, refusal.message)
            asked = {name: request.POST.get(name, "") for name in ("user", "authority", "region")}
            return redirect(f"{request.path}?{urlencode(asked)}")

    def save_model(self, request: HttpRequest, obj: Mandate, form: Any, change: Any) -> None:
        """Through the service, which judges and keeps the trace."""
        granted = mandates.grant_mandate(
            user=obj.user,
            authority=obj.authority,
            region=obj.region,
            actor=request.user,
            now=timezone.now(),
        )
        obj.pk = granted.pk

    def available(self, record: Mandate) -> set[str]:
        """A mandate ends once."""
        return {"end"} if record.ended_at is None else set()

    def decide(self, request: HttpRequest, record: Mandate, name: str, form: DecisionForm) -> str:
        """End it."""
        mandates.end_mandate(mandate_id=record.pk, actor=request.user, now=timezone.now())
        return "Le mandat est terminé. Ce qui a été signé reste."
