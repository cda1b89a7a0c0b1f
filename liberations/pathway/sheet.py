"""What stands on the person's own paper for their first day. Plain values: the page and the PDF are made of the same ones.

It is found on floors and in pockets: no prison, no offence, no reference, nothing that staff alone should read.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Travel:
    """The way to an entry. `mode` is a `TravelMode`, empty where nobody has written down a way; `words` say it in full."""

    mode: str
    minutes: int | None
    words: str


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture of the place: its key, what it shows in words, and its size in pixels."""

    key: object
    shows: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One stop of the day. `kind` is "gate" or an `AppointmentKind`; `when` is for reading ("about 10:40am"), `time` for the
    drawing ("10:40"), empty where it is not known."""

    kind: str
    when: str
    time: str
    title: str
    lines: tuple[str, ...] = ()
    travel: Travel | None = None
    photo: Photo | None = None

    @property
    def texts(self) -> tuple[str, ...]:
        """All that is written beside the time, a paragraph each."""
        return (self.title, *([self.travel.words] if self.travel else []), *self.lines)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole paper. `ask` says whom to ring, `wrong` what to do if it goes wrong; both a line each."""

    title: str
    name: str
    day: str
    entries: tuple[Entry, ...]
    ask: tuple[str, ...]
    wrong: tuple[str, ...]
    printed: str
