"""A mentor's day: who is at which gate, whom to see, what is late, what has moved. Six queries, however many people."""

import datetime as dt
import uuid
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.asker import ASKER, asked_by
from core.kept_queries import kept_query, stand_in
from liberations.enums import GateDecision, GateState
from liberations.keeping_contact.enums import HourState
from liberations.keeping_contact.hours import LAST_DAY, Hour
from liberations.keeping_contact.reading import NEED_FIRST, contact_lost, first_hours_of, tries_of_window
from liberations.models import FollowUp, GateLiberation, GateQuestion, ReplanItem
from liberations.selectors import gate_answer, questions_to
from mentoring.models import Case, Meeting
from mentoring.models.absences import covered_for
from mentoring.models.match_reviews import match_to_review
from mentoring.selectors.outcomes import with_reading
from mentoring.visiting.possible import visit_plans, with_visiting
from mentoring.visiting.visit_plan import VisitPlan
from notifications.enums import Kind
from notifications.models import Message
from people.selectors import alert_texts
from referrals.models import OnwardReferral

DAYS_AHEAD = 7
# Of the dates to ask about the nearest; the queue has them all.
DATES_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Gate:
    """A liberation day of today, or one that has passed and nobody has said what happened."""

    case: Case
    gate: GateLiberation | None
    day: dt.date
    late: bool

    @property
    def said(self):
        """What has been decided, in a few words."""
        if self.gate is None or self.gate.decision == GateDecision.UNDECIDED:
            return "Not asked yet whether they want to be met"
        return GateDecision(self.gate.decision).label

    @property
    def done(self):
        return self.gate is not None and self.gate.state != GateState.PLANNED


@dataclass(frozen=True, slots=True)
class Notice:
    """A moved liberation day, or a reminder in force that has not been read."""

    message: Message
    case: Case

    @property
    def moved(self):
        return self.message.kind == Kind.RELEASE_DATE_MOVED


@dataclass(frozen=True, slots=True)
class Coming:
    """One thing in the days ahead: what, whose, when."""

    day: dt.date
    time: dt.time | None
    case: Case
    what: str
    meeting: Meeting | None = None


@dataclass(frozen=True, slots=True)
class Short:
    """Somebody with fewer visits than the programme needs, near liberation, and whether enough can still be made."""

    case: Case
    plan: VisitPlan


@dataclass(frozen=True, slots=True)
class FirstHoursDue:
    """Somebody who came out in these days, with what is overdue or due today of the first hours."""

    case: Case
    hours: list[Hour]


@dataclass(slots=True)
class MyDay:
    """What the page shows, in its order. `cases` are all of theirs, by name, to log a visit with; `people` the keys of all;
    `covering` names the mentors one covers for today, with how many people of each."""

    today: dt.date
    cases: list[Case] = field(default_factory=list)
    gates: list[Gate] = field(default_factory=list)
    unrecorded: list[Meeting] = field(default_factory=list)
    visits: list[Meeting] = field(default_factory=list)
    questions: list[GateQuestion] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    decisions: int = 0
    matches: int = 0
    answers: int = 0
    readings: int = 0
    covering: list[tuple[str, int]] = field(default_factory=list)
    short: list[Short] = field(default_factory=list)
    first_hours: list[FirstHoursDue] = field(default_factory=list)
    overdue: list[FollowUp] = field(default_factory=list)
    due: list[FollowUp] = field(default_factory=list)
    coming: list[Coming] = field(default_factory=list)
    dates: list[Case] = field(default_factory=list)
    dates_in_all: int = 0

    @property
    def people(self) -> list[uuid.UUID]:
        return list(dict.fromkeys(case.person_id for case in self.cases))

    def to_write_up(self, now: dt.time) -> Meeting | None:
        """The visit that is written up next: of today the first that is over, then one of an earlier day, then one to come."""
        over = [meeting for meeting in self.visits if meeting.at_time is None or meeting.at_time <= now]
        return next(iter([*over, *self.unrecorded, *self.visits]), None)

    @property
    def nothing_today(self):
        return not (
            self.questions
            or self.decisions
            or self.answers
            or self.gates
            or self.unrecorded
            or self.visits
            or self.notices
            or self.short
            or self.first_hours
            or self.overdue
            or self.due
            or self.dates
        )


def my_day(user, today: dt.date) -> MyDay:
    """Everything of the page, for the open cases of the people `user` may open: their own and those they cover.

    Who is short of visits is decided as by the flag: fewer than the programme needs, within its warning time, while
    there still is a day for one.
    """
    until = today + dt.timedelta(days=DAYS_AHEAD)
    # In two steps: beside the joins below PostgreSQL would look for the user's people last, after reading whole tables.
    facts = {key: said for key, *said in _own(today).rows(asked_by(user))}
    cases = {case.pk: case for case in _cases(today).rows({CASES: list(facts)})}
    by_name = sorted(cases.values(), key=lambda case: (case.person.sort_name, case.number))
    page = MyDay(today=today, cases=by_name)
    if not cases:
        return page
    for case in cases.values():
        decisions, match_due, late_answers, case.covered_for = facts[case.pk]
        page.answers += late_answers
        page.decisions += decisions
        page.matches += match_due
        page.readings += case.reading_week is not None and case.reading_missing > 0
    page.covering = sorted(Counter(case.covered_for for case in cases.values() if case.covered_for).items())
    _liberations(page, cases.values(), until)
    _dates(page, cases.values())
    _visits(page, cases, until)
    _notices(page, cases, user)
    page.questions = [each for each in questions_to(user) if each.gate.case_id in cases]
    for each in page.questions:
        each.gate.case = cases[each.gate.case_id]
    _follow_ups(page, cases, until)
    _first_hours(page, timezone.now())
    page.coming.sort(key=lambda row: (row.day, row.time or dt.time.min, row.case.person.sort_name))
    return page


@kept_query
def _own(today: dt.date):
    """Open cases of whoever asks: how many decisions and how many late answers of partner agencies each waits for, whether its
    match is to be looked at, and for whom they cover."""
    items = ReplanItem.objects.open(on=today).filter(replan__case=OuterRef("pk")).order_by().values("replan__case")
    number = Subquery(items.annotate(n=Count("pk")).values("n"), output_field=IntegerField())
    sent = OnwardReferral.objects.overdue(today).filter(person=OuterRef("person")).order_by().values("person")
    late = Subquery(sent.annotate(n=Count("pk")).values("n"), output_field=IntegerField())
    return (
        Case.objects.open()
        .visible_to(ASKER)
        .order_by()
        .annotate(
            open_decisions=Coalesce(number, 0),
            match_due=match_to_review(),
            late_answers=Coalesce(late, 0),
            covered_for=covered_for(ASKER, today),
        )
        .values_list("pk", "open_decisions", "match_due", "late_answers", "covered_for")
    )


CASES = stand_in()


@kept_query
def _cases(today: dt.date):
    """The cases with what the page shows of them."""
    shown = with_visiting(Case.objects.filter(pk__in=[CASES]).with_liberation().with_meetings_held().with_asked())
    shown = with_reading(shown, today).annotate(gate_answer=gate_answer(), alert_texts=alert_texts())
    return shown.select_related("person", "programme", "episode__gate__mentor__user", "episode__gate__second__user")


def _liberations(page, cases, until):
    for case in cases:
        day, released = case.liberation_day, case.episode.released_date
        if day is None:
            continue
        gate = getattr(case.episode, "gate", None)
        if day == page.today or (day < page.today and not released):
            page.gates.append(Gate(case=case, gate=gate, day=day, late=day < page.today))
        elif page.today < day <= until:
            time = gate.meet_time if gate else None
            page.coming.append(Coming(day=day, time=time, case=case, what="Liberation"))
    page.gates.sort(
        key=lambda row: (row.late, (row.gate and row.gate.meet_time) or dt.time.max, row.case.person.sort_name)
    )


def _dates(page, cases):
    """Whose date is not known or has not been confirmed for too long, the nearest first; a day that has passed is a gate."""
    found = [
        case
        for case in cases
        if case.episode.released_date is None
        and (case.liberation_day is None or case.liberation_day >= page.today)
        and (case.ask_again_on is None or case.ask_again_on <= page.today)
    ]
    found.sort(key=lambda case: (case.liberation_day or dt.date.max, case.person.sort_name))
    page.dates, page.dates_in_all = found[:DATES_SHOWN], len(found)


def _visits(page, cases, until):
    may_count = defaultdict(set)
    for meeting in _planned().rows({CASES: cases}):
        meeting.case = cases[meeting.case_id]
        if meeting.may_count:
            may_count[meeting.case_id].add(meeting.on_date)
        if meeting.on_date < page.today:
            page.unrecorded.append(meeting)
        elif meeting.on_date == page.today:
            page.visits.append(meeting)
        elif meeting.on_date <= until:
            page.coming.append(
                Coming(meeting.on_date, meeting.at_time, meeting.case, meeting.get_channel_display(), meeting)
            )
    short = _short(cases.values(), page.today)
    plans = visit_plans(short, may_count, page.today)
    page.short = [Short(case, plans[case.pk]) for case in short]


@kept_query
def _planned():
    planned = Meeting.objects.planned().filter(case__in=[CASES]).with_may_count().select_related("prison")
    return planned.order_by("on_date", "at_time", "pk")


def _short(cases, today):
    """Who has held too few visits within the programme's warning time, as by the flag. From the day itself on it is too late
    for a visit before liberation: the gate is what counts."""
    found = [
        case
        for case in cases
        if case.liberation_day
        and not case.episode.released_date
        and 0 < (case.liberation_day - today).days <= case.programme.meetings_flag_days
        and case.meetings_held < case.programme.minimum_meetings
    ]
    return sorted(found, key=lambda case: (case.liberation_day, case.person.sort_name))


def _notices(page, cases, user):
    """The latest of each kind about each case: an older one says nothing more."""
    messages = _unread().rows({CASES: cases} | asked_by(user))
    latest = {(message.kind, message.subject_key): message for message in messages}
    page.notices = [Notice(message, cases[key]) for (_, key), message in latest.items()]
    page.notices.sort(key=lambda notice: (not notice.moved, notice.case.liberation_day or dt.date.max))


@kept_query
def _unread():
    kinds = [Kind.RELEASE_DATE_MOVED, Kind.RELEASE_REMINDER]
    messages = Message.objects.filter(recipient=ASKER, kind__in=kinds, subject_key__in=[CASES])
    return messages.unread().order_by("created_at", "pk")


def _follow_ups(page, cases, until):
    """Of each case the earliest that is outstanding: one contact may settle several. With the tries since it may be made."""
    seen = set()
    for row in _outstanding(until).rows({CASES: cases}):
        if row.case_id in seen:
            continue
        seen.add(row.case_id)
        row.case = cases[row.case_id]
        if row.due_date < page.today:
            page.overdue.append(row)
        elif row.window_from_date <= page.today:
            page.due.append(row)
        elif row.due_date <= until:
            page.coming.append(Coming(row.due_date, None, row.case, "Follow-up contact due"))
    # Who needs most support first.
    for rows in (page.overdue, page.due):
        rows.sort(key=lambda row: (NEED_FIRST[row.case.need], row.due_date))


@kept_query
def _outstanding(until):
    rows = FollowUp.objects.outstanding().filter(case__in=[CASES], window_from_date__lte=until)
    return rows.annotate(tries=tries_of_window(), lost=contact_lost()).order_by("due_date", "pk")


def _first_hours(page, now):
    """What is due by tonight, or overdue, of the first hours of whoever came out in these days."""
    first = page.today - dt.timedelta(days=LAST_DAY)
    out = [case for case in page.cases if case.episode.released_date and case.episode.released_date >= first]
    hours = first_hours_of(out, now)
    for case in out:
        due = [hour for hour in hours[case.pk] if hour.state in (HourState.OVERDUE, HourState.DUE)]
        if due:
            page.first_hours.append(FirstHoursDue(case, due))
    page.first_hours.sort(key=lambda row: (row.hours[0].due_at, row.case.person.sort_name))
