"""How somebody says things are: written down area by area, over as many meetings as it takes, and finished."""

import dataclasses
import datetime as dt
import uuid
from collections.abc import Mapping, Sequence

from django.utils import timezone

from audit import trail
from audit.enums import Verb
from core.errors import EditedMeanwhile, RuleBroken
from core.once import already_made
from mentoring.enums.needs import Answer, AssessmentKind, NeedArea
from mentoring.locks import locked_case, locked_of_case
from mentoring.models import Assessment, AssessmentScore, Case
from mentoring.models.needs import FIRST_AREAS
from mentoring.planning.days import check_day
from mentoring.services.scales import scale_in_use


@dataclasses.dataclass(frozen=True, slots=True)
class Said:
    """What was said of one area. `score` goes with SCORED alone."""

    answer: Answer | str
    score: int | None = None
    words: str = ""


def start_assessment(
    *,
    case: Case,
    on: dt.date,
    by,
    said: Mapping[str, Said] | None = None,
    first_areas: Sequence[str] = (),
    matters_first: str = "",
    with_person: bool | None = None,
    new_id: uuid.UUID | None = None,
    at: dt.datetime | None = None,
) -> Assessment:
    """Begin to write down how they say things are: the first time, or again as a review.

    `said` holds only the areas that were talked about on that day; `first_areas` what matters first, at most three. With
    `with_person` it is finished in the same go. `at` is when it was written down (now). Refuses while another is unfinished.
    """
    with trail.written("start_assessment", Verb.CREATED, by=by, person=case.person) as entry:
        if made := already_made(Assessment, new_id, case=case, started_by=by):
            entry.needed = False
            return made
        at = at or timezone.now()
        case = locked_case(case.pk)
        check_day(case, on, today=timezone.localdate(at))
        if case.assessments.open().exists():
            raise RuleBroken("One is not finished yet. Carry on with that one.")
        assessment = Assessment(
            case=case,
            scale=scale_in_use(programme=case.programme, by=by),
            kind=AssessmentKind.REVIEW if case.assessments.exists() else AssessmentKind.FIRST,
            started_date=on,
            started_by=by,
            started_at=at,
        )
        if new_id:
            assessment.pk = new_id
        if not (said or first_areas or matters_first):
            raise RuleBroken("Write down what was said of one area at least, or what matters first.")
        _put_first(assessment, first_areas, matters_first)
        assessment.save(force_insert=True)
        entry.subject = assessment
        entry.after = {"kind": assessment.kind, "started_date": on}
        _write(assessment, said or {}, on=on, by=by, at=at, entry=entry)
        if with_person is not None:
            _finish(assessment, with_person, on=on, by=by, at=at, entry=entry)
            assessment.save(update_fields=["with_person", "completed_date", "completed_by", "completed_at"])
        return assessment


def save_assessment(
    *,
    assessment: Assessment,
    said: Mapping[str, Said],
    first_areas: Sequence[str],
    matters_first: str,
    on: dt.date,
    read_at_version: int,
    by,
    with_person: bool | None = None,
    at: dt.datetime | None = None,
) -> Assessment:
    """Carry on with one that is not finished: `said` is all that is known now, and an area left out was not talked about.

    With `with_person` it is finished, whatever was not talked about. The same again changes nothing; other answers to an old
    version raise EditedMeanwhile.
    """
    with trail.written(
        "save_assessment", Verb.CHANGED, by=by, subject=assessment, person=assessment.case.person
    ) as entry:
        assessment = locked_of_case(assessment, "scale")
        at = at or timezone.now()
        if assessment.version != read_at_version:
            if not _says_the_same(assessment, said, first_areas, matters_first, with_person):
                raise EditedMeanwhile
            entry.needed = False
            return assessment
        if not assessment.is_open:
            raise RuleBroken("This one is finished. Open it again to change what it says.")
        check_day(assessment.case, on, today=timezone.localdate(at), not_before=assessment.started_date)
        if _says_the_same(assessment, said, first_areas, matters_first, with_person):
            entry.needed = False
            return assessment
        if not (said or first_areas or matters_first):
            raise RuleBroken("Write down what was said of one area at least, or what matters first.")
        _put_first(assessment, first_areas, matters_first)
        _write(assessment, said, on=on, by=by, at=at, entry=entry)
        if with_person is not None:
            _finish(assessment, with_person, on=on, by=by, at=at, entry=entry)
        assessment.save_version(
            read_at_version=read_at_version,
            update_fields=[
                "first_areas",
                "matters_first",
                "with_person",
                "completed_date",
                "completed_by_id",
                "completed_at",
            ],
        )
        return assessment


def reopen_assessment(*, assessment: Assessment, by) -> Assessment:
    """Take back that it is finished, to correct it. Refuses an older one, and while another is unfinished."""
    with trail.written(
        "reopen_assessment", Verb.CHANGED, by=by, subject=assessment, person=assessment.case.person
    ) as entry:
        assessment = locked_of_case(assessment, "scale")
        if assessment.is_open:
            entry.needed = False
            return assessment
        if assessment.case.assessments.exclude(pk=assessment.pk).filter(started_at__gt=assessment.started_at).exists():
            raise RuleBroken("Needs have been talked through again since. Only the newest can be opened again.")
        if assessment.case.closed_date:
            raise RuleBroken("Support has ended. Reopen the case first.")
        entry.before = {"completed_date": assessment.completed_date, "with_person": assessment.with_person}
        assessment.completed_date = assessment.completed_at = assessment.completed_by = assessment.with_person = None
        assessment.save_version(
            read_at_version=assessment.version,
            update_fields=["with_person", "completed_date", "completed_by_id", "completed_at"],
        )
        return assessment


def _put_first(assessment, first_areas, matters_first):
    first_areas = list(dict.fromkeys(first_areas))
    if len(first_areas) > FIRST_AREAS:
        raise RuleBroken(f"Choose {FIRST_AREAS} at most: what matters first.")
    assessment.first_areas = [NeedArea(area).value for area in first_areas]
    assessment.matters_first = matters_first


def _known(assessment):
    return {score.area: Said(score.answer, score.score, score.words) for score in assessment.scores.all()}


def _says_the_same(assessment, said, first_areas, matters_first, with_person):
    return (
        _known(assessment) == dict(said)
        and assessment.first_areas == list(dict.fromkeys(first_areas))
        and assessment.matters_first == matters_first
        and assessment.with_person == with_person
    )


def _write(assessment, said, *, on, by, at, entry):
    """Rows for what was said; gone for an area that was not talked about after all. What is the same keeps its day."""
    known = {score.area: score for score in assessment.scores.all()}
    before, after = {}, {}
    for area in [area for area in known if area not in said]:
        before[area] = _in_short(known[area])
        known[area].delete()
    for area, one in said.items():
        row = known.get(area) or AssessmentScore(assessment=assessment, area=NeedArea(area))
        if area in known and Said(row.answer, row.score, row.words) == one:
            continue
        _check_score(assessment.scale, one)
        if area in known:
            before[area] = _in_short(row)
        row.answer, row.score, row.words = one.answer, one.score, one.words
        row.on_date, row.recorded_by, row.recorded_at = on, by, at
        row.save()
        after[area] = _in_short(row)
    entry.before |= {"areas": before}
    entry.after |= {"areas": after}


def _in_short(row):
    """For the trail: what was answered, not what was said."""
    return row.score if row.answer == Answer.SCORED else str(row.answer)


def _check_score(scale, said):
    if (said.answer == Answer.SCORED) != (said.score is not None):
        raise RuleBroken("A number goes with an area that has one, and only with that.")
    if said.score is not None and not scale.lowest <= said.score <= scale.highest:
        raise RuleBroken(f"Numbers run from {scale.lowest} to {scale.highest}.")


def _finish(assessment, with_person, *, on, by, at, entry):
    assessment.with_person, assessment.completed_date = with_person, on
    assessment.completed_by, assessment.completed_at = by, at
    entry.after |= {"completed_date": on, "with_person": with_person}
