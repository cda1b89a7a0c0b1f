"""Who may open what: every URL, every role, own and other team, in one table. A URL without a row fails.

To add a page: one row under its URL name. Give it a `kind` if its address has arguments (a function of tests/kinds.py
that takes the World of tests/access.py). `moved(X)` is X for a button that redirects, `not_here(X)` is X for a method that the page does not take.
"""

import uuid

import pytest
from django.db import transaction

from tests import kinds, plan_kinds, ready_kinds, sharing_kinds
from tests.access import ACTORS, Row, World, address, answer, browser_of, expected, url_names

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
OWN_PAGE = "    in   in   404  404  200  404  200  404  403  403"
OWN_PROFILE = " in   in   200  200  200  200  302  302  403  403"
SUPERVISED = "  in   in   404  404  404  404  200  404  403  403"
CONFIGURE = "   in   in   403  403  403  403  403  403  200  403"
ASKERS = "      in   in   200  200  200  200  403  403  403  403"
ASKING = "      in   in   200  404  200  404  403  403  403  403"
TRAIL = "       in   in   403  403  403  403  200  200  403  200"


def moved(statuses):
    return statuses.replace("200", "302")


def not_here(statuses):
    return statuses.replace("200", "405")


# fmt: off
TABLE = {
    "accounts:sign_in": Row(
        get="200 200 302 302 302 302 302 302 302 302",
        post="200 200 302 302 302 302 302 302 302 302", moved=0),
    "accounts:sign_out": Row(get=not_here(ANYONE), post=moved(ANYONE)),
    "accounts:signed_out": Row(get=ANYONE, post=not_here(ANYONE)),
    "accounts:account": Row(get=STAFF, post=STAFF),
    "accounts:calendar_make": Row(get=not_here(CASEWORKERS), post=moved(CASEWORKERS), data={"new_id": uuid.uuid4()}),
    "accounts:calendar_stop": Row(get=not_here(CASEWORKERS), post=moved(CASEWORKERS), moved=0),
    "accounts:change_password": Row(get=STAFF, post=STAFF),
    "accounts:password_asked": Row(get=ANYONE, post=not_here(ANYONE)),
    "accounts:password_choose": Row(
        get=ANYONE.replace("200", "410"), post=ANYONE.replace("200", "410"), kind=kinds.member_of_staff),
    "accounts:password_forgotten": Row(get=ANYONE, post=ANYONE),
    "accounts:password_link": Row(get=moved(ANYONE), post=not_here(ANYONE), kind=kinds.password_link),
    "accounts:staff_add": Row(get=CONFIGURE, post=CONFIGURE),
    "liberations:staff_deactivate": Row(get=CONFIGURE, post=moved(CONFIGURE), kind=kinds.member_of_staff),
    "liberations:staff_edit": Row(get=CONFIGURE, post=CONFIGURE, kind=kinds.member_of_staff),
    "accounts:staff_link": Row(get=not_here(CONFIGURE), post=moved(CONFIGURE), kind=kinds.member_of_staff),
    "accounts:staff_list": Row(get=CONFIGURE, post=not_here(CONFIGURE)),
    "accounts:staff_reactivate": Row(get=not_here(CONFIGURE), post=moved(CONFIGURE), kind=kinds.deactivated_staff),
    "accounts:team_add": Row(get=CONFIGURE, post=CONFIGURE),
    "accounts:team_close": Row(get=not_here(CONFIGURE), post=moved(CONFIGURE), kind=kinds.empty_team),
    "accounts:team_edit": Row(get=CONFIGURE, post=CONFIGURE, kind=kinds.empty_team),
    "accounts:team_list": Row(get=CONFIGURE, post=not_here(CONFIGURE)),
    "accounts:team_reopen": Row(get=not_here(CONFIGURE), post=moved(CONFIGURE), kind=kinds.closed_team),
    "audit:trail": Row(get=TRAIL, post=not_here(TRAIL), trail=1),
    "accounts:away": Row(get=moved(STAFF), post=not_here(STAFF)),
    "desk:person": Row(get=RECORD, post=not_here(CASEWORKERS), kind=kinds.person, trail=1),
    "desk:caseload": Row(get=CASEWORKERS, post=not_here(CASEWORKERS), trail=1),
    "desk:caseload_export": Row(get=CASEWORKERS, post=not_here(CASEWORKERS), trail=1),
    "desk:equality_counts": Row(get=MANAGERS, post=not_here(MANAGERS), trail=1),
    "desk:equality_export": Row(get=MANAGERS, post=not_here(MANAGERS), trail=1),
    "desk:home": Row(
        get="in in 200 200 200 200 200 200 302 302", post=not_here(CASEWORKERS).replace("403", "405"), trail=1),
    "desk:connections": Row(get=MANAGERS, post=not_here(MANAGERS), trail=1),
    "desk:month": Row(get=CASEWORKERS, post=not_here(CASEWORKERS), kind=kinds.month, trail=1),
    "desk:people": Row(get=CASEWORKERS, post=not_here(CASEWORKERS)),
    "desk:administration": Row(get=CONFIGURE, post=not_here(CONFIGURE)),
    "mentoring:contact": Row(get=RECORD, post=not_here(CASEWORKERS), kind=kinds.held_meeting, trail=1),
    "mentoring:contact_cancel": Row(get=RECORD, post=RECORD, kind=kinds.meeting, trail=1),
    "mentoring:contact_choose": Row(get=CASEWORKERS, post=not_here(CASEWORKERS), trail=1),
    "mentoring:contact_log": Row(get=RECORD, post=RECORD, kind=kinds.case, trail=1),
    "mentoring:contact_move": Row(get=RECORD, post=RECORD, kind=kinds.meeting, trail=1),
    "mentoring:contact_plan": Row(get=RECORD, post=RECORD, kind=kinds.case, trail=1),
    "mentoring:contact_record": Row(get=RECORD, post=RECORD, kind=kinds.meeting, trail=1),
    "mentoring:contact_tried": Row(get=not_here(CASEWORKERS), post=moved(RECORD), kind=kinds.case),
    "mentoring:day_results": Row(get=CASEWORKERS, post=CASEWORKERS, kind=kinds.day_in_prison, trail=1),
    "mentoring:day_sheet": Row(get=CASEWORKERS, post=not_here(CASEWORKERS), kind=kinds.day_in_prison, trail=1),
    "mentoring:sheet_days": Row(get=CASEWORKERS, post=not_here(CASEWORKERS)),
    "mentoring:visits_to_book": Row(get=CASEWORKERS, post=not_here(CASEWORKERS), trail=1),
    "mentoring:visits_book": Row(get=RECORD, post=RECORD, kind=kinds.case, trail=1),
    "mentoring:contact_undo": Row(get=not_here(CASEWORKERS), post=moved(RECORD), kind=kinds.held_meeting),
    "desk:ready_list": Row(get=CASEWORKERS, post=not_here(CASEWORKERS), trail=1),
    "desk:ready_export": Row(get=CASEWORKERS, post=not_here(CASEWORKERS), trail=1),
    "liberations:different": Row(get=not_here(MANAGERS), post=moved(MANAGED), kind=kinds.two_records),
    "liberations:different_take_back": Row(get=not_here(MANAGERS), post=moved(MANAGED), kind=kinds.different_people),
    "liberations:duplicates": Row(get=MANAGERS, post=not_here(MANAGERS), trail=1),
    "liberations:merge": Row(get=MANAGED, post=MANAGED, kind=kinds.two_records, trail=1),
    "liberations:merge_choose": Row(get=MANAGED, post=MANAGED, kind=kinds.person, trail=1),
    "liberations:merge_undo": Row(get=not_here(MANAGERS), post=moved(MANAGED), kind=kinds.merge),
    "liberations:merged": Row(get=MANAGED, post=not_here(MANAGERS), kind=kinds.merge, trail=1),
    "liberations:bed": Row(get=RECORD, post=RECORD, kind=kinds.case, trail=1),
    "liberations:diary_feed": Row(
        get=ANYONE.replace("200", "404"), post=not_here(ANYONE), kind=kinds.calendar_link),
    "liberations:episode_edit": Row(get=RECORD, post=RECORD, kind=kinds.episode, trail=1),
    "liberations:gate": Row(get=RECORD, post=not_here(CASEWORKERS), kind=kinds.case, trail=1),
    "liberations:decision_again": Row(get=not_here(CASEWORKERS), post=moved(RECORD), kind=kinds.left_decision),
    "liberations:decision_leave": Row(get=not_here(CASEWORKERS), post=moved(RECORD), kind=kinds.open_decision),
    "liberations:decision_list": Row(get=CASEWORKERS, post=not_here(CASEWORKERS), trail=1),
    "liberations:gate_answer": Row(
        get=not_here(CASEWORKERS), post=moved(RECORD), kind=kinds.gate_question, moved=0),
    "liberations:gate_cover": Row(get=MANAGED, post=MANAGED, kind=kinds.wanted_gate, trail=1),
    "liberations:replans": Row(get=RECORD, post=not_here(CASEWORKERS), kind=kinds.case, trail=1),
    "liberations:gate_list": Row(get=CASEWORKERS, post=not_here(CASEWORKERS), trail=1),
    "liberations:gate_met": Row(get=not_here(CASEWORKERS), post=RECORD, kind=kinds.case, trail=1),
    "liberations:gate_not_met": Row(get=RECORD, post=RECORD, kind=kinds.case, trail=1),
    "liberations:gate_plan": Row(get=RECORD, post=RECORD, kind=kinds.case, trail=1),
    "liberations:gate_undo": Row(get=not_here(CASEWORKERS), post=moved(RECORD), kind=kinds.case, moved=0),
    "liberations:list": Row(get=TRIAGE, post=not_here(TAKING_IN), kind=kinds.liberation_list, trail=1),
    "liberations:list_apply": Row(
        get=not_here(TAKING_IN), post=moved(TRIAGE), kind=kinds.liberation_list, data={"seen": 1}
    ),
    "liberations:columns_forget": Row(get=not_here(TAKING_IN), post=moved(TRIAGE), kind=kinds.column_mapping),
    "liberations:list_columns": Row(get=TRIAGE, post=TRIAGE, kind=kinds.list_of_unknown_columns, trail=1),
    "liberations:list_applying": Row(get=TRIAGE, post=not_here(TAKING_IN), kind=kinds.list_being_applied),
    "liberations:list_discard": Row(get=not_here(TAKING_IN), post=moved(TRIAGE), kind=kinds.liberation_list),
    "liberations:list_decide": Row(get=TRIAGE, post=TRIAGE, kind=kinds.doubtful_row, trail=1),
    "liberations:list_decision_undo": Row(get=not_here(TAKING_IN), post=moved(TRIAGE), kind=kinds.decided_row),
    "liberations:list_export": Row(get=TRIAGE, post=not_here(TAKING_IN), kind=kinds.liberation_list, trail=1),
    "liberations:list_rows": Row(get=not_here(TAKING_IN), post=moved(TRIAGE), kind=kinds.liberation_list, moved=0),
    "liberations:list_undo": Row(get=not_here(TAKING_IN), post=moved(TRIAGE), kind=kinds.applied_list),
    "liberations:list_upload": Row(get=TAKING_IN, post=TAKING_IN),
    "liberations:date_asked": Row(
        get=not_here(CASEWORKERS), post=moved(RECORD), kind=kinds.person, data={"outcome": "no-answer"}),
    "liberations:date_export": Row(get=CASEWORKERS, post=not_here(CASEWORKERS), trail=1),
    "liberations:date_list": Row(get=CASEWORKERS, post=not_here(CASEWORKERS), trail=1),
    "liberations:date_list_asked": Row(get=not_here(CASEWORKERS), post=moved(CASEWORKERS), moved=0),
    "liberations:release_date": Row(get=RECORD, post=RECORD, kind=kinds.person, trail=1),
    "liberations:released_from_court": Row(get=RECORD, post=RECORD, kind=kinds.case, trail=1),
    "liberations:scheme": Row(get=MANAGED, post=not_here(MANAGERS), kind=kinds.scheme, trail=1),
    "liberations:scheme_add": Row(get=MANAGERS, post=MANAGERS),
    "liberations:scheme_apply": Row(get=not_here(MANAGERS), post=moved(MANAGED), kind=kinds.scheme, data={"version": 1}),
    "liberations:scheme_cohort": Row(get=TRIAGE, post=not_here(TAKING_IN), kind=kinds.scheme, trail=1),
    "liberations:scheme_discard": Row(get=not_here(MANAGERS), post=moved(MANAGED), kind=kinds.scheme),
    "liberations:scheme_edit": Row(get=MANAGED, post=MANAGED, kind=kinds.scheme),
    "liberations:scheme_export": Row(get=MANAGED, post=not_here(MANAGERS), kind=kinds.scheme, trail=1),
    "liberations:scheme_list": Row(get=TAKING_IN, post=not_here(TAKING_IN)),
    "liberations:scheme_member": Row(get=not_here(MANAGERS), post=moved(MANAGED), kind=kinds.scheme_member),
    "liberations:scheme_undo": Row(get=not_here(MANAGERS), post=moved(MANAGED), kind=kinds.shifted_scheme),
    "liberations:transfer": Row(get=RECORD, post=RECORD, kind=kinds.person, trail=1),
    "liberations:absence": Row(
        get="in in 404 404 200 404 200 404 403 403",
        post=not_here(CASEWORKERS), kind=kinds.absence, trail=1),
    "liberations:absence_add": Row(get=MANAGED, post=MANAGED, kind=kinds.mentor),
    "liberations:absence_call_off": Row(get=not_here(MANAGERS), post=moved(MANAGED), kind=kinds.absence),
    "liberations:absence_cover": Row(get=MANAGED, post=moved(MANAGED), kind=kinds.absence, trail=1, moved=0),
    "liberations:absence_end": Row(get=MANAGED, post=MANAGED, kind=kinds.absence),
    "liberations:absence_list": Row(get=CASEWORKERS, post=not_here(CASEWORKERS), trail=1),
    "liberations:caseload_move": Row(get=MANAGED, post=MANAGED, kind=kinds.mentor, trail=1),
    "liberations:caseload_moved": Row(get=MANAGED, post=not_here(MANAGERS), kind=kinds.decision_done, trail=1),
    "liberations:handover": Row(get=RECORD, post=not_here(CASEWORKERS), kind=kinds.handover, trail=1),
    "liberations:handover_call_off": Row(get=not_here(MANAGERS), post=moved(MANAGED), kind=kinds.handover),
    "liberations:handover_done": Row(get=MANAGED, post=MANAGED, kind=kinds.handover, trail=1),
    "liberations:handover_list": Row(get=CASEWORKERS, post=not_here(CASEWORKERS), trail=1),
    "liberations:handover_meeting": Row(get=RECORD, post=RECORD, kind=kinds.handover, trail=1),
    "liberations:handover_plan": Row(get=MANAGED, post=MANAGED, kind=kinds.case, trail=1),
    "liberations:handover_take_back": Row(get=not_here(MANAGERS), post=moved(MANAGED), kind=kinds.done_handover),
    "liberations:match_end": Row(get=MANAGED, post=MANAGED, kind=kinds.case, trail=1),
    "mentoring:match": Row(get=RECORD, post=not_here(CASEWORKERS), kind=kinds.case, trail=1),
    "mentoring:match_list": Row(get=CASEWORKERS, post=not_here(CASEWORKERS), trail=1),
    "mentoring:match_review": Row(get=RECORD, post=RECORD, kind=kinds.case, trail=1),
    "mentoring:allocate": Row(get=MANAGED, post=MANAGED, kind=kinds.case, trail=1),
    "mentoring:allocation": Row(get=MANAGED, post=not_here(MANAGERS), kind=kinds.allocation, trail=1),
    "mentoring:allocation_list": Row(get=MANAGERS, post=not_here(MANAGERS)),
    "mentoring:allocation_proposal": Row(get=MANAGERS, post=MANAGERS, trail=1),
    "mentoring:allocation_queue": Row(get=MANAGERS, post=not_here(MANAGERS), trail=1),
    "mentoring:allocation_take_back": Row(get=not_here(MANAGERS), post=moved(MANAGED), kind=kinds.allocation),
    "mentoring:case_need": Row(get=not_here(MANAGERS), post=moved(MANAGED), kind=kinds.case, data={"need": "high"}),
    "mentoring:caseload_weights": Row(get=MANAGERS, post=MANAGERS),
    "mentoring:match_preferences": Row(get=RECORD, post=RECORD, kind=kinds.case, trail=1),
    "mentoring:mentor_load": Row(get=OWN_PAGE, post=not_here(CASEWORKERS), kind=kinds.mentor, trail=1),
    "mentoring:clearance_add": Row(get=MANAGED, post=MANAGED, kind=kinds.mentor),
    "mentoring:clearance_edit": Row(get=MANAGED, post=MANAGED, kind=kinds.clearance),
    "mentoring:mentor": Row(get=OWN_PAGE, post=not_here(CASEWORKERS), kind=kinds.mentor),
    "mentoring:mentor_edit": Row(get=MANAGED, post=MANAGED, kind=kinds.mentor),
    "mentoring:action_add": Row(get=RECORD, post=RECORD, kind=plan_kinds.goal, trail=1),
    "mentoring:action_edit": Row(get=RECORD, post=RECORD, kind=plan_kinds.step, trail=1),
    "mentoring:action_state": Row(
        get=not_here(CASEWORKERS), post=moved(RECORD), kind=plan_kinds.step, data={"state": "done"}),
    "mentoring:goal_add": Row(get=RECORD, post=RECORD, kind=plan_kinds.draft_plan, trail=1),
    "mentoring:goal_edit": Row(get=RECORD, post=RECORD, kind=plan_kinds.goal, trail=1),
    "mentoring:goal_state": Row(
        get=not_here(CASEWORKERS), post=moved(RECORD), kind=plan_kinds.goal, data={"state": "reached"}),
    "mentoring:hold_end": Row(get=not_here(CASEWORKERS), post=moved(RECORD), kind=plan_kinds.review_on_hold),
    "mentoring:needs_edit": Row(get=RECORD, post=RECORD, kind=plan_kinds.unfinished_needs, trail=1),
    "mentoring:needs_reopen": Row(get=not_here(CASEWORKERS), post=moved(RECORD), kind=plan_kinds.needs),
    "mentoring:needs_start": Row(get=RECORD, post=RECORD, kind=kinds.case, trail=1),
    "mentoring:plan": Row(get=RECORD, post=not_here(CASEWORKERS), kind=plan_kinds.plan, trail=1),
    "mentoring:plan_agree": Row(get=RECORD, post=RECORD, kind=plan_kinds.draft_plan, trail=1),
    "mentoring:plan_hold": Row(get=RECORD, post=RECORD, kind=plan_kinds.plan, trail=1),
    "mentoring:plan_print": Row(get=RECORD, post=not_here(CASEWORKERS), kind=plan_kinds.plan, trail=1),
    "mentoring:plan_review": Row(get=RECORD, post=RECORD, kind=plan_kinds.plan, trail=1),
    "mentoring:plan_set_aside": Row(get=not_here(CASEWORKERS), post=moved(RECORD), kind=plan_kinds.draft_plan),
    "mentoring:plan_start": Row(get=not_here(CASEWORKERS), post=moved(RECORD), kind=kinds.case),
    "mentoring:plan_take_back": Row(get=not_here(CASEWORKERS), post=moved(RECORD), kind=plan_kinds.plan),
    "mentoring:plan_take_up": Row(get=not_here(CASEWORKERS), post=moved(RECORD), kind=plan_kinds.plan_set_aside),
    "mentoring:promise_add": Row(get=RECORD, post=RECORD, kind=kinds.case, trail=1),
    "mentoring:promise_edit": Row(get=RECORD, post=RECORD, kind=plan_kinds.promise, trail=1),
    "mentoring:promise_explain": Row(get=RECORD, post=RECORD, kind=plan_kinds.promise, trail=1),
    "mentoring:promise_keep": Row(get=not_here(CASEWORKERS), post=moved(RECORD), kind=plan_kinds.promise),
    "mentoring:promise_list": Row(get=CASEWORKERS, post=not_here(CASEWORKERS), trail=1),
    "mentoring:promise_reopen": Row(get=not_here(CASEWORKERS), post=moved(RECORD), kind=plan_kinds.kept_promise),
    "mentoring:review_list": Row(get=CASEWORKERS, post=not_here(CASEWORKERS), trail=1),
    "mentoring:scale": Row(get=CONFIGURE, post=CONFIGURE, kind=kinds.programme),
    "mentoring:mentor_list": Row(get=MANAGERS, post=not_here(MANAGERS)),
    "mentoring:debrief_add": Row(get=OWN_PAGE, post=OWN_PAGE, kind=kinds.supervised_mentor),
    "mentoring:debrief_ask": Row(get=OWN_PROFILE, post=OWN_PROFILE, moved=0, data={"note": ""}),
    "mentoring:mentor_support": Row(get=OWN_PAGE, post=not_here(CASEWORKERS), kind=kinds.supervised_mentor),
    "mentoring:paper_list": Row(get=MANAGERS, post=not_here(MANAGERS)),
    "mentoring:supervision_settings": Row(get=MANAGERS, post=MANAGERS),
    "mentoring:training_add": Row(get=MANAGERS, post=MANAGERS),
    "mentoring:training_kind_add": Row(get=CONFIGURE, post=CONFIGURE),
    "mentoring:training_kind_edit": Row(get=CONFIGURE, post=CONFIGURE, kind=kinds.training_kind),
    "mentoring:training_kind_list": Row(get=CONFIGURE, post=not_here(CONFIGURE)),
    "mentoring:training_strike": Row(get=not_here(MANAGERS), post=moved(MANAGED), kind=kinds.training),
    "mentoring:my_profile": Row(get=moved(CASEWORKERS), post=not_here(CASEWORKERS)),
    "mentoring:own_profile_edit": Row(get=OWN_PROFILE, post=OWN_PROFILE, moved=0),
    "mentoring:pvg_add": Row(get=MANAGED, post=MANAGED, kind=kinds.mentor),
    "mentoring:pvg_strike": Row(get=not_here(MANAGERS), post=moved(MANAGED), kind=kinds.pvg_membership),
    "mentoring:supervision_add": Row(get=SUPERVISED, post=SUPERVISED, kind=kinds.supervised_mentor),
    "mentoring:mentor_set_up": Row(get=not_here(MANAGERS), post=moved(MANAGED), kind=kinds.mentor_to_be),
    "mentoring:first_night": Row(get=RECORD, post=RECORD, kind=kinds.case, trail=1),
    "mentoring:readiness_kind_add": Row(get=CONFIGURE, post=CONFIGURE, kind=kinds.programme),
    "mentoring:readiness_kind_close": Row(get=not_here(CONFIGURE), post=moved(CONFIGURE), kind=ready_kinds.readiness_kind),
    "mentoring:readiness_kind_edit": Row(get=CONFIGURE, post=CONFIGURE, kind=ready_kinds.readiness_kind),
    "mentoring:readiness_kind_list": Row(get=CONFIGURE, post=not_here(CONFIGURE), kind=kinds.programme),
    "mentoring:readiness_kind_move": Row(get=not_here(CONFIGURE), post=moved(CONFIGURE), kind=ready_kinds.readiness_kind, moved=0),
    "mentoring:readiness_kind_reopen": Row(get=not_here(CONFIGURE), post=moved(CONFIGURE), kind=ready_kinds.closed_readiness_kind),
    "mentoring:readiness_kind_start": Row(get=not_here(CONFIGURE), post=moved(CONFIGURE), kind=kinds.programme),
    "mentoring:refused_add": Row(get=CASEWORKERS, post=CASEWORKERS, kind=kinds.prison),
    "mentoring:refused_list": Row(get=CASEWORKERS, post=not_here(CASEWORKERS)),
    "mentoring:refused_take_back": Row(
        get=not_here(CASEWORKERS),
        post="in   in   404  404  302  404  302  404  403  403", kind=ready_kinds.refused_access),
    "mentoring:visits_lost": Row(get=MANAGERS, post=not_here(MANAGERS)),
    "mentoring:visits_lost_export": Row(get=MANAGERS, post=not_here(MANAGERS), trail=1),
    "mentoring:ready_ask": Row(get=RECORD, post=RECORD, kind=kinds.case, trail=1),
    "mentoring:ready_item": Row(get=RECORD, post=RECORD, kind=ready_kinds.readiness_kind_of_case, trail=1),
    "mentoring:ready_sheet": Row(get=RECORD, post=not_here(CASEWORKERS), kind=kinds.case, trail=1),
    "mentoring:ready_take_back": Row(get=not_here(CASEWORKERS), post=moved(RECORD), kind=ready_kinds.readiness_step),
    "mentoring:sign_up": Row(get=TRIAGE, post=TRIAGE, kind=kinds.eligible_referral, trail=1),
    "mentoring:signed_up": Row(get=TRIAGE, post=not_here(TAKING_IN), kind=kinds.case, trail=1),
    "mentoring:case_standards": Row(get=RECORD, post=not_here(CASEWORKERS), kind=kinds.case, trail=1),
    "mentoring:standard_waive": Row(get=MANAGED, post=MANAGED, kind=kinds.standard, trail=1),
    "mentoring:waiver_end": Row(get=not_here(MANAGERS), post=moved(MANAGED), kind=kinds.waiver),
    "mentoring:case_end": Row(get=RECORD, post=RECORD, kind=kinds.case, trail=1),
    "mentoring:case_reopen": Row(get=not_here(CASEWORKERS), post=moved(RECORD), kind=kinds.case, moved=0),
    "desk:health": Row(get=ANYONE, post=not_here(ANYONE)),
    "desk:jobs": Row(get=CONFIGURE, post=not_here(CONFIGURE)),
    "notifications:list": Row(get=STAFF, post=not_here(STAFF), trail=1),
    "notifications:open": Row(
        get=not_here(STAFF),
        post="in   in   404  404  302  404  404  404  404  404", kind=kinds.notice_of_mentor, moved=0),
    "notifications:read_all": Row(get=not_here(STAFF), post=moved(STAFF), moved=0),
    "people:alert_list": Row(get=MANAGERS, post=not_here(MANAGERS), trail=1),
    "people:alert_add": Row(get=RECORD, post=RECORD, kind=kinds.person, trail=1),
    "people:alert_review": Row(get=RECORD, post=RECORD, kind=kinds.alert, trail=1),
    "people:alert_seen": Row(get=not_here(CASEWORKERS), post=moved(RECORD), kind=kinds.alert),
    "people:alert_end": Row(get=not_here(CASEWORKERS), post=moved(RECORD), kind=kinds.alert),
    "people:connection_declare": Row(get=RECORD, post=RECORD, kind=kinds.person, trail=1),
    "people:connection_end": Row(get=MANAGED, post=MANAGED, kind=kinds.connection, trail=1),
    "people:connection_own": Row(get=CASEWORKERS, post=not_here(CASEWORKERS)),
    "people:equality_offer": Row(get=ASKING, post=ASKING, kind=kinds.person, trail=1),
    "people:equality_take_out": Row(get=not_here(ASKERS), post=moved(ASKING), kind=kinds.answered, moved=1),
    "people:edit": Row(get=RECORD, post=RECORD, kind=kinds.person, trail=1),
    "people:identifier_add": Row(get=RECORD, post=RECORD, kind=kinds.person, trail=1),
    "people:search": Row(get=not_here(CASEWORKERS), post=moved(CASEWORKERS), moved=0),
    "prisons:area": Row(get=CONFIGURE, post=not_here(CONFIGURE), kind=kinds.area),
    "liberations:area_holiday_add": Row(get=CONFIGURE, post=CONFIGURE, kind=kinds.area),
    "prisons:area_list": Row(get=CONFIGURE, post=not_here(CONFIGURE)),
    "liberations:area_switch_off": Row(get=CONFIGURE, post=CONFIGURE, kind=kinds.national_day_of_area),
    "liberations:holiday_remove": Row(get=not_here(CONFIGURE), post=moved(CONFIGURE), kind=kinds.holiday),
    "prisons:national": Row(get=CONFIGURE, post=not_here(CONFIGURE), kind=kinds.scotland),
    "liberations:national_holiday_add": Row(get=CONFIGURE, post=CONFIGURE, kind=kinds.scotland),
    "liberations:national_switch_off": Row(get=CONFIGURE, post=CONFIGURE, kind=kinds.national_day),
    "prisons:prison": Row(get=CASEWORKERS, post=not_here(CASEWORKERS), kind=kinds.prison),
    "prisons:prison_add": Row(get=CONFIGURE, post=CONFIGURE),
    "prisons:prison_close": Row(get=CONFIGURE, post=CONFIGURE, kind=kinds.prison),
    "prisons:prison_edit": Row(get=CONFIGURE, post=CONFIGURE, kind=kinds.prison),
    "prisons:prison_list": Row(get=CONFIGURE, post=not_here(CONFIGURE)),
    "prisons:prison_reopen": Row(get=not_here(CONFIGURE), post=moved(CONFIGURE), kind=kinds.closed_prison),
    "liberations:rule_edit": Row(get=CONFIGURE, post=CONFIGURE, kind=kinds.rule_period),
    "prisons:rule_list": Row(get=CONFIGURE, post=not_here(CONFIGURE)),
    "prisons:visits": Row(get=CONFIGURE, post=not_here(CONFIGURE), kind=kinds.prison),
    "prisons:slot_add": Row(get=CONFIGURE, post=CONFIGURE, kind=kinds.prison),
    "prisons:slot_close": Row(get=not_here(CONFIGURE), post=moved(CONFIGURE), kind=ready_kinds.visit_slot),
    "prisons:slot_edit": Row(get=CONFIGURE, post=CONFIGURE, kind=ready_kinds.visit_slot),
    "prisons:slot_reopen": Row(get=not_here(CONFIGURE), post=moved(CONFIGURE), kind=ready_kinds.closed_visit_slot),
    "prisons:room_add": Row(get=CONFIGURE, post=CONFIGURE, kind=kinds.prison),
    "prisons:room_close": Row(get=not_here(CONFIGURE), post=moved(CONFIGURE), kind=ready_kinds.visit_room),
    "prisons:room_edit": Row(get=CONFIGURE, post=CONFIGURE, kind=ready_kinds.visit_room),
    "prisons:room_reopen": Row(get=not_here(CONFIGURE), post=moved(CONFIGURE), kind=ready_kinds.closed_visit_room),
    "referrals:counts_export": Row(get=MANAGERS, post=not_here(MANAGERS), trail=1),
    "referrals:referral_counts": Row(get=MANAGERS, post=not_here(MANAGERS)),
    "referrals:consent_add": Row(get=RECORD, post=RECORD, kind=kinds.person, trail=1),
    "referrals:consent_list": Row(get=RECORD, post=not_here(CASEWORKERS), kind=kinds.person, trail=1),
    "referrals:disclosure_list": Row(get=RECORD, post=not_here(CASEWORKERS), kind=kinds.person, trail=1),
    "referrals:disclosure_add": Row(get=RECORD, post=RECORD, kind=kinds.person, trail=1),
    "referrals:onward": Row(get=RECORD, post=RECORD, kind=sharing_kinds.onward, trail=1),
    "referrals:onward_add": Row(get=RECORD, post=RECORD, kind=kinds.person, trail=1),
    "referrals:onward_list": Row(get=RECORD, post=not_here(CASEWORKERS), kind=kinds.person, trail=1),
    "referrals:withdrawal_list": Row(get=CASEWORKERS, post=not_here(CASEWORKERS), trail=1),
    "referrals:withdrawal_told": Row(
        get=not_here(CASEWORKERS), post=moved(RECORD), kind=sharing_kinds.withdrawn_disclosure),
    "referrals:referral": Row(get=RECORD, post=not_here(CASEWORKERS), kind=kinds.waiting_referral, trail=1),
    "referrals:referral_accept": Row(get=not_here(TAKING_IN), post=moved(TRIAGE), kind=kinds.waiting_referral),
    "referrals:referral_add": Row(get=TAKING_IN, post=TAKING_IN),
    "referrals:referral_answer": Row(get=TRIAGE, post=TRIAGE, kind=kinds.waiting_referral, trail=1),
    "referrals:referral_decline": Row(get=TRIAGE, post=TRIAGE, kind=kinds.waiting_referral, trail=1),
    "referrals:referral_list": Row(get=TAKING_IN, post=not_here(TAKING_IN), trail=1),
    "referrals:referral_offer": Row(get=TRIAGE, post=TRIAGE, kind=kinds.waiting_referral, trail=1),
    "referrals:referral_offer_again": Row(
        get=not_here(TAKING_IN), post=moved(TRIAGE), kind=kinds.refused_referral, data={"new_id": kinds.NEW_KEY}),
    "referrals:referral_offer_undo": Row(
        get=not_here(TAKING_IN), post=moved(TRIAGE), kind=kinds.refused_offer, data={"offer": kinds.NEW_KEY}),
    "referrals:referral_answer_undo": Row(
        get=not_here(TAKING_IN), post=moved(TRIAGE), kind=kinds.refused_offer, data={"offer": kinds.NEW_KEY}),
    "referrals:referral_reconsider": Row(get=not_here(TAKING_IN), post=moved(TRIAGE), kind=kinds.declined_referral),
    "people:wording_add": Row(get=CONFIGURE, post=CONFIGURE),
    "people:wording_list": Row(get=CONFIGURE, post=not_here(CONFIGURE)),
    "referrals:agreement_add": Row(get=CONFIGURE, post=CONFIGURE),
    "referrals:agreement_edit": Row(get=CONFIGURE, post=CONFIGURE, kind=sharing_kinds.agreement),
    "referrals:agreement_list": Row(get=CONFIGURE, post=not_here(CONFIGURE)),
    "referrals:agency": Row(get=CONFIGURE, post=not_here(CONFIGURE), kind=kinds.agency),
    "referrals:agency_add": Row(get=CONFIGURE, post=CONFIGURE),
    "referrals:agency_close": Row(get=CONFIGURE, post=CONFIGURE, kind=kinds.agency),
    "referrals:agency_edit": Row(get=CONFIGURE, post=CONFIGURE, kind=kinds.agency),
    "referrals:agency_list": Row(get=CONFIGURE, post=not_here(CONFIGURE)),
    "referrals:agency_reopen": Row(get=not_here(CONFIGURE), post=moved(CONFIGURE), kind=kinds.closed_agency),
    "referrals:programme_add": Row(get=CONFIGURE, post=CONFIGURE),
    "referrals:programme_counting": Row(get=CONFIGURE, post=CONFIGURE, kind=kinds.programme),
    "referrals:programme_edit": Row(get=CONFIGURE, post=CONFIGURE, kind=kinds.programme),
    "referrals:programme_list": Row(get=CONFIGURE, post=not_here(CONFIGURE)),
    "referrals:service_add": Row(get=CONFIGURE, post=CONFIGURE, kind=kinds.agency),
    "referrals:service_close": Row(get=CONFIGURE, post=CONFIGURE, kind=kinds.service),
    "referrals:service_edit": Row(get=CONFIGURE, post=CONFIGURE, kind=kinds.service),
    "referrals:service_reopen": Row(get=not_here(CONFIGURE), post=moved(CONFIGURE), kind=kinds.closed_service),
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
