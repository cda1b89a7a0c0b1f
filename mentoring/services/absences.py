"""A mentor is away: recorded, covered with dates, made longer or shorter, called off. They stay the mentor all the while."""

import datetime as dt
import uuid
from collections.abc import Sequence

from django.utils import timezone

from audit import trail
from audit.enums import Verb
from core.errors import EditedMeanwhile, RuleBroken
from core.once import already_made
from mentoring.enums.absences import AbsenceKind
from mentoring.locks import locked_cases
from mentoring.models import Absence, AbsenceCover, Case, Mentor
from mentoring.notifications import tell_covering
from mentoring.services.match_ends import end_cover
from people.enums import AccessReason
from people.services.access import grant_access, move_access_end

# A later day is a slip of the finger in the year; an absence can be made longer.
LONGEST_ABSENCE_DAYS = 366


def record_absence(
    *,
    mentor: Mentor,
    from_date: dt.date,
    until_date: dt.date,
    kind: AbsenceKind | str,
    by,
    new_id: uuid.UUID | None = None,
) -> Absence:
    """The mentor is away on these days, both counted. Refuses days that are over or more than
    LONGEST_ABSENCE_DAYS ahead, and days they are away on already."""
    with trail.written("record_absence", Verb.CREATED, by=by) as entry:
        if made := already_made(Absence, new_id, mentor=mentor):
            entry.needed = False
            return made
        Mentor.objects.select_for_update(of=("self",)).get(pk=mentor.pk)
        if until_date < from_date:
            raise RuleBroken("The last day away is before the first day.")
        if until_date < timezone.localdate():
            raise RuleBroken("These days are over. Nobody needs to cover them any more.")
        _check_ahead(from_date, until_date)
        _check_free(mentor, from_date, until_date)
        absence = Absence(mentor=mentor, from_date=from_date, until_date=until_date, kind=kind, recorded_by=by)
        absence.recorded_at = timezone.now()
        if new_id:
            absence.pk = new_id
        absence.save(force_insert=True)
        entry.subject, entry.after = absence, {"mentor": mentor, "from_date": from_date, "until_date": until_date}
        return absence


def cover_cases(*, absence: Absence, choices: Sequence[tuple[Case, Mentor | None]], by) -> list[AbsenceCover]:
    """Say who looks after each of these people of the mentor's meanwhile, or that nobody does; all or nothing.

    Who covers may open the record on those days, takes the visits planned for them, and is told once. Somebody else who
    covered until now no longer does. The same again is no change.
    """
    with trail.written("cover_cases", Verb.CHANGED, by=by) as entry:
        absence = _locked(absence)
        if absence.called_off_at:
            raise RuleBroken("This absence was called off.")
        standing = {cover.case_id: cover for cover in _standing(absence)}
        changed = []
        held = locked_cases([case.pk for case, _ in choices])
        for case, mentor in choices:
            cover = standing.get(case.pk)
            if (cover.mentor_id if cover else None) == (mentor.pk if mentor else None):
                continue
            if cover:
                end_cover(cover=cover, by=by)
            changed.append((case, _cover(absence, held[case.pk], mentor, by=by) if mentor else None))
        covers = [cover for _, cover in changed if cover]
        who = {cover.mentor_id: cover.mentor for cover in covers}
        tell_covering(absence, who.values(), from_date=max(absence.from_date, timezone.localdate()), by=by)
        entry.subject, entry.needed = absence, bool(changed)
        entry.shown = [case.person_id for case, _ in changed]
        entry.after |= {"covers": [[case.pk, cover and cover.mentor_id] for case, cover in changed]}
        return covers


def move_absence_end(*, absence: Absence, until_date: dt.date, read_at_version: int, by) -> Absence:
    """The mentor is back sooner, or later: `until_date` is the last day away, yesterday at the earliest.

    Whoever covers does so until then; visits of the days that are the mentor's again go back to them. Cover is not made longer by
    somebody who is away then. Raises EditedMeanwhile for an old version.
    """
    with trail.written("move_absence_end", Verb.CHANGED, by=by) as entry:
        absence = _locked(absence)
        entry.subject, entry.before = absence, {"until_date": absence.until_date}
        if absence.called_off_at:
            raise RuleBroken("This absence was called off.")
        if absence.until_date == until_date:
            entry.needed = False
            return absence
        if absence.version != read_at_version:
            raise EditedMeanwhile
        if until_date < absence.from_date:
            raise RuleBroken("That is before the first day away. If they were not away at all, call it off.")
        if until_date < timezone.localdate() - dt.timedelta(days=1):
            raise RuleBroken("Enter yesterday, if they are back today, or a later day.")
        _check_ahead(absence.from_date, until_date)
        _check_free(absence.mentor, absence.from_date, until_date, besides=absence)
        absence.until_date = until_date
        absence.save_version(read_at_version=read_at_version, update_fields=["until_date"])
        for cover in _standing(absence):
            _move_cover_end(cover, until_date, by=by)
        entry.after |= {"until_date": until_date}
        return absence


def call_off_absence(*, absence: Absence, by) -> Absence:
    """They were not away after all, or are not going to be: nobody covers, and every visit is the mentor's again."""
    with trail.written("call_off_absence", Verb.CHANGED, by=by) as entry:
        absence = _locked(absence)
        entry.subject, entry.needed = absence, absence.called_off_at is None
        if entry.needed:
            for cover in _standing(absence):
                end_cover(cover=cover, by=by)
            absence.called_off_at, absence.called_off_by = timezone.now(), by
            absence.save_version(read_at_version=absence.version, update_fields=["called_off_at", "called_off_by"])
        return absence


def _cover(absence, case, mentor, *, by):
    lead = case.assignments.lead().current().first()
    if case.closed_date or lead is None or lead.mentor_id != absence.mentor_id:
        raise RuleBroken(f"{absence.mentor} is not the mentor of {case.reference} any more. Open this page again.")
    if mentor.pk == absence.mentor_id or mentor.user.team_id != case.programme.team_id or not mentor.user.is_active:
        raise RuleBroken("Choose another mentor of the programme's team.")
    today = timezone.localdate()
    first, last = max(absence.from_date, today), absence.until_date
    if last < first:
        raise RuleBroken("This absence is over.")
    if mentor.absences.touching(first, last).exists():
        raise RuleBroken(f"{mentor} is away then too. Choose somebody else for {case.reference}.")
    access = grant_access(
        person=case.person,
        user=mentor.user,
        reason=AccessReason.COVER,
        at=max(_begin_of(first), timezone.now()),
        until_at=_begin_of(last + dt.timedelta(days=1)),
        by=by,
    )
    cover = AbsenceCover.objects.create(
        absence=absence,
        case=case,
        mentor=mentor,
        from_date=first,
        until_date=last,
        access=access,
        chosen_by=by,
        chosen_at=timezone.now(),
    )
    _planned(cover, absence.mentor).filter(on_date__range=(first, last)).pass_to(mentor)
    return cover


def _move_cover_end(cover, until_date, *, by):
    if cover.from_date > until_date:
        end_cover(cover=cover, by=by)
        return
    later = cover.until_date < until_date
    if later and cover.mentor.absences.touching(cover.until_date + dt.timedelta(days=1), until_date).exists():
        return
    cover.until_date = until_date
    cover.save(update_fields=["until_date"])
    move_access_end(access=cover.access, until_at=_begin_of(until_date + dt.timedelta(days=1)), by=by)
    if later:
        theirs = _planned(cover, cover.absence.mentor)
        theirs.filter(on_date__range=(cover.from_date, until_date)).pass_to(cover.mentor)
    else:
        _planned(cover, cover.mentor).filter(on_date__gt=until_date).pass_to(cover.absence.mentor)


def _planned(cover, mentor):
    return cover.case.meetings.planned().filter(mentor=mentor)


def _standing(absence):
    return list(absence.covers.standing().select_related("case", "absence__mentor", "access", "mentor__user"))


def _locked(absence):
    return Absence.objects.select_for_update(of=("self",)).select_related("mentor__user").get(pk=absence.pk)


def _check_ahead(from_date, until_date):
    for day in (from_date, until_date):
        if (day - timezone.localdate()).days > LONGEST_ABSENCE_DAYS:
            raise RuleBroken("That is more than a year away. Check the year.")


def _check_free(mentor, from_date, until_date, besides=None):
    others = mentor.absences.touching(from_date, until_date).exclude(pk=besides and besides.pk)
    if others.exists():
        raise RuleBroken("They are away already on some of these days. Change that absence instead.")


def _begin_of(day):
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))
