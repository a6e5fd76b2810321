"""« Informations bancaires »: deposit an account, follow its file, attach the structures."""

from datetime import datetime
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.errors import DomainError
from core.guards import requires
from core.htmx import redirect, toast
from finance import selectors, services
from finance.downloads import proof_response
from finance.forms import AttachForm, DepositForm
from finance.models import BankAccount, VenueBankLink
from finance.permissions import accounts_in_reach, entity_of
from finance.road import bank_road
from finance.states import BankStatus
from finance.views.common import frame, venues_of
from venues.models import Venue
from venues.permissions import can_see_money


@requires(can_see_money)
@require_GET
def bank_accounts(request: HttpRequest) -> HttpResponse:
    """`/finance/informations-bancaires/`: the road in three steps, the accounts, who is paid on which."""
    return _overview(request)


def _overview(request: HttpRequest, *, refused: AttachForm | None = None, status: int = 200) -> HttpResponse:
    now, venues = timezone.now(), venues_of(request)
    waiting = selectors.waiting_for(venues=venues, now=now)
    accounts = selectors.accounts_of(accounts=accounts_in_reach(request), now=now)
    links = selectors.live_links(venues=venues, now=now)
    cards = [
        _card(account, venues=venues, links=links, waiting=waiting, refused=refused) for account in accounts
    ]
    context = {
        **frame("bank_accounts"),
        "cards": cards,
        "waiting": waiting,
        "road": bank_road(accounts=accounts, waiting=waiting, attached=len(links), structures=len(venues)),
        "attached": len(links),
        "structures": len(venues),
        "form": refused,
        "now": now,
    }
    return render(request, "finance/bank_accounts.html", context, status=status)


def _card(
    account: BankAccount,
    *,
    venues: list[Venue],
    links: dict[int, VenueBankLink],
    waiting: selectors.Waiting,
    refused: AttachForm | None,
) -> dict[str, Any]:
    """An account, the structures paid on it, and the form that attaches the others."""
    mine = {venue.pk for venue in venues}
    others = [v for v in venues if v.pk not in links or links[v.pk].bank_account_id != account.pk]
    form = None
    if account.status == BankStatus.ACCEPTED and others:
        concerned = refused is not None and refused.prefix == f"compte-{account.pk}"
        form = refused if concerned else _attach_form(account, venues=others, links=links, waiting=waiting)
    return {
        "account": account,
        "links": [link for link in account.live_links if link.venue_id in mine],  # type: ignore[attr-defined]
        "form": form,
        "unlocked": sum(waiting.by_venue[venue.pk] for venue in others if venue.pk not in links),
    }


def _attach_form(account: BankAccount, data: Any = None, **context: Any) -> AttachForm:
    waiting: selectors.Waiting = context.pop("waiting")
    links, venues = context["links"], context["venues"]
    ready = [venue.pk for venue in venues if venue.pk not in links]
    return AttachForm(
        data,
        prefix=f"compte-{account.pk}",
        waiting=waiting.by_venue,
        initial={"venues": ready},
        venues=venues,
        links=links,
    )


@requires(can_see_money)
@require_http_methods(["GET", "POST"])
def deposit(request: HttpRequest) -> HttpResponse:
    """Hand in an account."""
    entity = entity_of(request)
    initial = {"holder": entity.name, "label": "Compte courant"}
    form = DepositForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.deposit(legal_entity=entity, **_values(form), actor=request.user, now=timezone.now())
        except DomainError as refusal:
            form.apply(refusal)
        else:
            toast(request, "Votre compte est déposé. Notre équipe homologation l’examine.")
            return redirect(request, reverse("finance:bank_accounts"))
    return _form_page(request, form)


@requires(can_see_money)
@require_http_methods(["GET", "POST"])
def resubmit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a file that was sent back."""
    account = _mine(request, pk)
    if account.status != BankStatus.CORRECTIONS:
        raise Http404
    initial = {"holder": account.holder, "label": account.label}
    form = DepositForm(request.POST or None, request.FILES or None, initial=initial, correcting=account)
    if request.method == "POST" and form.is_valid():
        try:
            services.resubmit(
                bank_account_id=account.pk, **_values(form), actor=request.user, now=timezone.now()
            )
        except DomainError as refusal:
            form.apply(refusal)
        else:
            toast(request, "Votre dossier corrigé est envoyé. Notre équipe homologation l’examine.")
            return redirect(request, reverse("finance:bank_accounts"))
    return _form_page(request, form, account=account)


def _values(form: DepositForm) -> dict[str, Any]:
    typed = form.cleaned_data
    return {
        "label": typed["label"],
        "holder": typed["holder"],
        "coordinates": form.coordinates,
        "proof": typed["proof"],
    }


def _form_page(
    request: HttpRequest, form: DepositForm, *, account: BankAccount | None = None
) -> HttpResponse:
    context = {**frame("bank_accounts"), "form": form, "account": account}
    return render(request, "finance/deposit.html", context, status=422 if form.errors else 200)


def _mine(request: HttpRequest, pk: int) -> BankAccount:
    return get_object_or_404(accounts_in_reach(request), pk=pk)


@requires(can_see_money)
@require_POST
def attach(request: HttpRequest, pk: int) -> HttpResponse:
    """Pay structures on an account."""
    now, venues, account = timezone.now(), venues_of(request), _mine(request, pk)
    links = selectors.live_links(venues=venues, now=now)
    waiting = selectors.waiting_for(venues=venues, now=now)
    form = _attach_form(account, request.POST, venues=venues, links=links, waiting=waiting)
    if not form.is_valid():
        return _overview(request, refused=form, status=422)
    try:
        opened = services.attach(
            venue_ids=form.cleaned_data["venues"], bank_account_id=account.pk, actor=request.user, now=now
        )
    except DomainError as refusal:
        form.apply(refusal)
        return _overview(request, refused=form, status=refusal.status)
    toast(request, _said(opened, now=now))
    return redirect(request, reverse("finance:bank_accounts"))


def _said(opened: list[VenueBankLink], *, now: datetime) -> str:
    names = " et ".join(f"« {link.venue.public_name} »" for link in opened)
    done = f"{names} : rattachement enregistré." if opened else "Rien n’a changé."
    waits = any(link.payable_from > now for link in opened)
    return f"{done} Le nouveau compte sera payé dans 72 h au plus tôt." if waits else done


@requires(can_see_money)
@require_http_methods(["GET", "POST"])
def detach(request: HttpRequest, pk: int, venue_pk: int) -> HttpResponse:
    """Ask, then stop paying a structure on an account."""
    account = _mine(request, pk)
    venue = next((venue for venue in venues_of(request) if venue.pk == venue_pk), None)
    if venue is None:
        raise Http404
    if request.method == "POST":
        try:
            services.detach(
                venue_id=venue.pk, bank_account_id=account.pk, actor=request.user, now=timezone.now()
            )
        except DomainError as refusal:
            toast(request, refusal.message, level="error")
        else:
            toast(request, f"« {venue.public_name} » n’est plus payée sur ce compte.")
        return redirect(request, reverse("finance:bank_accounts"))
    return render(
        request, "finance/detach.html", {**frame("bank_accounts"), "account": account, "venue": venue}
    )


@requires(can_see_money)
@require_GET
def proof(request: HttpRequest, pk: int) -> FileResponse:
    """The proof of an account, as a download."""
    return proof_response(_mine(request, pk))
