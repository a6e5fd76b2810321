"""Bookings, in the mobile API."""

from django.urls import path

from bookings.api import views

urlpatterns = [
    path("offers/<str:pk>/", views.OfferDetail.as_view(), name="offer"),
    path("bookings/", views.Bookings.as_view(), name="bookings"),
    path("bookings/<str:pk>/", views.BookingDetail.as_view(), name="booking"),
    path("bookings/<str:pk>/cancel/", views.BookingCancel.as_view(), name="cancel"),
]
