"""The preview of a prison's list: what it would change, row by row, and what people decide about rows."""

from django.contrib import messages
from django.db.models import Exists
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission, requires
from audit import trail
from audit.enums import Verb
from core.csv_cells import csv_response
from core.errors import RuleBroken
from core.lists import sorted_page
from liberations.enums import ListState, RowDifference
from liberations.forms.list_rows import DecideForm, RowFilter
from liberations.models import LiberationList
from liberations.services.list_decisions import decide_row, leave_out_rows, undo_decision
from liberations.weekly_list import words
from liberations.weekly_list.deciding import who_it_may_be
from liberations.weekly_list.previewing import KINDS, TOLD_OF, preview_counts, preview_rows, support_of, told_of
from people.models import Person

# Nobody leafs through one prison's week in twenty-fives.
ROWS_A_PAGE = 100
SORTS = {
    "row": ["row_number"],
    "person": ["family_name", "given_names"],
    "change": ["shown", "row_number"],
    "before": ["shown_date", "row_number"],
    "after": ["liberation_date", "row_number"],
}
COLUMNS = (
    "Row",
    "Prison number",
    "Given names",
    "Family name",
    "Date of birth",
    "What it would change",
    "Date before",
    "Date on the list",
    "Remarks",
    "Told",
    "Left out",
)


@requires(Permission.TAKE_REFERRALS)
@require_safe
def list_preview(request, list_id):
    """What the list would change, row by row."""
    made = get_object_or_404(_lists(request), pk=list_id)
    if made.state == ListState.COLUMNS:
        return redirect("liberations:list_columns", made.pk)
    if made.state == ListState.APPLYING:
        return redirect("liberations:list_applying", made.pk)
    rows = _rows(made, request.user)
    filterset = RowFilter(request.GET, queryset=rows)
    page = sorted_page(request, filterset.qs, sorts=SORTS, default="row", per_page=ROWS_A_PAGE)
    counts = preview_counts(rows)
    here = reverse("liberations:list", args=[made.pk])
    context = {
        "list": made,
        "page": page,
        "lines": _lines(page.object_list, made),
        "filter": filterset,
        "counts": counts,
        "counters": [(n, f"{here}?difference={kind}", KINDS[kind]) for kind, n in counts.kinds.items()],
        "undecided_url": f"{here}?show=decide",
        "will_happen": words.what_will_happen(counts),
        "will_not": words.what_will_not(counts),
        "waiting": made.state == ListState.READ,
        "query": request.GET.urlencode(),
        "filtered": bool(filterset.form.changed_data),
    }
    trail.listed(request, [row.person_id for row in page if row.person_id and row.may_open], after={"list": made})
    return render(request, "liberations/list_preview.html", context)


@requires(Permission.EXPORT)
@requires(Permission.TAKE_REFERRALS)
@require_safe
def list_export(request, list_id):
    """The preview as a file, with the filters that are on."""
    made = get_object_or_404(_lists(request), pk=list_id)
    rows = RowFilter(request.GET, queryset=_rows(made, request.user)).qs.order_by("row_number", "pk")
    lines = _lines(rows, made)
    shown = [line["row"].person_id for line in lines if line["row"].person_id and line["row"].may_open]
    trail.listed(request, shown, after={"list": made}, verb=Verb.EXPORTED)
    return csv_response("list-preview", COLUMNS, map(_cells, lines))


@requires(Permission.TAKE_REFERRALS)
@require_POST
def list_rows(request, list_id):
    """Leave rows out or take them in: the ticked ones, or the one whose button was pressed."""
    made = get_object_or_404(_lists(request), pk=list_id)
    verb = "take" if "take" in request.POST else "leave"
    pressed = request.POST.get(verb, "ticked")
    keys = [str(key) for key in made.rows.values_list("pk", flat=True)]
    asked = set(request.POST.getlist("rows") if pressed == "ticked" else [pressed])
    try:
        changed = leave_out_rows(
            liberation_list=made, rows=[key for key in keys if key in asked], left_out=verb == "leave", by=request.user
        )
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        if pressed == "ticked":
            rows = f"{changed} row{'' if changed == 1 else 's'}"
            messages.success(request, f"{rows} taken in." if verb == "take" else f"{rows} left out.")
    return redirect(reverse("liberations:list", args=[made.pk], query=request.GET))


@requires(Permission.TAKE_REFERRALS)
def list_decide(request, list_id, row_id):
    """Who is it? The row beside those on record whom it may be about, and the answer."""
    made = get_object_or_404(_lists(request), pk=list_id)
    waiting = made.rows.undecided().exclude(pk=row_id).order_by("row_number")
    rows = _rows(made, request.user).annotate(more=Exists(waiting))
    row = get_object_or_404(rows.filter(row_number__isnull=False), pk=row_id)
    preview = reverse("liberations:list", args=[made.pk])
    is_asked = row.difference == RowDifference.DECIDE or bool(row.decision)
    if made.state != ListState.READ or not is_asked:
        return redirect(preview)
    candidates = who_it_may_be(row, request.user)
    form = DecideForm(
        request.POST or None,
        candidates=candidates,
        more=row.more,
        cancel_url=preview,
        initial={"answer": row.decided_person_id or row.decision},
    )
    if request.method == "POST" and form.is_valid():
        try:
            person = Person.objects.get(pk=form.person_key) if form.person_key else None
            following = waiting.first() if "next" in request.POST else None
            decide_row(row=row, decision=form.decision, person=person, by=request.user)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            # What follows from the answer the preview says: of people others work with no more than it may.
            messages.success(request, f"Row {row.row_number}: your answer is kept.")
            if following:
                return redirect("liberations:list_decide", made.pk, following.pk)
            return redirect(f"{preview}#row-{row.row_number}")
    trail.listed(request, [each.key for each in candidates if each.person], after={"list": made})
    context = {
        "list": made,
        "row": row,
        "form": form,
        "candidates": candidates,
        "question": form.fields["answer"].label.lower(),
        "why": words.remarks(row)[:1],
        "decided": words.decided(row),
    }
    return render(request, "liberations/list_decide.html", context)


@requires(Permission.TAKE_REFERRALS)
@require_POST
def list_decision_undo(request, list_id, row_id):
    """Take an answer back."""
    made = get_object_or_404(_lists(request), pk=list_id)
    row = get_object_or_404(made.rows, pk=row_id)
    try:
        undo_decision(row=row, by=request.user)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{reverse('liberations:list', args=[made.pk])}#row-{row.row_number}")


def _lists(request):
    return LiberationList.objects.visible_to(request.user).select_related(
        "prison", "programme", "applied_by", "undone_by"
    )


def _rows(made, user):
    rows = preview_rows(made, user)
    return rows.select_related("person", "before_prison", "programme", "decided_by", "list__programme", "list__prison")


def _lines(rows, made):
    """Each row with the words beside it."""
    rows = list(rows)
    support = support_of(row.person_id for row in rows if row.may_open)
    return [_line(row, support.get(row.person_id, ()), made) for row in rows]


def _line(row, support, made):
    is_told = row.may_open and row.difference in TOLD_OF and not row.left_out
    return {
        "row": row,
        "kind": KINDS[row.shown],
        "also": KINDS.get(row.shown_also, ""),
        "remarks": words.remarks(row, support),
        "decided": words.decided(row),
        "told": told_of(row, support) if is_told else [],
        "nobody": "Nobody" if is_told else "",
        "can_choose": made.state == ListState.READ and row.row_number and row.difference != RowDifference.UNREADABLE,
    }


def _cells(line):
    row = line["row"]
    names = (row.given_names, row.family_name) if row.row_number else (row.person.given_names, row.person.family_name)
    kinds = ", ".join(kind for kind in (line["kind"], line["also"]) if kind)
    remarks = " ".join([*line["remarks"], line["decided"]]).strip()
    told, left_out = ", ".join(line["told"]), "yes" if row.left_out else ""
    return (
        row.row_number, row.number, *names, row.birth_date, kinds, row.shown_date, row.liberation_date, remarks, told, left_out,
    )  # fmt: skip
