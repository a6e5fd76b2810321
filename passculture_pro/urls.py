"""The site map: one include per app."""

from django.contrib import admin
from django.urls import include, path, re_path

from passculture_pro import views

urlpatterns = [
    path("", views.front, name="front"),
    path("accueil/", views.home, name="home"),
    path("", include("core.urls")),
    path("", include("core.urls_components")),
    path("", include("accounts.urls")),
    path("", include("venues.urls")),
    path("", include("bookings.urls")),
    path("", include("offers.urls")),
    path("", include("schools.urls")),
    path("", include("finance.urls")),
    path("", include("help.urls")),
    path("api/", include("passculture_pro.api")),
    path("admin/", admin.site.urls),
    re_path(r"^(?!static/).*$", views.not_found),
]
handler404 = "passculture_pro.views.not_found"
handler500 = "passculture_pro.views.broken"
