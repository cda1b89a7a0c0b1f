"""Promises: write one down, say that it was kept or why not, see which are late."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission, requires
from audit import trail
from core.errors import EditedMeanwhile, RuleBroken
from core.lists import sorted_page
from mentoring.enums.plans import PromiseState
from mentoring.forms.plans import ExplainForm, PromiseAddForm, PromiseEditForm, PromiseFilter
from mentoring.models import Mentor, Promise
from mentoring.selectors.headers import cases_with_header, person_header
from mentoring.selectors.plans import needs_and_plan_url
from mentoring.services.promises import edit_promise, explain_promise, keep_promise, make_promise, reopen_promise

SORTS = {
    "due": ["due_date", "made_at"],
    "name": ["case__person__sort_name", "due_date"],
    "mentor": ["mentor__user__name", "due_date"],
}


@requires(Permission.RECORD_CONTACTS)
def promise_add(request, case_id):
    case = get_object_or_404(cases_with_header().visible_to(request.user), pk=case_id)
    form = PromiseAddForm(request.POST or None, cancel_url=needs_and_plan_url(case))
    if request.method == "POST" and form.is_valid():
        try:
            make_promise(case=case, by=request.user, **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Written down. It stands here until it is kept or explained.")
            return redirect(needs_and_plan_url(case))
    return _form_page(request, "A promise", case, form)


@requires(Permission.RECORD_CONTACTS)
def promise_edit(request, promise_id):
    promise = _promise(request, promise_id)
    initial = {"words": promise.words, "due_date": promise.due_date, "version": promise.version}
    form = PromiseEditForm(request.POST or None, initial=initial, cancel_url=needs_and_plan_url(promise.case))
    if request.method == "POST" and form.is_valid():
        answers = dict(form.cleaned_data)
        try:
            edit_promise(promise=promise, read_at_version=answers.pop("version"), by=request.user, **answers)
        except EditedMeanwhile:
            promise.refresh_from_db()
            form.show_clash(now={"words": promise.words, "due_date": promise.due_date}, version=promise.version)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Saved.")
            return redirect(needs_and_plan_url(promise.case))
    return _form_page(request, "Change a promise", _case(promise), form)


@requires(Permission.RECORD_CONTACTS)
@require_POST
def promise_keep(request, promise_id):
    """It was done today."""
    return _press(request, _promise(request, promise_id), keep_promise, "Kept.")


@requires(Permission.RECORD_CONTACTS)
def promise_explain(request, promise_id):
    """It was not done, and they were told why."""
    promise = _promise(request, promise_id)
    initial = {"explanation": promise.explanation}
    form = ExplainForm(request.POST or None, initial=initial, cancel_url=needs_and_plan_url(promise.case))
    if request.method == "POST" and form.is_valid():
        try:
            explain_promise(promise=promise, by=request.user, **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Written down: they know why.")
            return redirect(needs_and_plan_url(promise.case))
    return _form_page(request, "A promise not kept", _case(promise), form, promise=promise)


@requires(Permission.RECORD_CONTACTS)
@require_POST
def promise_reopen(request, promise_id):
    """Not kept or explained after all."""
    return _press(request, _promise(request, promise_id), reopen_promise, "Open again.")


@requires(Permission.OPEN_RECORDS)
@require_safe
def promise_list(request):
    """What has been promised to the people one may open."""
    today = timezone.localdate()
    promises = Promise.objects.visible_to(request.user).to_see_to().select_related("case__person", "mentor__user")
    mentors = Mentor.objects.visible_to(request.user).select_related("user") if request.user.is_manager else None
    wanted = request.GET.copy()
    wanted.setdefault("state", PromiseState.OPEN.value)
    rows = PromiseFilter(wanted, queryset=promises, mentors=mentors)
    page = sorted_page(request, rows.qs, sorts=SORTS, default="due")
    trail.listed(request, [row.case.person_id for row in page])
    return render(request, "mentoring/promise_list.html", {"filter": rows, "page": page, "today": today})


def _promise(request, promise_id):
    rows = Promise.objects.visible_to(request.user).select_related("case__person")
    return get_object_or_404(rows, pk=promise_id)


def _case(promise):
    return cases_with_header().get(pk=promise.case_id)


def _press(request, promise, service, done):
    try:
        service(promise=promise, by=request.user)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect(
        "mentoring:promise_list" if request.POST.get("back") == "list" else needs_and_plan_url(promise.case)
    )


def _form_page(request, title, case, form, promise=None):
    trail.viewed(request, subject=promise or case, person=case.person)
    context = {"header": person_header(case.person, timezone.localdate(), case=case), "title": title, "form": form}
    return render(
        request, "mentoring/promise_form.html", context | {"promise": promise, "back_url": needs_and_plan_url(case)}
    )
