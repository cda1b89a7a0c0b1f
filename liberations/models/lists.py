from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from core.models import KeyedModel
from liberations.enums import APPLICABLE, DATE_CHANGES, ListState, RowDecision, RowDifference
from liberations.models.list_files import ListFile


class LiberationListQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Lists that the user's team has taken in."""
        return self.filter(team=user.team_id)

    def lock(self, key):
        """The list with its prison, programme and team, locked until the transaction ends."""
        return self.select_for_update(of=("self",)).select_related("prison", "programme__team", "team").get(pk=key)


class LiberationList(KeyedModel):
    """A prison's list of coming liberations as it was uploaded. Nothing changes until it is applied."""

    prison = models.ForeignKey("prisons.Prison", on_delete=models.PROTECT, related_name="lists")
    programme = models.ForeignKey("referrals.Programme", on_delete=models.PROTECT, related_name="lists")
    team = models.ForeignKey("accounts.Team", on_delete=models.PROTECT, related_name="lists")
    file_hash = models.CharField(max_length=64)
    file_name = models.CharField(
        max_length=200, blank=True, help_text="Empty once refused or discarded: it may hold a name."
    )
    state = models.CharField(max_length=10, choices=ListState, default=ListState.READ)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    applied_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    applied_at = models.DateTimeField(null=True)
    refusal = models.CharField(max_length=300, blank=True, help_text="Why the file could not be read, and what to do.")
    remarks = models.JSONField(default=list, blank=True, help_text="How the file was understood, in sentences.")
    preview_number = models.PositiveIntegerField(
        default=1, help_text="Grows with every change of the preview: applying says which one was looked at."
    )
    apply_asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    apply_asked_at = models.DateTimeField(null=True, help_text="When a long list was handed to the worker.")
    apply_tries = models.PositiveSmallIntegerField(default=0)
    apply_problem = models.CharField(max_length=500, blank=True, help_text="Why the worker could not apply it.")
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)

    objects = LiberationListQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at"]
        constraints = [
            models.CheckConstraint(
                name="applied_list_has_its_moment", condition=~Q(state=ListState.APPLIED) | Q(applied_at__isnull=False)
            ),
            models.CheckConstraint(
                name="refused_list_keeps_the_reason_and_no_file_name",
                condition=Q(state=ListState.REFUSED, file_name="") & ~Q(refusal="")
                | ~Q(state=ListState.REFUSED) & Q(refusal=""),
            ),
            models.CheckConstraint(
                name="applying_was_asked_for", condition=~Q(state=ListState.APPLYING) | Q(apply_asked_at__isnull=False)
            ),
            models.CheckConstraint(
                name="list_taken_back_has_its_moment",
                condition=Q(undone_at=None, undone_by=None) & ~Q(state=ListState.UNDONE)
                | Q(state=ListState.UNDONE, undone_at__isnull=False),
            ),
        ]

    def __str__(self):
        return f"Liberation list {self.pk}"

    def is_as_seen(self, preview_number):
        """Whether this is the preview that was looked at; None for whoever asks for the one that is kept. What is being
        applied was decided before."""
        return preview_number in (None, self.preview_number) or self.state != ListState.READ

    def count_preview(self):
        """The preview is another one than before. The caller holds the list's lock."""
        self.preview_number += 1
        self.save(update_fields=["preview_number"])

    def forget_file(self):
        """Delete what was uploaded; the rows read from it stay. Part of applying, discarding and purging."""
        ListFile.objects.filter(list=self).delete()


# A change, or without one a referral, or a prison number that was not known.
CHANGES_SOMETHING = Q(difference__in=APPLICABLE) | Q(difference=RowDifference.SAME) & (
    Q(programme__isnull=False) | Q(adds_number=True)
)


class ListRowQuerySet(models.QuerySet):
    def to_apply(self):
        """What applying does something about (CHANGES_SOMETHING), unless it is left out."""
        return self.filter(CHANGES_SOMETHING, left_out=False)

    def concerning(self, people):
        """About one of these people: taken for them, decided to be them, or perhaps them. `people` are keys."""
        return self.filter(Q(person__in=people) | Q(decided_person__in=people) | Q(candidates__overlap=list(people)))

    def undecided(self):
        """Waiting for a person to say who it is."""
        return self.filter(difference=RowDifference.DECIDE, left_out=False)


def nobody():
    return []


class ListRow(KeyedModel):
    """One row of a list as read, whom it was matched to, and what applying it would change.

    Without `row_number` it is no row of the file but somebody on record whom the file no longer names (NOT_LISTED): then
    only `person`, `before_date` and `before_prison` are filled.
    """

    list = models.ForeignKey(LiberationList, on_delete=models.CASCADE, related_name="rows")
    row_number = models.PositiveIntegerField(null=True, help_text="The spreadsheet's own row number.")
    number = models.CharField("prison number", max_length=20, blank=True)
    given_names = models.CharField(max_length=120, blank=True)
    family_name = models.CharField(max_length=120, blank=True)
    birth_date = models.DateField(null=True)
    sex = models.CharField(max_length=10, blank=True)
    hall = models.CharField(max_length=40, blank=True)
    liberation_date = models.DateField(null=True)
    person = models.ForeignKey(
        "people.Person",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Who it is, once that is certain.",
    )
    difference = models.CharField(max_length=16, choices=RowDifference)
    also = models.CharField(
        max_length=16,
        choices=RowDifference,
        blank=True,
        help_text="How the date moves of somebody who moved prison too.",
    )
    before_date = models.DateField(null=True)
    before_prison = models.ForeignKey("prisons.Prison", null=True, on_delete=models.PROTECT, related_name="+")
    problem = models.CharField(
        max_length=300, blank=True, help_text="Why a person must decide, or why it was not read."
    )
    programme = models.ForeignKey(
        "referrals.Programme",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="The programme applying refers them to. Null: no referral is made.",
    )
    against = models.CharField(max_length=500, blank=True, help_text="Why they are not for the list's programme.")
    adds_number = models.BooleanField(default=False, help_text="Whether applying adds the prison number to the person.")
    left_out = models.BooleanField(default=False)
    left_out_chosen = models.BooleanField(
        default=False, help_text="Whether a person left it out or took it in, which comparing anew leaves as it is."
    )
    candidates = ArrayField(
        models.UUIDField(), default=nobody, help_text="Keys of those on record it may be, where a person decides."
    )
    decision = models.CharField(max_length=12, choices=RowDecision, blank=True)
    decided_person = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)

    objects = ListRowQuerySet.as_manager()

    class Meta:
        ordering = ["row_number"]
        constraints = [
            models.UniqueConstraint(fields=["list", "row_number"], name="one_row_per_row_number"),
            models.UniqueConstraint(
                fields=["list", "person"], condition=Q(row_number=None), name="missed_once_on_a_list"
            ),
            models.CheckConstraint(
                name="row_without_number_is_of_someone_not_listed",
                condition=Q(row_number__isnull=False) | Q(difference=RowDifference.NOT_LISTED, person__isnull=False),
            ),
            models.CheckConstraint(
                name="only_a_date_moves_as_well", condition=Q(also="") | Q(also__in=sorted(DATE_CHANGES))
            ),
            models.CheckConstraint(
                name="row_decision_has_its_moment",
                condition=Q(decision="", decided_at=None, decided_by=None)
                | ~Q(decision="") & Q(decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="same_person_names_the_person",
                condition=Q(decision=RowDecision.SAME_PERSON, decided_person__isnull=False)
                | ~Q(decision=RowDecision.SAME_PERSON) & Q(decided_person=None),
            ),
        ]

    @property
    def is_left_out_by_choice(self):
        """A person left it out; what is left out by itself (not for this service) is otherwise compared like any other."""
        return self.left_out and self.left_out_chosen
