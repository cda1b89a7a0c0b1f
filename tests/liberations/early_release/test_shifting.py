"""Whatever a scheme says, a new day is one on which people may leave."""

import datetime as dt
import uuid

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liberations.early_release.shifting import Candidate, Terms, shift_all
from liberations.enums import SchemeShift, WhyNotShifted
from prisons.enums import DateKind, LegalStatus, SentenceBand
from prisons.selectors import LiberationDays

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 23)
DAYS = st.dates(dt.date(2026, 10, 1), dt.date(2028, 6, 30))
TRANCHES = st.lists(st.tuples(DAYS, DAYS, DAYS).map(lambda days: (*sorted(days[:2]), days[2])), max_size=3)
TERMS = st.builds(
    Terms,
    shift=st.sampled_from(SchemeShift.values),
    days_earlier=st.integers(1, 365),
    to_day=DAYS.filter(lambda day: day >= TODAY),
    earliest_day=st.none() | DAYS,
    puts_back=st.booleans(),
    tranches=TRANCHES,
)
CANDIDATES = st.builds(
    Candidate,
    episode_id=st.uuids(),
    person_id=st.just(uuid.uuid4()),
    legal_status=st.sampled_from(LegalStatus.values),
    sentence_band=st.sampled_from(SentenceBand.values),
    statutory_supervision=st.none() | st.booleans(),
    area_id=st.none(),
    jurisdiction=st.sampled_from(["scotland", "england-wales"]),
    row_id=st.uuids(),
    kind=st.sampled_from(DateKind.values),
    sentence_date=st.none() | DAYS,
    liberation_date=st.none() | DAYS,
)


@settings(max_examples=150)
@given(terms=TERMS, candidates=st.lists(CANDIDATES, max_size=5, unique_by=lambda each: each.episode_id))
def test_new_day_is_lawful_and_moves_the_way_it_should(terms, candidates):
    for shifted in shift_all(candidates, terms, today=TODAY):
        before, after = shifted.candidate.liberation_date, shifted.after
        if after is None:
            assert shifted.why_not
            continue
        assert after >= max(TODAY, terms.earliest_day or TODAY)
        assert after != before
        assert after < before or terms.puts_back
        days = LiberationDays.between(after, after, jurisdiction=shifted.candidate.jurisdiction)
        assert after.weekday() < 5
        assert after not in days.calendar.days_for(None)
        assert WhyNotShifted.NOT_EARLIER not in shifted.why_not
