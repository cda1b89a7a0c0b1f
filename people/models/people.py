from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Concat, Lower
from django.urls import reverse

from core.errors import RuleBroken
from core.models import VersionedModel
from people.enums import Sex
from people.models.access import Access


class PlainText(models.Func):
    """`unaccent` as an immutable function (people migration 0001), so that it can stand in generated columns and indexes."""

    function = "plain_text"
    output_field = models.TextField()


class NameKey(models.Func):
    """A name as it is compared (people migration 0003; people.likeness.rules.name_key is the same in Python)."""

    function = "name_key"
    output_field = models.TextField()


class FirstWord(models.Func):
    """What stands before the first blank."""

    function = "split_part"
    template = "%(function)s(%(expressions)s, ' ', 1)"
    output_field = models.TextField()


def _joined(*fields):
    """The fields with a blank between: `||` and not concat_ws, which PostgreSQL does not allow in a generated column."""
    parts = []
    for field in fields:
        parts += [models.F(field), models.Value(" ")]
    return Concat(*parts[:-1], output_field=models.TextField())


class PersonQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those whose record `user` may open: access in force to them, or to their role in their team. Closed by default."""
        return self.filter(pk__in=Access.objects.in_force().held_by(user).values("person_id"), merged_into=None)

    def by_name(self):
        return self.order_by("sort_name", "pk")

    def hold(self, keys):
        """Lock these records until the transaction ends: of two who write about somebody at once, the second finds what the
        first made. Refuses when one of them has been merged into another."""
        locked = self.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")
        if any(locked.values_list("merged_into", flat=True)):
            raise RuleBroken("This record has just been merged into another one. Open it again.")


class Person(VersionedModel):
    """Someone in prison, about to leave prison, or back in the community."""

    given_names = models.CharField(max_length=120)
    family_name = models.CharField(max_length=120)
    known_as = models.CharField(max_length=120, blank=True, help_text="What they like to be called.")
    other_names = models.CharField(
        max_length=300, blank=True, help_text="Earlier names and spellings, so that a search finds them."
    )
    birth_date = models.DateField(null=True, blank=True)
    sex = models.CharField(max_length=10, choices=Sex, default=Sex.NOT_KNOWN)
    language = models.CharField(max_length=60, blank=True, help_text="If not English, or if an interpreter is needed.")
    communication_needs = models.CharField(max_length=300, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    phone_note = models.CharField(
        max_length=200,
        blank=True,
        help_text="Who answers, safe hours, whether to leave a message, what to call ourselves.",
    )
    email = models.EmailField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    details_removed_date = models.DateField(
        null=True, editable=False, help_text="When all that says who they were was removed; they stay counted."
    )
    merged_into = models.ForeignKey(
        "self",
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="merged",
        help_text="The record that stands for this one since it was found to be about the same person.",
    )
    sort_name = models.GeneratedField(
        expression=Lower(PlainText(_joined("family_name", "given_names"))),
        output_field=models.TextField(),
        db_persist=True,
    )
    search_text = models.GeneratedField(
        expression=Lower(PlainText(_joined("given_names", "family_name", "known_as", "other_names"))),
        output_field=models.TextField(),
        db_persist=True,
    )
    family_key = models.GeneratedField(
        expression=NameKey("family_name"), output_field=models.TextField(), db_persist=True
    )
    given_key = models.GeneratedField(
        expression=NameKey(FirstWord("given_names")), output_field=models.TextField(), db_persist=True
    )

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "people"
        indexes = [
            models.Index(fields=["sort_name"], name="person_by_name"),
            # Search by part of a name, one wrong letter forgiven (people.selectors.search).
            GinIndex(fields=["search_text"], opclasses=["gin_trgm_ops"], name="person_search"),
            # Recognising someone on a list by name and date of birth.
            models.Index(fields=["birth_date"], name="person_by_birth_date"),
            # The same where the date of birth is not known: by both names.
            models.Index(fields=["family_key", "given_key"], name="person_by_name_keys"),
        ]
        constraints = [
            models.CheckConstraint(
                name="nobody_is_merged_into_themselves",
                condition=models.Q(merged_into=None) | ~models.Q(merged_into=models.F("pk")),
            )
        ]

    def __str__(self):
        return f"Person {self.pk}"

    @property
    def full_name(self):
        return f"{self.given_names} {self.family_name}"

    @property
    def called(self):
        """How to address them: the name they like, or their first name."""
        return self.known_as or self.given_names.split(" ")[0]

    def get_absolute_url(self):
        return reverse("desk:person", args=[self.pk])
