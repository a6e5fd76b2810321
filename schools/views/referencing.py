"""« Référencement »: why, where the application stands, and its four pages."""

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.errors import DomainError
from core.forms import PortalForm
from core.guards import requires
from core.htmx import redirect, toast
from schools.downloads import piece_response
from schools.errors import CannotApply
from schools.forms.referencing import InterventionsForm, PieceForm, ProjectForm, SendingForm, StepForm
from schools.models.referencing import Application, Piece
from schools.regions import REGIONS, first_region
from schools.road import referencing_road
from schools.rules.referencing import MAX_PIECES, STEP_LABELS, Lack, Step, lacking
from schools.selectors import referencing as selectors
from schools.services import referencing as services
from schools.states import Standing
from venues.models import Venue
from venues.permissions import can_administer, can_follow, can_program, current_venue

_ROUTES = {step: f"schools:referencing_{step}" for step in Step}
_FORMS: dict[Step, type[StepForm]] = {Step.PROJECT: ProjectForm, Step.INTERVENTIONS: InterventionsForm}
_TEMPLATES = {
    Step.PROJECT: "schools/referencing_project.html",
    Step.INTERVENTIONS: "schools/referencing_interventions.html",
    Step.PIECES: "schools/referencing_pieces.html",
    Step.SENDING: "schools/referencing_sending.html",
}
_AFTER = {Step.PROJECT: Step.INTERVENTIONS, Step.INTERVENTIONS: Step.PIECES}
#: The application that a page was opened for: another window may have changed the structure since.
ABOUT = "about"
_NO_DRAFT = "Aucun brouillon n’est ouvert. Voici où en est votre demande."


@requires(can_follow)
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """`/collectif/referencement/`: why, who decides, and the way of the application."""
    venue = current_venue(request)
    standing = selectors.standing(venue_id=venue.pk)
    application = standing.application
    acts = selectors.acts_of(application=application) if application and application.submitted_at else []
    region = _region_name(venue, application)
    context = {
        "nav": "schools",
        "standing": standing,
        "before": _told_before(venue, application),
        "application": application,
        "region": region,
        "road": referencing_road(application=application, acts=acts, region=region),
        "decided": standing.state in {Standing.ACCEPTED, Standing.SUSPENDED},
        "may_apply": can_administer(request),
        "may_program": can_program(request),
        "pieces": selectors.pieces_of(application=application) if application else [],
    }
    return render(request, "schools/referencing.html", context)


def _told_before(venue: Venue, application: Application | None) -> dict[str, Any] | None:
    """A refused application may be followed by another: what it was told stays below the new one."""
    if application is None or application.decided_at is not None:
        return None
    last = selectors.last_decided(venue_id=venue.pk)
    if last is None:
        return None
    acts = selectors.acts_of(application=last)
    road = referencing_road(application=last, acts=acts, region=_region_name(venue, last))
    return {"application": last, "road": road}


def _region_name(venue: Venue, application: Application | None) -> str:
    frozen = application.region if application else ""
    code = frozen or first_region(venue.address.insee_code, venue.address.postal_code)
    return REGIONS.get(code, "")


@requires(can_administer)
@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Open a draft, with what the last application said."""
    try:
        services.start(venue=current_venue(request), actor=request.user, now=timezone.now())
    except DomainError as refusal:
        toast(request, refusal.message, level="error")
        return redirect(request, reverse("schools:referencing"))
    return redirect(request, reverse(_ROUTES[Step.PROJECT]))


@requires(can_administer)
@require_http_methods(["GET", "POST"])
def project(request: HttpRequest) -> HttpResponse:
    """What is proposed to pupils."""
    return _answers_page(request, Step.PROJECT)


@requires(can_administer)
@require_http_methods(["GET", "POST"])
def interventions(request: HttpRequest) -> HttpResponse:
    """How, and by whom."""
    return _answers_page(request, Step.INTERVENTIONS)


def _answers_page(request: HttpRequest, step: Step) -> HttpResponse:
    draft = selectors.draft_of(venue_id=current_venue(request).pk)
    names = list(_FORMS[step].base_fields)  # the version of the draft is one of them
    initial = {name: getattr(draft, name) for name in names} if draft else {}
    form = _FORMS[step](_posted(request), initial=initial)
    stale = _stale(request, draft)
    if draft is None or stale:
        return _turned_away(request, draft, step, form, stale)
    if request.method == "POST" and _saved(request, draft, form):
        if "leave" in request.POST:
            toast(request, "Votre brouillon est enregistré. Vous le reprendrez quand vous voudrez.")
            return redirect(request, reverse("schools:referencing"))
        return redirect(request, reverse(_ROUTES[_AFTER[step]]))
    return _page(request, draft, step, form=form)


def _saved(request: HttpRequest, draft: Application, form: StepForm) -> bool:
    """Keep every readable answer, even beside one that is not; True when the person may move on."""
    readable = form.is_valid()
    try:
        saved = services.save_step(
            application_id=draft.pk,
            step=form.step,
            values=form.answers(),
            version=form.version_read,
            actor=request.user,
            now=timezone.now(),
        )
    except DomainError as refusal:
        form.apply(refusal)
        form.read_again(version=draft.version)
        return False
    form.read_again(version=saved.version)
    if "leave" in request.POST:
        return readable
    return not form.show_lacks(_lacks(saved, pieces=0)) and readable


@requires(can_administer)
@require_http_methods(["GET", "POST"])
def pieces(request: HttpRequest) -> HttpResponse:
    """Files: joined one by one, removed until the application leaves."""
    draft = selectors.draft_of(venue_id=current_venue(request).pk)
    form = PieceForm(_posted(request), request.FILES if request.method == "POST" else None)
    stale = _stale(request, draft)
    if draft is None or stale:
        return _turned_away(request, draft, Step.PIECES, form, stale)
    if request.method == "POST" and form.is_valid() and _joined(request, draft, form):
        return redirect(request, reverse(_ROUTES[Step.PIECES]))
    return _page(request, draft, Step.PIECES, form=form)


def _joined(request: HttpRequest, draft: Application, form: PieceForm) -> bool:
    try:
        services.add_piece(
            application_id=draft.pk,
            kind=form.cleaned_data["kind"],
            upload=form.cleaned_data["file"],
            actor=request.user,
            now=timezone.now(),
        )
    except DomainError as refusal:
        form.apply(refusal)
        return False
    toast(request, f"« {form.cleaned_data['file'].shown_name} » est joint au dossier.")
    return True


@requires(can_follow)
@require_GET
def piece(request: HttpRequest, pk: int) -> FileResponse:
    """A file, for the people of its structure."""
    return piece_response(_mine(request, pk))


@requires(can_administer)
@require_POST
def remove_piece(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a file out of the draft."""
    found = _mine(request, pk)
    try:
        services.remove_piece(
            application_id=found.application_id, piece_id=found.pk, actor=request.user, now=timezone.now()
        )
    except DomainError as refusal:
        toast(request, refusal.message, level="error")
        return redirect(request, reverse("schools:referencing"))
    toast(request, f"« {found.shown_name} » est retiré du dossier.")
    return redirect(request, reverse(_ROUTES[Step.PIECES]))


def _mine(request: HttpRequest, pk: int) -> Piece:
    found = selectors.piece_of(venue_id=current_venue(request).pk, pk=pk)
    if found is None:
        raise Http404
    return found


@requires(can_administer)
@require_http_methods(["GET", "POST"])
def sending(request: HttpRequest) -> HttpResponse:
    """Read everything again, attest, hand in."""
    draft = selectors.draft_of(venue_id=current_venue(request).pk)
    form = SendingForm(_posted(request))
    stale = _stale(request, draft)
    if draft is None or stale:
        return _turned_away(request, draft, Step.SENDING, form, stale)
    if request.method == "POST" and form.is_valid() and _sent(request, draft, form):
        toast(request, "Votre dossier est déposé. Vous recevrez la décision par e-mail.")
        return redirect(request, reverse("schools:referencing"))
    return _page(request, draft, Step.SENDING, form=form)


def _sent(request: HttpRequest, draft: Application, form: SendingForm) -> bool:
    try:
        services.submit(
            application_id=draft.pk,
            honour=form.cleaned_data["honour"],
            actor=request.user,
            now=timezone.now(),
        )
    except DomainError as refusal:
        form.apply(refusal)
        return False
    return True


def _posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, were it empty: an empty form is judged too."""
    return request.POST if request.method == "POST" else None


def _stale(request: HttpRequest, draft: Application | None) -> CannotApply | None:
    """Why a page opened earlier is not taken: it is another structure's, or that of an application handed in."""
    about = request.POST.get(ABOUT, "")
    if not about or (draft is not None and about == str(draft.pk)):
        return None
    ours = selectors.has_application(venue_id=current_venue(request).pk, pk=about)
    return CannotApply("not_a_draft" if ours else "another_structure")


def _turned_away(
    request: HttpRequest, draft: Application | None, step: Step, form: PortalForm, stale: CannotApply | None
) -> HttpResponse:
    """Nothing is written. What was typed for another structure comes back, ready to be sent from there."""
    if stale is None or (draft is None and stale.code == "not_a_draft"):
        return _no_draft(request)
    form.apply(stale)
    return _page(request, draft or Application(venue=current_venue(request)), step, form=form)


def _no_draft(request: HttpRequest) -> HttpResponse:
    """Another window handed it in, or it was never opened."""
    toast(request, _NO_DRAFT, level="info")
    return redirect(request, reverse("schools:referencing"))


def _lacks(draft: Application, *, pieces: int) -> list[Lack]:
    return lacking(selectors.answers_of(application=draft, pieces=pieces))


def _page(request: HttpRequest, draft: Application, step: Step, *, form: Any) -> HttpResponse:
    joined = selectors.pieces_of(application=draft) if draft.pk else []
    lacks = _lacks(draft, pieces=len(joined))
    context = {
        "nav": "schools",
        "draft": draft,
        "about": request.POST.get(ABOUT) or draft.pk,
        "form": form,
        "steps": _stepper(step, lacks),
        "pieces": joined,
        "full": len(joined) >= MAX_PIECES,
        "lacks": [
            {"label": STEP_LABELS[one.step], "url": reverse(_ROUTES[one.step]), "text": one.message}
            for one in lacks
        ],
        "region": _region_name(draft.venue, draft),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, _TEMPLATES[step], context, status=status)


def _stepper(here: Step, lacks: list[Lack]) -> list[dict[str, str]]:
    unfinished = {lack.step for lack in lacks}
    shown = []
    for step, label in STEP_LABELS.items():
        done = step not in unfinished and step != Step.SENDING
        state = "now" if step == here else "done" if done else "todo"
        shown.append({"label": label, "state": state, "url": reverse(_ROUTES[step])})
    return shown
