"""Whether two people's names agree, whatever the case, the accents, hyphens and blanks. Pure; imports nothing of ours."""

import functools
import unicodedata
from difflib import SequenceMatcher

# How much of two spellings must agree for them to be one name written twice: McDonald and MacDonald, not Reid and Ross.
CLOSE = 0.6


@functools.lru_cache(maxsize=50_000)
def plain(text: str) -> str:
    """The letters alone: "O’Neill" and "ONeill", "Mac Donald" and "MacDonald" are the same."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if sign.isalnum()).casefold()


def without_accents(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


def first_name(given_names: str) -> str:
    return plain(given_names.strip().split(" ")[0])


def families(family_name: str, other_names: str) -> set[str]:
    """Every family name someone is known by, an earlier one included."""
    return {plain(family_name), *_each(other_names)}


def givens(given_names: str, known_as: str, other_names: str) -> set[str]:
    """Every first name someone is known by."""
    return {*_each(given_names), *_each(known_as), *_each(other_names)}


def is_close(name: str, known: set[str]) -> bool:
    """Whether `name` may be one of `known` written otherwise or cut short: Jim and James share their first letter."""
    return any(name[:1] == each[:1] or SequenceMatcher(None, name, each).ratio() >= CLOSE for each in known if each)


def _each(names: str) -> set[str]:
    parts = names.split(",")
    return {plain(name) for part in parts for name in (part, *part.split())} - {""}
