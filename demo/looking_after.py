"""What the invented mentors say of themselves, what they may and have learnt, and how they are looked after."""

import datetime as dt
from dataclasses import dataclass

from demo.days import Days
from demo.scene import Scene
from mentoring.enums.mentors import Gender, Keys, Vetting
from mentoring.models import Mentor, TrainingKind
from mentoring.services.clearances import add_clearance, edit_clearance, record_pvg
from mentoring.services.mentors import edit_mentor, edit_own_profile
from mentoring.services.supervision import ask_debrief, record_debrief, record_supervision
from mentoring.services.training import add_training_kind, record_training
from prisons.enums import Weekday

INDUCTION = "Induction"
SAFEGUARDING = "Safeguarding"
BOUNDARIES = "Boundaries and working alone"
HIGH_RISK = "Working with people at high risk"
NALOXONE = "Naloxone"
# Months it holds, whether every mentor needs it, whether it is needed for high risk.
KINDS = {
    INDUCTION: (None, True, False),
    SAFEGUARDING: (24, True, False),
    BOUNDARIES: (36, True, False),
    HIGH_RISK: (24, False, True),
    NALOXONE: (36, False, False),
}
WHOLE_WEEK = [Weekday.MONDAY, Weekday.TUESDAY, Weekday.WEDNESDAY, Weekday.THURSDAY, Weekday.FRIDAY]


@dataclass(frozen=True)
class LookedAfter:
    """One mentor. Days are counted from today, those of the past below nothing; training is done so many days ago."""

    supervisor: str
    gender: Gender | str = ""
    lived_experience: bool | None = None
    working_days: tuple[Weekday, ...] = tuple(WHOLE_WEEK)
    pvg_until: int | None = 900
    training: tuple[tuple[str, int], ...] = ()
    supervised: tuple[tuple[int, str], ...] = ()
    next_supervision: int | None = None


LOOKED_AFTER = {
    "amara": LookedAfter(
        supervisor="morag",
        gender=Gender.WOMAN,
        lived_experience=True,
        working_days=tuple(WHOLE_WEEK[:4]),
        training=((INDUCTION, 700), (SAFEGUARDING, 330), (BOUNDARIES, 690), (HIGH_RISK, 200), (NALOXONE, 90)),
        supervised=(
            (77, "A steady spring. Two long drives a week are too many."),
            (21, "One drive less. Sleeping better."),
        ),
        next_supervision=28,
    ),
    "callum": LookedAfter(
        supervisor="morag",
        gender=Gender.MAN,
        training=((INDUCTION, 500), (SAFEGUARDING, 480), (BOUNDARIES, 480), (HIGH_RISK, 735)),
        supervised=((35, "Wants to learn more about welfare rights."),),
    ),
    "isla": LookedAfter(
        supervisor="morag",
        lived_experience=False,
        working_days=(Weekday.TUESDAY, Weekday.WEDNESDAY, Weekday.FRIDAY),
        pvg_until=40,
        training=((INDUCTION, 120), (SAFEGUARDING, 110), (BOUNDARIES, 110)),
        supervised=((14, "Settling in. First gate alone next month."),),
    ),
    "donna": LookedAfter(
        supervisor="yusuf",
        gender=Gender.WOMAN,
        training=((INDUCTION, 780), (SAFEGUARDING, 725), (BOUNDARIES, 770), (HIGH_RISK, 100)),
        supervised=((28, "Caseload is right. More quiet time after assessments."),),
    ),
    "yusuf": LookedAfter(
        supervisor="morag",
        gender=Gender.MAN,
        lived_experience=True,
        training=((INDUCTION, 780), (BOUNDARIES, 770), (SAFEGUARDING, 60)),
        supervised=((70, "Supervises Donna from now on."),),
    ),
    "eilidh": LookedAfter(supervisor="tomasz", training=((INDUCTION, 300), (SAFEGUARDING, 280), (BOUNDARIES, 280))),
}


def look_after_mentors(scene: Scene, days: Days) -> None:
    """Tell all of it through services, after the scene is set and before any life."""
    kinds = {
        name: add_training_kind(
            name=name, months_valid=months, is_required=required, for_high_risk=risk, by=scene.users["priya"]
        )
        for name, (months, required, risk) in KINDS.items()
    }
    for key, told in LOOKED_AFTER.items():
        _profile(scene, key, told)
        _papers(scene, key, told, kinds, days)
        for ago, summary in told.supervised:
            latest = ago == told.supervised[-1][0]
            record_supervision(
                mentor=_mentor(scene, key),
                on_date=days.ago(ago),
                next_date=days.ahead(told.next_supervision) if latest and told.next_supervision else None,
                summary=summary,
                by=scene.users[told.supervisor],
            )
    _clearances(scene, days)
    _debriefs(scene, days)


def _mentor(scene: Scene, key: str) -> Mentor:
    mentor = scene.mentors[key]
    mentor.refresh_from_db()
    return mentor


def _profile(scene: Scene, key: str, told: LookedAfter) -> None:
    mentor = _mentor(scene, key)
    edit_mentor(
        mentor=mentor,
        read_at_version=mentor.version,
        capacity=mentor.capacity,
        available=True,
        working_days=list(told.working_days),
        supervisor=scene.users[told.supervisor],
        languages=mentor.languages,
        other_languages="",
        gender=told.gender,
        areas=list(mentor.areas.all()),
        by=scene.manager_of(key),
    )
    mentor = _mentor(scene, key)
    edit_own_profile(
        mentor=mentor,
        read_at_version=mentor.version,
        languages=mentor.languages,
        other_languages="",
        gender=told.gender,
        lived_experience=told.lived_experience,
        by=scene.users[key],
    )


def _papers(scene: Scene, key: str, told: LookedAfter, kinds: dict[str, TrainingKind], days: Days) -> None:
    mentor, manager = scene.mentors[key], scene.manager_of(key)
    until = None if told.pvg_until is None else days.today + dt.timedelta(days=told.pvg_until)
    record_pvg(mentor=mentor, from_date=days.ago(900), until_date=until, by=manager)
    for name, ago in told.training:
        record_training(mentors=[mentor], kind=kinds[name], done_date=days.ago(ago), by=manager)


def _clearances(scene: Scene, days: Days) -> None:
    """Donna draws keys in Barlinnie and Callum's run out soon; Isla waits for a prison to answer."""
    morag = scene.users["morag"]
    for key, code, keys_until in (("donna", "BAR", 200), ("callum", "BAR", 9)):
        clearance = scene.mentors[key].clearances.get(prison__code=code)
        edit_clearance(
            clearance=clearance,
            read_at_version=clearance.version,
            until_date=None,
            keys=Keys.DRAWS_KEYS,
            keys_until_date=days.ahead(keys_until),
            vetting=Vetting.ENHANCED,
            vetting_until_date=days.ahead(600),
            by=morag,
        )
    add_clearance(
        mentor=scene.mentors["isla"],
        prison=scene.prisons["POL"],
        from_date=days.ago(10),
        vetting=Vetting.ASKED,
        by=morag,
    )


def _debriefs(scene: Scene, days: Days) -> None:
    amara, callum = _mentor(scene, "amara"), _mentor(scene, "callum")
    record_debrief(
        mentor=callum,
        on_date=days.ago(12),
        note="Nobody came out of the gate. We went through the morning hour by hour: nothing was missed.",
        by=scene.users["morag"],
    )
    ask_debrief(mentor=amara, note="Tuesday’s visit stays with me.", by=scene.users["amara"])
