from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from core.models import KeyedModel, VersionedModel
from people.enums import HowGiven
from people.models import AboutPersonQuerySet
from referrals.enums import StorySection, StoryState


class SharePackQuerySet(AboutPersonQuerySet):
    def agreed(self):
        """Those that may be shown to somebody, by a consent to sharing with them."""
        return self.filter(state=StoryState.AGREED)


class SharePack(VersionedModel):
    """What a person wants told once: sections chosen with them, in their words. The rest of the record is not in it.

    Written as a draft; from the moment they agreed to it, it never changes: what is to be told otherwise is another pack, and
    every referral keeps the one it was sent with. Who may be shown it is a matter of their consent to sharing with each agency.
    """

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="share_packs")
    state = models.CharField(max_length=10, choices=StoryState, default=StoryState.DRAFT)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    agreed_date = models.DateField(null=True)
    agreed_how = models.CharField(max_length=10, choices=HowGiven, blank=True)
    witness = models.CharField(max_length=120, blank=True)
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Who wrote down that they agreed.",
    )
    agreed_at = models.DateTimeField(null=True)
    stopped_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    stopped_at = models.DateTimeField(null=True)

    objects = SharePackQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at"]
        constraints = [
            models.CheckConstraint(
                name="an_agreed_story_says_when_how_and_who_wrote_it_down",
                condition=Q(state=StoryState.DRAFT, agreed_date=None, agreed_how="", agreed_by=None, agreed_at=None)
                | (
                    Q(agreed_date__isnull=False, agreed_by__isnull=False, agreed_at__isnull=False)
                    & ~Q(state=StoryState.DRAFT)
                    & ~Q(agreed_how="")
                ),
            ),
            models.CheckConstraint(
                name="a_story_agreed_aloud_has_a_witness", condition=~Q(agreed_how=HowGiven.SPOKEN) | ~Q(witness="")
            ),
            models.CheckConstraint(
                name="a_stopped_story_has_moment_and_author",
                condition=Q(state=StoryState.STOPPED, stopped_by__isnull=False, stopped_at__isnull=False)
                | (~Q(state=StoryState.STOPPED) & Q(stopped_by=None, stopped_at=None)),
            ),
        ]

    def __str__(self):
        return f"Share pack {self.pk}"

    def get_absolute_url(self):
        return reverse("referrals:story", args=[self.pk])

    @property
    def is_draft(self):
        return self.state == StoryState.DRAFT

    @property
    def may_be_shown(self):
        return self.state == StoryState.AGREED


class SharePackSection(KeyedModel):
    """One section of a pack, in the person's words."""

    pack = models.ForeignKey(SharePack, on_delete=models.PROTECT, related_name="sections")
    section = models.CharField(max_length=12, choices=StorySection)
    text = models.TextField(max_length=2000)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pack", "section"], name="one_text_per_section_of_a_story"),
            models.CheckConstraint(name="a_section_says_something", condition=~Q(text="")),
        ]

    def __str__(self):
        return f"Section {self.pk}"
