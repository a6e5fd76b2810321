"""The catalogue of components, for those who build pages."""

from django.urls import path

from core import views_components

app_name = "components"
urlpatterns = [path("composants/", views_components.catalogue, name="catalogue")]
