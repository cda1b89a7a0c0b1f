"""Keeping in touch after release, in some of the lives: neutral words to send, how much support somebody needs, whom we may ask,
and a mentor who is worried."""

from demo.days import Days
from demo.scene import Scene
from liberations.keeping_contact.enums import FirstStep, StepAnswer
from liberations.services.first_hours import answer_first_step
from liberations.services.lost_contacts import begin_looking
from liberations.services.message_texts import add_message_text
from mentoring.enums.matching import Need
from mentoring.models import Case
from mentoring.services.matching import judge_need
from people.enums import HowGiven
from referrals.services.emergency_contacts import add_emergency_contact

STOP = "Reply STOP to get no more of these."
TEXTS = (
    ("Please ring", "Please ring me", f"Hello, it’s {{mentor}}. Please ring me on {{phone}} when you can. {STOP}"),
    ("How are you?", "How are you?", f"Hello, it’s {{mentor}}. How are you getting on? I’m on {{phone}}. {STOP}"),
    ("Remember our time", "See you", f"Hello, it’s {{mentor}}. See you at the time we said. {STOP}"),
)


def tell_in_touch(scene: Scene, days: Days) -> None:
    """Once the lives are told: two people need more than usual, one of them named his sister, and one has his prescription."""
    for name, subject, text in TEXTS:
        add_message_text(name=name, subject=subject, text=text, by=scene.users["priya"])
    rafferty, just_out, buchanan = (_case(number) for number in ("090417", "126114", "140228"))
    for case in (rafferty, just_out):
        judge_need(case=case, need=Need.HIGH, by=scene.manager_of("amara"))
    add_emergency_contact(
        person=rafferty.person,
        name="Lorraine Rafferty",
        relation="Sister",
        phone="0141 496 0178",
        may_say="That we would like him to ring.",
        may_confirm=True,
        how=HowGiven.SIGNED,
        decided_date=days.ago(40),
        by=scene.users["amara"],
    )
    if just_out.episode.released_date:
        callum = scene.users["callum"]
        answer_first_step(
            case=just_out, step=FirstStep.PRESCRIPTION, answer=StepAnswer.DONE, note="Picked up together.", by=callum
        )
    if buchanan.episode.released_date:
        begin_looking(case=buchanan, worry="His gran has not heard from him since Sunday.", by=scene.users["callum"])


def _case(number: str) -> Case:
    cases = Case.objects.open().select_related("person", "programme", "episode")
    return cases.get(person__identifiers__value=number)
