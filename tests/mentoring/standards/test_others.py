"""R1 to R5, R12 to R14 and R16 by tables."""

import datetime as dt

import pytest

from mentoring.enums.standards import Standard, Verdict
from mentoring.standards.agreement import agreements, consent, early_referral, identity_asked
from mentoring.standards.facts import AssessmentFact, AssignmentFact, ConsentFact, DisclosureFact, MentorFact, PlanFact
from mentoring.standards.mentors import match_considered, mentor_ready
from mentoring.standards.plans import needs_assessed, plan_agreed, plan_reviewed
from mentoring.standards.scorecard import RULES, scorecard
from tests.mentoring.standards.lives import BEFORE, DAY, ISLA, after, before, facts, held

MET, NOT_MET, NOT_YET, NA = Verdict.MET, Verdict.NOT_MET, Verdict.NOT_YET, Verdict.NOT_APPLICABLE
HOUSING = "Firth Housing"


@pytest.mark.parametrize(
    ("situation", "verdict"),
    [
        pytest.param({}, MET, id="agreed first"),
        pytest.param({"taking_part": (), "meetings": ()}, NOT_YET, id="nothing yet"),
        pytest.param({"taking_part": ()}, NOT_MET, id="met without"),
        # Before data or before meeting? The first meeting may come one day before.
        pytest.param({"taking_part": (ConsentFact("", before(59)),)}, MET, id="a day after the first meeting"),
        pytest.param({"taking_part": (ConsentFact("", before(58)),)}, NOT_MET, id="two days after"),
        pytest.param(
            {"taking_part": (ConsentFact("", before(58)),), "rules": {"consent_days_after": 2}}, MET, id="two allowed"
        ),
        pytest.param({"taking_part": (ConsentFact("", before(84), after(1)),)}, NOT_MET, id="taken back"),
        pytest.param(
            {"taking_part": (ConsentFact("", before(84), after(1)),), "closed_date": after(1)}, MET, id="taken back at the end"
        ),
        pytest.param(
            {"taking_part": (ConsentFact("", before(84), before(50)), ConsentFact("", before(49)))}, MET, id="given again"
        ),
        pytest.param({"disclosures": (DisclosureFact(HOUSING, HOUSING, before(9)),)}, NOT_MET, id="shared without"),
        pytest.param(
            {"disclosures": (DisclosureFact(HOUSING, HOUSING, before(9)),), "sharing": (ConsentFact(HOUSING, before(20)),)},
            MET, id="shared with agreement",
        ),
        pytest.param(
            {"disclosures": (DisclosureFact(HOUSING, HOUSING, before(9)),), "sharing": (ConsentFact("Firth Health", before(20)),)},
            NOT_MET, id="agreed for another",
        ),
        pytest.param(
            {"disclosures": (DisclosureFact(HOUSING, HOUSING, before(9)),), "sharing": (ConsentFact(HOUSING, before(20), before(9)),)},
            NOT_MET, id="shared after it was taken back",
        ),
        pytest.param(
            {"disclosures": (DisclosureFact(HOUSING, HOUSING, before(9)),), "sharing": (ConsentFact(HOUSING, before(20), before(8)),)},
            MET, id="taken back since",
        ),
        pytest.param({"disclosures": (DisclosureFact(HOUSING, HOUSING, before(9), in_danger=True),)}, MET, id="life at risk"),
    ],
)  # fmt: skip
def test_consent(situation, verdict):
    assert consent(facts(**situation)).verdict == verdict


@pytest.mark.parametrize(
    ("situation", "verdict"),
    [
        pytest.param({"referred_date": before(84)}, MET, id="84 days"),
        pytest.param({"referred_date": before(83)}, NOT_MET, id="83 days"),
        pytest.param({"referred_date": before(83), "rules": {"early_referral_days": 56}}, MET, id="56 asked for"),
        pytest.param({"on_remand": True}, NA, id="remand"),
        pytest.param({"referred_date": before(60), "admitted_date": before(143)}, NA, id="inside for 83 days"),
        pytest.param({"referred_date": before(60), "admitted_date": before(144)}, NOT_MET, id="inside for 84 days"),
        pytest.param({"referred_date": before(60), "admitted_date": None}, NOT_MET, id="admission not known"),
        pytest.param({"referred_date": before(90), "admitted_date": before(95)}, MET, id="early and soon"),
        pytest.param({**BEFORE, "liberation_day": None}, NOT_YET, id="day not known"),
    ],
)
def test_early_referral(situation, verdict):
    assert early_referral(facts(**situation)).verdict == verdict


def assessment(day, is_complete=True, with_person=True):
    return AssessmentFact(day, is_complete, with_person)


def plan(day, goals=1):
    return PlanFact(day, goals)


@pytest.mark.parametrize(
    ("situation", "verdict"),
    [
        pytest.param(
            {"assessments": (assessment(before(70)),), "plans": (plan(before(60)),)}, MET, id="before the plan"
        ),
        pytest.param({"assessments": (assessment(before(60)),), "plans": (plan(before(60)),)}, MET, id="the same day"),
        pytest.param(
            {"assessments": (assessment(before(50)),), "plans": (plan(before(60)),)}, NOT_MET, id="after the plan"
        ),
        pytest.param({"plans": (plan(before(60)),)}, NOT_MET, id="none, and a plan"),
        pytest.param({**BEFORE}, NOT_YET, id="none yet"),
        pytest.param({}, NOT_MET, id="none by liberation"),
        pytest.param(
            {**BEFORE, "assessments": (assessment(before(70), is_complete=False),)}, NOT_YET, id="not finished"
        ),
        pytest.param({**BEFORE, "assessments": (assessment(before(70), with_person=False),)}, NOT_YET, id="alone"),
    ],
)
def test_needs_assessed(situation, verdict):
    assert needs_assessed(facts(**situation)).verdict == verdict


@pytest.mark.parametrize(
    ("situation", "verdict"),
    [
        pytest.param({"plans": (plan(before(1)),)}, MET, id="the day before"),
        pytest.param({"plans": (plan(DAY),)}, NOT_MET, id="on the day"),
        pytest.param({"plans": (plan(None),)}, NOT_MET, id="never agreed"),
        pytest.param({"plans": (plan(before(9), goals=0),)}, NOT_MET, id="no goal in their words"),
        pytest.param({**BEFORE}, NOT_YET, id="ten days to go"),
        pytest.param({"opened_date": DAY}, NA, id="signed up on the day"),
        pytest.param({"opened_date": before(1)}, NOT_MET, id="signed up the day before"),
    ],
)
def test_plan_agreed(situation, verdict):
    assert plan_agreed(facts(**situation)).verdict == verdict


@pytest.mark.parametrize(
    ("situation", "verdict"),
    [
        pytest.param({"opened_date": before(88)}, NA, id="89 days"),
        pytest.param({"opened_date": before(89)}, NOT_MET, id="90 days, no plan"),
        pytest.param({"opened_date": before(100), "plans": (plan(before(89)),)}, MET, id="agreed 90 days ago"),
        pytest.param({"opened_date": before(100), "plans": (plan(before(90)),)}, NOT_MET, id="agreed 91 days ago"),
        pytest.param(
            {"opened_date": before(200), "plans": (plan(before(190)), plan(before(100)), plan(before(10)))}, MET, id="kept up"
        ),
        pytest.param(
            {"opened_date": before(200), "plans": (plan(before(190)), plan(before(99)), plan(before(10)))},
            NOT_MET, id="a gap of 91",
        ),
        pytest.param(
            {"opened_date": before(200), "plans": (plan(before(80)),), "rules": {"plan_review_days": 30}},
            NOT_MET, id="every 30 days",
        ),
        pytest.param(
            {"opened_date": before(200), "plans": (plan(before(190)),), "reviews": (before(100), before(10))},
            MET, id="looked at and kept",
        ),
        # After the day moved: within a shorter time.
        pytest.param(
            {"opened_date": before(100), "plans": (plan(before(80)),), "date_changes": (before(13),)}, NOT_YET, id="moved"
        ),
        pytest.param(
            {"opened_date": before(100), "plans": (plan(before(80)),), "date_changes": (before(14),)}, NOT_MET, id="moved, late"
        ),
        pytest.param(
            {
                "opened_date": before(100), "plans": (plan(before(80)),), "date_changes": (before(14),),
                "rules": {"plan_review_after_change_days": 21},
            },
            NOT_YET, id="three weeks allowed",
        ),
        pytest.param(
            {"opened_date": before(100), "plans": (plan(before(80)), plan(before(6))), "date_changes": (before(20),)},
            MET, id="moved and reviewed",
        ),
        pytest.param(
            {"opened_date": before(100), "plans": (plan(before(80)), plan(before(5))), "date_changes": (before(20),)},
            NOT_MET, id="moved and reviewed late",
        ),
        pytest.param(
            {"opened_date": before(100), "plans": (plan(before(80)),), "date_changes": (before(85),)},
            MET, id="moved before there was a plan",
        ),
        pytest.param(
            {
                "today": before(10), "opened_date": before(200),
                "plans": (plan(before(30)), plan(before(20))), "date_changes": (before(20), before(19)),
            },
            NOT_YET, id="moved again the day after the review",
        ),
        pytest.param(
            {"opened_date": before(200), "closed_date": before(150), "plans": (plan(before(190)),)}, NA, id="ended early"
        ),
    ],
)  # fmt: skip
def test_plan_reviewed(situation, verdict):
    assert plan_reviewed(facts(**situation)).verdict == verdict


LONG_AGO = dt.date(2025, 1, 1)
READY = MentorFact(
    name="Isla Rennie",
    vetted=((LONG_AGO, None),),
    required=("Induction", "Personal safety"),
    trainings=(("Induction", LONG_AGO, None), ("Personal safety", LONG_AGO, after(30))),
    supervisions=(before(100), before(50), before(5)),
)


def mentor(**changes):
    return {"mentors": {ISLA: MentorFact(**{name: getattr(READY, name) for name in MentorFact.__slots__} | changes)}}


@pytest.mark.parametrize(
    ("situation", "verdict"),
    [
        pytest.param(mentor(), MET, id="all in date"),
        pytest.param(mentor() | {"meetings": ()}, NOT_YET, id="no contact"),
        pytest.param({}, NOT_MET, id="no profile"),
        pytest.param(mentor(vetted=()), NOT_MET, id="no PVG"),
        pytest.param(mentor(vetted=((LONG_AGO, before(30)),)), NOT_MET, id="PVG ended between"),
        pytest.param(mentor(trainings=READY.trainings[:1]), NOT_MET, id="training never taken"),
        pytest.param(mentor(trainings=(*READY.trainings[:1], ("Personal safety", LONG_AGO, before(21)))), NOT_MET, id="ran out"),
        pytest.param(
            mentor(trainings=(*READY.trainings[:1], ("Personal safety", LONG_AGO, before(21)), ("Personal safety", before(21), None))),
            MET, id="taken again",
        ),
        pytest.param(mentor(supervisions=(before(100), before(76), DAY)), MET, id="eight weeks"),
        pytest.param(mentor(supervisions=(before(100), before(77), DAY)), NOT_MET, id="eight weeks and a day"),
        pytest.param(
            mentor(supervisions=(before(100), before(77), DAY)) | {"supervision_weeks": 9}, MET, id="nine weeks"
        ),
    ],
)  # fmt: skip
def test_mentor_ready(situation, verdict):
    assert mentor_ready(facts(**situation)).verdict == verdict


def test_mentor_ready_says_what_was_missing_on_which_day():
    result = mentor_ready(
        facts(meetings=(held(before(60)), held(before(20))), **mentor(vetted=((LONG_AGO, before(30)),)))
    )

    assert [(each.on_date, each.text, each.counts) for each in result.evidence] == [
        (before(60), "Isla Rennie: all in date", True),
        (before(20), "Isla Rennie: PVG", False),
    ]


@pytest.mark.parametrize(
    ("situation", "verdict"),
    [
        pytest.param({"match_noted": True, "preferences_asked_date": before(80)}, MET, id="asked and noted"),
        pytest.param({"match_noted": True}, NOT_MET, id="not asked"),
        pytest.param({"preferences_asked_date": before(80)}, NOT_MET, id="not noted"),
        pytest.param({**BEFORE, "assignments": ()}, NOT_YET, id="no mentor yet"),
        pytest.param({"assignments": ()}, NOT_MET, id="never matched"),
        pytest.param({**BEFORE, "assignments": (AssignmentFact(ISLA, before(70)),)}, NOT_MET, id="matched without"),
    ],
)
def test_match_considered(situation, verdict):
    assert match_considered(facts(**situation)).verdict == verdict


@pytest.mark.parametrize(
    ("situation", "verdict"),
    [({"identity_asked_date": before(80)}, MET), ({**BEFORE}, NOT_YET), ({}, NOT_MET)],
)
def test_identity_asked(situation, verdict):
    assert identity_asked(facts(**situation)).verdict == verdict


@pytest.mark.parametrize(
    ("disclosures", "verdict"),
    [
        ((), NA),
        ((DisclosureFact(HOUSING, HOUSING, before(9), agreement_in_date=True),), MET),
        ((DisclosureFact("", "Police control room", before(9), in_danger=True),), NA),
        ((DisclosureFact(HOUSING, HOUSING, before(9)),), NOT_MET),
        (
            (
                DisclosureFact(HOUSING, HOUSING, before(9), agreement_in_date=True),
                DisclosureFact(HOUSING, HOUSING, before(2)),
            ),
            NOT_MET,
        ),
    ],
)
def test_agreements(disclosures, verdict):
    assert agreements(facts(disclosures=disclosures)).verdict == verdict


def test_scorecard_answers_every_standard_once_in_its_order():
    assert [result.standard for result in scorecard(facts())] == list(Standard) == list(RULES)
