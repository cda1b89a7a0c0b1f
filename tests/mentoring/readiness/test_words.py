import datetime as dt

import pytest

from mentoring.enums.readiness import ItemOwner, ItemState, Standing
from mentoring.models import ReadinessStep
from mentoring.readiness.words import OWNER_TO_PERSON, said, tag_of

DAY = dt.date(2026, 11, 3)


@pytest.mark.parametrize(
    ("standing", "state", "tag"),
    [
        ("settled", "in-place", ("done", "In place")),
        ("settled", "not-needed", ("done", "Not needed")),
        ("overdue", "failed", ("at-risk", "Overdue")),
        ("on-hold", "failed", ("paused", "On hold")),
        ("due", "to-do", ("needs-attention", "Due")),
        ("due", "failed", ("at-risk", "Did not work")),
        ("later", "asked", ("not-started", "Asked for")),
        ("no-day", "not-asked", ("not-started", "Not talked about yet")),
        ("left-open", "to-do", ("not-started", "To do")),
    ],
)
def test_status_leads_with_what_presses(standing, state, tag):
    assert tag_of(Standing(standing), ItemState(state)) == tag


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"state": "to-do"}, ""),
        ({"state": "to-do", "note": "Ring on Monday"}, "Ring on Monday."),
        ({"state": "asked", "asked_date": DAY}, "Asked on 3 Nov 2026."),
        ({"state": "asked", "asked_date": DAY, "asked_of": "The branch"}, "Asked on 3 Nov 2026: The branch."),
        ({"state": "in-place", "evidence": "Card seen."}, "Card seen."),
        (
            {"state": "failed", "failed_reason": "too-late", "note": "Try again!"},
            "Did not work: too late for this day. Try again!",
        ),
        (
            {"state": "to-do", "hold_reason": "no-access", "hold_until": DAY},
            "On hold until 3 Nov 2026: we cannot get in to see them.",
        ),
    ],
)
def test_what_was_said_is_said_in_sentences(facts, sentence):
    assert said(ReadinessStep(**facts)) == sentence


def test_every_owner_has_words_for_the_person():
    assert set(OWNER_TO_PERSON) == set(ItemOwner)
    assert not any("prison" in words for words in OWNER_TO_PERSON.values())
