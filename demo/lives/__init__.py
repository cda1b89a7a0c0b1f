"""The invented people of the demonstration and what has happened to each until today. Nobody here exists.

Each shows one thing that staff meet: who is at the gate tomorrow, whose day moved, who is short of meetings.
"""

from demo.days import Days
from demo.lives.free import back_in_custody, endings, in_the_community, just_out
from demo.lives.inside import at_the_gate, before_release, days_that_moved
from demo.lives.referred import other_team, referrals
from demo.scene import Scene
from demo.steps import Life


def invented_lives(scene: Scene, days: Days) -> list[Life]:
    """All of them, the longest past first."""
    return [
        *endings(days),
        *in_the_community(days),
        *just_out(days),
        *at_the_gate(days),
        *days_that_moved(scene, days),
        *before_release(days),
        *referrals(days),
        *other_team(days),
        *back_in_custody(days),
    ]
