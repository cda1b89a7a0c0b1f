import hashlib
from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.models import VersionedModel
from liberations.enums import ListColumn


class ColumnMappingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What the user's team has chosen: another team's choice never decides how this team's lists are read."""
        return self.filter(team=user.team_id)

    def in_force(self):
        """Chosen and not forgotten."""
        return self.filter(forgotten_at=None)

    def latest_first(self, *, team, prison) -> list[dict[str, str]]:
        """The columns in force that a team chose for a prison's lists, heading to column."""
        chosen = self.in_force().filter(team=team, prison=prison)
        return list(chosen.order_by("-saved_at").values_list("columns", flat=True))


class ColumnMapping(VersionedModel):
    """What the columns of a prison's lists say, chosen once by a person. A prison may send lists of several layouts."""

    team = models.ForeignKey("accounts.Team", on_delete=models.PROTECT, related_name="column_mappings")
    prison = models.ForeignKey("prisons.Prison", on_delete=models.PROTECT, related_name="column_mappings")
    layout = models.CharField(max_length=64, help_text="Digest of all headings, in any order.")
    columns = models.JSONField(help_text="Every heading with its column; an empty one is not needed.")
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()
    forgotten_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    forgotten_at = models.DateTimeField(null=True)

    objects = ColumnMappingQuerySet.as_manager()

    class Meta:
        ordering = ["prison__name", "-saved_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["team", "prison", "layout"],
                condition=Q(forgotten_at=None),
                name="columns_are_chosen_once_for_a_layout",
            ),
            models.CheckConstraint(
                name="forgotten_columns_have_their_moment",
                condition=Q(forgotten_by=None) | Q(forgotten_at__isnull=False),
            ),
        ]

    def __str__(self):
        return f"Columns {self.pk}"

    @property
    def said(self) -> list[tuple[str, str]]:
        """What is needed and the heading it stands under, in the order of ListColumn."""
        headings = {column: heading for heading, column in self.columns.items() if column}
        return [(column.label, headings[column]) for column in ListColumn if column in headings]


def layout_of(headings: Iterable[str]) -> str:
    """The same for the same headings in any order."""
    return hashlib.sha256("\n".join(sorted(headings)).encode()).hexdigest()
