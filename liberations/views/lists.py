"""A prison's list: a manager or prison mentor at a desk, once a week for each prison."""

from django.contrib import messages
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.permissions import Permission, requires
from core.errors import RuleBroken
from core.lists import sorted_page
from liberations.enums import ListState, RowDifference
from liberations.forms.lists import ListFilter, ListUploadForm
from liberations.models import ColumnMapping, LiberationList
from liberations.services import lists as services
from liberations.weekly_list.reading_files import LONGEST_BYTES

LIST_SORTS = {
    "prison": ["prison__name", "-uploaded_at"],
    "state": ["state", "-uploaded_at"],
    "rows": ["row_count", "-uploaded_at"],
    "uploaded": ["uploaded_at"],
}


@requires(Permission.TAKE_REFERRALS)
def list_upload(request):
    """Upload a list, and the lists so far."""
    form = ListUploadForm(request.POST or None, request.FILES or None, team=request.user.team_id)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        made = services.read_list(
            prison=form.cleaned_data["prison"],
            programme=form.cleaned_data["programme"],
            file_name=file.name,
            # One byte too many is enough to see that it is too long.
            content=file.read(LONGEST_BYTES + 1),
            by=request.user,
        )
        if made.state == ListState.REFUSED:
            form.add_error("file", made.refusal)
        else:
            if made.state == ListState.APPLIED:
                messages.info(request, "This file has been applied before. This is what it did.")
            return redirect("liberations:list", made.pk)
    lists = (
        LiberationList.objects.visible_to(request.user)
        .select_related("prison", "programme", "uploaded_by")
        .annotate(row_count=Count("rows"), to_decide=Count("rows", filter=Q(rows__difference=RowDifference.DECIDE)))
    )
    filterset = ListFilter(request.GET, queryset=lists)
    page = sorted_page(request, filterset.qs, sorts=LIST_SORTS, default="-uploaded")
    chosen = ColumnMapping.objects.visible_to(request.user).in_force().select_related("prison", "saved_by")
    context = {"form": form, "page": page, "filter": filterset, "chosen_columns": chosen}
    return render(request, "liberations/list_upload.html", context)


@requires(Permission.TAKE_REFERRALS)
@require_POST
def list_discard(request, list_id):
    """Throw the list away."""
    made = get_object_or_404(_lists(request), pk=list_id)
    try:
        services.discard_list(liberation_list=made, by=request.user)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
        return redirect("liberations:list", made.pk)
    messages.success(request, "The list is thrown away. Nothing has changed.")
    return redirect("liberations:list_upload")


def _lists(request):
    return LiberationList.objects.visible_to(request.user).select_related("prison", "programme", "applied_by")
