"""R15 by a table, and what is read for it."""

import datetime as dt

import pytest

from mentoring.enums.needs import Answer, NeedArea, WithoutService
from mentoring.enums.standards import Mark, Standard, Verdict
from mentoring.models import AssessmentScore
from mentoring.planning.linking import SERVED_BY, OpenNeed, ScoreSaid, open_needs
from mentoring.standards.facts import OnwardFact, WithoutServiceFact
from mentoring.standards.reading import case_facts
from mentoring.standards.scorecard import scorecard
from mentoring.standards.services import linked_with_services
from referrals.enums import ServiceKind
from tests.factories.mentoring import AssessmentFactory, CaseFactory, ScaleFactory
from tests.factories.referrals import OnwardReferralFactory
from tests.factories.sharing import ServiceGapFactory
from tests.mentoring.standards.lives import DAY, after, before, facts
from tests.mentoring.standards.test_reading import TODAY, read

MET, NOT_MET, NOT_YET, NA = Verdict.MET, Verdict.NOT_MET, Verdict.NOT_YET, Verdict.NOT_APPLICABLE
HOME, MONEY = OpenNeed(NeedArea.ACCOMMODATION, before(20)), OpenNeed(NeedArea.MONEY, before(20))
BED = OnwardFact(ServiceKind.ACCOMMODATION, "Night stop", before(10))


def said(area, reason):
    return WithoutServiceFact(area, reason, before(9))


@pytest.mark.parametrize(
    ("situation", "verdict", "marks"),
    [
        pytest.param({}, NA, (), id="no need"),
        pytest.param({"needs": (HOME,)}, NOT_YET, (), id="a need of three weeks"),
        pytest.param({"needs": (HOME,), "rules": {"link_days": 20}}, NOT_MET, (), id="twenty days allowed, and one more"),
        pytest.param({"needs": (HOME,), "rules": {"link_days": 21}}, NOT_YET, (), id="on the last day allowed"),
        pytest.param({"needs": (HOME,), "closed_date": after(1)}, NOT_MET, (), id="support ended"),
        pytest.param({"needs": (HOME,), "closed_date": after(1), "today": after(90), "referred_on": (BED,)}, MET, (), id="linked, then ended"),
        pytest.param({"needs": (HOME,), "referred_on": (BED,)}, MET, (), id="referred"),
        pytest.param({"needs": (MONEY,), "referred_on": (BED,)}, NOT_YET, (), id="referred for something else"),
        pytest.param({"needs": (HOME, MONEY), "referred_on": (BED,)}, NOT_YET, (), id="one of two"),
        pytest.param(
            {"needs": (HOME, MONEY), "referred_on": (BED,), "without_service": (said("money", WithoutService.SAID_NO),)},
            MET, (), id="referred, and said no to the other",
        ),
        pytest.param({"needs": (HOME,), "without_service": (said("accommodation", WithoutService.HAS_HELP),)}, MET, (), id="has help"),
        pytest.param(
            {"needs": (HOME,), "without_service": (said("accommodation", WithoutService.FULL),)},
            NOT_YET, (Mark.NO_SERVICE,), id="all full",
        ),
        pytest.param(
            {"needs": (OpenNeed(NeedArea.ACCOMMODATION, before(60)),), "without_service": (said("accommodation", WithoutService.THRESHOLD),)},
            NOT_MET, (Mark.NO_SERVICE,), id="nobody takes them, for long",
        ),
        pytest.param({"needs": (OpenNeed(NeedArea.ATTITUDES, DAY),), "referred_on": (BED,)}, NOT_YET, (), id="attitudes are no bed"),
    ],
)  # fmt: skip
def test_linked_with_services(situation, verdict, marks):
    result = linked_with_services(facts(**situation))

    assert (result.verdict, result.marks) == (verdict, marks)


def test_evidence_names_the_service_the_reason_and_what_has_neither():
    life = facts(
        needs=(HOME, MONEY, OpenNeed(NeedArea.WORK, before(3))),
        referred_on=(BED,),
        without_service=(said("money", WithoutService.SAID_NO),),
    )

    result = linked_with_services(life)

    assert (result.reached, result.target, result.why) == (2, 3, "Without a service: work.")
    assert [(row.text, row.counts) for row in result.evidence] == [
        ("Somewhere to live: referred to Night stop", True),
        ("Money and benefits: they do not want a service for it", True),
        ("Work: a need since 14 Dec 2026, not linked", False),
    ]


def test_every_area_has_a_kind_of_service_that_helps():
    assert set(SERVED_BY) == set(NeedArea)
    assert all(SERVED_BY.values())
    assert set().union(*SERVED_BY.values()) == set(ServiceKind)


def test_a_need_is_counted_from_when_it_last_became_one():
    day = dt.date(2026, 11, 1)
    told = [
        ScoreSaid(NeedArea.MONEY, day, True),
        ScoreSaid(NeedArea.WORK, day, True),
        ScoreSaid(NeedArea.MONEY, day.replace(day=5), False),
        ScoreSaid(NeedArea.MONEY, day.replace(day=9), True),
        ScoreSaid(NeedArea.MONEY, day.replace(day=12), True),
        ScoreSaid(NeedArea.WORK, day.replace(day=12), False),
    ]

    assert open_needs(told) == [OpenNeed(NeedArea.MONEY, day.replace(day=9))]


@pytest.mark.django_db
def test_needs_referrals_and_reasons_are_read():
    case = CaseFactory(liberation_date=DAY)
    ScaleFactory(programme=case.programme, need_at=4)
    AssessmentFactory(case=case, scores={"accommodation": 4, "money": 5, "work": 0, "health": None})
    OnwardReferralFactory(person=case.person, service__name="Night stop")
    OnwardReferralFactory(person=case.person, service__name="Long before", sent_date=dt.date(2026, 1, 2))
    ServiceGapFactory(case=case, area="work", reason="said-no")
    ServiceGapFactory(case=case, area="money", is_current=False)

    read_facts = case_facts(read(case), TODAY)

    assert [(need.area, need.since) for need in read_facts.needs] == [
        (NeedArea.ACCOMMODATION, dt.date(2026, 10, 5)),
        (NeedArea.WORK, dt.date(2026, 10, 5)),
    ]
    assert [each.name for each in read_facts.referred_on] == ["Night stop"]
    assert {each.standard: each.verdict for each in scorecard(read_facts)}[Standard.SERVICES] == MET


@pytest.mark.django_db
@pytest.mark.parametrize("higher_is_better", [True, False])
def test_the_database_and_the_scale_agree_on_what_is_a_need(higher_is_better):
    case = CaseFactory()
    scale = ScaleFactory(programme=case.programme, need_at=4, higher_is_better=higher_is_better)
    first, second = ({"accommodation": 3, "money": 4, "work": 5}, {"accommodation": None})
    AssessmentFactory(case=case, scores=first)
    review = AssessmentFactory(case=case, kind="review", scores=second)
    AssessmentScore.objects.create(
        assessment=review,
        area=NeedArea.MONEY,
        answer=Answer.NO_NUMBER,
        on_date=review.started_date,
        recorded_by=review.started_by,
        recorded_at=review.started_at,
    )

    rows = AssessmentScore.objects.filter(assessment__case=case).saying_whether_a_need().oldest_first()

    found = sorted((row.area, row.score, row.is_need) for row in rows if row.score is not None)
    assert found == [(area, score, scale.is_need(score)) for area, score in first.items()]
    assert [(row.area, row.is_need) for row in rows if row.score is None] == [("accommodation", False)]
