from django.conf import settings
from django.db import models
from django.db.models import Q

from core.models import KeyedModel
from liberations.enums import ListState, RowDifference


class LiberationListQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Lists that the user's team has taken in."""
        return self.filter(team=user.team_id)


class LiberationList(KeyedModel):
    """A prison's list of coming liberations as it was uploaded. Nothing changes until it is applied."""

    prison = models.ForeignKey("prisons.Prison", on_delete=models.PROTECT, related_name="lists")
    programme = models.ForeignKey("referrals.Programme", on_delete=models.PROTECT, related_name="lists")
    team = models.ForeignKey("accounts.Team", on_delete=models.PROTECT, related_name="lists")
    file_hash = models.CharField(max_length=64)
    file_name = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=ListState, default=ListState.READ)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    applied_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    applied_at = models.DateTimeField(null=True)

    objects = LiberationListQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at"]
        constraints = [
            models.CheckConstraint(
                name="applied_list_has_its_moment", condition=~Q(state=ListState.APPLIED) | Q(applied_at__isnull=False)
            ),
        ]

    def __str__(self):
        return f"Liberation list {self.pk}"


class ListRow(KeyedModel):
    """One row of a list as read, whom it was matched to, and what applying it would change."""

    list = models.ForeignKey(LiberationList, on_delete=models.CASCADE, related_name="rows")
    row_number = models.PositiveIntegerField(help_text="The spreadsheet's own row number.")
    number = models.CharField("prison number", max_length=20, blank=True)
    given_names = models.CharField(max_length=120, blank=True)
    family_name = models.CharField(max_length=120, blank=True)
    birth_date = models.DateField(null=True)
    sex = models.CharField(max_length=10, blank=True)
    hall = models.CharField(max_length=40, blank=True)
    liberation_date = models.DateField(null=True)
    person = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    difference = models.CharField(max_length=16, choices=RowDifference)
    before_date = models.DateField(null=True)
    problem = models.CharField(max_length=300, blank=True)
    left_out = models.BooleanField(default=False)

    class Meta:
        ordering = ["row_number"]
        constraints = [models.UniqueConstraint(fields=["list", "row_number"], name="one_row_per_row_number")]
