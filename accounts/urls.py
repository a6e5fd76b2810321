"""Sign-up, sign-in, password."""

from django.urls import path

from accounts import views

app_name = "accounts"
urlpatterns = [
    path("connexion/", views.SignIn.as_view(), name="sign_in"),
    path("deconnexion/", views.sign_out, name="sign_out"),
    path("inscription/", views.sign_up, name="sign_up"),
    path("inscription/verifiez-vos-e-mails/", views.check_mailbox, name="check_mailbox"),
    path("inscription/confirmation/<str:token>/", views.confirm, name="confirm"),
    path("mot-de-passe/", views.Forgotten.as_view(), name="forgotten"),
    path("mot-de-passe/envoye/", views.ResetSent.as_view(), name="reset_sent"),
    path("mot-de-passe/<uidb64>/<token>/", views.ResetConfirm.as_view(), name="reset_confirm"),
]
