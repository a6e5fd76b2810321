"""The catalogue, in the mobile API."""

from django.urls import path

from offers.api import views

urlpatterns = [path("offers/", views.Offers.as_view(), name="offers")]
