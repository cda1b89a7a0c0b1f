"""What a match goes by: what the person would like, how much support they need, and how the team weighs its caseload."""

import datetime as dt
import uuid

from django.db import transaction
from django.utils import timezone

from accounts.models import Team
from audit import trail
from audit.changes import changed_fields
from audit.edits import edit_row
from audit.enums import Verb
from core.errors import RuleBroken
from core.once import already_made
from mentoring.enums.matching import GenderWish, Need, Wish
from mentoring.locks import locked_case
from mentoring.models import Case, CaseloadWeights, MatchPreference


def record_preference(
    *,
    case: Case,
    asked_date: dt.date,
    by,
    gender: GenderWish | str = GenderWish.NOT_ASKED,
    language_wish: Wish | str = Wish.NOT_ASKED,
    language: str = "",
    lived_experience: Wish | str = Wish.NOT_ASKED,
    note: str = "",
    new_id: uuid.UUID | None = None,
    at: dt.datetime | None = None,
) -> MatchPreference:
    """What the person said they would like of their mentor when they were asked on a day. The newest answers count from now on.

    The trail keeps that they were asked, not what they said. Refuses a day to come, and a language wished for without its name.
    """
    with trail.written("record_preference", Verb.CREATED, by=by, person=case.person) as entry:
        if made := already_made(MatchPreference, new_id, case=case):
            entry.needed = False
            return made
        if asked_date > timezone.localdate():
            raise RuleBroken("The day they were asked cannot be in the future.")
        if language_wish == Wish.WANTED and not language:
            raise RuleBroken("Say which language they would like.")
        locked_case(case.pk)
        case.match_preferences.current().update(is_current=False)
        made = MatchPreference.objects.create(
            pk=new_id or uuid.uuid4(),
            case=case,
            gender=gender,
            language_wish=language_wish,
            language=language if language_wish == Wish.WANTED else "",
            lived_experience=lived_experience,
            note=note,
            asked_date=asked_date,
            recorded_by=by,
            recorded_at=at or timezone.now(),
        )
        entry.subject, entry.after = made, {"asked_date": asked_date, "all_asked": made.all_asked}
        return made


def judge_need(*, case: Case, need: Need | str, by) -> Case:
    """How much support somebody needs of their mentor now; weighs in the caseload and in the queue."""
    with trail.written("judge_need", Verb.CHANGED, by=by, subject=case, person=case.person) as entry:
        case = locked_case(case.pk)
        entry.before, entry.after = changed_fields(case, {"need": Need(need)})
        entry.needed = bool(entry.after)
        case.need = need
        case.save(update_fields=["need"])
        return case


def edit_weights(*, team: Team, read_at_version: int, by, **fields) -> CaseloadWeights:
    """How a team weighs its caseload from now on; made of the defaults the first time.

    Raises EditedMeanwhile when someone else saved since the form was opened.
    """
    # A row of the defaults is what a team without a row goes by.
    with transaction.atomic():
        weights, _ = CaseloadWeights.objects.get_or_create(team=team)
        return edit_row("edit_weights", weights, read_at_version=read_at_version, values=fields, by=by)
