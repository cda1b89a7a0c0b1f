"""Places that a partner holds for the team, stories told once, and a need that nobody helps with."""

from demo.days import Days
from demo.scene import GLASGOW, HARBOUR_HOMES, OUR_TEAM, Scene
from mentoring.enums.held_places import HeldPlaceKind, StayState
from mentoring.enums.needs import WithoutService
from mentoring.models import Assignment, Case
from mentoring.selectors.service_gaps import need_lines
from mentoring.selectors.stories import from_the_record
from mentoring.services.held_places import add_held_place
from mentoring.services.place_stays import move_stay, offer_place
from mentoring.services.service_gaps import say_without_service
from people.enums import HowGiven
from referrals.models import OnwardReferral
from referrals.services.share_packs import agree_story, attach_story, start_story, write_story

PLACES = (
    ("Room 1", HeldPlaceKind.ROOM, "Shared kitchen. No visitors after ten."),
    ("Room 2", HeldPlaceKind.ROOM, "Shared kitchen. Ground floor, step-free."),
    ("Flat 4", HeldPlaceKind.FLAT, "Own door. A support worker comes twice a week."),
)
OWN_WORDS = {"about-me": "I would sooner be asked straight than talked about.", "not-again": "How I grew up."}


def tell_sharing(scene: Scene, days: Days) -> None:
    """Told through the services once the lives and their plans are, as nothing in them hangs on it."""
    cases = Case.objects.open().filter(
        programme__team__name=OUR_TEAM, assignments__in=Assignment.objects.lead().current()
    )
    cases = cases.select_related("person", "programme")
    out = list(cases.filter(episode__released_date__isnull=False).order_by("-episode__released_date", "number"))
    _places(scene, days, out)
    _stories(days)
    _nobody_helps(days, cases.order_by("number"))


def _places(scene, days, out):
    """One is lived in, one was offered yesterday, one is free."""
    admin, manager = scene.users["priya"], scene.users["morag"]
    service = scene.agencies[HARBOUR_HOMES].services.order_by("name").first()
    facts = {"service": service, "team": manager.team, "area": scene.areas[GLASGOW], "address": ""}
    rooms = [
        add_held_place(details=facts | {"name": name, "kind": kind, "notes": notes}, by=admin)
        for name, kind, notes in PLACES
    ]
    for room, case, is_taken in zip(rooms, out, (True, False), strict=False):
        on = max(days.ago(4), case.opened_date)
        stay = offer_place(place=room, case=case, on=on, answer_by=days.ahead(2), by=_mentor_of(case))
        if is_taken:
            move_stay(
                stay=stay, state=StayState.TAKEN, on=days.ago(2), note="Moved in with one bag.", by=_mentor_of(case)
            )


def _stories(days):
    """Whoever was referred on first has told it once, and the agency may read it; the next is being written."""
    sent = OnwardReferral.objects.open().filter(
        person__cases__programme__team__name=OUR_TEAM, person__cases__closed_date=None
    )
    for onward, is_agreed in zip(
        sent.select_related("person").order_by("sent_date", "pk"), (True, False), strict=False
    ):
        case = onward.person.cases.open().get()
        mentor = _mentor_of(case)
        suggested = {str(section): text for section, text in from_the_record(onward.person, case).items()}
        pack = start_story(person=onward.person, by=mentor)
        pack = write_story(pack=pack, sections=OWN_WORDS | suggested, read_at_version=pack.version, by=mentor)
        if is_agreed:
            pack = agree_story(pack=pack, how=HowGiven.SIGNED, agreed_date=days.ago(1), by=mentor)
            attach_story(onward=onward, pack=pack, by=mentor)


def _nobody_helps(days, cases):
    """The first need of somebody that nothing was done about: the services here are full."""
    for case in cases:
        open_lines = [line for line in need_lines(case) if not line.is_linked]
        if open_lines:
            note = "Rang two. A list of three months at both."
            area = open_lines[0].need.area
            say_without_service(
                case=case, area=area, reason=WithoutService.FULL, note=note, on=days.ago(1), by=_mentor_of(case)
            )
            return


def _mentor_of(case):
    lead = case.assignments.lead().current().select_related("mentor__user").get()
    return lead.mentor.user
