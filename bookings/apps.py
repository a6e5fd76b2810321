"""Reservations."""

from django.apps import AppConfig


class BookingsConfig(AppConfig):
    """Bookings of young people, from the code to the door."""

    name = "bookings"
    verbose_name = "Réservations"
