import datetime as dt

import pytest

from referrals.opening import ALL_DAY, Opening, OpenSpan, OpenTime, closes_early, open_spans

CHRISTMAS_EVE, CHRISTMAS, BOXING_DAY = (dt.date(2026, 12, day) for day in (24, 25, 26))
HOLIDAYS = {CHRISTMAS, dt.date(2026, 12, 28)}
THURSDAY, FRIDAY, SATURDAY = CHRISTMAS_EVE, CHRISTMAS, BOXING_DAY


def at(hour, minute=0):
    return dt.time(hour, minute)


def span(*hours):
    return OpenSpan(at(hours[0]), at(hours[1]))


OFFICE = Opening(times=tuple(OpenTime(day, at(9), at(17)) for day in range(1, 6)))
LUNCH = Opening(times=(OpenTime(4, at(13), at(16)), OpenTime(4, at(9), at(12))))
EVE = Opening(times=LUNCH.times, eve_until=at(12))
EVE_AFTERNOON = Opening(times=LUNCH.times, eve_until=at(14))
EVERY_DAY = Opening(times=tuple(OpenTime(day, at(8), at(20)) for day in range(1, 8)), on_holidays=True)


@pytest.mark.parametrize(
    ("opening", "day", "spans"),
    [
        (Opening(), THURSDAY, None),
        (Opening(always=True), CHRISTMAS, (ALL_DAY,)),
        (OFFICE, THURSDAY, (span(9, 17),)),
        (OFFICE, SATURDAY, ()),
        (OFFICE, CHRISTMAS, ()),
        (EVERY_DAY, CHRISTMAS, (span(8, 20),)),
        (LUNCH, THURSDAY, (span(9, 12), span(13, 16))),
        (EVE, THURSDAY, (span(9, 12),)),
        (EVE, THURSDAY - dt.timedelta(weeks=1), (span(9, 12), span(13, 16))),
        (EVE_AFTERNOON, THURSDAY, (span(9, 12), span(13, 14))),
    ],
)
def test_spans_of_a_day(opening, day, spans):
    assert open_spans(opening, day, HOLIDAYS) == spans


def test_only_the_day_before_a_holiday_closes_early():
    assert [closes_early(EVE, day, HOLIDAYS) for day in (CHRISTMAS_EVE, CHRISTMAS, BOXING_DAY)] == [True, False, False]
    assert not closes_early(Opening(always=True, eve_until=at(12)), CHRISTMAS_EVE, HOLIDAYS)


def test_a_span_holds_who_comes_after_opening_and_is_done_before_closing():
    assert span(9, 12).holds(at(9), at(12))
    assert not span(9, 12).holds(at(8, 59), at(9, 30))
    assert not span(9, 12).holds(at(11, 45), at(12, 15))
