"""People who work here, kept by administrators; and each one's own account."""

import uuid

from django.conf import settings
from django.contrib import messages
from django.forms import model_to_dict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.enums import LinkKind
from accounts.forms.staff import AccountForm, StaffAddForm, StaffFilter
from accounts.models import CalendarLink, User
from accounts.permissions import Permission, requires
from accounts.services import staff
from accounts.services.passwords import add_password_link
from core.errors import EditedMeanwhile, RuleBroken
from core.lists import sorted_page

SORTS = {
    "name": ["name"],
    "role": ["role", "name"],
    "team": ["team__name", "name"],
    "seen": ["last_login", "name"],
}


def account(request):
    """One's own details; nobody else's."""
    user = request.user
    form = AccountForm(request.POST or None, initial={**model_to_dict(user, staff.OWN_FIELDS), "version": user.version})
    if request.method == "POST" and form.is_valid():
        try:
            staff.edit_own_account(
                user=user,
                read_at_version=form.cleaned_data["version"],
                phone=form.cleaned_data["phone"],
                email_notices=form.cleaned_data["email_notices"],
                by=user,
            )
        except EditedMeanwhile:
            user.refresh_from_db()
            form.show_clash(now=model_to_dict(user, staff.OWN_FIELDS), version=user.version)
        else:
            messages.success(request, "Your details are saved.")
            return redirect("accounts:account")
    diary = {
        "may_read_diary": user.may(Permission.OPEN_RECORDS),
        "calendar_link": CalendarLink.objects.filter(user=user).first(),
        "new_id": uuid.uuid4(),
        "site": settings.SITE_URL.rstrip("/"),
    }
    return render(request, "accounts/account.html", {"form": form, **diary})


@requires(Permission.CONFIGURE)
@require_safe
def staff_list(request):
    rows = StaffFilter(request.GET, queryset=User.objects.select_related("team"))
    page = sorted_page(request, rows.qs, sorts=SORTS, default="name")
    return render(request, "accounts/staff_list.html", {"filter": rows, "page": page})


@requires(Permission.CONFIGURE)
def staff_add(request):
    form = StaffAddForm(request.POST or None, submit="Add to staff", cancel_url=reverse("accounts:staff_list"))
    if request.method == "POST" and form.is_valid():
        try:
            user = staff.add_staff(by=request.user, **form.cleaned_data)
        except RuleBroken as refusal:
            form.say_where(refusal)
        else:
            messages.success(request, f"{user.name} is added and gets an email with a link for choosing a password.")
            return redirect("accounts:staff_list")
    return render(request, "accounts/staff_add.html", {"form": form})


@requires(Permission.CONFIGURE)
@require_POST
def staff_reactivate(request, user_id):
    user = get_object_or_404(User, pk=user_id)
    try:
        staff.reactivate_staff(user=user, by=request.user)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{user.name} can sign in again.")
    return redirect("liberations:staff_edit", user.pk)


@requires(Permission.CONFIGURE)
@require_POST
def staff_link(request, user_id):
    """Sends the link for choosing a password once more."""
    user = get_object_or_404(User.objects.active(), pk=user_id)
    kind = LinkKind.RESET if user.has_usable_password() else LinkKind.INVITATION
    if add_password_link(user=user, kind=kind, by=request.user):
        messages.success(request, f"{user.name} gets an email with a link for choosing a password.")
    else:
        messages.error(request, "They were sent several links in the last hour. Ask them to look for it, or wait.")
    return redirect("liberations:staff_edit", user.pk)
