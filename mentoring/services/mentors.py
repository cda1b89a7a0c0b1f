"""Mentors' profiles: what a manager decides, and what each mentor says of themselves."""

from accounts.models import User
from audit import trail
from audit.edits import edit_row
from audit.enums import Verb
from core.errors import RuleBroken
from mentoring.enums.mentors import Gender, Language
from mentoring.models import Mentor
from mentoring.selectors.mentors import supervisors_for
from prisons.enums import Weekday
from prisons.models import LocalAuthority


def set_up_mentor(*, user: User, by) -> Mentor:
    """Give a member of staff who mentors a profile, so that people can be allocated to them. Set up twice, it is one."""
    with trail.written("set_up_mentor", Verb.CREATED, by=by) as entry:
        user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
        mentor = Mentor.objects.filter(user=user).first()
        if mentor:
            entry.needed = False
            return mentor
        if not user.is_mentor:
            raise RuleBroken("Only a mentor in prison or a community mentor can be given people.")
        mentor = Mentor.objects.create(user=user)
        entry.subject, entry.after = mentor, {"user": user}
        return mentor


def edit_mentor(
    *,
    mentor: Mentor,
    read_at_version: int,
    capacity: int,
    available: bool,
    working_days: list[Weekday],
    supervisor: User | None,
    languages: list[Language],
    other_languages: str,
    gender: Gender | str,
    areas: list[LocalAuthority],
    by,
) -> Mentor:
    """Change what allocation goes by, and who supervises. What mentors say of themselves alone is `edit_own_profile`.

    Raises EditedMeanwhile when someone else saved since the form was opened. Refuses a supervisor from elsewhere. Of the gender
    the trail keeps that it changed.
    """
    values = {
        "capacity": capacity,
        "available": available,
        "working_days": sorted(working_days),
        "supervisor": supervisor,
        "languages": languages,
        "other_languages": other_languages,
        "gender": gender,
    }
    return edit_row(
        "edit_mentor",
        mentor,
        read_at_version=read_at_version,
        values=values,
        lists={"areas": areas},
        unsaid=["gender"],
        check=_check_supervisor,
        by=by,
    )


def edit_own_profile(
    *,
    mentor: Mentor,
    read_at_version: int,
    languages: list[Language],
    other_languages: str,
    gender: Gender | str,
    lived_experience: bool | None,
    by,
) -> Mentor:
    """What a mentor says of themselves; nobody else says it for them. Raises EditedMeanwhile as `edit_mentor` does.

    The trail keeps that gender and lived experience changed, not what they say.
    """
    if mentor.user_id != by.pk:
        raise RuleBroken("Only the mentor can say this.")
    values = {
        "languages": languages,
        "other_languages": other_languages,
        "gender": gender,
        "lived_experience": lived_experience,
    }
    return edit_row(
        "edit_own_profile",
        mentor,
        read_at_version=read_at_version,
        values=values,
        unsaid=["gender", "lived_experience"],
        by=by,
    )


def _check_supervisor(mentor: Mentor) -> None:
    if mentor.supervisor and not supervisors_for(mentor.user).filter(pk=mentor.supervisor_id).exists():
        raise RuleBroken("The supervisor must be somebody else who mentors or manages in the same team.")
