"""The words that may be sent to people, kept by administrators."""

from django.contrib import messages
from django.forms import model_to_dict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission, requires
from core.errors import EditedMeanwhile, RuleBroken
from core.lists import sorted_page
from liberations.forms.person_messages import TextAddForm, TextEditForm
from liberations.models import MessageText
from liberations.services import message_texts as services

FIELDS = ("name", "subject", "text")
SORTS = {"name": ["closed_at", "name"]}


@requires(Permission.CONFIGURE)
@require_safe
def text_list(request):
    """All of them: those in use first."""
    page = sorted_page(request, MessageText.objects.all(), sorts=SORTS, default="name")
    return render(request, "liberations/text_list.html", {"page": page})


@requires(Permission.CONFIGURE)
def text_add(request):
    form = TextAddForm(request.POST or None, cancel_url=reverse("liberations:text_list"))
    if request.method == "POST" and form.is_valid():
        try:
            services.add_message_text(by=request.user, **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Added. Staff can send it from now.")
            return redirect("liberations:text_list")
    return render(request, "liberations/text_add.html", {"form": form})


@requires(Permission.CONFIGURE)
def text_edit(request, text_id):
    row = get_object_or_404(MessageText, pk=text_id)
    form = TextEditForm(request.POST or None, initial=_saved(row), cancel_url=reverse("liberations:text_list"))
    if request.method == "POST" and form.is_valid():
        fields = {name: form.cleaned_data[name] for name in FIELDS}
        try:
            services.edit_message_text(
                message_text=row, read_at_version=form.cleaned_data["version"], by=request.user, **fields
            )
        except EditedMeanwhile:
            row.refresh_from_db()
            form.show_clash(now=_saved(row), version=row.version)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Saved. What was sent stays as it went out.")
            return redirect("liberations:text_list")
    return render(request, "liberations/text_edit.html", {"form": form, "row": row})


@requires(Permission.CONFIGURE)
@require_POST
def text_close(request, text_id):
    return _move(request, text_id, services.close_message_text, "Closed. Nobody can send it any more.")


@requires(Permission.CONFIGURE)
@require_POST
def text_reopen(request, text_id):
    return _move(request, text_id, services.reopen_message_text, "Open again.")


def _move(request, key, work, said):
    row = get_object_or_404(MessageText, pk=key)
    try:
        work(message_text=row, by=request.user)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect("liberations:text_list")


def _saved(row):
    return model_to_dict(row, FIELDS) | {"version": row.version}
