"""Ending and reopening support: a mentor or manager at a desk, once in a case; the talk about it some weeks before."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission, requires
from audit import trail
from core.errors import EditedMeanwhile, RuleBroken
from mentoring.enums.cases import EndingKind, EndingReason
from mentoring.forms.endings import EndingForm, EndingTalkForm, EndingWordsForm, ReopenForm
from mentoring.models import Case, Ending, EndingConversation, Mentor
from mentoring.selectors.endings import after_release_url, draft_letter, talks_of
from mentoring.selectors.headers import cases_with_header, person_header
from mentoring.services.endings import call_off_ending, end_case, reopen_case, talk_about_ending, write_about_ending

WRITTEN = ("summary", "agreed_with_person", "their_words", "letter", "letter_given_date")


@requires(Permission.END_CASES)
def ending_talk(request, case_id):
    """Write down a talk with the person about when support ends."""
    case = _case(request, case_id)
    form = EndingTalkForm(request.POST or None, cancel_url=after_release_url(case))
    if request.method == "POST" and form.is_valid():
        try:
            talk_about_ending(case=case, by=request.user, **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Written down. When the day has come, end support from here.")
            return redirect(after_release_url(case))
    return _case_page(request, "mentoring/ending_talk.html", case, form=form, talks=talks_of(case))


@requires(Permission.END_CASES)
@require_POST
def ending_call_off(request, conversation_id):
    """Support goes on: the ending they had talked about does not come."""
    rows = EndingConversation.objects.visible_to(request.user).select_related("case__person")
    talk = get_object_or_404(rows, pk=conversation_id)
    try:
        call_off_ending(conversation=talk, by=request.user)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "The talk no longer counts. Support goes on.")
    return redirect(after_release_url(talk.case))


@requires(Permission.END_CASES)
def case_end(request, case_id):
    """End the support, with a reason."""
    case = _case(request, case_id)
    talks, today = talks_of(case), timezone.localdate()
    form = EndingForm(request.POST or None, initial=_first_guess(talks, today), cancel_url=case.get_absolute_url())
    if request.method == "POST" and form.is_valid():
        answers = dict(form.cleaned_data)
        try:
            ending = end_case(case=case, on=answers.pop("ended_date"), by=request.user, **answers)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            if ending.reason == EndingReason.DIED:
                return _after_a_death(request, case)
            messages.success(
                request, "Support has ended. Write them a letter from here, or reopen it if they come back."
            )
            return redirect("mentoring:ending", ending_id=ending.pk)
    late = bool(talks) and (today - talks[-1].on_date).days < case.programme.ending_talk_days
    return _case_page(request, "mentoring/case_end.html", case, form=form, talks=talks, late=late)


def _first_guess(talks, today):
    """What they had agreed, where they have talked about it."""
    if not talks:
        return {}
    return {"kind": EndingKind.PLANNED.value, "ended_date": min(talks[0].planned_date, today)}


def _after_a_death(request, case):
    """Offers a debrief to the mentor who wrote it down; who writes it down for a mentor is asked to offer it. Nothing is sent."""
    messages.success(request, "Support has ended. Planned contacts are called off and reminders stopped.")
    if Mentor.objects.filter(user=request.user).exclude(supervisor=None).exists():
        messages.info(request, "This is hard news. If you would like to talk it over, ask for a debrief here.")
        return redirect("mentoring:debrief_ask")
    if case.lead_name:
        messages.info(request, f"Speak with {case.lead_name}: a mentor asks for a debrief on their own profile.")
    return redirect(case)


@requires(Permission.OPEN_RECORDS)
@require_safe
def ending(request, ending_id):
    """How support ended, in our words and in theirs, and the letter."""
    found = _ending(request, ending_id)
    talks = list(found.conversations.in_force().order_by("on_date"))
    return _ending_page(request, "mentoring/ending.html", found, talks=talks)


@requires(Permission.END_CASES)
def ending_words(request, ending_id):
    """Write the summary, what they say and the letter, also after support has ended."""
    found = _ending(request, ending_id)
    initial = _written(found)
    if not found.letter:
        initial["letter"] = draft_letter(found, writer=request.user.name, phone=request.user.phone)
    form = EndingWordsForm(request.POST or None, initial=initial, cancel_url=found.get_absolute_url())
    if request.method == "POST" and form.is_valid():
        answers = dict(form.cleaned_data)
        try:
            write_about_ending(ending=found, read_at_version=answers.pop("version"), by=request.user, **answers)
        except EditedMeanwhile:
            found.refresh_from_db()
            form.show_clash(now=_written(found), version=found.version)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Saved.")
            return redirect(found)
    return _ending_page(request, "mentoring/ending_words.html", found, form=form)


@requires(Permission.OPEN_RECORDS)
@require_safe
def ending_letter(request, ending_id):
    """The letter on paper: large print, for an envelope that tells nothing."""
    found = _ending(request, ending_id)
    return _ending_page(request, "mentoring/ending_letter.html", found)


@requires(Permission.END_CASES)
def case_reopen(request, case_id):
    """Support goes on: they ask for help again, we are in touch again, or it was ended by mistake."""
    case = _case(request, case_id)
    form = ReopenForm(request.POST or None, cancel_url=case.get_absolute_url())
    if request.method == "POST" and form.is_valid():
        try:
            reopen_case(case=case, by=request.user, **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Support is open again and waits for a mentor.")
            return redirect(case)
    return _case_page(request, "mentoring/case_reopen.html", case, form=form)


def _case(request, case_id) -> Case:
    return get_object_or_404(cases_with_header().visible_to(request.user), pk=case_id)


def _ending(request, ending_id) -> Ending:
    rows = Ending.objects.visible_to(request.user).select_related("case__person", "ended_by", "reopened_by")
    return get_object_or_404(rows, pk=ending_id)


def _written(found):
    return {name: getattr(found, name) for name in WRITTEN} | {"version": found.version}


def _case_page(request, template, case, **context):
    trail.viewed(request, subject=case, person=case.person)
    today = timezone.localdate()
    context |= {"header": person_header(case.person, today, case=case), "case": case, "today": today}
    return render(request, template, context | {"back_url": after_release_url(case)})


def _ending_page(request, template, found, **context):
    trail.viewed(request, subject=found, person=found.case.person)
    case, today = cases_with_header().get(pk=found.case_id), timezone.localdate()
    context |= {"header": person_header(case.person, today, case=case), "case": case, "today": today}
    return render(request, template, context | {"ending": found, "back_url": after_release_url(case)})
