"""Who works here, where it touches the people they mentor: another role or team, and leaving. By an administrator."""

from django.contrib import messages
from django.forms import model_to_dict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from accounts.forms.staff import StaffEditForm
from accounts.models import User
from accounts.permissions import Permission, requires
from accounts.services.staff import STAFF_FIELDS
from core.errors import EditedMeanwhile, RuleBroken
from liberations.moving_on.leaving import people_of_staff
from liberations.services import leavers


@requires(Permission.CONFIGURE)
def staff_edit(request, user_id):
    """Their details, role and team; and says who hangs on them."""
    user = get_object_or_404(User.objects.select_related("team"), pk=user_id)
    form = StaffEditForm(
        request.POST or None,
        initial={**model_to_dict(user, STAFF_FIELDS), "version": user.version},
        submit="Save",
        cancel_url=reverse("accounts:staff_list"),
        team=user.team,
    )
    if request.method == "POST" and form.is_valid():
        fields = {name: form.cleaned_data[name] for name in STAFF_FIELDS}
        try:
            leavers.change_staff(user=user, read_at_version=form.cleaned_data["version"], by=request.user, **fields)
        except EditedMeanwhile:
            user.refresh_from_db()
            form.show_clash(
                now=model_to_dict(user, ["name", "email", "phone", "role"]) | {"team": user.team}, version=user.version
            )
        except RuleBroken as refusal:
            form.say_where(refusal)
        else:
            messages.success(request, f"{fields['name']} is saved.")
            return redirect("accounts:staff_list")
    context = {"form": form, "member": user, "people": people_of_staff(user)}
    return render(request, "liberations/staff_edit.html", context)


@requires(Permission.CONFIGURE)
def staff_deactivate(request, user_id):
    """Asks once more, because it signs somebody out in the middle of their work; and says what hangs on them."""
    user = get_object_or_404(User.objects.select_related("team"), pk=user_id)
    refused = ""
    if request.method == "POST":
        try:
            leavers.leave_staff(user=user, by=request.user)
        except RuleBroken as refusal:
            refused = str(refusal)
        else:
            messages.success(request, f"{user.name} can no longer sign in.")
            return redirect("accounts:staff_list")
    context = {"member": user, "refused": refused, "people": people_of_staff(user)}
    return render(request, "liberations/staff_deactivate.html", context)
