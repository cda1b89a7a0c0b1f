"""How things are after release, written down at set weeks; and what went well."""

import datetime as dt
import uuid
from collections.abc import Mapping

from django.utils import timezone

from audit import trail
from audit.enums import Verb
from core.errors import EditedMeanwhile, RuleBroken
from core.once import already_made
from mentoring.enums.needs import NeedArea
from mentoring.enums.outcomes import ANSWERS, NO_ANSWER, STARTED, OutcomeAnswer, OutcomeSource, OutcomeTopic
from mentoring.locks import locked_case
from mentoring.models import Case, Outcome, SmallWin
from mentoring.outcomes.readings import DAYS_A_WEEK, opens
from mentoring.planning.days import check_day


def record_outcomes(
    *,
    case: Case,
    week: int,
    read_at_version: int,
    answers: Mapping[OutcomeTopic | str, OutcomeAnswer | str],
    on_date: dt.date,
    by,
    source: OutcomeSource | str = OutcomeSource.PERSON,
    since_date: dt.date | None = None,
    at: dt.datetime | None = None,
) -> list[Outcome]:
    """What is known of each topic so many weeks after the present release, true of `on_date`, written down at `at` (now).

    A topic left out keeps the answer it has, and so does one answered as before; another answer takes the place of the one
    before, which stays on record. Where only the day or the source is another, it was put right for all of them.
    `since_date` is when a job, education or training began. Also after support has ended: the last readings come later than
    most endings. Raises EditedMeanwhile where somebody else wrote since: `read_at_version` is how many answers of the reading
    were ever written (`AfterRelease.version`).
    """
    with trail.written("record_outcomes", Verb.CHANGED, by=by, subject=case, person=case.person) as entry:
        case = locked_case(case.pk)
        at = at or timezone.now()
        _check_reading(case, week, on_date, today=timezone.localdate(at))
        _check_answers(answers, since_date, on_date)
        there = list(case.outcomes.filter(episode=case.episode, week=week))
        known = {row.topic: row for row in there if row.is_current}
        rows = [
            Outcome(
                case=case,
                episode=case.episode,
                week=week,
                topic=topic,
                answer=answer,
                since_date=since_date if answer in STARTED else None,
                source=source,
                on_date=on_date,
                recorded_by=by,
                recorded_at=at,
            )
            for topic, answer in answers.items()
        ]
        new = _new(rows, known)
        if new and len(there) != read_at_version:
            raise EditedMeanwhile
        replaced = [known[row.topic].pk for row in new if row.topic in known]
        Outcome.objects.filter(pk__in=replaced).update(is_current=False)
        Outcome.objects.bulk_create(new)
        entry.after, entry.needed = {"week": week, "topics": sorted(str(row.topic) for row in new)}, bool(new)
        return new


def _new(rows, known):
    """Those that say something else; if none does, those of another day or source."""
    for names in (("answer", "since_date"), ("on_date", "source")):
        found = [row for row in rows if row.topic not in known or _differs(row, known[row.topic], names)]
        if found:
            return found
    return []


def _differs(row, known, names):
    return any(getattr(row, name) != getattr(known, name) for name in names)


def _check_reading(case, week, on_date, *, today):
    released = case.episode.released_date
    if released is None:
        raise RuleBroken("They have not been released. This is asked once they are out.")
    asked = week in case.programme.outcome_weeks or case.outcomes.filter(episode=case.episode, week=week).exists()
    if not asked:
        raise RuleBroken("The programme does not ask how things are in that week.")
    if today < opens(released, week, dt.timedelta(days=case.programme.outcome_early_days)):
        raise RuleBroken("It is too early to say how things are then.")
    if on_date > today:
        raise RuleBroken("That day has not come yet.")
    if on_date < released:
        raise RuleBroken("That is before they were released.")


def _check_answers(answers, since_date, on_date):
    if not answers:
        raise RuleBroken("Answer at least one question.")
    for topic, answer in answers.items():
        if answer not in ANSWERS[OutcomeTopic(topic)] and answer not in NO_ANSWER:
            raise RuleBroken("Choose one of the answers shown.")
    if since_date and since_date > on_date:
        raise RuleBroken("The day it began is after the day you were told.")


def add_small_win(
    *,
    case: Case,
    words: str,
    by,
    on_date: dt.date | None = None,
    area: NeedArea | str = "",
    new_id: uuid.UUID | None = None,
    at: dt.datetime | None = None,
) -> SmallWin:
    """Something went well, on a day (today), in their words. `at` is when it was written down (now)."""
    with trail.written("add_small_win", Verb.CREATED, by=by, person=case.person) as entry:
        if made := already_made(SmallWin, new_id, case=case):
            entry.needed = False
            return made
        case = locked_case(case.pk)
        at = at or timezone.now()
        on_date = on_date or timezone.localdate(at)
        check_day(case, on_date, today=timezone.localdate(at))
        win = SmallWin(case=case, on_date=on_date, words=words, area=area, recorded_by=by, recorded_at=at)
        if new_id:
            win.pk = new_id
        win.save(force_insert=True)
        entry.subject, entry.after = win, {"on_date": on_date}
        return win


def note_return(*, case: Case, on_date: dt.date, by, at: dt.datetime) -> None:
    """They were back in custody on a day: the first reading of the release before that comes after it says so, else the last.

    Inside a service that holds the case, which is still about that release.
    """
    released, weeks = case.episode.released_date, case.programme.outcome_weeks
    if not weeks:
        return
    after = [week for week in weeks if released + dt.timedelta(days=DAYS_A_WEEK * week) >= on_date]
    week = min(after, default=max(weeks))
    there = case.outcomes.filter(episode=case.episode, week=week, topic=OutcomeTopic.CUSTODY)
    there.update(is_current=False)
    Outcome.objects.create(
        case=case,
        episode=case.episode,
        week=week,
        topic=OutcomeTopic.CUSTODY,
        answer=OutcomeAnswer.RETURNED,
        source=OutcomeSource.RECORD,
        on_date=on_date,
        recorded_by=by,
        recorded_at=at,
    )
