"""Addresses of the money."""

from django.urls import path
from django.http import HttpResponse

app_name = "finance"
urlpatterns = [
    path("finance/virements/<int:pk>/", lambda r, pk: HttpResponse(), name="transfer"),
    path("finance/informations-bancaires/", lambda r: HttpResponse(), name="bank_accounts"),
    path("finance/virements/", lambda r: HttpResponse(), name="transfers"),
]
