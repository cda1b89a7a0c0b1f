"""Planned endings are talked about before; support may go on again; what is written about an ending."""

import datetime as dt

import pytest

from core.errors import EditedMeanwhile, RuleBroken
from mentoring.enums.standards import Verdict
from mentoring.models import Case, Ending
from mentoring.services.endings import call_off_ending, end_case, reopen_case, talk_about_ending, write_about_ending
from mentoring.standards.afterwards import planned_ending
from mentoring.standards.reading import case_facts, with_facts
from tests.factories.accounts import ManagerFactory
from tests.factories.endings import EndingConversationFactory
from tests.factories.mentoring import CaseFactory

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-11-20T10:00Z", tick=False)]
TODAY = dt.date(2026, 11, 20)


@pytest.fixture
def case():
    return CaseFactory()


@pytest.fixture
def manager(case):
    return ManagerFactory(team=case.programme.team)


def verdict(case):
    facts = case_facts(with_facts(Case.objects.with_liberation().filter(pk=case.pk)).get(), TODAY)
    return planned_ending(facts).verdict


def talk(case, by, **said):
    return talk_about_ending(
        case=case, by=by, **{"on_date": dt.date(2026, 10, 5), "how": "in-person", "planned_date": TODAY} | said
    )


def planned(case, by, **said):
    return end_case(case=case, by=by, **{"kind": "planned", "reason": "completed", "on": TODAY} | said)


def test_planned_ending_needs_a_talk_before(case, manager):
    with pytest.raises(RuleBroken, match="needs a talk"):
        planned(case, manager)

    talk(case, manager)

    assert planned(case, manager).kind == "planned"


@pytest.mark.parametrize(("talked", "met"), [("2026-10-23", Verdict.MET), ("2026-10-24", Verdict.NOT_MET)])
def test_standard_asks_whether_the_talk_came_28_days_before(case, manager, talked, met):
    talk(case, manager, on_date=dt.date.fromisoformat(talked))

    planned(case, manager)

    assert verdict(case) == met


def test_talk_that_was_called_off_counts_for_no_ending(case, manager):
    call_off_ending(conversation=talk(case, manager), by=manager)

    with pytest.raises(RuleBroken, match="needs a talk"):
        planned(case, manager)


def test_talk_about_an_ending_that_came_is_not_called_off(case, manager):
    conversation = talk(case, manager)
    planned(case, manager)

    with pytest.raises(RuleBroken, match="so it stands"):
        call_off_ending(conversation=conversation, by=manager)


@pytest.mark.parametrize(("reason", "again"), [("mistake", Verdict.MET), ("asked", None)])
def test_talk_counts_for_a_later_ending_only_if_the_first_was_a_mistake(case, manager, reason, again):
    talk(case, manager)
    planned(case, manager)

    reopen_case(case=case, reason=reason, by=manager)

    if again is None:
        with pytest.raises(RuleBroken, match="needs a talk"):
            planned(case, manager)
    else:
        planned(case, manager)
        assert verdict(case) == again


def test_reopening_keeps_the_ending_with_its_reason(case, manager):
    end_case(case=case, kind="unplanned", reason="no-contact", on=TODAY, by=manager)

    reopen_case(case=case, reason="asked", note="Rang from a hostel.", by=manager)
    reopen_case(case=case, reason="asked", note="Rang from a hostel.", by=manager)

    kept = Ending.objects.get()
    case.refresh_from_db()
    assert (kept.reopen_reason, kept.reopen_note, case.closed_date) == ("asked", "Rang from a hostel.", None)


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"reason": "other", "kind": "unplanned"}, "Say in a few words"),
        ({"reason": "died"}, "not a planned ending"),
        ({"on": TODAY + dt.timedelta(days=1)}, "in the future"),
        ({"on": dt.date(2026, 9, 20)}, "before the day they agreed"),
    ],
)
def test_ending_that_cannot_be_is_refused(case, manager, said, refusal):
    talk(case, manager)

    with pytest.raises(RuleBroken, match=refusal):
        planned(case, manager, **said)


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"planned_date": dt.date(2026, 10, 4)}, "before the day you talked"),
        ({"planned_date": dt.date(2029, 1, 1)}, "more than two years"),
        ({"on_date": TODAY + dt.timedelta(days=1), "planned_date": dt.date(2026, 12, 1)}, "has not come yet"),
    ],
)
def test_talk_that_cannot_be_is_refused(case, manager, said, refusal):
    with pytest.raises(RuleBroken, match=refusal):
        talk(case, manager, **said)


def test_latest_talk_comes_first(case, manager):
    EndingConversationFactory(case=case)
    later = talk(case, manager, on_date=dt.date(2026, 10, 19), planned_date=dt.date(2026, 12, 4))

    assert case.ending_conversations.coming().first() == later


def test_words_and_letter_are_written_after_support_ended(case, manager):
    ending = end_case(case=case, kind="unplanned", reason="no-contact", on=TODAY, by=manager)

    write_about_ending(
        ending=ending, read_at_version=1, their_words="You kept turning up.", letter="Dear you", by=manager
    )

    with pytest.raises(EditedMeanwhile):
        write_about_ending(ending=ending, read_at_version=1, their_words="No.", letter="Dear you", by=manager)
    ending.refresh_from_db()
    assert (ending.their_words, ending.letter) == ("You kept turning up.", "Dear you")


def test_letter_is_not_given_before_it_is_written(case, manager):
    ending = end_case(case=case, kind="unplanned", reason="no-contact", on=TODAY, by=manager)

    with pytest.raises(RuleBroken, match="Write the letter first"):
        write_about_ending(ending=ending, read_at_version=1, letter_given_date=TODAY, by=manager)
