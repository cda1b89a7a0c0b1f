import datetime as dt

import pytest
import time_machine

from mentoring.enums.meetings import Channel, MeetingState
from mentoring.forms.bookings import PlanForm
from mentoring.forms.meetings import LogForm
from mentoring.models import Mentor

TODAY = dt.date(2026, 11, 22)
HELD = {
    "on_date_day": "22",
    "on_date_month": "11",
    "on_date_year": "2026",
    "channel": "in-prison",
    "state": "held",
    "place": "private-room",
    "minutes": "45",
    "one_to_one": "on",
    "concern": "none",
}


@pytest.fixture(autouse=True)
def _sunday():
    with time_machine.travel("2026-11-22 11:00:00+00:00", tick=False):
        yield


def form(**changes):
    data = {name: value for name, value in (HELD | changes).items() if value is not None}
    return LogForm(data, cancel_url="/", next_from=TODAY, colleagues=Mentor.objects.none(), usual_time=dt.time(10, 30))


def test_answers_are_what_the_service_takes():
    filled = form()

    assert filled.is_valid()
    answers = filled.answers()
    answers.pop("new_id")
    assert answers == {
        "on_date": TODAY,
        "channel": "in-prison",
        "state": "held",
        "place": "private-room",
        "minutes": 45,
        "one_to_one": True,
        "two_way": True,
        "instead_of_visit": False,
        "together_with": None,
        "cancel_reason": "",
        "topics": [],
        "note": "",
        "concern": "none",
        "concern_text": "",
        "next_date": None,
        "next_time": None,
    }


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"on_date_day": "31"}, {"on_date": ["The date of the visit must be a real date, like 29 11 2026"]}),
        ({"on_date_day": ""}, {"on_date": ["The date of the visit must have a day"]}),
        ({"on_date_year": "2926"}, {"on_date": ["The date of the visit must be a real date, like 29 11 2026"]}),
        ({"channel": None}, {"channel": ["Choose an answer to “How did you meet?”"]}),
        ({"channel": "pigeon"}, {"channel": ["Choose one of the answers shown for “How did you meet”"]}),
        ({"state": None}, {"state": ["Choose an answer to “Did it take place?”"]}),
        ({"state": "planned"}, {"state": ["Choose one of the answers shown for “Did it take place”"]}),
        ({"place": None}, {"place": ["Choose an answer to “Where?”"]}),
        ({"minutes": ""}, {"minutes": ["Answer “How many minutes?”"]}),
        ({"minutes": "0"}, {"minutes": ["“How many minutes” must be 1 or more"]}),
        ({"minutes": "601"}, {"minutes": ["“How many minutes” must be 600 or less"]}),
        ({"minutes": "long"}, {"minutes": ["“How many minutes” must be a whole number, like 45"]}),
        ({"state": "cancelled-by-prison"}, {"cancel_reason": ["Choose an answer to “Why did the prison cancel?”"]}),
        ({"concern": "safeguarding"}, {"concern_text": ["Answer “What is the concern?”"]}),
        ({"next": "other"}, {"next_date": ["Enter the date of the next visit"]}),
        ({"topics": ["money", "moon"]}, {"topics": ["Choose one of the answers shown for “What did you work on”"]}),
        ({"note": "x" * 12001}, {"note": ["“Note” must be 12000 characters or fewer; it has 12001"]}),
        ({"note": "a\0b"}, {"note": ["“Note” holds a character that cannot be kept. Type it again"]}),
    ],
)
def test_bad_input_gets_a_sentence(changes, errors):
    assert form(**changes).errors == errors


@pytest.mark.parametrize(
    ("changes", "kept"),
    [
        ({"channel": "phone"}, {"place": "", "minutes": 45, "two_way": True}),
        ({"channel": "phone", "place": "nonsense"}, {"place": "", "minutes": 45, "two_way": True}),
        ({"channel": "video", "two_way": None}, {"place": "", "minutes": 45, "two_way": False}),
        ({"channel": "text", "two_way": "on", "minutes": "x"}, {"place": "", "minutes": None, "two_way": True}),
        ({"state": "refused", "minutes": "x"}, {"place": "", "minutes": None, "two_way": True}),
    ],
)
def test_questions_nobody_was_asked_do_not_count(changes, kept):
    filled = form(**changes)

    assert filled.errors == {}
    assert {name: filled.answers()[name] for name in kept} == kept


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, (None, None)),
        ({"next": "1"}, (dt.date(2026, 11, 29), dt.time(10, 30))),
        ({"next": "2"}, (dt.date(2026, 12, 6), dt.time(10, 30))),
        (
            {"next": "other", "next_date_day": "1 Dec 2026", "next_time": "2pm"},
            (dt.date(2026, 12, 1), dt.time(14)),
        ),
        ({"next": "1", "next_date_day": "99"}, (dt.date(2026, 11, 29), dt.time(10, 30))),
    ],
)
def test_the_next_visit(changes, expected):
    filled = form(**changes)

    assert filled.errors == {}
    assert (filled.answers()["next_date"], filled.answers()["next_time"]) == expected


def test_nothing_more_is_planned_for_a_case_that_has_ended():
    filled = LogForm(HELD | {"next": "1"}, cancel_url="/", next_from=None, colleagues=Mentor.objects.none())

    assert filled.errors == {}
    assert "next_date" not in filled.answers()


def test_the_agency_visit_is_asked_only_while_there_may_be_one():
    asked = LogForm(
        HELD | {"is_agency_visit": "on"},
        cancel_url="/",
        next_from=TODAY,
        colleagues=Mentor.objects.none(),
        may_be_agency_visit=True,
    )

    assert asked.is_valid()
    assert asked.answers()["is_agency_visit"] is True
    assert "is_agency_visit" not in form().fields


def test_a_long_text_is_not_cut_by_the_browser():
    assert "maxlength" not in form().fields["note"].widget.attrs


def test_a_plan_needs_how_and_when():
    assert PlanForm({}, cancel_url="/").errors == {
        "channel": ["Choose an answer to “How will you meet?”"],
        "on_date": ["Enter the date of the visit"],
    }


def test_every_outcome_and_channel_can_be_chosen():
    fields = form().fields

    assert [value for value, _ in fields["channel"].choices] == list(Channel)
    assert {value for value, _ in fields["state"].choices} == set(MeetingState) - {MeetingState.PLANNED}
