"""Who may open what: every URL, every role, own and other team, in one table. A URL without a row fails.

To add a page: one row under its URL name. Give it a `kind` if its address has arguments (a function of the World in
tests/access.py). `moved(X)` is X for a button that redirects, `not_here(X)` is X for a method that the page does not take.
"""

import datetime as dt

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.db.models import F

from liberations.enums import RowDecision, RowDifference, SchemeState
from liberations.models import Scheme, SchemeMember
from mentoring.models import PrisonClearance
from people.enums import AlertKind
from people.models import Alert
from prisons.models import Holiday, LiberationRulePeriod
from referrals.enums import DeclineReason, ReferralState
from tests.access import ACTORS, Row, World, address, answer, browser_of, expected, url_names
from tests.factories.accounts import TeamFactory, UserFactory
from tests.factories.liberations import (
    ColumnMappingFactory,
    LiberationListFactory,
    ListFileFactory,
    ListRowFactory,
    SchemeFactory,
    SchemeMemberFactory,
)
from tests.factories.mentoring import MeetingFactory
from tests.factories.notifications import MessageFactory
from tests.factories.prisons import LocalAuthorityFactory, PrisonFactory
from tests.factories.referrals import AgencyFactory, ProgrammeFactory, ReferralFactory, ServiceFactory

pytestmark = pytest.mark.django_db

#               anon gone pris else comm else mana else admi audi
ANYONE = "      200  200  200  200  200  200  200  200  200  200"
STAFF = "       in   in   200  200  200  200  200  200  200  200"
CASEWORKERS = " in   in   200  200  200  200  200  200  403  403"
RECORD = "      in   in   200  404  200  404  200  404  403  403"
TAKING_IN = "   in   in   200  200  403  403  200  200  403  403"
TRIAGE = "      in   in   200  404  403  403  200  404  403  403"
MANAGERS = "    in   in   403  403  403  403  200  200  403  403"
MANAGED = "     in   in   403  403  403  403  200  404  403  403"
CONFIGURE = "   in   in   403  403  403  403  403  403  200  403"
TRAIL = "       in   in   403  403  403  403  200  200  403  200"


def moved(statuses):
    return statuses.replace("200", "302")


def not_here(statuses):
    return statuses.replace("200", "405")


def person(world):
    return [world.person.pk]


def case(world):
    return [world.case.pk]


def month(world):
    return [2026, 12]


def meeting(world):
    return [MeetingFactory(case=world.case, mentor=world.mentor).pk]


def held_meeting(world):
    return [MeetingFactory(case=world.case, mentor=world.mentor, held=True).pk]


def liberation_list(world):
    return [LiberationListFactory(team=world.team).pk]


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


def waiting_referral(world):
    return [_referral(world).pk]


def eligible_referral(world):
    return [_referral(world, state=ReferralState.ELIGIBLE).pk]


def declined_referral(world):
    return [_referral(world, state=ReferralState.DECLINED, decline_reason=DeclineReason.OTHER).pk]


def _referral(world, **fields):
    programme = ProgrammeFactory(team=world.team)
    return ReferralFactory(programme=programme, person=world.person, episode=world.case.episode, **fields)


def mentor(world):
    return [world.mentor.pk]


def alert(world):
    told = {"kind": AlertKind.HEALTH, "text": "Carries an inhaler.", "source": "Nurse", "told_person": True}
    at = {"recorded_at": dt.datetime(2026, 10, 1, tzinfo=dt.UTC), "review_date": dt.date(2027, 1, 5)}
    return [Alert.objects.create(person=world.person, recorded_by=world.manager, **told, **at).pk]


def episode(world):
    return [world.case.episode_id]


def mentor_to_be(world):
    return [UserFactory(team=world.team).pk]


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


# fmt: off
TABLE = {
    "accounts:sign_in": Row(
        get="200 200 302 302 302 302 302 302 302 302",
        post="200 200 302 302 302 302 302 302 302 302", moved=0),
    "accounts:sign_out": Row(get=not_here(ANYONE), post=moved(ANYONE)),
    "accounts:signed_out": Row(get=ANYONE, post=not_here(ANYONE)),
    "accounts:account": Row(get=STAFF, post=STAFF),
    "accounts:change_password": Row(get=STAFF, post=STAFF),
    "accounts:password_asked": Row(get=ANYONE, post=not_here(ANYONE)),
    "accounts:password_choose": Row(
        get=ANYONE.replace("200", "410"), post=ANYONE.replace("200", "410"), kind=member_of_staff),
    "accounts:password_forgotten": Row(get=ANYONE, post=ANYONE),
    "accounts:password_link": Row(get=moved(ANYONE), post=not_here(ANYONE), kind=password_link),
    "accounts:staff_add": Row(get=CONFIGURE, post=CONFIGURE),
    "accounts:staff_deactivate": Row(get=CONFIGURE, post=moved(CONFIGURE), kind=member_of_staff),
    "accounts:staff_edit": Row(get=CONFIGURE, post=CONFIGURE, kind=member_of_staff),
    "accounts:staff_link": Row(get=not_here(CONFIGURE), post=moved(CONFIGURE), kind=member_of_staff),
    "accounts:staff_list": Row(get=CONFIGURE, post=not_here(CONFIGURE)),
    "accounts:staff_reactivate": Row(get=not_here(CONFIGURE), post=moved(CONFIGURE), kind=deactivated_staff),
    "accounts:team_add": Row(get=CONFIGURE, post=CONFIGURE),
    "accounts:team_close": Row(get=not_here(CONFIGURE), post=moved(CONFIGURE), kind=empty_team),
    "accounts:team_edit": Row(get=CONFIGURE, post=CONFIGURE, kind=empty_team),
    "accounts:team_list": Row(get=CONFIGURE, post=not_here(CONFIGURE)),
    "accounts:team_reopen": Row(get=not_here(CONFIGURE), post=moved(CONFIGURE), kind=closed_team),
    "audit:trail": Row(get=TRAIL, post=not_here(TRAIL), trail=1),
    "accounts:away": Row(get=moved(STAFF), post=not_here(STAFF)),
    "desk:person": Row(get=RECORD, post=not_here(CASEWORKERS), kind=person, trail=1),
    "desk:caseload": Row(get=CASEWORKERS, post=not_here(CASEWORKERS), trail=1),
    "desk:caseload_export": Row(get=CASEWORKERS, post=not_here(CASEWORKERS), trail=1),
    "desk:home": Row(
        get="in in 200 200 200 200 200 200 302 302", post=not_here(CASEWORKERS).replace("403", "405"), trail=1),
    "desk:month": Row(get=CASEWORKERS, post=not_here(CASEWORKERS), kind=month, trail=1),
    "desk:people": Row(get=CASEWORKERS, post=not_here(CASEWORKERS)),
    "desk:administration": Row(get=CONFIGURE, post=not_here(CONFIGURE)),
    "mentoring:contact": Row(get=RECORD, post=not_here(CASEWORKERS), kind=held_meeting, trail=1),
    "mentoring:contact_choose": Row(get=CASEWORKERS, post=not_here(CASEWORKERS), trail=1),
    "mentoring:contact_log": Row(get=RECORD, post=RECORD, kind=case, trail=1),
    "mentoring:contact_move": Row(get=RECORD, post=RECORD, kind=meeting, trail=1),
    "mentoring:contact_plan": Row(get=RECORD, post=RECORD, kind=case, trail=1),
    "mentoring:contact_record": Row(get=RECORD, post=RECORD, kind=meeting, trail=1),
    "mentoring:contact_tried": Row(get=not_here(CASEWORKERS), post=moved(RECORD), kind=case),
    "mentoring:contact_undo": Row(get=not_here(CASEWORKERS), post=moved(RECORD), kind=held_meeting),
    "liberations:bed": Row(get=RECORD, post=RECORD, kind=case, trail=1),
    "liberations:episode_edit": Row(get=RECORD, post=RECORD, kind=episode, trail=1),
    "liberations:gate": Row(get=RECORD, post=not_here(CASEWORKERS), kind=case, trail=1),
    "liberations:gate_list": Row(get=CASEWORKERS, post=not_here(CASEWORKERS), trail=1),
    "liberations:gate_met": Row(get=not_here(CASEWORKERS), post=RECORD, kind=case, trail=1),
    "liberations:gate_not_met": Row(get=RECORD, post=RECORD, kind=case, trail=1),
    "liberations:gate_plan": Row(get=RECORD, post=RECORD, kind=case, trail=1),
    "liberations:gate_undo": Row(get=not_here(CASEWORKERS), post=moved(RECORD), kind=case, moved=0),
    "liberations:list": Row(get=TRIAGE, post=not_here(TAKING_IN), kind=liberation_list, trail=1),
    "liberations:list_apply": Row(get=not_here(TAKING_IN), post=moved(TRIAGE), kind=liberation_list),
    "liberations:columns_forget": Row(get=not_here(TAKING_IN), post=moved(TRIAGE), kind=column_mapping),
    "liberations:list_columns": Row(get=TRIAGE, post=TRIAGE, kind=list_of_unknown_columns, trail=1),
    "liberations:list_discard": Row(get=not_here(TAKING_IN), post=moved(TRIAGE), kind=liberation_list),
    "liberations:list_decide": Row(get=TRIAGE, post=TRIAGE, kind=doubtful_row, trail=1),
    "liberations:list_decision_undo": Row(get=not_here(TAKING_IN), post=moved(TRIAGE), kind=decided_row),
    "liberations:list_export": Row(get=TRIAGE, post=not_here(TAKING_IN), kind=liberation_list, trail=1),
    "liberations:list_rows": Row(get=not_here(TAKING_IN), post=moved(TRIAGE), kind=liberation_list, moved=0),
    "liberations:list_upload": Row(get=TAKING_IN, post=TAKING_IN),
    "liberations:release_date": Row(get=RECORD, post=RECORD, kind=person, trail=1),
    "liberations:released_from_court": Row(get=RECORD, post=RECORD, kind=case, trail=1),
    "liberations:scheme": Row(get=MANAGED, post=not_here(MANAGERS), kind=scheme, trail=1),
    "liberations:scheme_add": Row(get=MANAGERS, post=MANAGERS),
    "liberations:scheme_apply": Row(get=not_here(MANAGERS), post=moved(MANAGED), kind=scheme, data={"version": 1}),
    "liberations:scheme_cohort": Row(get=TRIAGE, post=not_here(TAKING_IN), kind=scheme, trail=1),
    "liberations:scheme_discard": Row(get=not_here(MANAGERS), post=moved(MANAGED), kind=scheme),
    "liberations:scheme_edit": Row(get=MANAGED, post=MANAGED, kind=scheme),
    "liberations:scheme_export": Row(get=MANAGED, post=not_here(MANAGERS), kind=scheme, trail=1),
    "liberations:scheme_list": Row(get=TAKING_IN, post=not_here(TAKING_IN)),
    "liberations:scheme_member": Row(get=not_here(MANAGERS), post=moved(MANAGED), kind=scheme_member),
    "liberations:scheme_undo": Row(get=not_here(MANAGERS), post=moved(MANAGED), kind=shifted_scheme),
    "liberations:transfer": Row(get=RECORD, post=RECORD, kind=person, trail=1),
    "mentoring:allocate": Row(get=MANAGED, post=MANAGED, kind=case, trail=1),
    "mentoring:allocation_queue": Row(get=MANAGERS, post=not_here(MANAGERS), trail=1),
    "mentoring:clearance_add": Row(get=MANAGED, post=MANAGED, kind=mentor),
    "mentoring:clearance_end": Row(get=MANAGED, post=MANAGED, kind=clearance),
    "mentoring:mentor_edit": Row(get=MANAGED, post=MANAGED, kind=mentor),
    "mentoring:mentor_list": Row(get=MANAGERS, post=not_here(MANAGERS)),
    "mentoring:mentor_set_up": Row(get=not_here(MANAGERS), post=moved(MANAGED), kind=mentor_to_be),
    "mentoring:sign_up": Row(get=TRIAGE, post=TRIAGE, kind=eligible_referral, trail=1),
    "mentoring:signed_up": Row(get=TRIAGE, post=not_here(TAKING_IN), kind=case, trail=1),
    "mentoring:case_end": Row(get=RECORD, post=RECORD, kind=case, trail=1),
    "mentoring:case_reopen": Row(get=not_here(CASEWORKERS), post=moved(RECORD), kind=case, moved=0),
    "desk:health": Row(get=ANYONE, post=not_here(ANYONE)),
    "desk:jobs": Row(get=CONFIGURE, post=not_here(CONFIGURE)),
    "notifications:list": Row(get=STAFF, post=not_here(STAFF), trail=1),
    "notifications:open": Row(
        get=not_here(STAFF),
        post="in   in   404  404  302  404  404  404  404  404", kind=notice_of_mentor, moved=0),
    "notifications:read_all": Row(get=not_here(STAFF), post=moved(STAFF), moved=0),
    "people:alert_add": Row(get=RECORD, post=RECORD, kind=person, trail=1),
    "people:alert_end": Row(get=not_here(CASEWORKERS), post=moved(RECORD), kind=alert),
    "people:edit": Row(get=RECORD, post=RECORD, kind=person, trail=1),
    "people:identifier_add": Row(get=RECORD, post=RECORD, kind=person, trail=1),
    "people:search": Row(get=not_here(CASEWORKERS), post=moved(CASEWORKERS), moved=0),
    "prisons:area": Row(get=CONFIGURE, post=not_here(CONFIGURE), kind=area),
    "liberations:area_holiday_add": Row(get=CONFIGURE, post=CONFIGURE, kind=area),
    "prisons:area_list": Row(get=CONFIGURE, post=not_here(CONFIGURE)),
    "liberations:area_switch_off": Row(get=CONFIGURE, post=CONFIGURE, kind=national_day_of_area),
    "liberations:holiday_remove": Row(get=not_here(CONFIGURE), post=moved(CONFIGURE), kind=holiday),
    "prisons:national": Row(get=CONFIGURE, post=not_here(CONFIGURE), kind=scotland),
    "liberations:national_holiday_add": Row(get=CONFIGURE, post=CONFIGURE, kind=scotland),
    "liberations:national_switch_off": Row(get=CONFIGURE, post=CONFIGURE, kind=national_day),
    "prisons:prison": Row(get=CASEWORKERS, post=not_here(CASEWORKERS), kind=prison),
    "prisons:prison_add": Row(get=CONFIGURE, post=CONFIGURE),
    "prisons:prison_close": Row(get=CONFIGURE, post=CONFIGURE, kind=prison),
    "prisons:prison_edit": Row(get=CONFIGURE, post=CONFIGURE, kind=prison),
    "prisons:prison_list": Row(get=CONFIGURE, post=not_here(CONFIGURE)),
    "prisons:prison_reopen": Row(get=not_here(CONFIGURE), post=moved(CONFIGURE), kind=closed_prison),
    "liberations:rule_edit": Row(get=CONFIGURE, post=CONFIGURE, kind=rule_period),
    "prisons:rule_list": Row(get=CONFIGURE, post=not_here(CONFIGURE)),
    "referrals:consent_add": Row(get=RECORD, post=RECORD, kind=person, trail=1),
    "referrals:consent_list": Row(get=RECORD, post=not_here(CASEWORKERS), kind=person, trail=1),
    "referrals:referral": Row(get=RECORD, post=not_here(CASEWORKERS), kind=waiting_referral, trail=1),
    "referrals:referral_accept": Row(get=not_here(TAKING_IN), post=moved(TRIAGE), kind=waiting_referral),
    "referrals:referral_add": Row(get=TAKING_IN, post=TAKING_IN),
    "referrals:referral_answer": Row(get=TRIAGE, post=TRIAGE, kind=waiting_referral, trail=1),
    "referrals:referral_decline": Row(get=TRIAGE, post=TRIAGE, kind=waiting_referral, trail=1),
    "referrals:referral_list": Row(get=TAKING_IN, post=not_here(TAKING_IN), trail=1),
    "referrals:referral_offer": Row(get=TRIAGE, post=TRIAGE, kind=waiting_referral, trail=1),
    "referrals:referral_reconsider": Row(get=not_here(TAKING_IN), post=moved(TRIAGE), kind=declined_referral),
    "referrals:agency": Row(get=CONFIGURE, post=not_here(CONFIGURE), kind=agency),
    "referrals:agency_add": Row(get=CONFIGURE, post=CONFIGURE),
    "referrals:agency_close": Row(get=CONFIGURE, post=CONFIGURE, kind=agency),
    "referrals:agency_edit": Row(get=CONFIGURE, post=CONFIGURE, kind=agency),
    "referrals:agency_list": Row(get=CONFIGURE, post=not_here(CONFIGURE)),
    "referrals:agency_reopen": Row(get=not_here(CONFIGURE), post=moved(CONFIGURE), kind=closed_agency),
    "referrals:programme_add": Row(get=CONFIGURE, post=CONFIGURE),
    "referrals:programme_edit": Row(get=CONFIGURE, post=CONFIGURE, kind=programme),
    "referrals:programme_list": Row(get=CONFIGURE, post=not_here(CONFIGURE)),
    "referrals:service_add": Row(get=CONFIGURE, post=CONFIGURE, kind=agency),
    "referrals:service_close": Row(get=CONFIGURE, post=CONFIGURE, kind=service),
    "referrals:service_edit": Row(get=CONFIGURE, post=CONFIGURE, kind=service),
    "referrals:service_reopen": Row(get=not_here(CONFIGURE), post=moved(CONFIGURE), kind=closed_service),
}
# fmt: on


def test_every_url_has_a_row():
    assert sorted(url_names()) == sorted(TABLE)


@pytest.mark.parametrize("name", sorted(TABLE))
def test_url_answers_every_role_as_the_table_says(name):
    row, world = TABLE[name], World()
    url = address(name, row, world)

    seen = {}
    for actor in ACTORS:
        client = browser_of(actor, world)
        seen[("GET", actor)] = answer(client, "GET", url)
        seen[("POST", actor)] = answer(client, "POST", url, row.data)

    assert seen == expected(row, "GET") | expected(row, "POST")


def test_urls_take_no_other_method():
    world = World()
    client = browser_of("manager", world)

    seen = set()
    for name, row in TABLE.items():
        with transaction.atomic():
            url = address(name, row, world)
            seen |= {answer(client, method, url)[0] for method in ("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE")}
            transaction.set_rollback(True)

    assert seen == {"405"}
