from django.conf import settings
from django.db import models
from django.db.models import Q

from core.models import ClosingQuerySet, KeyedModel, VersionedModel
from mentoring.enums.readiness import CalledSafe, FailedReason, HoldReason, ItemOwner, ItemState, Lodging
from people.models import AboutPersonQuerySet


class ReadinessKind(VersionedModel):
    """One thing a programme wants in place before the gate, such as a bank account. Administrators keep the list."""

    programme = models.ForeignKey("referrals.Programme", on_delete=models.PROTECT, related_name="readiness_kinds")
    code = models.SlugField(
        max_length=40, help_text="Stays the same whatever the name; figures and the first night go by it."
    )
    name = models.CharField(max_length=80)
    about = models.TextField("what to know", max_length=1000, blank=True)
    lead_days = models.PositiveSmallIntegerField("days before liberation by which it is in place")
    owner = models.CharField("who usually sees to it", max_length=10, choices=ItemOwner, default=ItemOwner.MENTOR)
    leads = models.BooleanField("among the first that are shown", default=False)
    on_sheet = models.BooleanField(
        "printed on the sheet the person gets", default=True, help_text="Not what tells of health or of the sentence."
    )
    position = models.PositiveSmallIntegerField()
    closed_date = models.DateField("not asked about from", null=True, blank=True)

    objects = ClosingQuerySet.as_manager()

    class Meta:
        ordering = ["position", "name"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "code"], name="one_readiness_kind_per_code"),
            models.UniqueConstraint(
                fields=["programme", "name"], condition=Q(closed_date=None), name="one_readiness_kind_in_use_per_name"
            ),
        ]

    def __str__(self):
        return self.name


class ReadinessSaid(KeyedModel):
    """What can be said of an item: on the item as it stands now, and on each step of its history."""

    state = models.CharField(max_length=10, choices=ItemState, default=ItemState.NOT_ASKED)
    owner = models.CharField(max_length=10, choices=ItemOwner, blank=True)
    asked_date = models.DateField(null=True, blank=True)
    asked_of = models.CharField("who was asked", max_length=120, blank=True)
    evidence = models.CharField("how we know that it is in place", max_length=500, blank=True)
    failed_reason = models.CharField(max_length=14, choices=FailedReason, blank=True)
    note = models.CharField(max_length=500, blank=True)
    hold_reason = models.CharField(max_length=14, choices=HoldReason, blank=True)
    hold_until = models.DateField("on hold until", null=True, blank=True)

    class Meta:
        abstract = True


# The fields of ReadinessSaid, in the order they are shown.
SAID_FIELDS = (
    "state",
    "owner",
    "asked_date",
    "asked_of",
    "evidence",
    "failed_reason",
    "note",
    "hold_reason",
    "hold_until",
)
_SAID_IN_FULL = [
    ("asked_says_when", ~Q(state=ItemState.ASKED) | Q(asked_date__isnull=False)),
    ("in_place_says_how_we_know", ~Q(state=ItemState.IN_PLACE) | ~Q(evidence="")),
    ("failed_says_why", ~Q(state=ItemState.FAILED) | ~Q(failed_reason="")),
    (
        "hold_has_reason_and_end",
        Q(hold_reason="", hold_until=None) | (~Q(hold_reason="") & Q(hold_until__isnull=False)),
    ),
]


def _said_in_full(prefix):
    return [models.CheckConstraint(name=f"{prefix}_{name}", condition=condition) for name, condition in _SAID_IN_FULL]


class ReadinessItem(ReadinessSaid, VersionedModel):
    """How one kind stands for one case. There is no row until something has been said: then it is "not talked about yet".

    When it is due is worked out from the liberation day and never stored, so a moved day needs nothing done here.
    """

    case = models.ForeignKey("mentoring.Case", on_delete=models.PROTECT, related_name="readiness_items")
    kind = models.ForeignKey(ReadinessKind, on_delete=models.PROTECT, related_name="items")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "kind"], name="one_readiness_item_per_case_and_kind"),
            *_said_in_full("item"),
        ]

    def __str__(self):
        return f"Readiness item {self.pk}"


class ReadinessStepQuerySet(models.QuerySet):
    def standing(self):
        """Without those taken back."""
        return self.filter(taken_back_at=None)


class ReadinessStep(ReadinessSaid):
    """What somebody said of an item at one moment. Rows are added and taken back, never changed."""

    item = models.ForeignKey(ReadinessItem, on_delete=models.PROTECT, related_name="steps")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = ReadinessStepQuerySet.as_manager()

    class Meta:
        ordering = ["-recorded_at"]
        constraints = [
            *_said_in_full("step"),
            models.CheckConstraint(
                name="step_taken_back_by_somebody",
                condition=Q(taken_back_at=None, taken_back_by=None)
                | Q(taken_back_at__isnull=False, taken_back_by__isnull=False),
            ),
        ]


class FirstNightQuerySet(AboutPersonQuerySet):
    to_person = "case__person"

    def current(self):
        return self.filter(is_current=True)

    def nowhere(self):
        """What counts now, and says that there is nowhere to stay yet."""
        return self.filter(is_current=True, lodging=Lodging.NOWHERE)


class FirstNight(KeyedModel):
    """Where the person sleeps the night they get out, as told at one moment. A change is a new row; one counts now.

    A bed is in place only with an address, who confirmed it and when, when to be there, how they get in, and the person
    calling it safe (practice.md): see `mentoring/readiness/first_night.py`.
    """

    case = models.ForeignKey("mentoring.Case", on_delete=models.PROTECT, related_name="first_nights")
    number = models.PositiveSmallIntegerField(help_text="Counts the rows of a case; an edit says which it was read at.")
    is_current = models.BooleanField(default=True)
    lodging = models.CharField(max_length=10, choices=Lodging)
    address = models.CharField(max_length=300, blank=True)
    confirmed_by = models.CharField("who confirmed it", max_length=120, blank=True)
    confirmed_date = models.DateField(null=True, blank=True)
    arrive_by = models.TimeField("be there by", null=True, blank=True)
    keys = models.CharField("how they get in", max_length=200, blank=True)
    called_safe = models.CharField(max_length=10, choices=CalledSafe, default=CalledSafe.NOT_ASKED)
    fallback = models.CharField("if it falls through", max_length=300, blank=True)
    fallback_phone = models.CharField(max_length=40, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = FirstNightQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="first_nights_of_a_case_are_numbered"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(is_current=True), name="one_first_night_counts_per_case"
            ),
            models.CheckConstraint(
                name="nowhere_to_stay_has_no_address", condition=~Q(lodging=Lodging.NOWHERE) | Q(address="")
            ),
        ]

    def __str__(self):
        return f"First night {self.pk}"
