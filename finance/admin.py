"""Money, as staff see it: the queue of bank files, half-months and what they gave, the ledger, the scale."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.http import FileResponse, Http404, HttpRequest
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from core import uploads
from core.admin import DecisionForm, ReadOnlyAdmin, decision
from core.french import count
from core.money import show_euros
from core.text import fold
from finance import selectors, services
from finance.charts import rate as show_rate
from finance.downloads import proof_response
from finance.models import (
    BankAccount,
    BankFile,
    Entry,
    HalfMonth,
    ScaleBand,
    Transfer,
    TransferLine,
    VenueBankLink,
    YearTotal,
)
from finance.services.scales import save_band
from finance.states import BankEvent, BankStatus, bank_target

#: A row per act: the file waits for the team, or it does not.
_QUEUE = {BankStatus.PENDING: 0, BankStatus.CORRECTIONS: 1, BankStatus.ACCEPTED: 2, BankStatus.REFUSED: 3}


def _euros(field: str, label: str) -> Callable[[ReadOnlyAdmin, Any], str]:
    """A column of cents, shown in euros."""

    @admin.display(description=label, ordering=field)
    def column(self: ReadOnlyAdmin, row: Any) -> str:
        return show_euros(getattr(row, field))

    return column


class LinkInline(admin.TabularInline):
    """Structures attached to the account, then and now."""

    model = VenueBankLink
    fields = readonly_fields = ("venue", "period", "payable_from", "created_by")
    extra = 0
    can_delete = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[VenueBankLink]:
        """Newest first."""
        return super().get_queryset(request).select_related("venue", "created_by").order_by("-pk")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """By services only."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """By services only."""
        return False


@admin.register(BankAccount)
class BankAccountAdmin(ReadOnlyAdmin):
    """The queue of the homologation team: what waits first, the oldest on top, the proof beside the form."""

    list_display = ("label", "legal_entity", "holder", "masked_iban", "status", "age", "flags")
    list_filter = ("status",)
    search_fields = ("holder", "label", "legal_entity__name", "legal_entity__siren", "iban_last4")
    list_select_related = ("legal_entity",)
    change_form_template = "admin/finance/bank_account.html"
    decisions = (
        decision("accept", "Accepter"),
        decision("ask_corrections", "Demander une correction", reason=True),
        decision("refuse", "Refuser", reason=True, danger=True),
    )
    fields = (
        ("label", "status"),
        ("legal_entity", "siren"),
        "holder",
        ("masked_iban", "bic"),
        "warnings",
        "proof_shown",
        ("submitted_by", "submitted_at"),
        ("decided_by", "decided_at"),
        "message",
    )
    readonly_fields = ("siren", "masked_iban", "warnings", "proof_shown")
    inlines = (LinkInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[BankAccount]:
        """Pending first, the oldest on top."""
        rank = Case(*(When(status=s, then=Value(n)) for s, n in _QUEUE.items()), output_field=IntegerField())
        rows = super().get_queryset(request).annotate(rank=rank)
        return rows.select_related("legal_entity", "submitted_by", "decided_by").order_by(
            "rank", "submitted_at", "pk"
        )

    @admin.display(description="IBAN")
    def masked_iban(self, account: BankAccount) -> str:
        """Only its end."""
        return f"•••• {account.iban_last4}"

    @admin.display(description="SIREN")
    def siren(self, account: BankAccount) -> str:
        """Of the legal entity."""
        return account.legal_entity.siren

    @admin.display(description="attend depuis", ordering="submitted_at")
    def age(self, account: BankAccount) -> str:
        """Days in the queue; nothing once decided."""
        if account.status != BankStatus.PENDING:
            return ""
        days = (timezone.now() - account.submitted_at).days
        return count(days, one="jour", many="jours") if days else "aujourd’hui"

    @admin.display(description="à vérifier")
    def flags(self, account: BankAccount) -> str:
        """A word when the holder is not the legal entity."""
        return "" if same_name(account) else "titulaire différent"

    @admin.display(description="à vérifier")
    def warnings(self, account: BankAccount) -> SafeString | str:
        """Holder and entity that differ; the same IBAN at another entity."""
        found = [] if same_name(account) else [f"Le titulaire n’est pas « {account.legal_entity.name} »."]
        twins = selectors.duplicates_of(account=account)
        found += [
            f"IBAN déjà déposé par {twin.legal_entity} (dossier {twin.pk}, {twin.status})." for twin in twins
        ]
        return (
            format_html_join("", "<p><strong>{}</strong></p>", ((line,) for line in found))
            if found
            else "Rien à signaler."
        )

    @admin.display(description="justificatif")
    def proof_shown(self, account: BankAccount) -> SafeString:
        """The proof itself, beside what was typed."""
        url = reverse("admin:finance_bankaccount_proof", args=[account.pk])
        link = format_html(
            '<p><a href="{}" target="_blank" rel="noopener">{}</a></p>', url, account.proof_name
        )
        if uploads.type_of(account.proof.name) == uploads.PDF:
            return format_html('{}<iframe class="proof" src="{}" title="Justificatif"></iframe>', link, url)
        return format_html('{}<img class="proof" src="{}" alt="Justificatif">', link, url)

    def available(self, record: BankAccount) -> set[str]:
        """Legal moves of the file."""
        status = BankStatus(record.status)
        events = (BankEvent.ACCEPT, BankEvent.ASK_CORRECTIONS, BankEvent.REFUSE)
        return {event.value for event in events if bank_target(status=status, event=event)}

    def decide(self, request: HttpRequest, record: BankAccount, name: str, form: DecisionForm) -> str:
        """One service per button."""
        common = {"bank_account_id": record.pk, "actor": request.user, "now": timezone.now()}
        if name == "accept":
            services.accept(**common)
            return (
                "Le compte est accepté. Le partenaire est prévenu : il lui reste à rattacher ses structures."
            )
        act = {"ask_corrections": services.ask_corrections, "refuse": services.refuse}[name]
        act(reason=form.cleaned_data["reason"], **common)
        return "C’est fait, et le motif est envoyé au partenaire."

    def get_urls(self) -> list[Any]:
        """The proof has its own address, for staff."""
        view = self.admin_site.admin_view(self.proof_view)
        return [path("<int:pk>/justificatif/", view, name="finance_bankaccount_proof"), *super().get_urls()]

    def proof_view(self, request: HttpRequest, pk: int) -> FileResponse:
        """The proof, shown within our own pages only."""
        account = self.get_queryset(request).filter(pk=pk).first()
        if account is None or not self.has_view_permission(request, account):
            raise Http404
        return proof_response(account, inline=True)


def same_name(account: BankAccount) -> bool:
    """Does the holder look like the legal entity: one name within the other, accents and capitals aside?"""
    holder, entity = fold(account.holder), fold(account.legal_entity.name)
    return holder in entity or entity in holder


@admin.register(HalfMonth)
class HalfMonthAdmin(ReadOnlyAdmin):
    """Frozen half-months."""

    list_display = ("label", "cutoff", "frozen_at")
    ordering = ("-cutoff",)

    @admin.display(description="quinzaine", ordering="cutoff")
    def label(self, half_month: HalfMonth) -> str:
        """`1er au 15 novembre 2026`."""
        return half_month.period.label


@admin.register(BankFile)
class BankFileAdmin(ReadOnlyAdmin):
    """Files handed to the bank."""

    list_display = ("msg_id", "half_month", "count", "total", "created_at", "answered_at")
    list_filter = (("answered_at", admin.EmptyFieldListFilter),)
    list_select_related = ("half_month",)
    search_fields = ("msg_id",)
    ordering = ("-pk",)
    total = _euros("total_cents", "total")


@admin.register(Transfer)
class TransferAdmin(ReadOnlyAdmin):
    """Transfers; the ciphered IBAN is not shown."""

    list_display = (
        "reference",
        "half_month",
        "holder",
        "masked_iban",
        "amount",
        "booking_count",
        "status",
        "issued_at",
    )
    list_filter = ("status", "half_month")
    list_select_related = ("half_month",)
    search_fields = ("reference", "statement_number", "end_to_end_id", "holder")
    ordering = ("-pk",)
    exclude = ("iban_ciphered",)
    readonly_fields = ("lines_link",)
    amount = _euros("amount_cents", "montant")

    @admin.display(description="lignes")
    def lines_link(self, transfer: Transfer) -> SafeString:
        """What it pays."""
        url = reverse("admin:finance_transferline_changelist")
        return format_html('<a href="{}?transfer__id__exact={}">Voir les lignes</a>', url, transfer.pk)

    @admin.display(description="IBAN")
    def masked_iban(self, transfer: Transfer) -> str:
        """Only its end."""
        return f"•••• {transfer.iban_last4}"


@admin.register(TransferLine)
class TransferLineAdmin(ReadOnlyAdmin):
    """What transfers pay, entry by entry."""

    list_display = ("transfer", "venue", "entry", "round")
    list_select_related = ("transfer", "venue", "entry")
    search_fields = ("transfer__reference", "entry__booking__code")
    ordering = ("-pk",)


@admin.register(Entry)
class EntryAdmin(ReadOnlyAdmin):
    """The ledger."""

    list_display = ("booking", "venue", "gross", "due", "forgone", "rate", "year", "validated_at")
    list_filter = ("year", ("mirrors", admin.EmptyFieldListFilter))
    list_select_related = ("booking", "venue")
    search_fields = ("booking__code",)
    ordering = ("-pk",)
    raw_id_fields = ("transition", "mirrors")
    gross = _euros("gross_cents", "brut")
    due = _euros("due_cents", "dû")
    forgone = _euros("forgone_cents", "part du partenaire")

    @admin.display(description="taux", ordering="basis_points")
    def rate(self, entry: Entry) -> str:
        """`95 %`."""
        return show_rate(entry.basis_points)


@admin.register(YearTotal)
class YearTotalAdmin(ReadOnlyAdmin):
    """Running revenue of the structures."""

    list_display = ("venue", "year", "gross")
    list_filter = ("year",)
    list_select_related = ("venue",)
    ordering = ("-year", "venue")
    gross = _euros("gross_cents", "chiffre d’affaires brut")


@admin.register(ScaleBand)
class ScaleBandAdmin(admin.ModelAdmin):
    """The scale: dated data that staff edit. What priced something is closed by a date, not deleted."""

    list_display = ("text", "group", "above", "rate", "valid_from", "valid_until")
    list_filter = ("group",)
    ordering = ("group", "above_cents", "valid_from")

    @admin.display(description="au-dessus de", ordering="above_cents")
    def above(self, band: ScaleBand) -> str:
        """In euros; the first band begins at nothing."""
        return show_euros(max(band.above_cents, 0))

    @admin.display(description="taux", ordering="basis_points")
    def rate(self, band: ScaleBand) -> str:
        """In percent."""
        return show_rate(band.basis_points)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """No: entries name their band."""
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: ScaleBand | None = None) -> tuple[str, ...]:
        """Once it priced something, only its end may still be set."""
        if obj is None or not Entry.objects.filter(band=obj).exists():
            return ()
        return ("group", "above_cents", "basis_points", "valid_from", "text")

    def save_model(self, request: HttpRequest, obj: ScaleBand, form: Any, change: Any) -> None:
        """Through the service, which keeps the trace."""
        save_band(band=obj, actor=request.user, now=timezone.now())
