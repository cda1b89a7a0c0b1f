"""What the addresses of the access table are about: each function makes it in the World, and returns the arguments."""

import datetime as dt
import uuid

from django.contrib.auth.tokens import default_token_generator
from django.db.models import F
from django.utils import timezone

from accounts.enums import Role
from accounts.services.calendar_links import make_calendar_link
from liberations.enums import ListState, RowDecision, RowDifference, SchemeState
from liberations.models import LiberationList, Scheme, SchemeMember
from liberations.services.list_apply import apply_list
from liberations.services.merges import merge_people
from mentoring.enums.standards import Standard
from mentoring.models import (
    Handover,
    Mentor,
    PrisonClearance,
    PvgMembership,
    Training,
    Waiver,
)
from mentoring.services.assignments import allocate
from mentoring.services.handovers import complete_handover, plan_handover
from people.enums import AccessReason, AlertKind
from people.models import Alert
from people.services.equality import record_equality_offer
from people.services.merges import say_different
from prisons.models import Holiday, LiberationRulePeriod
from referrals.enums import DeclineReason, ReferralState
from tests.factories.accounts import TeamFactory, UserFactory
from tests.factories.liberations import (
    ColumnMappingFactory,
    GateLiberationFactory,
    GateQuestionFactory,
    LiberationListFactory,
    ListFileFactory,
    ListRowFactory,
    ReplanItemFactory,
    SchemeFactory,
    SchemeMemberFactory,
)
from tests.factories.mentoring import MeetingFactory, MentorFactory, TrainingKindFactory
from tests.factories.moving_on import AbsenceFactory, HandoverFactory
from tests.factories.notifications import MessageFactory
from tests.factories.people import ConnectionFactory, PersonFactory
from tests.factories.prisons import LocalAuthorityFactory, PrisonFactory
from tests.factories.referrals import (
    AgencyFactory,
    ProgrammeFactory,
    ReferralFactory,
    ServiceFactory,
)
from tests.liberations import weekly

# What a page sends along for the row that it makes.
NEW_KEY = "6f0a4c1e-4f5b-4d0a-9a51-1d0f1f0c2b3a"


def person(world):
    return [world.person.pk]


def case(world):
    return [world.case.pk]


def month(world):
    return [2026, 12]


def meeting(world):
    return [MeetingFactory(case=world.case, mentor=world.mentor).pk]


def day_in_prison(world):
    """A day on which the person of the world is booked in their prison."""
    prison = world.case.episode.stays.get().prison
    booked = MeetingFactory(case=world.case, mentor=world.mentor, prison=prison, at_time=dt.time(10))
    return [prison.pk, booked.on_date.isoformat()]


def held_meeting(world):
    return [MeetingFactory(case=world.case, mentor=world.mentor, held=True).pk]


def liberation_list(world):
    return [LiberationListFactory(team=world.team).pk]


def list_being_applied(world):
    asked = {"state": ListState.APPLYING, "apply_asked_at": dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC)}
    return [LiberationListFactory(team=world.team, **asked).pk]


def list_to_apply(world):
    """Somebody new, a date that moved and a move to this prison."""
    prison = PrisonFactory()
    programme = world.case.programme
    weekly.supported(prison, "090018", "Quill", programme)
    weekly.supported(PrisonFactory(), "090019", "Bright", programme)
    rows = [weekly.row(f"09001{n}", family, weekly.LATER) for n, family in ((7, "Sharpe"), (8, "Quill"), (9, "Bright"))]
    return [weekly.read(prison, programme, world.manager, *rows).pk]


def applied_list(world):
    made = LiberationList.objects.get(pk=list_to_apply(world)[0])
    return [apply_list(liberation_list=made, by=world.manager).pk]


def list_of_unknown_columns(world):
    return [ListFileFactory(list__team=world.team, list__state="columns").list_id]


def column_mapping(world):
    return [ColumnMappingFactory(team=world.team).pk]


def doubtful_row(world):
    row = ListRowFactory(list__team=world.team, difference=RowDifference.DECIDE, problem="The list has them twice.")
    return [row.list_id, row.pk]


def decided_row(world):
    answer = {"decision": RowDecision.NEW_PERSON, "decided_by": world.manager}
    row = ListRowFactory(list__team=world.team, **answer, decided_at=dt.datetime(2026, 11, 20, tzinfo=dt.UTC))
    return [row.list_id, row.pk]


def scheme(world):
    """A draft that shifts the day of the person."""
    row = world.case.episode.release_dates.get()
    draft = SchemeFactory(team=world.team, made_by=world.manager)
    draft.prisons.add(world.case.episode.stays.get().prison)
    SchemeMemberFactory(scheme=draft, before_row=row, after_date=dt.date(2026, 12, 10))
    return [draft.pk]


def shifted_scheme(world):
    at = dt.datetime(2026, 11, 20, 10, tzinfo=dt.UTC)
    (key,) = scheme(world)
    Scheme.objects.filter(pk=key).update(state=SchemeState.APPLIED, applied_at=at, applied_by=world.manager)
    SchemeMember.objects.filter(scheme=key).update(after_row=F("before_row"))
    return [key]


def scheme_member(world):
    (key,) = scheme(world)
    return [key, SchemeMember.objects.get(scheme=key).pk]


def prison(world):
    return [world.case.episode.stays.get().prison_id]


def closed_prison(world):
    return [PrisonFactory(closed_date=dt.date(2020, 1, 1)).pk]


def area(world):
    return [LocalAuthorityFactory().pk]


def national_day_of_area(world):
    return [LocalAuthorityFactory().pk, "2026-05-04"]


def scotland(world):
    return ["scotland"]


def national_day(world):
    return ["scotland", "2026-05-04"]


def holiday(world):
    return [Holiday.objects.create(day=dt.date(2026, 7, 20), name="Fair Monday", source="Council").pk]


def rule_period(world):
    return [LiberationRulePeriod.objects.create(jurisdiction="scotland", rule="scotland").pk]


def member_of_staff(world):
    return [world.community_mentor.pk]


def deactivated_staff(world):
    return [world.users["deactivated"].pk]


def password_link(world):
    # Of somebody who does not sign in during the walk: that would end the link.
    owner = UserFactory(team=world.team)
    return [owner.pk, default_token_generator.make_token(owner)]


def empty_team(world):
    return [TeamFactory().pk]


def closed_team(world):
    return [TeamFactory(closed_date=dt.date(2026, 1, 5)).pk]


def notice_of_mentor(world):
    return [MessageFactory(recipient=world.community_mentor).pk]


def wanted_gate(world):
    GateLiberationFactory(case=world.case, decision="wanted", mentor=world.mentor)
    return [world.case.pk]


def gate_question(world):
    return [GateQuestionFactory(gate__case=world.case, mentor=world.mentor).pk]


def open_decision(world):
    return [ReplanItemFactory(replan__case=world.case).pk]


def left_decision(world):
    left = {"state": "left", "decided_by": world.manager, "decided_at": dt.datetime(2026, 11, 20, tzinfo=dt.UTC)}
    return [ReplanItemFactory(replan__case=world.case, **left).pk]


def waiting_referral(world):
    return [referral_of(world).pk]


def eligible_referral(world):
    return [referral_of(world, state=ReferralState.ELIGIBLE).pk]


def declined_referral(world):
    return [referral_of(world, state=ReferralState.DECLINED, decline_reason=DeclineReason.OTHER).pk]


def refused_referral(world):
    return [referral_of(world, state=ReferralState.SAID_NO).pk]


def refused_offer(world):
    return [referral_of(world, state=ReferralState.SAID_NO, offer__id=NEW_KEY).pk]


def referral_of(world, **fields):
    programme = ProgrammeFactory(team=world.team)
    return ReferralFactory(programme=programme, person=world.person, episode=world.case.episode, **fields)


def standard(world):
    return [world.case.pk, Standard.PLAN]


def waiver(world):
    at = {"waived_at": dt.datetime(2026, 10, 1, tzinfo=dt.UTC), "waived_by": world.manager}
    return [Waiver.objects.create(case=world.case, standard=Standard.PLAN, reason="Signed up at the gate.", **at).pk]


def mentor(world):
    return [world.mentor.pk]


def answered(world):
    """The person answered an equality question."""
    offer = {"outcome": "answered", "offered_date": world.case.opened_date, "answers": {"sex": ["male"]}}
    record_equality_offer(person=world.person, by=world.community_mentor, **offer)
    return [world.person.pk]


def connection(world):
    """A colleague of the manager knows the person."""
    return [ConnectionFactory(person=world.person, user__team=world.team).pk]


def alert(world):
    told = {"kind": AlertKind.HEALTH, "text": "Carries an inhaler.", "source": "Nurse", "told_person": True}
    at = {"recorded_at": dt.datetime(2026, 10, 1, tzinfo=dt.UTC), "review_date": dt.date(2027, 1, 5)}
    return [Alert.objects.create(person=world.person, recorded_by=world.manager, **told, **at).pk]


def episode(world):
    return [world.case.episode_id]


def mentor_to_be(world):
    return [UserFactory(team=world.team).pk]


def supervised_mentor(world):
    """The community mentor, whom the manager supervises."""
    Mentor.objects.filter(pk=world.mentor.pk).update(supervisor=world.manager)
    return [world.mentor.pk]


def training_kind(world):
    return [TrainingKindFactory().pk]


def training(world):
    at = {"done_date": dt.date(2026, 10, 1), "recorded_at": dt.datetime(2026, 10, 1, 9, tzinfo=dt.UTC)}
    done = {"mentor": world.mentor, "kind": TrainingKindFactory(), "recorded_by": world.manager}
    return [Training.objects.create(**done, **at).pk]


def pvg_membership(world):
    at = {"from_date": dt.date(2026, 10, 1), "recorded_at": dt.datetime(2026, 10, 1, 9, tzinfo=dt.UTC)}
    return [PvgMembership.objects.create(mentor=world.mentor, recorded_by=world.manager, **at).pk]


def clearance(world):
    at = {"prison": PrisonFactory(), "from_date": dt.date(2026, 1, 5)}
    return [PrisonClearance.objects.create(mentor=world.mentor, **at).pk]


def agency(world):
    return [AgencyFactory().pk]


def closed_agency(world):
    return [AgencyFactory(closed_date=dt.date(2020, 1, 1)).pk]


def service(world):
    return [ServiceFactory().pk]


def closed_service(world):
    return [ServiceFactory(closed_date=dt.date(2020, 1, 1)).pk]


def programme(world):
    return [world.case.referral.programme_id]


def alike_person(world):
    """Another record that the manager of the first team may open."""
    twin = PersonFactory(given_names=world.person.given_names, family_name=world.person.family_name)
    world.share(twin, Role.MANAGER, AccessReason.TEAM)
    return twin


def two_records(world):
    return [world.person.pk, alike_person(world).pk]


def merge(world):
    twin = alike_person(world)
    return [merge_people(survivor=world.person, merged=twin, note="Same photograph.", by=world.manager).pk]


def different_people(world):
    return [say_different(people=(world.person, alike_person(world)), by=world.manager).pk]


def calendar_link(world):
    # Without the secret of its address, a link is not found by anybody.
    return [make_calendar_link(by=world.community_mentor, new_id=uuid.uuid4()).pk]


def handover(world):
    """Planned, from the mentor of the case to the mentor in prison."""
    return [HandoverFactory(case=world.case, from_mentor=world.mentor, to_mentor=world.prison_mentor.mentor).pk]


def done_handover(world):
    chosen = {"case": world.case, "to_mentor": world.prison_mentor.mentor, "reason": "workload"}
    planned = plan_handover(by=world.manager, **chosen)
    return [complete_handover(handover=planned, without_meeting="no-time", by=world.manager).pk]


def absence(world):
    """Of the community mentor, for a fortnight to come."""
    first = timezone.localdate() + dt.timedelta(days=30)
    return [AbsenceFactory(mentor=world.mentor, from_date=first, until_date=first + dt.timedelta(days=13)).pk]


def decision_done(world):
    """The decision by which the person was passed on."""
    return [Handover.objects.get(pk=done_handover(world)[0]).allocation_id]


def allocation(world):
    """The manager gave the case another mentor."""
    other = MentorFactory(user__team=world.team)
    return [allocate(case=world.case, mentor=other, match_note="Same town", by=world.manager).allocation_id]
