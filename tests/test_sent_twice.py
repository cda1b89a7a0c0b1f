"""A button pressed twice, or eight times at the same moment, is pressed once: one change, one trail row, no error."""

import dataclasses
import datetime as dt
from collections.abc import Callable

import pytest
from django.forms import BaseForm
from django.urls import reverse
from django.utils import timezone

from audit.enums import Verb
from audit.models import Event
from liberations.models import ListRow
from mentoring.enums.meetings import CancelReason, Channel, MeetingState
from mentoring.models import ReadinessKind
from referrals.enums import OfferOutcome, ReferralState
from referrals.models import Offer
from tests import kinds, plan_kinds, ready_kinds, sharing_kinds
from tests.access import World
from tests.answers import answers
from tests.concurrency import at_once
from tests.factories.mentoring import CaseFactory, MentorFactory
from tests.factories.people import ConsentFactory
from tests.factories.prisons import PrisonFactory
from tests.factories.readiness import ReadinessKindFactory
from tests.factories.referrals import AgencyFactory, ServiceFactory

PRESSES = 8
DAY = dt.date(2026, 11, 20)


@dataclasses.dataclass(frozen=True)
class Sent:
    """One form at the address that `kind` makes (see tests/access.py), sent by `by` with what `data` makes typed in."""

    kind: Callable | None = None
    by: str = "manager"
    data: Callable = lambda world: {}


def in_days(number):
    return timezone.localdate() + dt.timedelta(days=number)


def offered_referral(world):
    return [kinds.referral_of(world, state=ReferralState.OFFERED, offer__on_date=DAY).pk]


def latest_offer(world):
    return {"offer": Offer.objects.get(outcome=OfferOutcome.SAID_NO).pk}


def eligible_referral(world):
    return [kinds.referral_of(world, state=ReferralState.ELIGIBLE).pk]


def onward_agreed(world):
    service = ServiceFactory()
    ConsentFactory(person=world.person, to=service.agency)
    return {"service": service.pk, "what": "Needs a bed.", "on": DAY}


def with_calendar_link(world):
    kinds.calendar_link(world)
    return {}


def supervised(world):
    kinds.supervised_mentor(world)
    return {"note": "A hard visit."}


def beside_another_kind(world):
    ReadinessKindFactory(programme=world.case.programme, position=30_001)
    return {"from": ReadinessKind.objects.exclude(position=30_001).get().position, "to": "down"}


def with_readiness_kind(world):
    _, kind = ready_kinds.readiness_kind_of_case(world)
    return {f"state_{kind}": "to-do"}


def somebody_waits(world):
    """The proposal names a mentor who has room, and why."""
    CaseFactory(referral__programme=world.case.programme)
    return {}


ALERT = {"kind": "health", "text": "Carries an inhaler.", "source": "Nurse", "review_date": dt.date(2027, 3, 1)}
CONSENT = {"purpose": "texts", "decision": "given", "how": "signed"}
PERSON = {"known_as": "Sandy"}
ENDING = {"kind": "planned", "reason": "completed", "summary": "Well on their way.", "ended_date": DAY}
HELD = {"state": MeetingState.HELD, "channel": Channel.PHONE, "minutes": "20", "on_date": DAY}
CANCELLED = {"state": MeetingState.CANCELLED_BY_PRISON, "cancel_reason": CancelReason.choices[0][0], "on_date": DAY}


def _written_up(world):
    """The one visit of the day, held."""
    (row,) = world.case.meetings.all()
    said = {"state": "held", "place": "private-room", "minutes": "40", "version": "1"}
    return {f"{row.pk}-{name}": value for name, value in said.items()} | {"save": str(row.pk)}


FORMS = {
    "accounts:account": Sent(data=lambda world: {"phone": "0141 496 0001"}),
    "accounts:calendar_make": Sent(by="community mentor", data=lambda world: {"new_id": world.team.pk}),
    "accounts:calendar_stop": Sent(by="community mentor", data=with_calendar_link),
    "accounts:staff_add": Sent(
        by="administrator",
        data=lambda world: {
            "name": "New Mentor",
            "email": f"{world.team.pk}@throughgate.example",
            "role": "community-mentor",
            "team": world.team.pk,
        },
    ),
    "liberations:staff_edit": Sent(kinds.member_of_staff, "administrator", lambda world: {"name": "Another Name"}),
    "liberations:staff_deactivate": Sent(kinds.member_of_staff, "administrator"),
    "accounts:staff_reactivate": Sent(kinds.deactivated_staff, "administrator"),
    "accounts:team_add": Sent(by="administrator", data=lambda world: {"name": f"Team {world.team.pk}"}),
    "accounts:team_edit": Sent(kinds.empty_team, "administrator", lambda world: {"name": f"Other {world.team.pk}"}),
    "accounts:team_close": Sent(kinds.empty_team, "administrator"),
    "accounts:team_reopen": Sent(kinds.closed_team, "administrator"),
    "liberations:different": Sent(kinds.two_records),
    "liberations:different_take_back": Sent(kinds.different_people),
    "liberations:merge": Sent(
        kinds.two_records, data=lambda world: {"survivor": str(world.person.pk), "note": "Same photograph."}
    ),
    "liberations:merge_undo": Sent(kinds.merge),
    "liberations:bed": Sent(kinds.case, data=lambda world: {"bed": "safe", "note": "With their sister"}),
    "liberations:decision_again": Sent(kinds.left_decision),
    "liberations:decision_leave": Sent(kinds.open_decision),
    "liberations:gate_answer": Sent(kinds.gate_question, "community mentor", lambda world: {"answer": "cannot"}),
    "liberations:gate_cover": Sent(
        kinds.wanted_gate, data=lambda world: {"mentor": MentorFactory(user__team=world.team).pk, "version": 1}
    ),
    "liberations:episode_edit": Sent(kinds.episode, data=lambda world: {"legal_status": "recall"}),
    "liberations:gate_met": Sent(kinds.case, data=lambda world: {"out_time": "0:01"}),
    "liberations:gate_not_met": Sent(kinds.case, data=lambda world: {"reason": "declined"}),
    "liberations:gate_plan": Sent(kinds.case, data=lambda world: {"decision": "wanted", "mentor": world.mentor.pk}),
    "liberations:columns_forget": Sent(kinds.column_mapping),
    "liberations:list_columns": Sent(
        kinds.list_of_unknown_columns,
        data=lambda world: {"column_0": "number", "column_1": "name", "column_2": "liberation_date"},
    ),
    "liberations:list_apply": Sent(kinds.list_to_apply, data=lambda world: {"seen": "1"}),
    "liberations:list_discard": Sent(kinds.liberation_list),
    "liberations:list_undo": Sent(kinds.applied_list),
    "liberations:list_decide": Sent(kinds.doubtful_row, data=lambda world: {"answer": "new-person"}),
    "liberations:list_decision_undo": Sent(kinds.decided_row),
    "liberations:list_rows": Sent(
        lambda world: kinds.doubtful_row(world)[:1],
        data=lambda world: {"leave": ListRow.objects.get(list__team=world.team).pk},
    ),
    "liberations:date_asked": Sent(kinds.person, data=lambda world: {"outcome": "no-answer", "source": "phone"}),
    "liberations:date_list_asked": Sent(
        data=lambda world: {"episodes": [world.case.episode_id], "answered": "no", "source": "phone"}
    ),
    "liberations:release_date": Sent(
        kinds.person,
        data=lambda world: {"kind": "prison-stated", "stated_date": dt.date(2027, 1, 12), "source": "letter"},
    ),
    "liberations:scheme_add": Sent(
        data=lambda world: {
            "name": "Early release",
            "reason": "Announced.",
            "shift": "days",
            "days_earlier": "7",
            "prisons": kinds.prison(world),
        }
    ),
    "liberations:scheme_apply": Sent(kinds.scheme, data=lambda world: {"version": "1"}),
    "liberations:scheme_discard": Sent(kinds.scheme),
    "liberations:scheme_edit": Sent(kinds.scheme, data=lambda world: {"days_earlier": "5"}),
    "liberations:scheme_member": Sent(kinds.scheme_member, data=lambda world: {"decision": "out"}),
    "liberations:scheme_undo": Sent(kinds.shifted_scheme),
    "liberations:transfer": Sent(kinds.person, data=lambda world: {"prison": PrisonFactory().pk, "on": DAY}),
    "liberations:absence_add": Sent(
        kinds.mentor,
        data=lambda world: {"from_date": in_days(5), "until_date": in_days(9), "kind": "leave"},
    ),
    "liberations:absence_call_off": Sent(kinds.absence),
    "liberations:absence_cover": Sent(
        kinds.absence, data=lambda world: {f"cover_{world.case.pk.hex}": world.prison_mentor.mentor.pk}
    ),
    "liberations:absence_end": Sent(kinds.absence, data=lambda world: {"until_date": in_days(50)}),
    "liberations:caseload_move": Sent(
        kinds.mentor, data=lambda world: {f"person_{world.case.pk.hex}": world.prison_mentor.mentor.pk}
    ),
    "liberations:handover_call_off": Sent(kinds.handover),
    "liberations:handover_done": Sent(kinds.handover, data=lambda world: {"without_meeting": "no-time"}),
    "liberations:handover_meeting": Sent(
        kinds.handover, data=lambda world: {"channel": "in-prison", "on_date": dt.date(2026, 12, 1)}
    ),
    "liberations:handover_plan": Sent(
        kinds.case,
        data=lambda world: {
            "to_mentor": world.prison_mentor.mentor.pk,
            "reason": "next-mentor",
            "together": "new",
            "channel": "in-prison",
            "on_date": dt.date(2026, 12, 1),
        },
    ),
    "liberations:handover_take_back": Sent(kinds.done_handover),
    "liberations:match_end": Sent(kinds.case, data=lambda world: {"reason": "persons-choice"}),
    "mentoring:match_review": Sent(kinds.case, "community mentor", lambda world: {"outcome": "keep"}),
    "mentoring:allocate": Sent(
        kinds.case, data=lambda world: {"mentor": MentorFactory(user__team=world.team).pk, "match_note": "Same town"}
    ),
    "mentoring:standard_waive": Sent(kinds.standard, "manager", lambda world: {"reason": "Signed up at the gate."}),
    "mentoring:waiver_end": Sent(kinds.waiver, "manager"),
    "mentoring:allocation_proposal": Sent(data=somebody_waits),
    "mentoring:allocation_take_back": Sent(kinds.allocation),
    "mentoring:case_need": Sent(kinds.case, data=lambda world: {"need": "high"}),
    "mentoring:caseload_weights": Sent(data=lambda world: {"need_high": "2"}),
    "mentoring:match_preferences": Sent(kinds.case, data=lambda world: {"gender": "no-preference"}),
    "mentoring:case_end": Sent(kinds.case, data=lambda world: ENDING),
    "mentoring:clearance_add": Sent(kinds.mentor, data=lambda world: {"prison": PrisonFactory().pk, "from_date": DAY}),
    "mentoring:clearance_edit": Sent(kinds.clearance, data=lambda world: {"until_date": dt.date(2026, 12, 24)}),
    "mentoring:contact_cancel": Sent(
        kinds.meeting, "community mentor", lambda world: {"state": MeetingState.CANCELLED_BY_PERSON}
    ),
    "mentoring:contact_log": Sent(kinds.case, "community mentor", lambda world: HELD),
    "mentoring:contact_move": Sent(
        kinds.meeting,
        "community mentor",
        lambda world: {"on_date": dt.date(2026, 12, 1), "at_time": dt.time(10), "asked_by": "prison"},
    ),
    "mentoring:contact_plan": Sent(
        kinds.case, "community mentor", lambda world: {"channel": "phone", "on_date": dt.date(2026, 12, 1)}
    ),
    "mentoring:contact_record": Sent(kinds.meeting, "community mentor", lambda world: CANCELLED),
    "mentoring:contact_undo": Sent(kinds.held_meeting, "community mentor"),
    "mentoring:debrief_add": Sent(kinds.supervised_mentor, data=lambda world: {"note": "A hard visit."}),
    "mentoring:debrief_ask": Sent(by="community mentor", data=supervised),
    "mentoring:supervision_add": Sent(kinds.supervised_mentor),
    "mentoring:day_results": Sent(kinds.day_in_prison, "community mentor", lambda world: _written_up(world)),
    "mentoring:visits_book": Sent(
        kinds.case, "community mentor", lambda world: {"day_1": dt.date(2026, 12, 1), "time_1": dt.time(10)}
    ),
    "mentoring:action_add": Sent(plan_kinds.goal, data=lambda world: {"step": "Ring the council", "owner": "person"}),
    "mentoring:action_edit": Sent(plan_kinds.step, data=lambda world: {"step": "Write to the council"}),
    "mentoring:action_state": Sent(plan_kinds.step, data=lambda world: {"state": "done"}),
    "mentoring:goal_add": Sent(
        plan_kinds.draft_plan, data=lambda world: {"words": "See my boys.", "step": "Write to them", "owner": "person"}
    ),
    "mentoring:goal_edit": Sent(plan_kinds.goal, data=lambda world: {"words": "My own door."}),
    "mentoring:goal_state": Sent(plan_kinds.goal, data=lambda world: {"state": "reached"}),
    "mentoring:hold_end": Sent(plan_kinds.review_on_hold),
    "mentoring:needs_edit": Sent(
        plan_kinds.unfinished_needs,
        data=lambda world: {"answer_money": "5", "finished": "done", "with_person": "yes", "on": DAY},
    ),
    "mentoring:needs_reopen": Sent(plan_kinds.needs),
    "mentoring:needs_start": Sent(kinds.case, data=lambda world: {"answer_money": "5", "on": DAY}),
    "mentoring:plan_agree": Sent(plan_kinds.draft_plan, data=lambda world: {"agreed_date": DAY, "agreement": "spoken"}),
    "mentoring:plan_hold": Sent(
        plan_kinds.plan,
        data=lambda world: {"reason": "away", "until_date": timezone.localdate() + dt.timedelta(days=7)},
    ),
    "mentoring:plan_review": Sent(plan_kinds.plan, data=lambda world: {"on": DAY}),
    "mentoring:plan_set_aside": Sent(plan_kinds.draft_plan),
    "mentoring:plan_start": Sent(kinds.case),
    "mentoring:plan_take_back": Sent(plan_kinds.plan),
    "mentoring:plan_take_up": Sent(plan_kinds.plan_set_aside),
    "mentoring:promise_add": Sent(
        kinds.case, data=lambda world: {"words": "Ring the council", "promised_date": DAY, "due_date": DAY}
    ),
    "mentoring:promise_edit": Sent(plan_kinds.promise, data=lambda world: {"words": "Ring them"}),
    "mentoring:promise_explain": Sent(
        plan_kinds.promise, data=lambda world: {"on": DAY, "explanation": "It was shut."}
    ),
    "mentoring:promise_keep": Sent(plan_kinds.promise),
    "mentoring:promise_reopen": Sent(plan_kinds.kept_promise),
    "mentoring:scale": Sent(kinds.programme, "administrator", lambda world: {"highest": "5", "need_at": "3"}),
    "mentoring:mentor_edit": Sent(kinds.mentor, data=lambda world: {"capacity": "17"}),
    "mentoring:mentor_set_up": Sent(kinds.mentor_to_be),
    "mentoring:supervision_settings": Sent(data=lambda world: {"supervision_weeks": "6"}),
    "mentoring:training_add": Sent(
        data=lambda world: {"kind": kinds.training_kind(world)[0], "mentors": [world.mentor.pk], "done_date": DAY}
    ),
    "mentoring:training_kind_add": Sent(by="administrator", data=lambda world: {"name": "First aid"}),
    "mentoring:training_kind_edit": Sent(kinds.training_kind, "administrator", lambda world: {"months_valid": "12"}),
    "mentoring:training_strike": Sent(kinds.training),
    "mentoring:own_profile_edit": Sent(by="community mentor", data=lambda world: {"languages": ["pl"]}),
    "mentoring:pvg_add": Sent(kinds.mentor, data=lambda world: {"from_date": DAY}),
    "mentoring:pvg_strike": Sent(kinds.pvg_membership),
    "people:alert_add": Sent(kinds.person, data=lambda world: ALERT),
    "people:alert_review": Sent(kinds.alert, data=lambda world: {"review_date": dt.date(2027, 6, 1)}),
    "people:alert_seen": Sent(kinds.alert),
    "people:alert_end": Sent(kinds.alert),
    "people:connection_declare": Sent(
        kinds.person, data=lambda world: {"user": world.prison_mentor.pk, "how": "family"}
    ),
    "people:connection_end": Sent(kinds.connection, data=lambda world: {"reason": "Of the wrong person."}),
    "people:equality_offer": Sent(
        kinds.person, "community mentor", lambda world: {"outcome": "answered", "answer_sex": "male"}
    ),
    "people:equality_take_out": Sent(kinds.answered, "community mentor"),
    "people:edit": Sent(kinds.person, data=lambda world: PERSON),
    "people:identifier_add": Sent(
        kinds.person, data=lambda world: {"kind": "sps", "value": str(world.case.number % 10**6)}
    ),
    "prisons:prison_close": Sent(kinds.prison, "administrator"),
    "prisons:prison_edit": Sent(kinds.prison, "administrator", lambda world: {"town": "Elsewhere"}),
    "prisons:prison_reopen": Sent(kinds.closed_prison, "administrator"),
    "prisons:room_add": Sent(kinds.prison, "administrator", lambda world: {"name": "Link room"}),
    "prisons:room_close": Sent(ready_kinds.visit_room, "administrator"),
    "prisons:room_edit": Sent(ready_kinds.visit_room, "administrator", lambda world: {"name": "Link room"}),
    "prisons:room_reopen": Sent(ready_kinds.closed_visit_room, "administrator"),
    "prisons:slot_add": Sent(
        kinds.prison, "administrator", lambda world: {"weekday": "2", "from_time": "9am", "until_time": "11am"}
    ),
    "prisons:slot_close": Sent(ready_kinds.visit_slot, "administrator"),
    "prisons:slot_edit": Sent(ready_kinds.visit_slot, "administrator", lambda world: {"places": "3"}),
    "prisons:slot_reopen": Sent(ready_kinds.closed_visit_slot, "administrator"),
    "referrals:agency_edit": Sent(kinds.agency, "administrator", lambda world: {"phone": "0141 496 0002"}),
    "referrals:agency_close": Sent(kinds.agency, "administrator"),
    "referrals:agency_reopen": Sent(kinds.closed_agency, "administrator"),
    "referrals:consent_add": Sent(kinds.person, data=lambda world: CONSENT),
    "referrals:programme_counting": Sent(kinds.programme, "administrator", lambda world: {"phone_meetings_most": "2"}),
    "referrals:programme_edit": Sent(kinds.programme, "administrator", lambda world: {"minimum_meetings": "4"}),
    "referrals:referral_accept": Sent(kinds.waiting_referral),
    "referrals:referral_answer": Sent(offered_referral, data=lambda world: {"outcome": "said-no", "on": DAY}),
    "referrals:referral_decline": Sent(kinds.waiting_referral, data=lambda world: {"reason": "other"}),
    "referrals:referral_offer": Sent(
        eligible_referral, data=lambda world: {"channel": "in-person", "outcome": "not-seen", "on": DAY}
    ),
    "referrals:referral_offer_again": Sent(kinds.refused_referral, data=lambda world: {"new_id": world.team.pk}),
    "referrals:referral_offer_undo": Sent(kinds.refused_referral, data=latest_offer),
    "referrals:referral_answer_undo": Sent(kinds.refused_referral, data=latest_offer),
    "people:wording_add": Sent(
        by="administrator",
        data=lambda world: {"purpose": "texts", "version": "7", "text": "May we text you?", "from_date": in_days(400)},
    ),
    "referrals:agreement_add": Sent(
        by="administrator", data=lambda world: {"partner": AgencyFactory().pk, "reference": "A 7", "from_date": DAY}
    ),
    "referrals:agreement_edit": Sent(sharing_kinds.agreement, "administrator", lambda world: {"reference": "A 8"}),
    "referrals:disclosure_add": Sent(
        kinds.person,
        data=lambda world: {
            "basis": "danger",
            "somebody_else": "Police control room",
            "reason": "Said he would not see the morning.",
            "what": "Where he was last seen.",
            "purpose": "A welfare check",
            "on": DAY,
        },
    ),
    "referrals:onward": Sent(sharing_kinds.onward, data=lambda world: {"state": "accepted", "on": DAY}),
    "referrals:onward_add": Sent(kinds.person, data=onward_agreed),
    "referrals:withdrawal_told": Sent(sharing_kinds.withdrawn_disclosure),
    "referrals:referral_reconsider": Sent(kinds.declined_referral),
    "mentoring:first_night": Sent(kinds.case, data=lambda world: {"lodging": "nowhere"}),
    "mentoring:readiness_kind_add": Sent(kinds.programme, "administrator", lambda world: {"name": "Glasses"}),
    "mentoring:readiness_kind_close": Sent(ready_kinds.readiness_kind, "administrator"),
    "mentoring:readiness_kind_edit": Sent(
        ready_kinds.readiness_kind, "administrator", lambda world: {"lead_days": "3"}
    ),
    "mentoring:readiness_kind_move": Sent(ready_kinds.readiness_kind, "administrator", beside_another_kind),
    "mentoring:readiness_kind_reopen": Sent(ready_kinds.closed_readiness_kind, "administrator"),
    "mentoring:readiness_kind_start": Sent(kinds.programme, "administrator"),
    "mentoring:refused_add": Sent(kinds.prison, "community mentor", lambda world: {"reason": "keys"}),
    "mentoring:refused_take_back": Sent(ready_kinds.refused_access),
    "mentoring:ready_ask": Sent(kinds.case, data=with_readiness_kind),
    "mentoring:ready_item": Sent(
        ready_kinds.readiness_kind_of_case, data=lambda world: {"state": "in-place", "evidence": "Card seen"}
    ),
    "mentoring:ready_take_back": Sent(ready_kinds.readiness_step),
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", sorted(FORMS))
def test_form_sent_eight_times_at_once_is_sent_once(name, as_user):
    sent, world = FORMS[name], World()
    url = reverse(name, args=sent.kind(world) if sent.kind else ())
    clients = [as_user(world.users[sent.by]) for _ in range(PRESSES)]
    data = filled(clients[0], url, sent.data(world))
    before = changes()

    statuses = at_once(PRESSES, lambda: clients.pop().post(url, data).status_code)
    again = as_user(world.users[sent.by]).post(url, data).status_code

    assert (set(statuses), again, changes() - before) == ({302}, 302, 1)


def filled(client, url, typed):
    """What a browser sends: the form as it came, with what `typed` says filled in."""
    context = client.get(url).context
    form = context.get("form") if context else None
    return answers(form, **typed) if isinstance(form, BaseForm) else typed


def changes():
    return Event.objects.filter(verb__in=[Verb.CREATED, Verb.CHANGED, Verb.SHARED]).count()
