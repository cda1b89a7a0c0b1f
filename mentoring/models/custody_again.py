from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from core.models import KeyedModel
from mentoring.enums.cases import OfferedAgain
from people.models import AboutPersonQuerySet, Access


class CustodyAgainQuerySet(AboutPersonQuerySet):
    to_person = "case__person"

    def standing(self):
        """Without those entered by mistake."""
        return self.filter(taken_back_at=None)

    def waiting(self):
        """Whose former mentor was asked and has not answered, while nobody else is the mentor."""
        return self.standing().filter(offered_to__isnull=False, answer="")

    def goes_on_in(self, episode):
        """What began or took up this time in custody in a case that goes on, and has not been taken back."""
        return self.standing().filter(episode=episode, goes_on=True)

    def answered_by(self, user):
        """Who may answer: the mentor who was asked, or a manager who may open the record."""
        asked = Q(offered_to__user=user)
        if user.is_manager:
            asked |= Q(case__person__in=Access.objects.in_force().held_by(user).values("person_id"))
        return self.filter(asked, offered_to__isnull=False)


class CustodyAgain(KeyedModel):
    """Somebody whose release we supported is back in custody: a new time in custody, under the same person.

    `goes_on` is whether the support goes on in the same case (it had not ended, or ended a short time before); else it is
    offered anew by a referral. `offered_to` is the mentor they had, who is asked first; `answer` is theirs.
    """

    case = models.ForeignKey("mentoring.Case", on_delete=models.PROTECT, related_name="custodies_again")
    former_episode = models.ForeignKey("prisons.CustodialEpisode", on_delete=models.PROTECT, related_name="+")
    episode = models.ForeignKey(
        "prisons.CustodialEpisode", null=True, on_delete=models.PROTECT, related_name="custodies_again"
    )
    on_date = models.DateField()
    goes_on = models.BooleanField()
    reopened = models.BooleanField(default=False)
    began_episode = models.BooleanField(default=True, help_text="Not if a prison's list had told us before.")
    offered_to = models.ForeignKey("mentoring.Mentor", null=True, on_delete=models.PROTECT, related_name="asked_again")
    answer = models.CharField(max_length=8, choices=OfferedAgain, blank=True)
    answered_at = models.DateTimeField(null=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True)

    objects = CustodyAgainQuerySet.as_manager()

    class Meta:
        ordering = ["-recorded_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "episode"], condition=Q(taken_back_at=None), name="back_in_custody_once_each_time"
            ),
            models.CheckConstraint(
                name="back_in_custody_is_a_time_in_custody",
                condition=Q(episode__isnull=False) | Q(taken_back_at__isnull=False),
            ),
            models.CheckConstraint(
                name="who_answers_was_asked",
                condition=Q(answer="", answered_at=None) | Q(offered_to__isnull=False, answered_at__isnull=False),
            ),
        ]

    def get_absolute_url(self):
        return reverse("liberations:custody_again_answer", args=[self.pk])
