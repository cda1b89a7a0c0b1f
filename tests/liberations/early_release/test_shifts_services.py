import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.enums import Verb
from audit.models import Event
from core.errors import RuleBroken
from liberations.enums import GateState, NotMetReason, SchemeDecision, SchemeState
from liberations.models import Scheme
from liberations.services.release_dates import move_release_date
from liberations.services.schemes import (
    decide_member,
    discard_scheme,
    undo_scheme,
)
from notifications.enums import Kind
from notifications.models import Message
from prisons.enums import Confidence, DateKind, DateSource, LegalStatus
from prisons.services.episodes import record_release
from tests.factories.liberations import GateLiberationFactory
from tests.factories.mentoring import MentorFactory
from tests.liberations.early_release.people import day_of, member_of, shift

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 12, 17)
FACTS = ("kind", "source", "confidence", "sentence_date", "stated_date", "liberation_date", "note")


def test_apply_writes_the_ledger_and_plans_again_once(make, inside, manager, programme):
    mentor = MentorFactory(user__team=programme.team)
    case = inside(lead=mentor)
    former = case.episode.release_dates.get()
    scheme = make(source=DateSource.PORTAL, confidence=Confidence.CONFIRMED)

    shift(scheme, manager)
    shift(scheme, manager)

    row = case.episode.release_dates.current().get()
    assert [getattr(row, name) for name in FACTS] == [
        DateKind.EMERGENCY,
        DateSource.PORTAL,
        Confidence.CONFIRMED,
        None,
        dt.date(2026, 12, 10),
        dt.date(2026, 12, 10),
        "Early release: Announced.",
    ]
    assert not row.differs_from_prison
    assert case.episode.release_dates.count() == 2
    member = scheme.members.get()
    assert (member.before_row, member.after_row) == (former, row)
    assert Message.objects.filter(kind=Kind.RELEASE_DATE_MOVED, recipient=mentor.user).count() == 1
    event = Event.objects.get(action="apply_scheme")
    assert (event.verb, event.shown, event.after["shifted"]) == (Verb.CHANGED, [case.person_id], 1)


def test_who_was_left_out_keeps_their_day(make, inside, manager):
    kept, moved = inside(), inside()
    scheme = make()
    decide_member(member=member_of(scheme, kept), decision=SchemeDecision.OUT, by=manager)

    shift(scheme, manager)

    assert (day_of(kept), day_of(moved)) == (DAY, dt.date(2026, 12, 10))


def test_scheme_that_would_shift_nobody_is_not_applied(make, inside, manager):
    inside(legal_status=LegalStatus.REMAND)

    with pytest.raises(RuleBroken, match="Nobody"):
        shift(make(), manager)


@pytest.mark.parametrize("change", ["date", "release", "status", "newcomer"])
def test_apply_is_refused_and_previewed_again_when_the_record_has_changed(make, inside, manager, change):
    case, other = inside(), inside()
    scheme = make()
    if change == "date":
        told = {"kind": DateKind.PRISON_STATED, "source": DateSource.PHONE, "stated_date": dt.date(2026, 12, 15)}
        move_release_date(episode=case.episode, by=manager, **told)
    elif change == "release":
        record_release(episode=case.episode, on=dt.date(2026, 11, 23), how="gate", by=manager)
    elif change == "status":
        type(case.episode).objects.filter(pk=case.episode_id).update(legal_status=LegalStatus.RECALL)
    else:
        inside()

    with pytest.raises(RuleBroken, match="look again"):
        shift(scheme, manager)

    assert day_of(other) == DAY
    shift(scheme, manager)
    assert day_of(other) == dt.date(2026, 12, 10)
    assert scheme.members.to_shift().count() == {"date": 2, "release": 1, "status": 1, "newcomer": 3}[change]


def test_undo_puts_the_former_facts_back_and_takes_the_notice_back(make, inside, manager, programme):
    mentor = MentorFactory(user__team=programme.team)
    case = inside(lead=mentor)
    former = case.episode.release_dates.get()
    scheme = make()
    shift(scheme, manager)

    undo_scheme(scheme=scheme, by=manager)
    undo_scheme(scheme=scheme, by=manager)

    row = case.episode.release_dates.current().get()
    assert [getattr(row, name) for name in FACTS] == [getattr(former, name) for name in FACTS]
    assert (row.pk != former.pk, case.episode.release_dates.count()) == (True, 3)
    assert Scheme.objects.get().state == SchemeState.UNDONE
    # Nobody had read of the shift: what is as they knew it is no news, and its notice is taken back.
    told = Message.objects.filter(kind=Kind.RELEASE_DATE_MOVED, recipient=mentor.user)
    assert (told.count(), told.in_force().count()) == (1, 0)
    assert Event.objects.filter(action="undo_scheme").count() == 1


def test_undo_leaves_those_on_whom_something_was_built_and_says_who_and_why(make, inside, manager):
    newer, out, gate, free = (inside() for _ in range(4))
    scheme = make()
    shift(scheme, manager)
    told = {"kind": DateKind.PRISON_STATED, "source": DateSource.PHONE, "stated_date": dt.date(2026, 12, 8)}
    move_release_date(episode=newer.episode, by=manager, **told)
    record_release(episode=out.episode, on=dt.date(2026, 11, 23), how="gate", by=manager)
    at = dt.datetime(2026, 11, 23, 10, tzinfo=dt.UTC)
    met = {"state": GateState.NOT_MET, "not_met_reason": NotMetReason.ARRESTED, "outcome_at": at}
    GateLiberationFactory(case=gate, outcome_by=manager, **met)

    undo_scheme(scheme=scheme, by=manager)

    assert [day_of(each) for each in (newer, gate, free)] == [dt.date(2026, 12, 8), dt.date(2026, 12, 10), DAY]
    assert [member_of(scheme, each).undo_refused for each in (newer, out, gate, free)] == [
        f"{manager.name} recorded a newer date on Mon 23 Nov 2026.",
        "Released on Mon 23 Nov 2026.",
        f"{manager.name} recorded what happened at the gate on Mon 23 Nov 2026.",
        "",
    ]


def test_undo_is_refused_when_nothing_can_be_put_back(make, inside, manager):
    case = inside()
    scheme = make()
    shift(scheme, manager)
    record_release(episode=case.episode, on=dt.date(2026, 11, 23), how="gate", by=manager)

    with pytest.raises(RuleBroken, match="Nobody’s former day"):
        undo_scheme(scheme=scheme, by=manager)

    assert Scheme.objects.get().state == SchemeState.APPLIED


def test_draft_cannot_be_undone_nor_a_shifted_one_thrown_away(make, inside, manager):
    inside()
    scheme = make()
    with pytest.raises(RuleBroken, match="cannot be done"):
        undo_scheme(scheme=scheme, by=manager)
    shift(scheme, manager)

    with pytest.raises(RuleBroken, match="no longer a draft"):
        discard_scheme(scheme=scheme, by=manager)
    with pytest.raises(RuleBroken, match="no longer a draft"):
        decide_member(member=scheme.members.get(), decision=SchemeDecision.OUT, by=manager)


def test_statements_do_not_grow_with_people(make, inside, manager, programme):
    def statements(n):
        for _ in range(n):
            inside(lead=MentorFactory(user__team=programme.team))
        with CaptureQueriesContext(connection) as captured:
            scheme = make()
            shift(scheme, manager)
            undo_scheme(scheme=scheme, by=manager)
        return len(captured)

    # The first time there is no earlier notice to take back.
    statements(1)
    assert statements(1) == statements(30)
