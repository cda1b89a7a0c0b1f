"""How those whose support began in a year answered the equality questions: figures of one programme and one year, with small
numbers hidden. The only place that reads the answers (tests/people/test_equality_apart.py)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings

from core.small_numbers import shown_total
from mentoring.models import Case
from people.enums import EqualityCodeList
from people.equality.counting import QuestionCounted, count_answers
from people.models import EqualityAnswers, EqualityOffer
from referrals.models import Programme

FINANCIAL_YEAR_MONTH = 4


@dataclass(frozen=True, slots=True)
class EqualityFigures:
    """The figures: of how many people, how many were offered the questions (no answer, so it is told), and each code list's questions."""

    people: int
    offered: int
    lists: Sequence[tuple[str, Sequence[QuestionCounted]]]


def financial_year(day: dt.date) -> int:
    """The year in which the financial year of a day began, on 1 April."""
    return day.year if day.month >= FINANCIAL_YEAR_MONTH else day.year - 1


def equality_figures(programme: Programme, year: int, today: dt.date) -> EqualityFigures | None:
    """Everyone whose support in the programme began in the financial year, as on record at the end of last month. Three queries.

    The sets never overlap and there is no sum over them, and the figures stand still for a month: taken from each other they
    tell nothing that one alone hides. They are the same for every reader, whomever they may not open. None if nobody is in the set
    or so few that every figure would be hidden.
    """
    this_month = today.replace(day=1)
    cases = Case.objects.filter(
        programme=programme,
        opened_date__gte=dt.date(year, FINANCIAL_YEAR_MONTH, 1),
        opened_date__lt=min(dt.date(year + 1, FINANCIAL_YEAR_MONTH, 1), this_month),
    )
    people = cases.order_by().values("person").distinct().count()
    if shown_total(people).small or not people:
        return None
    within = cases.order_by().values("person")
    offered = (
        EqualityOffer.objects.filter(person__in=within, offered_date__lt=this_month)
        .order_by()
        .values("person")
        .distinct()
        .count()
    )
    given: dict[str, dict] = {}
    latest = EqualityAnswers.objects.filter(person__in=within, answered_date__lt=this_month).order_by("answered_date")
    for person, code_list, answers in latest.values_list("person", "code_list", "answers"):
        given[person] = (code_list, answers)
    lists = [
        (label, count_answers(code, [answers for named, answers in given.values() if named == code], people=people))
        for code, label in EqualityCodeList.choices
        if code == settings.EQUALITY_CODE_LIST or any(named == code for named, _ in given.values())
    ]
    return EqualityFigures(people, offered, lists)
