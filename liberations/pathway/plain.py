"""What was typed for staff, made fit for a paper that others may find: no prison's name on it. Pure."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

THE_GATE = "the gate"
# Words that tell a finder what the paper is about, in whatever was typed into a plan.
TELLING = re.compile(
    r"\b(prisons?|prisoners?|jails?|custody|sentences?|liberation|licen[cs]e conditions|offen[cd]\w*|parole|probation)\b",
    re.IGNORECASE,
)
HMP = re.compile(r"\bH\.?\s?M\.?\s?(?:P|Y\.?O\.?I)\b\.?", re.IGNORECASE)
TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass
class Plain:
    """Takes prisons' names out of texts and collects the words that still tell something, for staff to look at.

    `names` are the full names of prisons; `other_names` what else they are called. Those may be streets and towns too
    ("Saughton Road"), so they are told and not taken out.
    """

    names: Iterable[str]
    other_names: Iterable[str] = ()
    doubts: list[str] = field(default_factory=list)

    def __post_init__(self):
        self._names = _any_of(self.names)
        self._other_names = _any_of(self.other_names)

    def words(self, text: str) -> str:
        """The text without a prison's name, without control signs, on one line."""
        text = " ".join("".join(each if _is_seen(each) else " " for each in text).split())
        if self._names:
            text = self._names.sub(THE_GATE, text)
        text = HMP.sub(THE_GATE, text)
        for pattern in (TELLING, self._other_names):
            if pattern:
                self.doubts += [found.group() for found in pattern.finditer(text) if found.group() not in self.doubts]
        return text


def _is_seen(character):
    return unicodedata.category(character) != "Cc" and character not in TURNS


def _any_of(names):
    wanted = sorted({name for name in names if name}, key=len, reverse=True)
    if not wanted:
        return None
    return re.compile(rf"\b(?:the )?(?:{'|'.join(map(re.escape, wanted))})\b", re.IGNORECASE)
