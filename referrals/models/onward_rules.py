import datetime as dt

from django.db import models

from referrals.enums import OnwardState

# What is disclosed should not lie open behind an address for longer, whatever anybody sets.
LONGEST_LINK_DAYS = 90


class OnwardRules(models.Model):
    """How long a programme waits for partner agencies, and how long the link works by which one answers."""

    onward_answer_days = models.PositiveSmallIntegerField(
        "ask a partner agency again when it has said nothing for, days", default=7
    )
    onward_waiting_days = models.PositiveSmallIntegerField(
        "the same while somebody is on a waiting list and no day was named, days", default=28
    )
    onward_link_days = models.PositiveSmallIntegerField(
        "the link by which an agency answers works for, days",
        default=14,
        help_text="It works for one answer, and stops when the person takes their consent back.",
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_link_works_for_some_days",
                condition=models.Q(onward_link_days__range=(1, LONGEST_LINK_DAYS)),
            )
        ]

    def ask_again_on(self, state: OnwardState | str, since: dt.date) -> dt.date | None:
        """When to ask about a referral that came to its state on a day, if nothing is heard; None where nothing is awaited."""
        days = {
            OnwardState.SENT: self.onward_answer_days,
            OnwardState.ACCEPTED: self.onward_answer_days,
            OnwardState.NOT_ATTENDED: self.onward_answer_days,
            OnwardState.WAITING: self.onward_waiting_days,
        }.get(OnwardState(state))
        return None if days is None else since + dt.timedelta(days=days)
