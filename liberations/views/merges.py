"""Two records of one person: a manager finds them, compares them, merges them, and can take them apart again."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission, requires
from audit import trail
from audit.enums import Verb
from core.errors import RuleBroken
from core.lists import PER_PAGE
from liberations.forms.merges import SAID_DIFFERENT, DuplicatesFilter, MergeForm, OtherRecordForm
from liberations.merging.comparing import compared, moved_in_words
from liberations.merging.conflicts import conflicts
from liberations.merging.duplicates import duplicates_page, other_records, said_different
from liberations.merging.records import records_of
from liberations.services.merges import merge_people, unmerge_people
from people.models import DifferentPeople, Merge, Person
from people.selectors import standing_for
from people.services.merges import say_different, take_back_different


@requires(Permission.MERGE_RECORDS)
@require_safe
def duplicates(request):
    """Pairs of the manager's own people that may be one person, the likeliest first; or those said to be different."""
    filter_form = DuplicatesFilter(request.GET)
    chosen = filter_form.cleaned_data["show"] if filter_form.is_valid() else ""
    by_name = request.GET.get("sort", "").removeprefix("-") == "name"
    if chosen == SAID_DIFFERENT:
        rows = said_different(request.user)
    else:
        rows = duplicates_page(request.user, likeness=chosen, by_name=by_name)
    if request.GET.get("sort", "").startswith("-"):
        rows = rows[::-1]
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    page.object_list = page.object_list.filled()
    trail.listed(request, dict.fromkeys(key for pair in page for key in pair.keys))
    context = {"filter": filter_form, "page": page, "chosen": chosen, "said_different": chosen == SAID_DIFFERENT}
    return render(request, "liberations/duplicates.html", context)


@requires(Permission.MERGE_RECORDS)
def merge_choose(request, person_id):
    """Is there another record of this person? Those that are alike, and a search by what the other one may say."""
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=person_id)
    form = OtherRecordForm(request.POST or None, cancel_url=f"{person.get_absolute_url()}?tab=earlier")
    asked = form.cleaned_data["q"] if request.method == "POST" and form.is_valid() else ""
    found = other_records(request.user, person, text=asked)
    trail.listed(
        request,
        [person.pk, *(each.person.pk for each in found)],
        verb=Verb.SEARCHED if asked else Verb.LISTED,
    )
    return render(
        request, "liberations/merge_choose.html", {"person": person, "form": form, "found": found, "asked": asked}
    )


@requires(Permission.MERGE_RECORDS)
def merge(request, person_id, other_id):
    """The two side by side, what differs, what would happen, and what has to be settled first."""
    people = {each.pk: each for each in Person.objects.visible_to(request.user).filter(pk__in=[person_id, other_id])}
    if len(people) < 2:
        return _merged_already(request, person_id, other_id)
    records = records_of(people.values())
    left, right = records[person_id], records[other_id]
    in_the_way = {person_id: conflicts(left, right), other_id: conflicts(right, left)}
    proposed = _fuller(left, right).person.pk
    if in_the_way[proposed] and not all(in_the_way.values()):
        proposed = other_id if proposed == person_id else person_id
    form = MergeForm(
        request.POST or None,
        records=(left, right),
        cancel_url=reverse("liberations:duplicates"),
        initial={"survivor": str(proposed)},
    )
    if request.method == "POST" and form.is_valid():
        survivor = left if form.cleaned_data["survivor"] == str(person_id) else right
        try:
            made = merge_people(
                survivor=survivor.person,
                merged=(right if survivor is left else left).person,
                note=form.cleaned_data["note"],
                by=request.user,
            )
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The two records are one now. They can be taken apart again from here.")
            return redirect("liberations:merged", made.pk)
    trail.listed(request, [person_id, other_id])
    context = {
        "form": form,
        "left": left,
        "right": right,
        "lines": compared(left, right),
        "conflicts": in_the_way[proposed],
        "both_inside": bool(left.present and right.present),
    }
    return render(request, "liberations/merge.html", context)


@requires(Permission.MERGE_RECORDS)
@require_POST
def different(request, person_id, other_id):
    people = list(Person.objects.visible_to(request.user).filter(pk__in=[person_id, other_id]))
    if len(people) < 2:
        raise Http404
    say_different(people=tuple(people), by=request.user)
    messages.success(request, "Kept: different people. You can take it back under “Said to be different people”.")
    return redirect("liberations:duplicates")


@requires(Permission.MERGE_RECORDS)
@require_POST
def different_take_back(request, said_id):
    own = Person.objects.visible_to(request.user)
    said = get_object_or_404(DifferentPeople, pk=said_id, first__in=own, second__in=own)
    take_back_different(said=said, by=request.user)
    messages.success(request, "Taken back: the two may be shown as possible duplicates again.")
    return redirect("liberations:duplicates")


@requires(Permission.MERGE_RECORDS)
@require_safe
def merged(request, merge_id):
    """What was merged, by whom and why, and what taking it apart would do."""
    row = _merge(request, merge_id)
    trail.listed(request, [row.survivor_id, row.merged_id])
    return render(request, "liberations/merged.html", {"merge": row, "moved": moved_in_words(row)})


@requires(Permission.MERGE_RECORDS)
@require_POST
def merge_undo(request, merge_id):
    row = _merge(request, merge_id)
    try:
        unmerge_people(merge=row, by=request.user)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
        return redirect("liberations:merged", row.pk)
    messages.success(request, "The two records stand for themselves again.")
    return redirect("liberations:merge", row.survivor_id, row.merged_id)


def _merge(request, merge_id):
    rows = Merge.objects.filter(survivor__in=Person.objects.visible_to(request.user))
    return get_object_or_404(rows.select_related("survivor", "merged", "merged_by", "undone_by"), pk=merge_id)


def _merged_already(request, *keys):
    """The form sent twice, or a page opened before somebody else merged them: on to the record that stands for both."""
    for key in keys:
        survivor = standing_for(request.user, key)
        if survivor is not None and survivor.pk in keys:
            return redirect(survivor)
    raise Http404


def _fuller(left, right):
    """The record to propose: where they are supported, then the one that has been there longer."""
    return max(left, right, key=lambda record: (len(record.cases), -record.person.created_at.timestamp()))
