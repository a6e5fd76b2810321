"""Structures, their sign-up, and addresses."""

from django.urls import path

from venues import views

app_name = "venues"
urlpatterns = [
    path("inscription/structure/", views.search, name="search"),
    path("inscription/structure/<str:siret>/", views.confirm, name="confirm"),
    path("structures/", views.structures, name="list"),
    path("structures/changer/", views.switch, name="switch"),
    path("structures/<int:pk>/", views.structure, name="detail"),
    path("adresses/suggestions/", views.suggestions, name="suggestions"),
]
