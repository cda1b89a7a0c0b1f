from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q
from django.urls import reverse

from core.models import ClosingQuerySet, KeyedModel, VersionedModel
from prisons.enums import Weekday
from referrals.enums import PictureKind, PlaceKind
from referrals.opening import Opening, OpenTime


class PlaceQuerySet(ClosingQuerySet):
    def with_opening(self):
        """With what `Place.opening` reads: one query more for all of them."""
        return self.prefetch_related("opening_times")

    def with_picture(self):
        """Adds `picture_up`: a list of its one picture without the pixels, or of none. One query more for all of them."""
        up = PlacePicture.objects.up().defer("content")
        return self.prefetch_related(Prefetch("pictures", queryset=up, to_attr="picture_up"))

    def without_hours(self):
        """Of which nobody has written down when they are open."""
        return self.filter(~Exists(OpeningTime.objects.filter(place=OuterRef("pk"))), open_always=False)

    def without_picture(self):
        return self.filter(~Exists(PlacePicture.objects.up().filter(place=OuterRef("pk"))))

    def called(self, text):
        """Whose name or address holds `text`."""
        return self.filter(Q(name__icontains=text) | Q(address__icontains=text))


class Place(VersionedModel):
    """Somewhere people go after release: where it is, when it is open, how to get in. Holds nothing about any person."""

    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=PlaceKind)
    address = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    area = models.ForeignKey(
        "prisons.LocalAuthority",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Whose holidays it keeps. Empty: the national ones.",
    )
    getting_in = models.TextField(
        blank=True, max_length=1000, help_text="Which door, whom to ask for, what to bring, bus and steps."
    )
    open_always = models.BooleanField("open day and night", default=False)
    open_on_holidays = models.BooleanField("open on public holidays as on other days", default=False)
    eve_until = models.TimeField(
        "closes early on the day before a public holiday, at",
        null=True,
        blank=True,
        help_text="Null: closes as on other days.",
    )
    closed_date = models.DateField(null=True, blank=True)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "area"], nulls_distinct=False, name="one_place_of_a_name_in_an_area"
            )
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("referrals:place", args=[self.pk])

    @property
    def opening(self) -> Opening:
        """When it is open, for `referrals.opening`; a query for each place unless they were read `with_opening`."""
        return Opening(
            times=tuple(OpenTime(each.weekday, each.from_time, each.until_time) for each in self.opening_times.all()),
            always=self.open_always,
            on_holidays=self.open_on_holidays,
            eve_until=self.eve_until,
        )


class OpeningTime(KeyedModel):
    """From when until when a place is open on a day of the week; a second row of a day comes after a lunch closing."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="opening_times")
    weekday = models.PositiveSmallIntegerField(choices=Weekday)
    from_time = models.TimeField()
    until_time = models.TimeField()

    class Meta:
        ordering = ["weekday", "from_time"]
        constraints = [
            models.UniqueConstraint(fields=["place", "weekday", "from_time"], name="opens_once_at_a_time_of_the_week"),
            models.CheckConstraint(name="place_closes_after_it_opens", condition=Q(until_time__gt=F("from_time"))),
            models.CheckConstraint(name="place_opens_on_a_weekday", condition=Q(weekday__range=(1, 7))),
        ]

    def __str__(self):
        return f"{self.get_weekday_display()} {self.from_time:%H:%M} to {self.until_time:%H:%M}"


class PlacePictureQuerySet(models.QuerySet):
    def up(self):
        """Those shown now, one a place."""
        return self.filter(taken_down_at=None)


class PlacePicture(KeyedModel):
    """What a place looks like, or a map of it: one at a time, drawn anew from what was uploaded (`referrals/pictures.py`).

    One taken down, or replaced by another, is kept to be put back.
    """

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="pictures")
    kind = models.CharField(max_length=8, choices=PictureKind)
    shows = models.CharField(max_length=160, help_text="In words, for those who do not see it.")
    content = models.BinaryField(help_text="JPEG.")
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    taken_down_at = models.DateTimeField(null=True, blank=True)

    objects = PlacePictureQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["place"], condition=Q(taken_down_at=None), name="one_picture_of_a_place_is_up"
            )
        ]

    def __str__(self):
        return f"Picture of place {self.place_id}"

    def get_absolute_url(self):
        return reverse("referrals:picture", args=[self.pk])
