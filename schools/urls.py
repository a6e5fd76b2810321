"""Addresses of what is proposed to schools."""

from django.urls import path

from schools.views import offer_form, offers, referencing

app_name = "schools"
_FILE = "collectif/referencement/"
urlpatterns = [
    path("collectif/", offers.offers, name="offers"),
    path("collectif/export.csv", offers.export, name="export"),
    path("collectif/etablissements/", offer_form.institutions, name="institutions"),
    path("collectif/offres/creation/", offer_form.create, name="create"),
    path("collectif/offres/<int:pk>/", offers.offer, name="offer"),
    path("collectif/offres/<int:pk>/modifier/", offer_form.edit, name="edit"),
    path("collectif/offres/<int:pk>/publier/", offers.publish, name="publish"),
    path("collectif/offres/<int:pk>/retirer/", offers.unpublish, name="unpublish"),
    path("collectif/offres/<int:pk>/archiver/", offers.archive, name="archive"),
    path("collectif/offres/<int:pk>/dupliquer/", offers.duplicate, name="duplicate"),
    path(_FILE, referencing.overview, name="referencing"),
    path(f"{_FILE}demande/", referencing.start, name="referencing_start"),
    path(f"{_FILE}projet/", referencing.project, name="referencing_project"),
    path(f"{_FILE}interventions/", referencing.interventions, name="referencing_interventions"),
    path(f"{_FILE}pieces/", referencing.pieces, name="referencing_pieces"),
    path(f"{_FILE}pieces/<int:pk>/", referencing.piece, name="referencing_piece"),
    path(f"{_FILE}pieces/<int:pk>/retirer/", referencing.remove_piece, name="referencing_remove_piece"),
    path(f"{_FILE}envoi/", referencing.sending, name="referencing_sending"),
]
