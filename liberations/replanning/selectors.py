"""What the pages show of re-plans: what changed of one person, what needs a decision, who was told."""

import dataclasses
import datetime as dt
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject

from accounts.models import User
from liberations.enums import ReplanItemKind, ReplanItemState
from liberations.models import Replan, ReplanItem
from mentoring.enums.cases import AssignmentRole
from mentoring.models import Case
from notifications.enums import Kind
from notifications.models import Message
from prisons.enums import Jurisdiction
from prisons.holidays import holidays_for

# Older changes than these are read in the timeline and the trail.
REPLANS_SHOWN = 12


@dataclasses.dataclass(frozen=True)
class PlannedAgain:
    """A re-plan as its page shows it: what was done by itself, what needs a decision, and what has been decided."""

    replan: Replan
    done: list[ReplanItem]
    open: list[ReplanItem]
    decided: list[ReplanItem]
    told: list[str]


def changes(case: Case) -> list[PlannedAgain]:
    """What moved of the case's present time in custody and what followed, newest first. Three queries."""
    replans = list(
        case.replans.filter(episode=case.episode_id).select_related(
            "case", "from_prison", "to_prison__area", "ledger_row", "recorded_by"
        )[:REPLANS_SHOWN]
    )
    by_key = {replan.pk: replan for replan in replans}
    standing = ReplanItem.objects.filter(pk=OuterRef("pk")).open()
    items = list(
        ReplanItem.objects.filter(replan__in=by_key)
        .annotate(is_needed=Exists(standing))
        .select_related("meeting", "mentor__user", "decided_by")
        .order_by("kind", "on_date", "pk")
    )
    told: dict[uuid.UUID, list[str]] = {key: [] for key in by_key}
    for replan, message in notices_of(replans):
        told[replan.pk].append(message.recipient.name)
    parts: dict[uuid.UUID, tuple[list, list, list]] = {key: ([], [], []) for key in by_key}
    for item in items:
        item.replan = by_key[item.replan_id]
        done, needed, decided = parts[item.replan_id]
        if item.state == ReplanItemState.DONE:
            done.append(item)
        else:
            (needed if item.is_needed else decided).append(item)
    return [PlannedAgain(each, *parts[each.pk], told=sorted(told[each.pk])) for each in replans]


def closed_after(days: Iterable[dt.date | None]) -> frozenset[dt.date]:
    """National days on which offices are closed within the 48 hours after any of these days. One query."""
    known = [day for day in days if day]
    if not known:
        return frozenset()
    return holidays_for(Jurisdiction.SCOTLAND, min(known), max(known) + dt.timedelta(days=2))


# Notices of a re-plan, one to each who is told.
TOLD = (Kind.RELEASE_DATE_MOVED, Kind.RELEASE_DATE_KNOWN, Kind.TRANSFERRED)


def kind_of(replan: Replan) -> Kind:
    """Which notice tells of a re-plan."""
    if not replan.day_moved:
        return Kind.TRANSFERRED
    return Kind.RELEASE_DATE_MOVED if replan.before_date else Kind.RELEASE_DATE_KNOWN


def notices_of(replans: Iterable[Replan]) -> Iterator[tuple[Replan, Message]]:
    """Who was told of these re-plans, in their order: each with each notice of it, taken back or not. One query."""
    replans = list(replans)
    posted = defaultdict(dict)
    rows = Message.objects.filter(subject_key__in={each.case_id for each in replans}, kind__in=TOLD)
    for message in rows.select_related("recipient"):
        posted[message.subject_key][message.dedupe_key] = message
    for replan in replans:
        messages = posted[replan.case_id]
        for user in dict.fromkeys(message.recipient_id for message in messages.values()):
            message = messages.get(f"{kind_of(replan)}/{replan.pk}/{user}")
            if message:
                yield replan, message


def open_decisions(user: User) -> QuerySet[ReplanItem]:
    """Decisions that moved days and transfers ask for, of the people `user` may open, with all that a line shows."""
    return (
        ReplanItem.objects.visible_to(user)
        .open()
        .annotate(
            ledger=FilteredRelation(
                "replan__episode__release_dates", condition=Q(replan__episode__release_dates__is_current=True)
            ),
            stay=FilteredRelation("replan__episode__stays", condition=Q(replan__episode__stays__to_date=None)),
            lead=FilteredRelation(
                "replan__case__assignments",
                condition=Q(
                    replan__case__assignments__role=AssignmentRole.LEAD, replan__case__assignments__until_date=None
                ),
            ),
        )
        .annotate(
            liberation_day=F("ledger__liberation_date"),
            now_at=F("stay__prison_id"),
            now_at_name=F("stay__prison__name"),
            lead_id=F("lead__mentor_id"),
            lead_name=F("lead__mentor__user__name"),
        )
        .select_related(
            "replan__case__person",
            "replan__from_prison",
            "replan__to_prison__area",
            "replan__ledger_row",
            "meeting",
            "mentor__user",
        )
    )


@dataclasses.dataclass(frozen=True)
class Decisions:
    """How many decisions wait, and how many of them are a manager's."""

    all: int
    for_managers: int


@dataclasses.dataclass(frozen=True)
class LatestChange:
    """What moved last of a case, for the line above what still needs a decision."""

    before_date: dt.date | None
    after_date: dt.date | None
    from_prison: str | None
    to_prison: str | None

    @property
    def day_moved(self):
        return self.before_date != self.after_date

    @property
    def moved_days(self):
        """Days moved, negative when brought forward; None when there was no day before or is none now."""
        return (self.after_date - self.before_date).days if self.before_date and self.after_date else None


def needs_decision(on: dt.date) -> ArraySubquery:
    """Of a case: for each decision that waits on a day its kind and what moved (see `waiting_decisions`), the latest change first."""
    said = JSONObject(
        kind="kind",
        before_date="replan__before_date",
        after_date="replan__after_date",
        from_prison="replan__from_prison__name",
        to_prison="replan__to_prison__name",
    )
    items = ReplanItem.objects.filter(replan__case=OuterRef("pk")).open(on)
    return ArraySubquery(items.order_by("-replan__recorded_at", "kind", "pk").values_list(said))


def waiting_decisions(said: Sequence[dict]) -> tuple[LatestChange | None, list[str]]:
    """The latest change that needs a decision, and what has to be decided of it and of those before, in a few words each."""
    if not said:
        return None, []
    latest = said[0]
    days = [latest[name] and dt.date.fromisoformat(latest[name]) for name in ("before_date", "after_date")]
    kinds = Counter(ReplanItemKind(each["kind"]).label for each in said)
    words = [label if number == 1 else f"{label} ({number})" for label, number in kinds.items()]
    return LatestChange(*days, latest["from_prison"], latest["to_prison"]), words
