"""The facts of a case, read from the database for the minimum standards."""

import datetime as dt
import uuid
from itertools import pairwise

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject, TruncDate

from mentoring.enums.matching import Wish
from mentoring.models import Assignment, Case, MatchPreference
from mentoring.standards.facts import AssignmentFact, CaseFacts, ConsentFact, MeetingFact, MentorFact
from people.enums import Decision, Purpose
from people.models import Consent
from prisons.enums import LegalStatus, ReleasedHow
from prisons.models import ReleaseDate


def with_facts(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Annotates what `case_facts` needs beside the meetings, one array of objects for each kind of row. After `with_liberation`;
    the case comes with its programme, referral and episode."""
    return cases.annotate(
        fact_days=_rows(
            ReleaseDate.objects.filter(episode=OuterRef("episode")).order_by("recorded_at"),
            day="liberation_date",
            recorded=TruncDate("recorded_at"),
        ),
        fact_consents=_rows(
            Consent.objects.filter(person=OuterRef("person")).order_by("recorded_at"),
            purpose="purpose",
            recipient="recipient_name",
            decision="decision",
            day="decided_date",
        ),
        fact_assignments=_rows(
            Assignment.objects.lead().filter(case=OuterRef("pk")).order_by("from_date", "allocated_at"),
            mentor="mentor",
            name="mentor__user__name",
            from_date="from_date",
            until_date="until_date",
            note="match_note",
        ),
        fact_preferences=_rows(
            MatchPreference.objects.current().filter(case=OuterRef("pk")),
            day="asked_date",
            gender="gender",
            language="language_wish",
            lived_experience="lived_experience",
        ),
    )


def _rows(queryset, **fields):
    return ArraySubquery(queryset.values_list(JSONObject(**fields)))


def case_facts(case: Case, today: dt.date) -> CaseFacts:
    """Everything the standards ask about a case from `with_facts`. One query more, for its contacts."""
    episode = case.episode
    meetings = list(case.meetings.select_related("mentor__user", "together_with__user", "episode"))
    days = [_day(row["day"]) for row in case.fact_days]
    asked = next(iter(case.fact_preferences), None)
    return CaseFacts(
        today=today,
        rules=case.programme,
        minimum_meetings=case.programme.minimum_meetings,
        review_days=90,
        referred_date=case.referral.referred_date,
        opened_date=case.opened_date,
        closed_date=case.closed_date,
        admitted_date=episode.admitted_date,
        on_remand=episode.legal_status == LegalStatus.REMAND,
        released_date=episode.released_date,
        remand_freed_by_court=episode.legal_status == LegalStatus.REMAND and episode.released_how == ReleasedHow.COURT,
        liberation_day=case.liberation_day,
        earlier_days=tuple({day for day in days if day and day != case.liberation_day}),
        date_changes=tuple(
            _day(after["recorded"]) for before, after in pairwise(case.fact_days) if before["day"] != after["day"]
        ),
        meetings=tuple(_meeting(each, case) for each in meetings),
        taking_part=_consents(case, Purpose.TAKING_PART),
        sharing=_consents(case, Purpose.SHARING),
        assignments=tuple(
            AssignmentFact(uuid.UUID(row["mentor"]), _day(row["from_date"]), _day(row["until_date"]))
            for row in case.fact_assignments
        ),
        mentors=_mentors(case, meetings),
        match_noted=any(row["note"] for row in case.fact_assignments),
        preferences_asked_date=_day(asked["day"]) if asked and _all_asked(asked) else None,
    )


def _meeting(meeting, case):
    released = meeting.episode.released_date
    return MeetingFact(
        key=meeting.pk,
        on_date=meeting.on_date,
        state=meeting.state,
        channel=meeting.channel,
        mentor=meeting.mentor_id,
        place=meeting.place,
        minutes=meeting.minutes,
        one_to_one=meeting.one_to_one,
        two_way=meeting.two_way,
        instead_of_visit=meeting.instead_of_visit,
        together_with=meeting.together_with_id,
        this_custody=meeting.episode_id == case.episode_id,
        before_that_release=released is not None and meeting.on_date < released,
        this_prison=meeting.prison_id == case.now_at,
    )


def _consents(case, purpose):
    """The spells in which they agreed, for each recipient: a yes begins one, a no or taking it back ends it."""
    spells, begun = [], {}
    for row in case.fact_consents:
        if row["purpose"] != purpose:
            continue
        recipient, day = row["recipient"], _day(row["day"])
        if row["decision"] == Decision.GIVEN:
            begun.setdefault(recipient, day)
        elif recipient in begun:
            spells.append(ConsentFact(recipient, begun.pop(recipient), day))
    return (*spells, *(ConsentFact(recipient, day) for recipient, day in begun.items()))


def _mentors(case, meetings):
    names = {uuid.UUID(row["mentor"]): row["name"] for row in case.fact_assignments}
    for each in meetings:
        for mentor in (each.mentor, each.together_with):
            if mentor:
                names[mentor.pk] = mentor.user.name
    return {key: MentorFact(name=name) for key, name in names.items()}


def _all_asked(row):
    return Wish.NOT_ASKED not in (row["gender"], row["language"], row["lived_experience"])


def _day(text):
    return dt.date.fromisoformat(text) if text else None
