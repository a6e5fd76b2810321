"""Sign-up, confirmation, sign-in, forgotten password."""

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth import views as auth_views
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts import services
from accounts.errors import LinkExpired
from accounts.forms import ForgottenPasswordForm, NewPasswordForm, SignInForm, SignUpForm
from core import limits
from core.errors import TooManyTries
from core.guards import public, requires, signed_in
from core.network import client_network

MAILS_PER_HOUR = 20


@public
@never_cache
@require_http_methods(["GET", "POST"])
def sign_up(request: HttpRequest) -> HttpResponse:
    """First step: the person."""
    if request.user.is_authenticated:
        return redirect("venues:search")
    form = SignUpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            limits.hit(name="sign-up", who=client_network(request), most=MAILS_PER_HOUR, seconds=3600)
            services.sign_up(**form.cleaned_data, now=timezone.now())
        except TooManyTries as refusal:
            form.apply(refusal)
        else:
            request.session["signed_up_email"] = form.cleaned_data["email"]
            return redirect("accounts:check_mailbox")
    return render(request, "accounts/sign_up.html", {"form": form}, status=422 if form.errors else 200)


@public
def check_mailbox(request: HttpRequest) -> HttpResponse:
    """The same words whether the address was known or not."""
    return render(
        request, "accounts/check_mailbox.html", {"email": request.session.get("signed_up_email", "")}
    )


@public
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The link received: reading it changes nothing, the button proves the address and signs in."""
    try:
        if request.method == "POST":
            user = services.confirm_email(token=token, now=timezone.now())
            login(request, user)
            return redirect("venues:search")
        user = services.read_confirmation(token=token)
    except LinkExpired as refusal:
        return render(request, "accounts/link_expired.html", {"refusal": refusal}, status=refusal.status)
    return render(request, "accounts/confirm.html", {"person": user, "token": token})


@method_decorator(public, name="dispatch")
class SignIn(auth_views.LoginView):
    """`/connexion/`."""

    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def form_invalid(self, form: SignInForm) -> HttpResponse:
        """Say it in the status too; whoever tried too often is told when to come back."""
        refusal = getattr(self.request, "sign_in_refusal", None)
        retry_after = getattr(refusal, "retry_after", None)
        response = self.render_to_response(
            self.get_context_data(form=form), status=429 if retry_after else 422
        )
        if retry_after:
            response["Retry-After"] = str(retry_after)
        return response


@requires(signed_in)
@require_http_methods(["GET", "POST"])
def sign_out(request: HttpRequest) -> HttpResponse:
    """A question for GET, the act for POST."""
    if request.method == "POST":
        response = auth_views.LogoutView.as_view()(request)
        messages.success(request, "Vous êtes déconnecté.")
        return response
    return render(request, "accounts/sign_out.html")


@method_decorator(public, name="dispatch")
class Forgotten(auth_views.PasswordResetView):
    """Ask for a link."""

    template_name = "accounts/forgotten.html"
    form_class = ForgottenPasswordForm
    success_url = reverse_lazy("accounts:reset_sent")

    def form_valid(self, form: ForgottenPasswordForm) -> HttpResponse:
        """Send, unless this network address asked too often."""
        try:
            limits.hit(name="reset", who=client_network(self.request), most=MAILS_PER_HOUR, seconds=3600)
        except TooManyTries as refusal:
            form.add_error(None, refusal.message)
            return self.form_invalid(form)
        return super().form_valid(form)


@method_decorator(public, name="dispatch")
class ResetSent(auth_views.PasswordResetDoneView):
    """Same words whether the address is known or not."""

    template_name = "accounts/reset_sent.html"


@method_decorator(public, name="dispatch")
class ResetConfirm(auth_views.PasswordResetConfirmView):
    """Choose a new password."""

    template_name = "accounts/reset_confirm.html"
    form_class = NewPasswordForm
    success_url = reverse_lazy("accounts:sign_in")

    def form_valid(self, form: NewPasswordForm) -> HttpResponse:
        """Say that it is done."""
        messages.success(self.request, "Votre mot de passe est changé. Connectez-vous.")
        return super().form_valid(form)
