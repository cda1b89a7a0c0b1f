"""The facts of a case, read from the database for the minimum standards."""

import datetime as dt
import uuid
from itertools import pairwise

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, JSONObject, TruncDate

from mentoring.enums.matching import Wish
from mentoring.enums.needs import NeedArea
from mentoring.enums.plans import ReviewOutcome
from mentoring.models import (
    Assessment,
    AssessmentScore,
    Assignment,
    Case,
    Ending,
    EndingConversation,
    MatchPreference,
    Mentor,
    Plan,
    PlanReview,
    PvgMembership,
    ServiceGap,
    Supervision,
    SupervisionSettings,
    Training,
    TrainingKind,
)
from mentoring.planning.linking import ScoreSaid, open_needs
from mentoring.standards.facts import (
    AssessmentFact,
    AssignmentFact,
    CaseFacts,
    ConsentFact,
    DisclosureFact,
    EndingFact,
    MeetingFact,
    MentorFact,
    OnwardFact,
    PlanFact,
    WithoutServiceFact,
)
from people.enums import Decision, Purpose
from people.models import Consent, EqualityOffer
from prisons.enums import LegalStatus, ReleasedHow
from prisons.models import ReleaseDate
from referrals.enums import Basis
from referrals.models import Disclosure, OnwardReferral

# Of a team that has decided nothing about supervision.
USUAL_WEEKS = SupervisionSettings._meta.get_field("supervision_weeks").default


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
            recipient="recipient",
            decision="decision",
            day="decided_date",
            last="expires_date",
        ),
        fact_disclosures=_rows(
            Disclosure.objects.filter(person=OuterRef("person")).with_agreement().order_by("shared_date"),
            agency="agency_id",
            prison="prison_id",
            name=Coalesce("agency__name", "prison__name", "somebody_else"),
            day="shared_date",
            basis="basis",
            has_agreement="has_agreement",
        ),
        identity_asked_date=Subquery(
            EqualityOffer.objects.filter(person=OuterRef("person")).order_by("offered_date").values("offered_date")[:1]
        ),
        fact_assignments=_rows(
            Assignment.objects.lead().in_earnest().filter(case=OuterRef("pk")).order_by("from_date", "allocated_at"),
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
        fact_assessments=_rows(
            Assessment.objects.filter(case=OuterRef("pk")).oldest_first(),
            started="started_date",
            completed="completed_date",
            with_person="with_person",
        ),
        fact_plans=_rows(
            Plan.objects.filter(case=OuterRef("pk"), set_aside_at=None)
            .annotate(goal_count=Count("goals"))
            .order_by("number"),
            agreed="agreed_date",
            goals="goal_count",
        ),
        fact_reviews=_rows(
            PlanReview.objects.filter(plan__case=OuterRef("pk"), outcome=ReviewOutcome.KEPT).order_by("on_date"),
            day="on_date",
        ),
        fact_endings=_rows(
            Ending.objects.in_force().filter(case=OuterRef("pk")), day="ended_date", kind="kind", reason="reason"
        ),
        fact_talks=_rows(
            EndingConversation.objects.of_the_present().filter(case=OuterRef("pk")).order_by("on_date"), day="on_date"
        ),
        fact_scores=_rows(
            AssessmentScore.objects.filter(assessment__case=OuterRef("pk")).saying_whether_a_need().oldest_first(),
            area="area",
            day="on_date",
            is_need="is_need",
        ),
        fact_onward=_rows(
            OnwardReferral.objects.filter(person=OuterRef("person"), sent_date__gte=OuterRef("opened_date")).order_by(
                "sent_date"
            ),
            kind="service__kind",
            name="service__name",
            day="sent_date",
        ),
        fact_without=_rows(
            ServiceGap.objects.current().filter(case=OuterRef("pk")).order_by("said_date"),
            area="area",
            reason="reason",
            day="said_date",
        ),
        supervision_weeks=Coalesce(F("programme__team__supervision_settings__supervision_weeks"), USUAL_WEEKS),
    )


def _rows(queryset, **fields):
    return ArraySubquery(queryset.values_list(JSONObject(**fields)))


def case_facts(case: Case, today: dt.date) -> CaseFacts:
    """Everything the standards ask about a case from `with_facts`. Two queries more: its contacts, and their mentors."""
    episode = case.episode
    meetings = list(case.meetings.select_related("episode"))
    days = [_day(row["day"]) for row in case.fact_days]
    asked = next(iter(case.fact_preferences), None)
    return CaseFacts(
        today=today,
        rules=case.programme,
        minimum_meetings=case.programme.minimum_meetings,
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
        disclosures=tuple(_disclosure(row) for row in case.fact_disclosures),
        assessments=tuple(_assessment(row) for row in case.fact_assessments),
        plans=tuple(PlanFact(_day(row["agreed"]), row["goals"]) for row in case.fact_plans),
        reviews=tuple(_day(row["day"]) for row in case.fact_reviews),
        supervision_weeks=case.supervision_weeks,
        assignments=tuple(
            AssignmentFact(uuid.UUID(row["mentor"]), _day(row["from_date"]), _day(row["until_date"]))
            for row in case.fact_assignments
        ),
        mentors=_mentors(case, meetings),
        identity_asked_date=case.identity_asked_date,
        match_noted=any(row["note"] for row in case.fact_assignments),
        preferences_asked_date=_day(asked["day"]) if asked and _all_asked(asked) else None,
        ending=_ending(case),
        ending_talks=tuple(_day(row["day"]) for row in case.fact_talks),
        needs=tuple(open_needs(_score(row) for row in case.fact_scores)),
        referred_on=tuple(OnwardFact(row["kind"], row["name"], _day(row["day"])) for row in case.fact_onward),
        without_service=tuple(
            WithoutServiceFact(row["area"], row["reason"], _day(row["day"])) for row in case.fact_without
        ),
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
        further_role=meeting.further_role,
    )


def _assessment(row):
    """On the day it was finished; until then on the day it was begun."""
    return AssessmentFact(_day(row["completed"] or row["started"]), bool(row["completed"]), bool(row["with_person"]))


def _consents(case, purpose):
    """The spells in which they agreed, for each recipient: a yes begins one; a no, taking it back or its last day ends it."""
    spells, begun = [], {}
    for row in case.fact_consents:
        if row["purpose"] != purpose:
            continue
        recipient, day, last = row["recipient"], _day(row["day"]), _day(row["last"])
        if recipient in begun:
            since, ends = begun[recipient]
            if row["decision"] == Decision.GIVEN and (ends is None or day <= ends):
                begun[recipient] = (since, _day_after(last))
                continue
            spells.append(ConsentFact(recipient, since, min(day, ends or day)))
            del begun[recipient]
        if row["decision"] == Decision.GIVEN:
            begun[recipient] = (day, _day_after(last))
    return (*spells, *(ConsentFact(recipient, since, ends) for recipient, (since, ends) in begun.items()))


def _disclosure(row):
    return DisclosureFact(
        recipient=row["agency"] or row["prison"] or "",
        name=row["name"],
        on_date=_day(row["day"]),
        in_danger=row["basis"] == Basis.DANGER,
        agreement_in_date=row["has_agreement"],
    )


def _mentors(case, meetings):
    """Whoever mentored the person or was at a contact, with what R12 asks of them. One query."""
    keys = {uuid.UUID(row["mentor"]) for row in case.fact_assignments}
    keys |= {key for each in meetings for key in (each.mentor_id, each.together_with_id) if key}
    required = ArraySubquery(TrainingKind.objects.filter(is_required=True, closed_date=None).order_by().values("name"))
    rows = Mentor.objects.filter(pk__in=keys).annotate(
        required=required,
        vetted=_rows(
            PvgMembership.objects.standing().filter(mentor=OuterRef("pk")).order_by("from_date"),
            first="from_date",
            last="until_date",
        ),
        trained=_rows(
            Training.objects.standing().required().filter(mentor=OuterRef("pk")).order_by("done_date"),
            name="kind__name",
            first="done_date",
            last="expires_date",
        ),
        supervised=ArraySubquery(
            Supervision.objects.filter(mentor=OuterRef("pk")).order_by("on_date").values("on_date")
        ),
    )
    return {
        row.pk: MentorFact(
            name=row.user.name,
            vetted=tuple((_day(each["first"]), _day(each["last"])) for each in row.vetted),
            trainings=tuple((each["name"], _day(each["first"]), _day(each["last"])) for each in row.trained),
            required=tuple(sorted(row.required)),
            supervisions=tuple(row.supervised),
        )
        for row in rows.select_related("user")
    }


def _score(row):
    return ScoreSaid(NeedArea(row["area"]), _day(row["day"]), row["is_need"])


def _ending(case):
    row = next(iter(case.fact_endings), None)
    return EndingFact(_day(row["day"]), row["kind"], row["reason"]) if row else None


def _all_asked(row):
    return Wish.NOT_ASKED not in (row["gender"], row["language"], row["lived_experience"])


def _day(text):
    return dt.date.fromisoformat(text) if text else None


def _day_after(day):
    return day + dt.timedelta(days=1) if day else None
