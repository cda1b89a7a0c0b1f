"""R9, R10 and R17 by tables: one row a situation, every ambiguity of domain.md section 4 among them."""

import datetime as dt

import pytest

from mentoring.enums.cases import EndingKind, EndingReason
from mentoring.enums.meetings import Channel, MeetingState
from mentoring.enums.standards import Mark, Verdict
from mentoring.standards.afterwards import met_on_release, months_of_support, planned_ending, supported_until
from mentoring.standards.facts import EndingFact
from tests.mentoring.standards.lives import BEFORE, DAY, after, before, booked, facts, held

MET, NOT_MET, NOT_YET, NA = Verdict.MET, Verdict.NOT_MET, Verdict.NOT_YET, Verdict.NOT_APPLICABLE
PLANNED, UNPLANNED = EndingKind.PLANNED, EndingKind.UNPLANNED
OUT = {"place": "", "channel": Channel.COMMUNITY}
GATE = {"place": "", "channel": Channel.GATE}
LATER = {"today": after(30)}


@pytest.mark.parametrize(
    ("situation", "verdict", "marks"),
    [
        pytest.param({**LATER, "meetings": (held(DAY, **GATE),)}, MET, (Mark.AT_GATE,), id="at the gate"),
        pytest.param({"today": DAY, "meetings": (held(DAY, **GATE),)}, MET, (Mark.AT_GATE,), id="at the gate, today"),
        pytest.param(
            {**LATER, "meetings": (held(after(1), **OUT), held(DAY, **GATE))}, MET, (Mark.AT_GATE,), id="gate and after"
        ),
        pytest.param({**LATER, "meetings": (held(DAY, **OUT),)}, MET, (Mark.FIRST_DAYS,), id="later that day"),
        pytest.param({**LATER, "meetings": (held(after(2), **OUT),)}, MET, (Mark.FIRST_DAYS,), id="two days after"),
        pytest.param({**LATER, "meetings": (held(after(3), **OUT),)}, NOT_MET, (), id="three days after"),
        pytest.param(
            {**LATER, "meetings": (held(after(3), **OUT),), "rules": {"first_contact_days": 3}},
            MET, (Mark.FIRST_DAYS,), id="three days after where three are allowed",
        ),
        pytest.param(
            {**LATER, "meetings": (held(after(1), place="", channel=Channel.PHONE),)}, MET, (Mark.FIRST_DAYS,), id="call"
        ),
        pytest.param(
            {**LATER, "meetings": (held(after(1), place="", channel=Channel.PHONE, two_way=False),)},
            NOT_MET, (), id="call nobody answered",
        ),
        pytest.param(
            {**LATER, "meetings": (held(after(1), place="", channel=Channel.LETTER),)}, NOT_MET, (), id="letter"
        ),
        pytest.param({**LATER, "meetings": (held(DAY),)}, NOT_MET, (), id="inside on the day is no contact outside"),
        pytest.param({"today": after(2), "meetings": ()}, NOT_YET, (), id="second day, still time"),
        pytest.param({"today": after(3), "meetings": ()}, NOT_MET, (), id="third day, nobody"),
        pytest.param(BEFORE, NOT_YET, (), id="not released"),
        pytest.param({**BEFORE, "closed_date": before(12)}, NA, (), id="ended before release"),
        # Declined the gate and contact: does not apply. One of the two alone does not excuse.
        pytest.param(
            {**LATER, "meetings": (booked(after(1), MeetingState.REFUSED, **OUT),), "gate_declined": True},
            NA, (), id="wanted neither",
        ),
        pytest.param({**LATER, "meetings": (), "gate_declined": True}, NOT_MET, (), id="declined the gate only"),
        pytest.param(
            {**LATER, "meetings": (booked(after(1), MeetingState.REFUSED, **OUT),)}, NOT_MET, (), id="declined a contact only"
        ),
        pytest.param(
            {**LATER, "meetings": (booked(after(1), MeetingState.NOT_ATTENDED, **OUT),), "gate_declined": True},
            NOT_MET, (), id="did not come is not a no",
        ),
        pytest.param(
            {**LATER, "meetings": (booked(after(1), MeetingState.REFUSED, **OUT), held(after(2), **OUT)), "gate_declined": True},
            MET, (Mark.FIRST_DAYS,), id="said no and then yes",
        ),
        # Freed by a court: the clock starts with the actual release, not with the day that had been expected.
        pytest.param(
            {**LATER, "on_remand": True, "remand_freed_by_court": True, "liberation_day": before(7),
             "released_date": before(7), "meetings": (held(before(6), **OUT),)},
            MET, (Mark.FIRST_DAYS,), id="freed by a court a week early",
        ),
        pytest.param(
            {**LATER, "on_remand": True, "remand_freed_by_court": True, "liberation_day": before(7),
             "released_date": before(7), "meetings": (held(DAY, **OUT),)},
            NOT_MET, (), id="freed by a court, seen on the expected day",
        ),
    ],
)  # fmt: skip
def test_met_on_release(situation, verdict, marks):
    result = met_on_release(facts(**situation))

    assert (result.verdict, result.marks) == (verdict, marks)


SIX_MONTHS = dt.date(2027, 6, 17)
AUGUST = {"released_date": dt.date(2026, 8, 31), "liberation_day": dt.date(2026, 8, 31)}


def day_before(day, days=1):
    return day - dt.timedelta(days=days)


def ended(day, kind=PLANNED, reason=EndingReason.COMPLETED):
    return {"closed_date": day, "ending": EndingFact(day, kind, reason), "today": max(day, SIX_MONTHS)}


@pytest.mark.parametrize(
    ("situation", "verdict", "marks"),
    [
        pytest.param(BEFORE, NOT_YET, (), id="not released"),
        pytest.param({**BEFORE, "closed_date": before(12)}, NA, (), id="ended before release"),
        pytest.param({"today": day_before(SIX_MONTHS)}, NOT_YET, (), id="a day short of six months"),
        pytest.param(ended(SIX_MONTHS), MET, (), id="ended on the day"),
        pytest.param(ended(day_before(SIX_MONTHS)), NOT_MET, (), id="ended the day before"),
        pytest.param(ended(dt.date(2027, 9, 1), UNPLANNED, EndingReason.NO_CONTACT), MET, (), id="contact lost later"),
        # Still open: in contact then?
        pytest.param(
            {"today": SIX_MONTHS, "meetings": (held(day_before(SIX_MONTHS, 27), **OUT),)}, MET, (), id="in contact"
        ),
        pytest.param(
            {"today": SIX_MONTHS, "meetings": (held(day_before(SIX_MONTHS, 28), **OUT),)}, NOT_MET, (), id="no contact for 28"
        ),
        pytest.param(
            {"today": SIX_MONTHS, "meetings": (held(day_before(SIX_MONTHS, 28), **OUT),), "rules": {"in_contact_days": 29}},
            MET, (), id="where 29 days are allowed",
        ),
        pytest.param(
            {"today": dt.date(2027, 8, 1), "meetings": (held(dt.date(2027, 7, 30), **OUT),)},
            NOT_MET, (), id="in contact only later",
        ),
        # Agreed to end early, lower need?
        pytest.param(
            ended(after(90), reason=EndingReason.AGREED_EARLY), MET, (Mark.AGREED_EARLY,), id="agreed to end early"
        ),
        pytest.param(
            {**ended(after(90), reason=EndingReason.AGREED_EARLY), "rules": {"early_ending_counts": False}},
            NOT_MET, (), id="agreed to end early where it is not enough",
        ),
        # Returned to custody, or died.
        pytest.param(
            ended(after(60), UNPLANNED, EndingReason.RETURNED), NA, (Mark.RETURNED,), id="returned to custody"
        ),
        pytest.param(
            {**ended(after(60), UNPLANNED, EndingReason.RETURNED), "rules": {"return_excuses": False}},
            NOT_MET, (), id="returned to custody where that does not excuse",
        ),
        pytest.param(ended(after(60), UNPLANNED, EndingReason.DIED), NA, (Mark.DIED,), id="died"),
        pytest.param(
            {**ended(after(60), UNPLANNED, EndingReason.DIED), "rules": {"return_excuses": False}},
            NA, (Mark.DIED,), id="died is never held against anybody",
        ),
        pytest.param(ended(after(60), UNPLANNED, EndingReason.NO_LONGER_WANTS), NOT_MET, (), id="no longer wanted it"),
        # Six months or 26 weeks?
        pytest.param({**AUGUST, **ended(dt.date(2027, 2, 28))}, MET, (), id="six months, the month is shorter"),
        pytest.param(
            {**AUGUST, **ended(dt.date(2027, 2, 28)), "rules": {"months_as_weeks": True}}, NOT_MET, (), id="a day short of 26 weeks"
        ),
        pytest.param({**ended(after(91)), "rules": {"months_of_support": 3}}, MET, (), id="three months promised"),
    ],
)  # fmt: skip
def test_months_of_support(situation, verdict, marks):
    result = months_of_support(facts(**situation))

    assert (result.verdict, result.marks) == (verdict, marks)


@pytest.mark.parametrize(
    ("released", "rules", "until"),
    [
        (dt.date(2026, 12, 17), {}, dt.date(2027, 6, 17)),
        (dt.date(2026, 8, 31), {}, dt.date(2027, 2, 28)),
        (dt.date(2027, 8, 30), {}, dt.date(2028, 2, 29)),
        (dt.date(2026, 12, 17), {"months_as_weeks": True}, dt.date(2027, 6, 17)),
        (dt.date(2026, 8, 31), {"months_as_weeks": True}, dt.date(2027, 3, 1)),
        (dt.date(2026, 12, 17), {"months_as_weeks": True, "months_of_support": 12}, dt.date(2027, 12, 16)),
    ],
)
def test_months_of_support_end_with_the_month_or_the_week(released, rules, until):
    lived = facts(today=released, released_date=released, liberation_day=released, rules=rules)

    assert supported_until(lived) == until


LAST = after(200)


@pytest.mark.parametrize(
    ("situation", "verdict", "reached"),
    [
        pytest.param({"ending_talks": (before(0),)}, NOT_YET, None, id="support goes on"),
        pytest.param({**ended(LAST), "ending_talks": (day_before(LAST, 28),)}, MET, 28, id="28 days before"),
        pytest.param({**ended(LAST), "ending_talks": (day_before(LAST, 27),)}, NOT_MET, 27, id="27 days before"),
        pytest.param(
            {**ended(LAST), "ending_talks": (day_before(LAST, 3), day_before(LAST, 40))}, MET, 40, id="the first talk counts"
        ),
        pytest.param({**ended(LAST)}, NOT_MET, None, id="nothing says so"),
        pytest.param({**ended(LAST, UNPLANNED, EndingReason.NO_CONTACT)}, NA, None, id="nobody planned it"),
        pytest.param(
            {**ended(LAST), "ending_talks": (day_before(LAST, 14),), "rules": {"ending_talk_days": 14}},
            MET, 14, id="where 14 days are enough",
        ),
        pytest.param(
            {**ended(after(60), reason=EndingReason.AGREED_EARLY), "ending_talks": (after(31),)}, MET, 29, id="agreed early"
        ),
    ],
)  # fmt: skip
def test_planned_ending(situation, verdict, reached):
    result = planned_ending(facts(**situation))

    assert (result.verdict, result.reached) == (verdict, reached)


def test_evidence_of_the_day_of_release_names_the_contact_that_counts():
    gate, refused = held(DAY, **GATE), booked(after(1), MeetingState.REFUSED, **OUT)

    result = met_on_release(facts(today=after(5), meetings=(gate, refused)))

    assert [(each.meeting, each.counts) for each in result.evidence] == [(gate.key, True), (refused.key, False)]
