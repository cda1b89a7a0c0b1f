"""What an applied list made, and what has been built on it since, by row of the spreadsheet."""

import dataclasses
import uuid
from collections.abc import Collection, Iterable, Sequence

from django.db.models import Model, Q

from liberations.early_release.facts import schemed_away
from liberations.models import AppliedRow, GateLiberation, LiberationList, ListRow, SchemeMember
from mentoring.models import Meeting
from people.enums import IdentifierKind
from people.models import Access, Identifier, Person
from prisons.models import CustodialEpisode, PrisonStay, ReleaseDate
from referrals.enums import ReferralState
from referrals.models import Referral

UNEDITED = 1


@dataclasses.dataclass
class Made:
    """What applying a list made: `applied` in the order of the spreadsheet, and the keys of what was new."""

    list: LiberationList
    applied: Sequence[AppliedRow]
    people: set[uuid.UUID]
    new_episodes: set[uuid.UUID]
    referrals: set[uuid.UUID]
    numbers: set[uuid.UUID]
    episodes: dict[uuid.UUID, CustodialEpisode]
    former_dates: dict[uuid.UUID, ReleaseDate]

    @classmethod
    def by(cls, made: LiberationList, applied: Sequence[AppliedRow]) -> "Made":
        people = {row.person_key for row in applied if row.made_person}
        given = {row.row.number for row in applied if row.made_person and row.row.adds_number}
        numbers = Identifier.objects.filter(person__in=people, kind=IdentifierKind.SPS, value__in=given)
        return cls(
            list=made,
            applied=applied,
            people=people,
            new_episodes={row.episode_key for row in applied if row.made_episode},
            referrals={row.referral_key for row in applied if row.referral_key},
            numbers={row.number_key for row in applied if row.number_key} | set(numbers.values_list("pk", flat=True)),
            episodes=CustodialEpisode.objects.in_bulk([row.episode_key for row in applied]),
            former_dates=ReleaseDate.objects.in_bulk([row.former_date_key for row in applied if row.former_date_key]),
        )

    @property
    def dated(self) -> Sequence[AppliedRow]:
        """Rows that moved the date of somebody who was in custody before."""
        return [row for row in self.applied if row.date_key and not row.made_episode]

    @property
    def moved(self) -> Sequence[AppliedRow]:
        """Rows that moved somebody here from another prison."""
        return [row for row in self.applied if row.stay_key]


def in_the_way(made: Made) -> dict[int, str]:
    """Why the list cannot be taken back as a whole: a reason for each row, by its number. Empty when nothing stands on it."""
    reasons: dict[int, str] = {}
    for row in made.applied:
        if row.episode_key not in made.episodes:
            reasons[row.row.row_number] = "this record has been put together with another since"
        elif made.episodes[row.episode_key].released_date:
            reasons[row.row.row_number] = "they have been released since"
    for keys, name, reason in _found(made):
        for row in made.applied:
            if getattr(row, name) in keys:
                reasons.setdefault(row.row.row_number, reason)
    return reasons


def _found(made: Made) -> Iterable[tuple[set[uuid.UUID], str, str]]:
    """Keys that stand in the way, the field of AppliedRow they are in, and why."""
    dates = {row.date_key for row in made.applied if row.date_key}
    counting = set(ReleaseDate.objects.current().filter(pk__in=dates).values_list("pk", flat=True))
    yield dates - counting, "date_key", "another date has been recorded since"
    former = {row.former_date_key for row in made.dated}
    yield schemed_away(former), "former_date_key", "the early release that gave the day before was taken back since"
    stays = {row.stay_key for row in made.moved}
    there = set(PrisonStay.objects.filter(pk__in=stays, to_date=None).values_list("pk", flat=True))
    yield stays - there, "stay_key", "they have moved prison since"
    yield _moved_on(made), "episode_key", "they have moved prison since"
    untouched = set(
        Referral.objects.filter(pk__in=made.referrals, state=ReferralState.RECEIVED).values_list("pk", flat=True)
    )
    yield made.referrals - untouched, "referral_key", "their referral has been dealt with since"
    edited = Person.objects.filter(pk__in=made.people).exclude(version=UNEDITED)
    yield set(edited.values_list("pk", flat=True)), "person_key", "their record has been changed since"
    edited = CustodialEpisode.objects.filter(pk__in=made.new_episodes).exclude(version=UNEDITED)
    yield set(edited.values_list("pk", flat=True)), "episode_key", "their time in custody has been changed since"
    yield _at_the_gate(made), "episode_key", "what happened at the gate, or the plan for it, has been recorded since"
    yield _visited(made), "episode_key", "a visit at this prison has been planned or recorded since"
    for field, model, keys in (
        ("referral_key", Referral, made.referrals),
        ("episode_key", CustodialEpisode, made.new_episodes),
        ("person_key", Person, made.people),
    ):
        for added, what in _added(made, model, keys):
            yield added, field, f"added since: {what}"


def _moved_on(made: Made) -> set[uuid.UUID]:
    """New times in custody with more than the one stay."""
    stays = PrisonStay.objects.filter(episode__in=made.new_episodes)
    return set(stays.exclude(prison=made.list.prison_id, to_date=None).values_list("episode_id", flat=True))


def _at_the_gate(made: Made) -> set[uuid.UUID]:
    """Where an outcome was recorded since, or a time and place at the new gate."""
    moved = [row.episode_key for row in made.moved]
    planned_here = Q(episode__in=moved) & (Q(meet_time__isnull=False) | ~Q(meeting_point=""))
    outcome = Q(episode__in=made.episodes, outcome_at__gt=made.list.applied_at)
    return set(GateLiberation.objects.filter(planned_here | outcome).values_list("episode_id", flat=True))


def _visited(made: Made) -> set[uuid.UUID]:
    since = Q(planned_at__gt=made.list.applied_at) | Q(recorded_at__gt=made.list.applied_at)
    meetings = Meeting.objects.filter(since, episode__in=[row.episode_key for row in made.moved])
    return set(meetings.filter(prison=made.list.prison_id).values_list("episode_id", flat=True))


def _added(made: Made, model: type[Model], keys: Collection[uuid.UUID]) -> Iterable[tuple[set[uuid.UUID], str]]:
    """Everything else that points to what the list made, whatever kind of row it is: the keys pointed to, and its name."""
    for relation in model._meta.get_fields(include_hidden=True):
        if not relation.auto_created or relation.concrete or relation.many_to_many:
            continue
        other, field = relation.related_model, relation.field.attname
        if other in (AppliedRow, ListRow):
            continue
        pointing = other._base_manager.filter(**{f"{field}__in": keys}).exclude(_own(made, other))
        yield set(pointing.values_list(field, flat=True)), str(other._meta.verbose_name)


def _own(made: Made, model: type[Model]) -> Q:
    """Which rows of a model the list made itself."""
    own = {
        CustodialEpisode: Q(pk__in=made.new_episodes),
        # One that waited already goes back to the time in custody it came in (list_undo).
        Referral: Q(pk__in=made.referrals) | Q(received_at__lt=made.list.applied_at),
        Identifier: Q(pk__in=made.numbers),
        ReleaseDate: Q(pk__in=[row.date_key for row in made.applied if row.date_key]),
        # A second stay is a move (_moved_on).
        PrisonStay: Q(episode__in=made.new_episodes),
        Access: Q(from_at=made.list.applied_at),
        # A scheme that has moved nothing of theirs forgets them (list_undo); one that has is a date recorded since.
        SchemeMember: Q(after_row=None),
    }
    return own.get(model, Q(pk__in=[]))
