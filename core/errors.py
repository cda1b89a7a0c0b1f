"""What our own code may refuse with."""


class RuleBroken(Exception):
    """A service refuses; the message is a sentence the person at the screen may read and act on. It never holds personal data.

    Where a service does many things at once, `place` says which of them it refuses, counted from 0.
    """

    def __init__(self, sentence: str, *, place: int | None = None):
        super().__init__(sentence)
        self.place = place


class AnswerRefused(RuleBroken):
    """A rule that is about one answer: `field` is the question to put right, so that the page can point at it."""

    def __init__(self, sentence: str, field: str, *, place: int | None = None):
        super().__init__(sentence, place=place)
        self.field = field


class EditedMeanwhile(RuleBroken):
    """The row was changed by someone else since the form was opened."""

    def __init__(self):
        super().__init__(
            "Someone else changed this while you were working on it. Check both versions below, then save again."
        )
