"""Choosing what the columns of a waiting list say; a manager or prison mentor, once for each layout a prison sends."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.permissions import Permission, requires
from audit import trail
from core.errors import RuleBroken
from liberations.enums import ListState
from liberations.forms.list_columns import ColumnsForm
from liberations.models import ColumnMapping, LiberationList, ListFile
from liberations.services import column_mappings as services
from liberations.weekly_list.reading_files import open_sheets
from liberations.weekly_list.reading_headings import likely_sheet, start_for

# Enough to find the headings in and to show lines below them.
LINES_READ = 60


@requires(Permission.TAKE_REFERRALS)
def list_columns(request, list_id):
    """The first lines of the file and, for each column, what it is."""
    made = get_object_or_404(
        LiberationList.objects.visible_to(request.user).select_related("prison", "programme"), pk=list_id
    )
    kept = ListFile.objects.filter(list=made).first()
    if kept is None or made.state not in (ListState.COLUMNS, ListState.READ):
        messages.info(request, "The file of this list is no longer kept. Upload it again to choose its columns.")
        return redirect("liberations:list", made.pk)
    sheets = open_sheets(bytes(kept.content), only_lines=LINES_READ)
    choices = ColumnMapping.objects.latest_first(team=made.team_id, prison=made.prison_id)
    number = _sheet_number(request, sheets, likely_sheet(sheets, choices))
    sheet = sheets[number]
    start = start_for(sheet, choices, on=timezone.localdate())
    form = ColumnsForm(request.POST or None, sheet=sheet, start=start)
    if request.method == "POST" and form.is_valid():
        try:
            services.choose_columns(
                liberation_list=made,
                sheet=number,
                heading_row=int(form.cleaned_data["heading_row"]),
                columns=form.columns(),
                by=request.user,
            )
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The columns are kept. The prison’s next lists like this are read at once.")
            return redirect("liberations:list", made.pk)
    trail.listed(request, [], after={"list": made})
    context = {"list": made, "form": form, "sheets": sheets, "number": number}
    return render(request, "liberations/list_columns.html", context)


@requires(Permission.TAKE_REFERRALS)
@require_POST
def columns_forget(request, mapping_id):
    """Forget the columns chosen for a prison."""
    mapping = get_object_or_404(ColumnMapping.objects.visible_to(request.user), pk=mapping_id)
    services.forget_columns(mapping=mapping, by=request.user)
    messages.success(
        request, "The columns are forgotten. The prison’s next list is read by its headings, or you are asked."
    )
    return redirect("liberations:list_upload")


def _sheet_number(request, sheets, likely: int) -> int:
    """The sheet the address or the form names, counted from 0; the likely one for anything that is none."""
    asked = request.POST.get("sheet", request.GET.get("sheet", ""))
    return int(asked) if asked.isascii() and asked.isdecimal() and int(asked[:4]) < len(sheets) else likely
