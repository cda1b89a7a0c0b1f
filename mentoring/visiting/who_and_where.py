"""What planning and recording a contact start from: whether it was sent before, who holds it, and where."""

from core.once import already_made
from mentoring.enums.cases import FurtherRole
from mentoring.enums.meetings import Channel
from mentoring.models import Assignment, Meeting, Mentor
from prisons.models import PrisonStay


def made_before(case, new_id, *, by, by_field):
    """The key to use, and the row if this very form was sent before. A key that is somebody else's row is not used."""
    made = already_made(Meeting, new_id)
    if made is None:
        return new_id, None
    if made.case_id == case.pk and getattr(made, by_field) == by.pk:
        return new_id, made
    return None, None


def mentor_of(case, by):
    """Who holds it: the mentor at the screen, or the case's mentor when a manager writes."""
    own = Mentor.objects.filter(user=by).select_related("user").first()
    if own:
        return own
    lead = Assignment.objects.lead().current().filter(case=case).select_related("mentor__user").first()
    return lead.mentor if lead else None


def further_role_of(case, mentor, day):
    """What `mentor` did on the case that day beside its mentor; empty for the mentor and whoever stands in.

    Empty for a mentor in prison, too: their visits before liberation are the mentors' (domain.md section 4, joint meetings).
    """
    if mentor is None:
        return ""
    running = Assignment.objects.in_earnest().on(day).filter(case=case, mentor=mentor)
    # The mentor's own assignment comes first and has none.
    role = running.order_by("role").values_list("further_role", flat=True).first()
    return "" if role in (None, FurtherRole.PRISON) else role


def prison_on(episode_id, day, channel):
    """Where they were held that day, for what happens in a prison or at its gate; the last prison known."""
    if channel not in (Channel.IN_PRISON, Channel.VIDEO, Channel.GATE):
        return None
    stays = PrisonStay.objects.filter(episode=episode_id, from_date__lte=day).order_by("-from_date")
    return stays.values_list("prison_id", flat=True).first()
