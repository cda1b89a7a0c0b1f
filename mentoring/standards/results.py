"""What a standard answers: a verdict in words, with the rows it rests on."""

import datetime as dt
import uuid
from dataclasses import dataclass

from mentoring.enums.standards import Mark, Standard, Verdict


@dataclass(frozen=True, slots=True)
class Evidence:
    """One row a verdict rests on. `counts` is whether it speaks for the standard; `meeting` is the contact it is about."""

    on_date: dt.date | None
    text: str
    counts: bool = True
    meeting: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """A standard of a case on a day. `target` and `reached` are numbers where the standard asks for some; `waiver` is the key of
    the waiver that sets it aside."""

    standard: Standard
    verdict: Verdict
    why: str
    evidence: tuple[Evidence, ...] = ()
    marks: tuple[Mark, ...] = ()
    target: int | None = None
    reached: int | None = None
    waiver: uuid.UUID | None = None

    @property
    def marks_in_words(self) -> str:
        return ", ".join(Mark(mark).label for mark in self.marks)

    @property
    def tag(self) -> str:
        """The kind of status tag (components): never red, whatever prevented it is not held against the mentor."""
        return {
            Verdict.MET: "done",
            Verdict.NOT_MET: "needs-attention",
            Verdict.NOT_YET: "not-started",
        }.get(self.verdict, "paused")
