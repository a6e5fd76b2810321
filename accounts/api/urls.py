"""Accounts, in the mobile API."""

from django.urls import path

from accounts.api import views

urlpatterns = [
    path("auth/token/", views.Token.as_view(), name="token"),
    path("auth/token/refresh/", views.Refresh.as_view(), name="refresh"),
    path("auth/sign-out/", views.SignOut.as_view(), name="sign_out"),
    path("me/", views.Me.as_view(), name="me"),
]
