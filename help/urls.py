"""Addresses of the help."""

from django.urls import path

from help.views import articles, support, webinars

app_name = "help"
urlpatterns = [
    path("webinaires/", webinars.index, name="webinars"),
    path("webinaires/calendrier.ics", webinars.calendar, name="webinars_calendar"),
    path("webinaires/<int:webinar_pk>/inscription/", webinars.register, name="webinar_register"),
    path("webinaires/<int:webinar_pk>/annuler/", webinars.leave, name="webinar_leave"),
    path("webinaires/<int:webinar_pk>/webinaire.ics", webinars.calendar_file, name="webinar_calendar"),
    path("aide/contact/", support.contact, name="contact"),
    path("aide/contact/envoye/", support.sent, name="contact_sent"),
    path("aide/", articles.home, name="home"),
    path("aide/collections/<slug:key>/", articles.collection, name="collection"),
    path("aide/articles/<slug:slug>/", articles.article, name="article"),
]
