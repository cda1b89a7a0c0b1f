"""The scales that programmes put needs on."""

import datetime as dt
import uuid

from django.utils import timezone

from audit import trail
from audit.enums import Verb
from core.errors import RuleBroken
from core.once import already_made, wait_in_line
from mentoring.models import Scale
from referrals.models import Programme

_TERMS = ("lowest", "highest", "lowest_words", "highest_words", "higher_is_better", "need_at")


def scale_in_use(*, programme: Programme, by) -> Scale:
    """The programme's scale; the usual one, from 0 to 10, where nobody has chosen."""
    _wait(programme)
    scale = Scale.objects.in_use().filter(programme=programme).first()
    if scale is None:
        scale = Scale.objects.create(programme=programme, from_date=timezone.localdate(), made_by=by)
    return scale


def replace_scale(*, programme: Programme, by, new_id: uuid.UUID | None = None, **terms) -> Scale:
    """Put another scale in the place of the one in use. Readings on the old one stay, and are compared with it alone.

    `terms` are fields of Scale. The same terms again change nothing.
    """
    with trail.written("replace_scale", Verb.CREATED, by=by) as entry:
        if made := already_made(Scale, new_id, programme=programme):
            entry.needed = False
            return made
        _wait(programme)
        today = timezone.localdate()
        scale = Scale(programme=programme, from_date=today, made_by=by, **terms)
        if scale.highest <= scale.lowest or not scale.lowest <= scale.need_at <= scale.highest:
            raise RuleBroken("The numbers run from the lowest to the highest, and a need is counted between them.")
        former = Scale.objects.in_use().filter(programme=programme).first()
        if former and all(getattr(former, name) == getattr(scale, name) for name in _TERMS):
            entry.needed = False
            return former
        if former:
            former.until_date = max(former.from_date, today - dt.timedelta(days=1))
            former.save(update_fields=["until_date"])
            entry.before = {name: getattr(former, name) for name in _TERMS}
        if new_id:
            scale.pk = new_id
        scale.save(force_insert=True)
        entry.subject, entry.after = scale, {name: getattr(scale, name) for name in _TERMS}
        return scale


def _wait(programme):
    # There may be no row yet to hold.
    wait_in_line(f"scale/{programme.pk}")
