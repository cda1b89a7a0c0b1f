"""When two entries may be about the same person: names, dates of birth and numbers compared. Pure functions.

Nothing here decides: it ranks and says in words what agrees, and a person decides.
"""

import enum
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from django.utils.text import get_text_list

from people.birth_dates import near

# One letter may differ in a name of so many letters, two in a longer one.
ONE_LETTER_FROM, TWO_LETTERS_FROM = 4, 6
# Letters that are letters of their own and not a base letter with a mark.
LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ß": "ss", "ı": "i"})


class Likeness(enum.IntEnum):
    """How much speaks for its being the same person; more is more."""

    WEAK = 1
    POSSIBLE = 2
    LIKELY = 3
    NUMBER = 4


class NameLikeness(enum.Enum):
    """How two names compare. The value is what a page says of it when it is not simply the same."""

    SAME = "Same name."
    ON_RECORD = "Same as another name on record."
    SWAPPED = "First and last name the other way round."
    ALIKE = "Name spelt nearly the same."
    ONLY_GIVEN = "Same first name. Different last name."
    ONLY_FAMILY = "Same last name. Different first name."
    DIFFERENT = "Different name."


class DateLikeness(enum.Enum):
    """How two dates of birth compare."""

    SAME = "Same date of birth."
    SWAPPED = "Date of birth with day and month swapped."
    ONE_DIGIT = "Date of birth with one digit different."
    NOT_KNOWN = "Date of birth not known of both."
    DIFFERENT = "Different date of birth."


AGREES = frozenset({NameLikeness.SAME, NameLikeness.ON_RECORD, NameLikeness.SWAPPED})


@dataclass(frozen=True, slots=True)
class Names:
    """The names of one entry, as keys that can be compared."""

    given: frozenset[str]
    families: frozenset[str]
    others: frozenset[str]
    first: str
    family: str

    @classmethod
    def of(cls, given_names: str, family_name: str, known_as: str = "", other_names: str = "") -> "Names":
        given, family = _keys(given_names), _keys(family_name)
        return cls(
            given=frozenset(given),
            families=frozenset(family),
            others=frozenset(_keys(known_as) + _keys(other_names)),
            first=given[0] if given else "",
            family=name_key(family_name),
        )


@dataclass(frozen=True, slots=True)
class Agreement:
    """What agrees between what was asked and one record, or between two records."""

    number: bool
    name: NameLikeness
    birth_date: DateLikeness

    @property
    def likeness(self) -> Likeness | None:
        """None when too little agrees to say anything."""
        if self.number:
            return Likeness.NUMBER
        agrees, alike = self.name in AGREES, self.name == NameLikeness.ALIKE
        if self.birth_date == DateLikeness.SAME:
            if agrees or alike:
                return Likeness.LIKELY
            return None if self.name == NameLikeness.DIFFERENT else Likeness.WEAK
        if self.birth_date == DateLikeness.SWAPPED:
            return Likeness.LIKELY if agrees else Likeness.POSSIBLE if alike else None
        if self.birth_date == DateLikeness.ONE_DIGIT:
            return Likeness.POSSIBLE if agrees or alike else None
        if self.birth_date == DateLikeness.NOT_KNOWN:
            return Likeness.POSSIBLE if agrees else None
        return None

    @property
    def in_words(self) -> str:
        """What is the same and what is not, in sentences."""
        same = ["prison number"] * self.number
        rest = []
        for part, word in ((self.name, "name"), (self.birth_date, "date of birth")):
            if part.name == "SAME":
                same.append(word)
            else:
                rest.append(part.value)
        if {"Different name.", "Different date of birth."} <= set(rest):
            rest = ["Different name and date of birth."]
        return " ".join([f"Same {get_text_list(same, 'and')}."] * bool(same) + rest)


def compare_names(asked: Names, known: Names) -> NameLikeness:
    """How a name that was asked for compares with the names of a record, its earlier names and spellings among them."""
    given, family = asked.first in known.given, bool(asked.families & known.families)
    if given and family:
        return NameLikeness.SAME
    given = given or asked.first in known.others or bool(known.first and known.first in asked.others)
    family = family or bool(asked.families & known.others or known.families & asked.others)
    if given and family:
        return NameLikeness.ON_RECORD
    if asked.first in known.families and asked.families & known.given:
        return NameLikeness.SWAPPED
    given_alike = given or any(_alike(asked.first, each) for each in known.given | known.others)
    family_alike = family or any(_alike(asked.family, each) for each in known.families | known.others)
    if given_alike and family_alike:
        return NameLikeness.ALIKE
    if any(_alike(asked.first, each) for each in known.families) and any(
        _alike(asked.family, each) for each in known.given
    ):
        return NameLikeness.ALIKE
    if given:
        return NameLikeness.ONLY_GIVEN
    return NameLikeness.ONLY_FAMILY if family else NameLikeness.DIFFERENT


def compare_birth_dates(asked, known) -> DateLikeness:
    """How two dates of birth compare; either may be None."""
    if asked is None or known is None:
        return DateLikeness.NOT_KNOWN
    if asked == known:
        return DateLikeness.SAME
    if (asked.year, asked.month, asked.day) == (known.year, known.day, known.month):
        return DateLikeness.SWAPPED
    return DateLikeness.ONE_DIGIT if known in near(asked) else DateLikeness.DIFFERENT


@lru_cache(maxsize=65536)
def name_key(text: str) -> str:
    """A name as it is compared: small letters without marks, blanks and signs, Mac as Mc. As the SQL function of this name."""
    plain = unicodedata.normalize("NFKD", text.casefold()).translate(LETTERS)
    letters = "".join(sign for sign in plain if sign.isalpha())
    return "mc" + letters[3:] if letters.startswith("mac") else letters


@lru_cache(maxsize=65536)
def _keys(text: str) -> tuple[str, ...]:
    """The keys of every name in a text, in order; of a name in two parts (Smith-Jones, Mc Bride) the whole and the parts."""
    found = [name_key(part) for part in re.split(r"[\s,;/-]+", re.sub(r"(?i)\b(ma?c|o)[\s'’]+", r"\1", text))]
    whole = name_key(text)
    return tuple(dict.fromkeys([key for key in [*found, whole] if key]))


def _alike(one: str, other: str) -> bool:
    """A letter wrong, missing, too many, or two that changed places; or an initial and its name."""
    if one == other:
        return bool(one)
    if not one or not other:
        return False
    if 1 in (len(one), len(other)):
        return one[0] == other[0]
    shorter = min(len(one), len(other))
    if shorter < ONE_LETTER_FROM or abs(len(one) - len(other)) > 2:
        return False
    allowed = 2 if shorter >= TWO_LETTERS_FROM else 1
    # Most pairs are nothing like each other; an edit changes two letters at most.
    return len(set(one) ^ set(other)) <= 2 * allowed and _edits(one, other) <= allowed


@lru_cache(maxsize=65536)
def _edits(one: str, other: str) -> int:
    """How many letters must be changed, added, dropped or swapped with their neighbour to make one of the other."""
    before, row = [], list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        last, before, row = before, row, [i]
        for j, wanted in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != wanted))
            if last and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]
