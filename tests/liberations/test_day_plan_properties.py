"""What holds of every day of release, whatever stands in it."""

import dataclasses
import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from liberations.day_plan import Day, Stop, Way, check_day, route
from liberations.enums import AppointmentKind, TravelMode

PLACES = range(7)
TIMES = st.integers(0, 24 * 60 - 1).map(lambda minute: dt.time(*divmod(minute, 60)))


@st.composite
def spans(draw):
    ends = sorted(draw(st.lists(TIMES, min_size=2, max_size=6, unique=True).filter(lambda times: len(times) % 2 == 0)))
    return tuple(zip(ends[::2], ends[1::2], strict=True))


@st.composite
def stops(draw, key):
    start = draw(st.none() | TIMES)
    by_phone = draw(st.booleans()) and draw(st.booleans())
    return Stop(
        key=key,
        kind=draw(st.sampled_from(AppointmentKind)),
        title=str(key),
        place=None if by_phone else draw(st.sampled_from(PLACES)),
        start=start,
        minutes=draw(st.integers(0, 120)),
        grace_minutes=draw(st.integers(0, 90)),
        fixed=start is not None and draw(st.booleans()),
        mandatory=draw(st.booleans()),
        by_phone=by_phone,
        open=None if by_phone else draw(st.none() | st.just(()) | spans()),
    )


@st.composite
def days(draw):
    """Any day between places all of whose ways are known, where no way round is quicker than the way there."""
    minutes = [[draw(st.integers(0, 90)) if a != b else 0 for b in PLACES] for a in PLACES]
    for through in PLACES:
        for a in PLACES:
            for b in PLACES:
                minutes[a][b] = min(minutes[a][b], minutes[a][through] + minutes[through][b])
    ways = tuple(Way(a, b, TravelMode.WALK, minutes[a][b]) for a in PLACES for b in PLACES if a != b)
    out = sorted([draw(TIMES), draw(TIMES)])
    return Day(
        date=None,
        out_from=out[0],
        out_until=out[1],
        start=0,
        stops=tuple(draw(stops(key)) for key in range(draw(st.integers(1, 8)))),
        ways=ways,
        mode=TravelMode.WALK,
    )


def reached(day):
    return {each.stop.key for each in route(day).timed if each.is_reached}


@given(days(), st.data())
def test_leaving_a_stop_out_makes_no_other_unreachable(day, data):
    left_out = data.draw(st.sampled_from(day.stops))
    without = dataclasses.replace(day, stops=tuple(stop for stop in day.stops if stop != left_out))

    assert reached(day) - {left_out.key} <= reached(without)


@given(days())
def test_being_out_earlier_makes_nothing_unreachable(day):
    early = dataclasses.replace(day, out_until=day.out_from)

    assert reached(day) <= reached(early)


@given(days())
def test_hour_to_be_out_by_is_the_last_that_will_do(day):
    for each in route(day).timed:
        if each.out_by is not None:
            minute = each.out_by.hour * 60 + each.out_by.minute
            by_then = dataclasses.replace(day, out_until=each.out_by)
            later = dataclasses.replace(day, out_until=dt.time(*divmod(minute + 1, 60)))
            assert each.stop.key in reached(by_then)
            assert each.stop.key not in reached(later)


@given(days())
def test_times_never_run_backwards(day):
    moments = [moment for each in check_day(day).planned.timed for moment in (each.arrives, each.ends) if moment]

    assert moments == sorted(moments)
