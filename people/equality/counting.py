"""How many gave which answer, with small numbers hidden. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.small_numbers import Shown, shown_cells
from people.equality.codes import CODE_LISTS, PREFER_NOT, PREFER_NOT_LABEL

NOT_ASKED = "not-asked"
NOT_ASKED_LABEL = "Not asked, or not answered"


@dataclass(frozen=True, slots=True)
class QuestionCounted:
    """One question with its answers in their order: the words and the number as it may be shown."""

    label: str
    several: bool
    lines: Sequence[tuple[str, Shown]]


def count_answers(
    code_list: str, answers: Sequence[Mapping[str, Sequence[str]]], *, people: int
) -> list[QuestionCounted]:
    """The answers of one code list among `people`. Whoever is not among the answers was not asked, or did not answer."""
    return [_counted(question, answers, people) for question in CODE_LISTS[code_list]]


def _counted(question, answers, people) -> QuestionCounted:
    given = [each[question.key] for each in answers if question.key in each]
    numbers = Counter(code for codes in given for code in codes)
    cells = {code: numbers[code] for code in question.answers} | {
        PREFER_NOT: numbers[PREFER_NOT],
        NOT_ASKED: people - len(given),
    }
    shown = shown_cells(cells, said_nothing=NOT_ASKED)
    labels = dict(question.answers) | {PREFER_NOT: PREFER_NOT_LABEL, NOT_ASKED: NOT_ASKED_LABEL}
    return QuestionCounted(question.label, question.several, [(labels[code], shown[code]) for code in cells])
