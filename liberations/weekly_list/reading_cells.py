"""What one cell says: a day, a prison number, a name. Pure functions over what a spreadsheet makes of them."""

import datetime as dt
import re
import unicodedata

from openpyxl.utils.datetime import WINDOWS_EPOCH, from_excel

from people.birth_dates import YOUNGEST_YEARS
from people.enums import IdentifierKind, Sex
from people.identifier_formats import SPS_AS_TYPED, canonical

MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
         "sep sept september", "oct october", "nov november", "dec december"), 1)
    for name in names.split()
}  # fmt: skip
# Days as a spreadsheet counts them, of five figures: 18 May 1927 to 31 December 2099.
SERIALS = range(10_000, 73_051)
SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
WEEKDAY = re.compile(r"^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b[\s,.]*", re.IGNORECASE)
# A time of day behind a date, as systems export it.
TIME = re.compile(
    r"[T\s]+(?:at\s+)?\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:\.\d+)?)?\s*(?:[ap]\.?m\.?)?(?:Z|[+-]\d{2}:?\d{2})?$", re.I
)
YEAR_FIRST = re.compile(r"(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})")
TOGETHER = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
DAY_FIRST = re.compile(r"(\d{1,2}) ?[-/. ] ?(\d{1,2}) ?[-/. ] ?(\d{4}|\d{2})")
MONTH_NAMED = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?(?: of)?[-/., ]*([a-z]+)[-/., ']*(\d{4}|\d{2})", re.IGNORECASE)
MONTH_NAMED_FIRST = re.compile(r"([a-z]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4}|\d{2})", re.IGNORECASE)
# What a two-digit year of a day to come may mean: as far behind as ahead.
YEARS_EACH_WAY = 50

TITLES = re.compile(r"^(?:(?:mr|mrs|miss|ms|mx|master|dr|rev|sir)\b\.?\s+)+", re.IGNORECASE)
TITLE_BEHIND = re.compile(r"[\s,]+(?:mr|mrs|miss|ms|mx)\.?$", re.IGNORECASE)
# Words that belong to the family name that follows them.
BEFORE_A_FAMILY_NAME = {
    "al", "bin", "da", "de", "del", "della", "den", "der", "di", "dos", "du", "el", "ibn", "la", "le", "mac", "mc", "o'", "st",
    "ter", "van", "von",
}  # fmt: skip
INNER_WORDS = {"da", "de", "del", "della", "den", "der", "di", "dos", "du", "la", "le", "van", "von", "y"}
# Where Mac is a word of its own in the name. In Mackay, Mackenzie or Macari it is not.
MAC = re.compile(
    r"^mac(?=alister|arthur|askill|aulay|bride|callum|coll|cormick|diarmid|donald|dougall|duff|fadyen|farlane|gregor|"
    r"gowan|innes|innis|intyre|isaac|lachlan|laren|lean|lennan|leod|millan|nab|naughton|neil|nicol|phail|phee|"
    r"pherson|quarrie|queen|rae|ritchie|sween|taggart|tavish|vicar)",
    re.IGNORECASE,
)
SEXES = {"m": Sex.MALE, "male": Sex.MALE, "man": Sex.MALE, "f": Sex.FEMALE, "female": Sex.FEMALE, "woman": Sex.FEMALE}
# What stands in a cell that says nothing.
NOTHING = frozenset(
    {"", "-", "--", "n/a", "na", "nil", "none", "null", "tbc", "tba", "not known", "unknown", "#n/a", "?"}
)


def words(cell) -> str:
    """The text of a cell on one line; typed apostrophes and dashes are the plain ones, so that names compare."""
    if cell is None:
        return ""
    text = str(cell).replace("\x00", "").replace("`", "'")
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
        text = re.sub("[’‘´ʼ]", "'", re.sub("[‐‑–—]", "-", text))
        text = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
    return " ".join(text.split())


def day(cell, *, epoch: dt.datetime = WINDOWS_EPOCH, born_before: dt.date | None = None, on: dt.date) -> dt.date | None:
    """The day a cell means, always with the day before the month; None for a cell that says nothing.

    A two-digit year is within 50 years of `on`; given `born_before`, the latest that is before that day. Raises ValueError.
    """
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    text = words(cell).lstrip("'")
    if text.casefold() in NOTHING:
        return None
    serial = SERIAL.fullmatch(text)
    if serial:
        return _of_serial(int(serial[1]), epoch)
    text = TIME.sub("", WEEKDAY.sub("", text.removesuffix(".0"))).strip(" ,")
    year, month, number = _parts(text)
    if len(year) == 2:
        return _two_digit_year(int(year), month, number, born_before, on)
    return dt.date(int(year), month, number)


def birth_day(cell, *, epoch: dt.datetime = WINDOWS_EPOCH, on: dt.date) -> dt.date | None:
    """A date of birth: "05" is 2005 and "65" 1965, since nobody in custody is younger than twelve."""
    return day(cell, epoch=epoch, born_before=on.replace(year=on.year - YOUNGEST_YEARS, day=1), on=on)


def _of_serial(number: int, epoch: dt.datetime) -> dt.date:
    if number not in SERIALS:
        raise ValueError("not a day a spreadsheet counts")
    return from_excel(number, epoch).date()


def _parts(text: str) -> tuple[str, int, int]:
    for form in (YEAR_FIRST, TOGETHER):
        found = form.fullmatch(text)
        if found:
            return found[1], int(found[2]), int(found[3])
    for form in (DAY_FIRST, MONTH_NAMED):
        found = form.fullmatch(text)
        if found:
            return found[3], _month(found[2]), int(found[1])
    found = MONTH_NAMED_FIRST.fullmatch(text)
    if found:
        return found[3], _month(found[1]), int(found[2])
    raise ValueError("not a date")


def _month(text: str) -> int:
    if text.isdigit():
        return int(text)
    if text.casefold() not in MONTHS:
        raise ValueError("not a month")
    return MONTHS[text.casefold()]


def _two_digit_year(year: int, month: int, number: int, born_before: dt.date | None, on: dt.date) -> dt.date:
    latest = born_before.year if born_before else on.year + YEARS_EACH_WAY - 1
    full = latest - (latest - year) % 100
    if born_before and full == latest and (month, number) >= (born_before.month, born_before.day):
        full -= 100
    return dt.date(full, month, number)


def prison_number(cell) -> str:
    """A prison number as text. A spreadsheet that took it for a figure has dropped leading zeros and may have added .0."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = re.sub(r"(?<=\d)\.0+$", "", words(cell).lstrip("'").strip())
    if text.casefold() in NOTHING:
        return ""
    return canonical(IdentifierKind.SPS, text) if SPS_AS_TYPED.fullmatch(text.replace(" ", "")) else text


def sex(cell) -> str:
    return SEXES.get(words(cell).casefold().rstrip("."), "")


def split_name(name: str) -> tuple[str, str]:
    """Family name and given names of a name in one cell: "SMITH, John", "Mr John Smith", "SMITH John", "Ana DE SOUZA"."""
    name = TITLE_BEHIND.sub("", TITLES.sub("", name))
    if "," in name:
        family, _, given = name.partition(",")
        return family.strip(), TITLES.sub("", given.strip() + " ").strip()
    parts = name.split()
    loud = [_is_loud(part) and len(part.strip(".")) > 1 for part in parts]
    if loud and loud[0] and not all(loud):
        # SMITH John: as many words in capitals as there are, when the rest is not.
        count = loud.index(False)
        return " ".join(parts[:count]), " ".join(parts[count:])
    start = max(len(parts) - 1, 0)
    if loud and loud[-1] and not all(loud):
        while start > 0 and loud[start - 1]:
            start -= 1
    while start > 1 and parts[start - 1].casefold() in BEFORE_A_FAMILY_NAME:
        start -= 1
    return " ".join(parts[start:]), " ".join(parts[:start])


def as_name(name: str) -> str:
    """A name all in capitals or all in small letters is written as names are; anything else stays as the prison wrote it."""
    name = re.sub(r"^(Mc|Mac|O') (?=[^\W\d_])", r"\1", name, flags=re.IGNORECASE)
    if not (_is_loud(name) or name.islower()):
        return name
    written = re.sub(r"[^\W\d_]+(?:'[^\W\d_]+)*", lambda word: _capitals(word[0]), name).split(" ")
    return " ".join(
        word.lower() if place and word.lower() in INNER_WORDS and place < len(written) - 1 else word
        for place, word in enumerate(written)
    )


def without_title(name: str) -> str:
    return TITLES.sub("", name)


def _capitals(word: str) -> str:
    """One word: McDonald, MacDonald but Mackay, O'Neill, D'Arcy."""
    before, mark, after = word.partition("'")
    if mark and len(before) == 1 and len(after) > 1:
        return f"{before.upper()}'{after.capitalize()}"
    word = word.capitalize()
    if word.startswith("Mc") and len(word) > 3:
        return f"Mc{word[2:].capitalize()}"
    return f"Mac{word[3:].capitalize()}" if MAC.match(word) else word


def _is_loud(name: str) -> bool:
    """Written in capitals: SMITH, but McDONALD too."""
    return re.sub(r"\bM(?:c|ac)(?=[A-Z]{2})", "", name).isupper()
