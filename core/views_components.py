"""`/composants/`: every component in every state, on invented data, for those who build pages."""

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.forms import ChoiceCard, DateInput, EurosField, PortalForm, SearchInput, TimeInput
from core.guards import requires, staff
from core.pages import Page


def builds_pages(request: HttpRequest) -> bool:
    """Staff, or anyone while DEBUG is on."""
    return settings.DEBUG or staff(request)


class SampleForm(PortalForm):
    """One field of each kind."""

    title = forms.CharField(label="Titre du film", help_text="90 caractères au plus.", max_length=90)
    date = forms.DateField(label="Date", widget=DateInput)
    hour = forms.TimeField(label="Heure", widget=TimeInput)
    price = EurosField(label="Prix", max_cents=30_000)
    kind = forms.ChoiceField(
        label="Format",
        choices=[
            ("seance", "Séance de cinéma"),
            ("plein-air", "Cinéma plein air"),
            ("festival", "Festival de cinéma"),
        ],
    )
    description = forms.CharField(label="Description", widget=forms.Textarea, required=False)
    audience = forms.ChoiceField(
        label="À qui s’adresse l’offre ?",
        widget=forms.RadioSelect,
        choices=[
            ("public", ChoiceCard("Au grand public", "Les jeunes réservent depuis l’application.")),
            ("classe", ChoiceCard("À un groupe scolaire", "Réservé aux structures référencées.")),
        ],
    )
    access = forms.MultipleChoiceField(
        label="Accessibilité",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        choices=[
            ("moteur", "Handicap moteur"),
            ("auditif", "Handicap auditif"),
            ("visuel", "Handicap visuel"),
        ],
    )
    proof = forms.FileField(
        label="Justificatif bancaire",
        help_text="PDF ou photo, 10 Mo au plus.",
        widget=forms.FileInput(attrs={"accept": ".pdf,image/*"}),
    )
    password = forms.CharField(
        label="Mot de passe", widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )
    keep = forms.BooleanField(
        label="Garder ce lieu dans mon carnet d’adresses",
        help_text="Vous pourrez l’en retirer.",
        required=False,
    )


class SampleFilters(PortalForm):
    """A search and three filters."""

    marks_optional = False
    q = forms.CharField(
        label="Rechercher", required=False, widget=SearchInput(attrs={"placeholder": "Nom ou code"})
    )
    village = forms.ChoiceField(label="Village", required=False, choices=[("", "Tous"), ("cajarc", "Cajarc")])
    since = forms.DateField(label="Du", required=False, widget=DateInput)
    until = forms.DateField(label="Au", required=False, widget=DateInput)


GOOD_ANSWERS = {
    "title": "Minuit à Padirac",
    "date": "2026-11-20",
    "hour": "20:30",
    "price": 450,
    "kind": "seance",
    "description": "Un veilleur de nuit entend couler une rivière sous le village.",
    "audience": "public",
    "access": ["moteur"],
    "keep": True,
}
WRONG_ANSWERS = {
    "title": "",
    "date": "",
    "hour": "20:30",
    "price": "quatre euros",
    "audience": "",
    "keep": "",
}
STEPS = [
    {"label": "Quoi", "state": "done", "url": "#route"},
    {"label": "Où", "state": "now"},
    {"label": "Tarifs", "state": "todo"},
    {"label": "Vérifier", "state": "todo"},
]
HISTORY = [
    {"state": "done", "title": "Réservée", "text": "lun. 9 nov., 18:04, par Théo C."},
    {"state": "done", "title": "Confirmée", "text": "mer. 11 nov., 18:04, délai d’annulation passé"},
    {"state": "now", "icon": "hourglass", "title": "Validée d’office", "text": "lun. 16 nov., 20:30"},
    {"state": "todo", "title": "Virement", "text": "vers mer. 9 déc."},
]
TO_DO = [
    {
        "state": "done",
        "title": "Votre structure est créée",
        "text": "À partir de votre SIRET, le 3 février.",
        "tag": {"kind": "ok", "icon": "check", "label": "Terminé"},
    },
    {
        "state": "stuck",
        "icon": "link",
        "title": "Aucun compte rattaché",
        "text": "86,00 € attendent ici.",
        "action_url": "#route",
        "action_label": "Rattacher",
    },
    {
        "state": "todo",
        "title": "Invitez vos bénévoles",
        "text": "Un lien par séance. Facultatif.",
        "action_url": "#route",
        "action_label": "Inviter",
    },
]
STATS = [
    {"label": "À venir", "value": "127 places", "note": "508,00 €"},
    {"label": "Ce soir", "value": "42 sur 80", "note": "Cajarc"},
    {"label": "Validées", "value": "54 places", "note": "cette quinzaine"},
    {"label": "Prochain virement", "value": "216,00 €", "note": "vers le 24 novembre"},
]
TABS = [
    {"label": "Grille", "url": "#listes", "icon": "grid-3x3", "current": True},
    {"label": "Calendrier", "url": "#listes", "icon": "calendar-days"},
    {"label": "Demandes", "url": "#listes", "icon": "mail", "count": 3},
]
STATES = [
    {"label": "Toutes", "url": "#listes", "count": 188, "current": True},
    {"label": "Réservées", "url": "#listes", "count": 31},
    {"label": "Validées", "url": "#listes", "count": 54},
]
CHOSEN = [{"label": "Cajarc", "url": "#listes", "removable": True}]
CRUMBS = [
    {"label": "Offres", "url": "#navigation"},
    {"label": "Minuit à Padirac", "url": "#navigation"},
    {"label": "Dates"},
]
BOOKINGS = [
    ("Noa Lestang", "Les Noyers de Marthe", "K7M4PX", ("brand", "clock", "Réservée"), 400, True),
    ("Lina Bastoul", "Les Noyers de Marthe", "H3XWQA", ("info", "lock", "Confirmée"), 800, False),
    ("Jade Castanet", "Minuit à Padirac", "W4EK6G", ("ok", "banknote", "Remboursée"), 400, False),
]
ENTRIES = (
    ("home", "Accueil", "house"),
    ("bookings", "Réservations", "ticket"),
    ("desk", "Guichet", "scan-line"),
    ("help", "Aide", "life-buoy"),
)


def _entries() -> list[dict[str, Any]]:
    return [
        {
            "key": key,
            "label": label,
            "icon": icon,
            "url": "#navigation",
            "count": 3 if key == "bookings" else 0,
        }
        for key, label, icon in ENTRIES
    ]


def samples() -> dict[str, Any]:
    """What the catalogue shows; nothing of it exists."""
    instant = datetime(2026, 12, 1, 19, 30, tzinfo=UTC)
    return {
        "good": SampleForm(initial=GOOD_ANSWERS, prefix="ok"),
        "wrong": SampleForm(WRONG_ANSWERS, auto_id="f_%s"),
        "filters": SampleFilters({"q": "cajrac"}),
        "instant": instant,
        "steps": STEPS,
        "history": HISTORY,
        "to_do": TO_DO,
        "stats": STATS,
        "tabs": TABS,
        "states": STATES,
        "chosen": CHOSEN,
        "crumbs": CRUMBS,
        "bookings": BOOKINGS,
        "entries": _entries(),
        "page": Page(rows=BOOKINGS, previous_url="?avant=1", next_url="?suite=1"),
    }


@login_not_required
@requires(builds_pages)
def catalogue(request: HttpRequest) -> HttpResponse:
    """Every component, in all its states."""
    return render(request, "core/components.html", {"nav": "components", **samples()})
