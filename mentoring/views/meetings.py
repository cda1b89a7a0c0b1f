"""Contacts: log one, say how one went, take it back. Planning them is views/bookings.py."""

import datetime as dt

from django.contrib import messages
from django.forms.models import model_to_dict
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_POST, require_safe

from accounts.enums import Role
from accounts.permissions import Permission, requires
from audit import trail
from core.errors import EditedMeanwhile, RuleBroken
from core.lists import sorted_page
from core.shown import shown_key
from core.templatetags.ui import day
from mentoring.enums.meetings import TRIED_WAYS, Channel, MeetingState
from mentoring.forms.meetings import LogForm, RecordForm
from mentoring.models import Case, Mentor
from mentoring.services.meetings import log_meeting, record_meeting, undo_outcome
from mentoring.views.rows import case_of, context_of, meeting_of, refuse, usual_channel

PEOPLE_ON_A_PAGE = 50
SORTS = {"name": ["person__sort_name", "number"]}


@requires(Permission.RECORD_CONTACTS)
@require_safe
def choose(request):
    """Log a visit: with whom? One's own people by name; with somebody chosen already (`?case=`) straight to their page."""
    if chosen := shown_key(request.GET.get("case")):
        return redirect("mentoring:contact_log", chosen)
    people = Case.objects.visible_to(request.user).open().with_liberation().select_related("person", "episode")
    page = sorted_page(request, people, sorts=SORTS, default="name", per_page=PEOPLE_ON_A_PAGE)
    trail.listed(request, [case.person_id for case in page])
    return render(request, "mentoring/meeting_choose.html", {"page": page, "today": timezone.localdate()})


@requires(Permission.RECORD_CONTACTS)
def log(request, case_id):
    case = case_of(request, case_id)
    form = LogForm(
        request.POST or None,
        initial={"channel": usual_channel(case)},
        cancel_url=case.get_absolute_url(),
        next_from=_next_from(case),
        colleagues=_colleagues(request.user, case),
        may_be_agency_visit=_may_be_agency_visit(request.user, case),
    )
    if request.method == "POST" and form.is_valid():
        try:
            meeting = log_meeting(case=case, by=request.user, **form.answers())
        except RuleBroken as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _recorded(meeting, form.answers().get("next_date")))
            return redirect(case)
    trail.viewed(request, subject=case, person=case.person)
    return render(request, "mentoring/meeting_log.html", context_of(case, form))


@requires(Permission.RECORD_CONTACTS)
def record(request, meeting_id):
    """How a planned contact went; the same page corrects what was recorded."""
    meeting = meeting_of(request, meeting_id)
    case = case_of(request, meeting.case_id)
    form = RecordForm(
        request.POST or None,
        initial=_first_answers(meeting),
        cancel_url=case.get_absolute_url(),
        next_from=_next_from(case, meeting),
        colleagues=_colleagues(request.user, case),
        usual_time=meeting.at_time,
        may_be_agency_visit=meeting.is_agency_visit or _may_be_agency_visit(request.user, case),
    )
    if request.method == "POST" and form.is_valid():
        try:
            answers = form.answers()
            read_at = form.cleaned_data["version"]
            saved = record_meeting(meeting=meeting, by=request.user, read_at_version=read_at, **answers)
        except EditedMeanwhile:
            meeting.refresh_from_db()
            form.show_clash(now=_saved_answers(meeting), version=meeting.version)
        except RuleBroken as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _recorded(saved, answers.get("next_date")))
            return redirect(case)
    trail.viewed(request, subject=meeting, person=case.person)
    return render(request, "mentoring/meeting_record.html", context_of(case, form) | {"meeting": meeting})


@requires(Permission.RECORD_CONTACTS)
@require_POST
def undo(request, meeting_id):
    """Back to "not recorded yet", then straight to the page that asks how it went, with everything that was typed."""
    meeting = meeting_of(request, meeting_id)
    try:
        undo_outcome(meeting=meeting, by=request.user)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
        return redirect(meeting)
    messages.success(
        request, "Taken back. Nothing that was typed is lost: say again how it went, or leave it for later."
    )
    return redirect("mentoring:contact_record", meeting.pk)


@requires(Permission.RECORD_CONTACTS)
@require_POST
def tried(request, case_id):
    """One press: a phone call that nobody answered, or another way of trying that is named."""
    case = case_of(request, case_id)
    way = request.POST.get("channel", Channel.PHONE)
    if way not in TRIED_WAYS:
        raise Http404
    try:
        meeting = log_meeting(
            case=case,
            channel=way,
            on_date=timezone.localdate(),
            at_time=timezone.localtime().time().replace(second=0, microsecond=0),
            state=MeetingState.NOT_ATTENDED,
            two_way=False,
            new_id=shown_key(request.POST.get("new_id")),
            by=request.user,
        )
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _recorded(meeting, None, "tried, no answer,"))
    back = request.POST.get("back")
    if back == "lost":
        # The page is of the app above this one.
        return redirect("liberations:lost_contact", case.pk)
    return redirect("desk:home") if back == "day" else redirect(case)


@requires(Permission.OPEN_RECORDS)
@require_safe
def contact(request, meeting_id):
    """One contact, to read."""
    meeting = meeting_of(request, meeting_id)
    case = case_of(request, meeting.case_id)
    trail.viewed(request, subject=meeting, person=case.person)
    shown = {"meeting": meeting, "moves": meeting.moves.all()}
    context = shown | {"case": case, "person": case.person, "today": timezone.localdate()}
    return render(request, "mentoring/meeting.html", context)


def _next_from(case, meeting=None):
    """From which day "in a week" counts: the visit's own, unless that week is over too."""
    if not case.is_open:
        return None
    today = timezone.localdate()
    if meeting and today - dt.timedelta(weeks=1) < meeting.on_date:
        return meeting.on_date
    return today


def _colleagues(user, case):
    """Who else of the team may have been there."""
    return Mentor.objects.of_team(case.programme.team_id).filter(user__is_active=True).exclude(user=user)


def _may_be_agency_visit(user, case):
    """While the person is inside and no agency visit has been held; not asked of a mentor in prison, who cannot hold one."""
    return not (case.episode.released_date or case.agency_visit_held or user.role == Role.PRISON_MENTOR)


def _saved_answers(meeting):
    return model_to_dict(meeting) | {"topics": list(meeting.topics)}


def _first_answers(meeting):
    """What the form is filled in with: what is saved, and the usual where nothing has been."""
    answers = _saved_answers(meeting) | {"version": meeting.version}
    if meeting.minutes is None:
        del answers["minutes"]
    if meeting.state == MeetingState.PLANNED:
        del answers["state"]
    return answers


def _recorded(meeting, next_date, what=""):
    """No name: messages travel in a cookie."""
    said = f"Recorded: {what or meeting.get_state_display().lower()} on {day(meeting.on_date)}."
    planned = f" The next one is planned for {day(next_date)}." if next_date else ""
    return format_html(
        '{}{} <a href="{}">Look at it, correct it or undo it</a>', said, planned, meeting.get_absolute_url()
    )
