"""Structures, in the mobile API."""

from django.urls import path

from venues.api import views

urlpatterns = [path("venues/<str:pk>/", views.VenueDetail.as_view(), name="venue")]
