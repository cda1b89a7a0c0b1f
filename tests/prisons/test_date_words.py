"""One sentence for each way a day comes about."""

import datetime as dt

import pytest

from prisons.date_words import why
from prisons.enums import SET_KINDS, DateKind, DateSource
from prisons.liberation_rules import Rule, liberation_day

SATURDAY = dt.date(2026, 12, 26)
CHRISTMAS = [dt.date(2026, 12, 25), SATURDAY, dt.date(2026, 12, 28)]
WORKED_OUT = {
    Rule.SCOTLAND: (
        dt.date(2026, 12, 24),
        "Sentence ends Sat 26 Dec 2026; offices are closed Fri 25 to Mon 28 Dec; so Thu 24 Dec 2026.",
    ),
    Rule.SCOTLAND_SECTION_8: (
        dt.date(2026, 12, 23),
        "Sentence ends Sat 26 Dec 2026; section 8 rules out Thu 24 to Mon 28 Dec "
        "(Fridays, weekends, public holidays and the day before one); so Wed 23 Dec 2026.",
    ),
    Rule.ENGLAND_WALES: (
        dt.date(2026, 12, 24),
        "Sentence ends Sat 26 Dec 2026; Fri 25 to Mon 28 Dec are not working days; so Thu 24 Dec 2026.",
    ),
    Rule.ENGLAND_WALES_POLICY: (
        dt.date(2026, 12, 23),
        "Sentence ends Sat 26 Dec 2026; Fri 25 to Mon 28 Dec are not working days; "
        "by policy a working day follows the day of release; so Wed 23 Dec 2026.",
    ),
}


def said(**facts):
    told = {
        "kind": DateKind.SENTENCE,
        "source": DateSource.LETTER,
        "stated_date": None,
        "worked_out_date": None,
        "reason": "",
    }
    return why(**(told | facts))


@pytest.mark.parametrize("rule", Rule)
def test_day_worked_out_says_how(rule):
    day, sentence = WORKED_OUT[rule]

    answer = liberation_day(SATURDAY, rule=rule, holidays=CHRISTMAS)

    assert (answer.day, said(worked_out_date=answer.day, reason=answer.reason)) == (day, sentence)


@pytest.mark.parametrize("rule", Rule)
def test_prison_that_says_the_same_is_named_beside_the_rule(rule):
    day, sentence = WORKED_OUT[rule]

    assert said(stated_date=day, worked_out_date=day, reason=sentence) == f"{sentence} The prison says the same."


@pytest.mark.parametrize("rule", Rule)
def test_prison_that_says_another_day_is_told_apart_from_the_rule(rule):
    day, sentence = WORKED_OUT[rule]

    words = said(stated_date=dt.date(2026, 12, 22), worked_out_date=day, reason=sentence)

    assert words.startswith("The day the prison stated (letter from the prison). It counts before ours, ")
    assert words.endswith(sentence)


def test_day_the_prison_stated_without_the_end_of_the_sentence_says_who_told_us():
    assert said(stated_date=SATURDAY) == "The day the prison stated (letter from the prison)."


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("hdc", "The day home detention curfew begins (letter from the prison). Nothing is worked out."),
        ("parole", "The day set by the Parole Board (letter from the prison). Nothing is worked out."),
        ("court", "The day set by the court (letter from the prison). Nothing is worked out."),
        ("emergency", "The day set under an early release scheme (letter from the prison). Nothing is worked out."),
    ],
)
def test_day_that_somebody_set_says_that_nothing_is_worked_out(kind, words):
    assert said(kind=kind, stated_date=SATURDAY) == words


def test_table_has_every_kind_that_is_set():
    assert {"hdc", "parole", "court", "emergency"} == SET_KINDS


def test_unknown_day_has_no_reason():
    assert (said(), said(kind=DateKind.PAROLE)) == ("", "")
