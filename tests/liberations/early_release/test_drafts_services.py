import datetime as dt

import pytest

from core.errors import EditedMeanwhile, RuleBroken
from liberations.enums import SchemeDecision, SchemeShift, SchemeState, WhyNotShifted
from liberations.models import Scheme
from liberations.services.release_dates import move_release_date
from liberations.services.schemes import (
    change_scheme,
    decide_member,
    discard_scheme,
)
from prisons.enums import DateKind, DateSource, LegalStatus, SentenceBand
from prisons.models import Holiday, ReleaseDate
from tests.factories.liberations import LiberationListFactory, ListRowFactory
from tests.factories.mentoring import CaseFactory
from tests.factories.prisons import LocalAuthorityFactory, PrisonFactory
from tests.factories.referrals import ProgrammeFactory
from tests.liberations.early_release.people import day_of, member_of, people, shift

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 12, 17)


def test_draft_changes_no_date_and_shows_before_and_after(make, inside):
    case = inside()

    scheme = make()

    member = scheme.members.get()
    assert (member.before_date, member.after_date, member.shifts) == (DAY, dt.date(2026, 12, 10), True)
    assert (day_of(case), ReleaseDate.objects.count()) == (DAY, 1)


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"sentence_band": SentenceBand.LIFE}, WhyNotShifted.LIFE),
        ({"legal_status": LegalStatus.REMAND}, WhyNotShifted.UNTRIED),
        ({"legal_status": LegalStatus.RECALL}, WhyNotShifted.RECALLED),
        ({"statutory_supervision": True}, WhyNotShifted.SUPERVISED),
    ],
)
def test_whom_the_law_leaves_out_stays_until_a_person_takes_them_in(make, inside, manager, facts, why):
    case = inside(**facts)
    scheme = make()
    member = scheme.members.get()
    assert (member.why_not, member.shifts) == ([why], False)

    decide_member(member=member, decision=SchemeDecision.IN, by=manager)
    shift(scheme, manager)

    assert day_of(case) == dt.date(2026, 12, 10)


@pytest.mark.parametrize(
    ("kind", "why"),
    [
        (DateKind.HDC, WhyNotShifted.HDC),
        (DateKind.PAROLE, WhyNotShifted.PAROLE),
        (DateKind.COURT, WhyNotShifted.COURT),
        (DateKind.EMERGENCY, WhyNotShifted.OTHER_SCHEME),
    ],
)
def test_day_that_somebody_chose_is_left_alone(make, inside, kind, why):
    inside().episode.release_dates.update(kind=kind)

    assert make().members.get().why_not == [why]


@pytest.mark.parametrize(
    ("day", "why"),
    [(None, WhyNotShifted.NO_DATE), (dt.date(2026, 11, 20), WhyNotShifted.PASSED)],
)
def test_nobody_without_a_day_to_shift_can_be_taken_in(make, inside, manager, day, why):
    inside(day)
    member = make().members.get()

    with pytest.raises(RuleBroken, match="No new day"):
        decide_member(member=member, decision=SchemeDecision.IN, by=manager)

    assert (member.why_not, member.after_date) == ([why], None)


@pytest.mark.parametrize(
    ("sentence", "stated", "after", "because"),
    [
        # A Saturday, so the Friday before it; worked out from the sentence and not from the day already moved.
        (dt.date(2026, 12, 19), dt.date(2026, 12, 18), dt.date(2026, 12, 11), "Sat 12 Dec 2026"),
        (dt.date(2027, 1, 9), None, dt.date(2026, 12, 31), "Sat 2 Jan 2027"),
        (dt.date(2026, 12, 17), None, dt.date(2026, 12, 10), ""),
    ],
)
def test_new_day_is_lawful(make, inside, manager, sentence, stated, after, because):
    case = inside(None)
    move_release_date(
        episode=case.episode,
        kind=DateKind.SENTENCE,
        source=DateSource.LETTER,
        sentence_date=sentence,
        stated_date=stated,
        by=manager,
    )

    member = make().members.get()

    assert (member.after_date, member.explanation.partition(":")[0]) == (after, because)


def test_new_day_minds_the_holidays_of_the_area_they_return_to(make, inside):
    area = LocalAuthorityFactory()
    Holiday.objects.create(day=dt.date(2026, 12, 10), name="Fair", source="Council", local_authority=area)
    at_home, elsewhere = inside(return_area=area), inside()

    scheme = make()

    assert member_of(scheme, at_home).after_date == dt.date(2026, 12, 9)
    assert member_of(scheme, elsewhere).after_date == dt.date(2026, 12, 10)


def test_nobody_leaves_before_today_or_before_the_scheme_begins(make, inside):
    inside(dt.date(2026, 11, 26))

    today, later = make(), make(days_earlier=2, earliest_day=dt.date(2026, 11, 28))

    assert today.members.get().after_date == dt.date(2026, 11, 23)
    assert "is in the past; so Mon 23 Nov 2026" in today.members.get().explanation
    assert later.members.get().why_not == [WhyNotShifted.NOT_EARLIER]


def test_fixed_day_puts_back_only_if_asked(make, inside):
    inside(dt.date(2026, 12, 1))
    terms = {"shift": SchemeShift.DAY, "to_day": dt.date(2026, 12, 9)}

    assert make(**terms).members.get().after_date is None
    assert make(**terms, puts_back=True).members.get().after_date == dt.date(2026, 12, 9)


def test_tranches_take_people_by_their_day(make, inside):
    first, second, none = inside(dt.date(2026, 12, 10)), inside(dt.date(2027, 1, 7)), inside(dt.date(2027, 3, 4))
    tranches = [
        (dt.date(2027, 1, 1), dt.date(2027, 1, 31), dt.date(2026, 12, 8)),
        (dt.date(2026, 12, 1), dt.date(2026, 12, 31), dt.date(2026, 11, 26)),
    ]

    scheme = make(shift=SchemeShift.TRANCHES, tranches=tranches)

    assert member_of(scheme, first).after_date == dt.date(2026, 11, 26)
    assert member_of(scheme, second).after_date == dt.date(2026, 12, 8)
    assert member_of(scheme, none).why_not == [WhyNotShifted.NO_TRANCHE]


@pytest.mark.parametrize(
    "tranches",
    [
        [],
        [(dt.date(2026, 12, 2), dt.date(2026, 12, 1), DAY)],
        [(dt.date(2026, 12, 1), dt.date(2026, 12, 9), DAY), (dt.date(2026, 12, 9), dt.date(2026, 12, 20), DAY)],
    ],
)
def test_tranches_that_make_no_sense_are_refused(make, tranches):
    with pytest.raises(RuleBroken):
        make(shift=SchemeShift.TRANCHES, tranches=tranches)

    assert Scheme.objects.count() == 0


def test_scheme_for_nobody_in_particular_is_refused(make):
    with pytest.raises(RuleBroken, match="Choose whom"):
        make(prisons=[])


def test_people_are_chosen_by_every_condition_that_is_given(make, inside, programme, manager):
    case = inside()
    inside(held_in=PrisonFactory())
    inside(sentence_band=SentenceBand.FROM_1_TO_4_YEARS)
    inside(dt.date(2027, 2, 1))
    CaseFactory(referral__programme=ProgrammeFactory(team=programme.team), liberation_date=DAY)
    CaseFactory(referral__episode__prison=case.episode.stays.get().prison, liberation_date=DAY)
    on_list = LiberationListFactory(team=programme.team, programme=programme)
    ListRowFactory(list=on_list, person=case.person)

    narrow = make(sentence_bands=[SentenceBand.UNDER_12_MONTHS], programme=programme, from_day=DAY, until_day=DAY)
    by_list = make(prisons=[], liberation_list=on_list)

    assert people(narrow) == people(by_list) == {case.person}


def test_only_people_the_manager_may_open_are_in_it(make, inside):
    mine = inside()
    CaseFactory(referral__episode__prison=mine.episode.stays.get().prison, liberation_date=DAY)

    assert people(make()) == {mine.person}


def test_discarded_draft_keeps_nobody(make, inside, manager):
    inside()

    scheme = discard_scheme(scheme=make(), by=manager)

    assert (scheme.state, scheme.members.count()) == (SchemeState.DISCARDED, 0)


def test_changed_draft_is_previewed_anew_and_decisions_stand(make, inside, manager, prison):
    left_out, other = inside(), inside()
    scheme = make()
    decide_member(member=member_of(scheme, left_out), decision=SchemeDecision.OUT, by=manager)
    scheme.refresh_from_db()
    terms = {"name": scheme.name, "reason": scheme.reason, "shift": SchemeShift.DAYS, "days_earlier": 14}

    change_scheme(scheme=scheme, read_at_version=scheme.version, by=manager, prisons=[prison], **terms)

    assert not member_of(scheme, left_out).shifts
    assert member_of(scheme, other).after_date == dt.date(2026, 12, 3)
    with pytest.raises(EditedMeanwhile):
        change_scheme(
            scheme=scheme, read_at_version=scheme.version, by=manager, prisons=[prison], **terms | {"days_earlier": 3}
        )
