"""Bookings, Guichet, and what moving a date does."""

from django.urls import path

from bookings.views import dates, desk
from bookings.views import list as list_views

app_name = "bookings"
urlpatterns = [
    path("reservations/", list_views.bookings, name="list"),
    path("reservations/export.csv", list_views.export, name="export"),
    path("reservations/<int:pk>/", list_views.detail, name="detail"),
    path("offres/<int:pk>/reservations/", list_views.of_offer, name="of_offer"),
    path("offres/<int:pk>/reservations/export.csv", list_views.export_of_offer, name="export_of_offer"),
    path("offres/<int:pk>/deplacer/", dates.move_place, name="move_place"),
    path("seances/<int:pk>/deplacer/", dates.move_date, name="move_date"),
    path("seances/<int:pk>/supprimer/", dates.withdraw_date, name="withdraw_date"),
    path("guichet/", desk.guichet, name="desk"),
    path("guichet/<int:pk>/reprendre/", desk.undo, name="undo"),
]
