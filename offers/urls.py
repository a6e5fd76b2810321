"""The catalogue."""

from django.urls import path

from offers.views import list as list_views
from offers.views import wizard

app_name = "offers"
urlpatterns = [
    path("offres/", list_views.offers, name="list"),
    path("offres/export.csv", list_views.export, name="export"),
    path("offres/creation/", wizard.create, name="create"),
    path("offres/creation/<slug:category>/", wizard.new_description, name="new_description"),
    path("offres/<int:pk>/", list_views.detail, name="detail"),
    path("offres/<int:pk>/description/", wizard.description, name="description"),
    path("offres/<int:pk>/lieu/", wizard.place, name="place"),
    path("offres/<int:pk>/dates/", wizard.dates, name="dates"),
    path("offres/<int:pk>/verifier/", wizard.summary, name="summary"),
    path("offres/<int:pk>/publier/", wizard.publish, name="publish"),
    path("offres/<int:pk>/pause/", wizard.pause, name="pause"),
    path("circuits/", list_views.circuits, name="circuits"),
]
