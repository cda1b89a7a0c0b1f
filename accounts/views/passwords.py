"""Choosing a password: by a link from an e-mail, or signed in."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.tokens import default_token_generator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from accounts.forms.passwords import ChangePasswordForm, ChoosePasswordForm, PasswordForgottenForm
from accounts.models import User
from accounts.services.passwords import ask_password_link, choose_password
from core.errors import RuleBroken

KEPT_TOKEN = "link_token"  # noqa: S105 (the name of a place in the session)


@login_not_required
def password_forgotten(request):
    form = PasswordForgottenForm(request.POST or None, cancel_url=reverse("accounts:sign_in"))
    if request.method == "POST" and form.is_valid():
        ask_password_link(email=form.cleaned_data["email"])
        return redirect("accounts:password_asked")
    return render(request, "accounts/password_forgotten.html", {"form": form})


@login_not_required
@require_safe
def password_asked(request):
    """The same page for an address that somebody has and for one that nobody has."""
    return render(request, "accounts/password_asked.html")


@login_not_required
@require_safe
def password_link(request, user_id, token):
    """Takes the token out of the address at once, so that it stands in no referrer and no history."""
    if _owner(user_id, token) is None:
        return render(request, "accounts/password_link_over.html", status=410)
    request.session[KEPT_TOKEN] = token
    return redirect("accounts:password_choose", user_id=user_id)


@login_not_required
@sensitive_post_parameters("new_password", "repeat_password")
def password_choose(request, user_id):
    user = _owner(user_id, request.session.get(KEPT_TOKEN))
    if user is None:
        return render(request, "accounts/password_link_over.html", status=410)
    form = ChoosePasswordForm(request.POST or None, user=user, cancel_url=reverse("accounts:sign_in"))
    if request.method == "POST" and form.is_valid():
        try:
            choose_password(user=user, password=form.cleaned_data["new_password"], by=user)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            del request.session[KEPT_TOKEN]
            messages.success(request, "Your new password is saved. Sign in with it.")
            return redirect("accounts:sign_in")
    return render(request, "accounts/password_choose.html", {"form": form})


@sensitive_post_parameters("current_password", "new_password", "repeat_password")
def change_password(request):
    form = ChangePasswordForm(request.POST or None, user=request.user, cancel_url=reverse("accounts:account"))
    if request.method == "POST" and form.is_valid():
        try:
            choose_password(
                user=request.user,
                password=form.cleaned_data["new_password"],
                by=request.user,
                keep=request.session.session_key,
            )
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            update_session_auth_hash(request, request.user)
            messages.success(request, "Your new password is saved. You have been signed out everywhere else.")
            return redirect("accounts:account")
    return render(request, "accounts/change_password.html", {"form": form})


def _owner(user_id, token):
    user = User.objects.active().filter(pk=user_id).first()
    return user if user is not None and default_token_generator.check_token(user, token) else None
