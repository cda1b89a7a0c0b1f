"""Whatever order of lists, hands and undos: the ledger stays consistent, and the same list again changes nothing."""

import datetime as dt
import itertools

import pytest
import time_machine
from django.db import transaction
from django.db.models import Count, Q
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import RuleBroken
from liberations.enums import ListState
from liberations.services.list_apply import apply_list
from liberations.services.list_undo import undo_list
from liberations.services.lists import read_list
from liberations.services.release_dates import move_release_date
from liberations.services.transfers import transfer_person
from people.models import Identifier, Person
from prisons.models import CustodialEpisode, PrisonStay, ReleaseDate
from prisons.services.episodes import record_release
from tests.contents import contents
from tests.factories.accounts import ManagerFactory
from tests.factories.prisons import PrisonFactory
from tests.factories.referrals import ProgrammeFactory
from tests.liberations.weekly import HEADINGS, csv_of, row, supported

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
PEOPLE = [("090011", "Quill"), ("090012", "Bright"), ("090013", "Sharpe"), ("090014", "Lamont")]
DAYS = [dt.date(2026, 12, 17), dt.date(2027, 1, 14), dt.date(2027, 2, 4), None]
WHO, WHERE, WHEN = st.sampled_from(range(len(PEOPLE))), st.sampled_from([0, 1]), st.sampled_from(DAYS)
STEPS = st.one_of(
    st.tuples(st.just("list"), WHERE, st.dictionaries(WHO, WHEN, min_size=1)),
    st.tuples(st.just("date by hand"), WHO, st.sampled_from(DAYS[:3])),
    st.tuples(st.just("move by hand"), WHO, WHERE),
    st.tuples(st.just("release"), WHO, st.none()),
    st.tuples(st.just("undo"), st.none(), st.none()),
)
# Tables in which what is said of people stands; previews, the trail and notices may grow.
RECORD = {
    "people_person",
    "people_identifier",
    "people_access",
    "prisons_custodialepisode",
    "prisons_prisonstay",
    "prisons_releasedate",
    "referrals_referral",
    "mentoring_flag",
    "liberations_gateliberation",
}


class Walk:
    """Two prisons, a manager, two people on record with mentors and two whom only lists know."""

    def __init__(self):
        self.programme = ProgrammeFactory()
        self.manager = ManagerFactory(team=self.programme.team)
        self.prisons = [PrisonFactory(), PrisonFactory()]
        self.applied, self.files = [], itertools.count()
        for place, (number, family) in enumerate(PEOPLE[:2]):
            supported(self.prisons[place], number, family, self.programme, day=DAYS[1])

    def upload(self, where, rows):
        """A file of its own, with the same rows or others."""
        lines = [row(*PEOPLE[who], day=day) for who, day in rows.items()]
        content = csv_of(HEADINGS, *lines, [], ["", "", "", "", "", ""]) + b"\n" * next(self.files)
        facts = {"prison": self.prisons[where], "programme": self.programme, "file_name": "list.csv"}
        return read_list(content=content, by=self.manager, **facts)

    def step(self, what, first, second):
        """Take a step, if the rules allow it."""
        if what == "list":
            made = self.upload(first, second)
            apply_list(liberation_list=made, by=self.manager)
            self.applied.append(made)
            self.replay(first, second)
        elif what == "undo" and self.applied:
            assert undo_list(liberation_list=self.applied.pop(), by=self.manager).state == ListState.UNDONE
        elif what in ("date by hand", "move by hand", "release"):
            self.by_hand(what, first, second)

    def replay(self, where, rows):
        before = record()
        made = self.upload(where, rows)
        assert made.rows.to_apply().count() == 0
        apply_list(liberation_list=made, by=self.manager)
        assert record() == before

    def by_hand(self, what, who, second):
        episode = CustodialEpisode.objects.filter(person__identifiers__value=PEOPLE[who][0], released_date=None).first()
        if episode is None:
            return
        if what == "release":
            record_release(episode=episode, on=NOON.date(), how="gate", by=self.manager)
        elif what == "move by hand":
            transfer_person(episode=episode, prison=self.prisons[second], on=NOON.date(), by=self.manager)
        else:
            told = {"kind": "prison-stated", "source": "phone", "stated_date": second}
            move_release_date(episode=episode, by=self.manager, **told)


def record():
    return {table: digest for table, digest in contents().items() if table in RECORD}


def assert_consistent():
    inside = CustodialEpisode.objects.filter(released_date=None)
    counted = inside.annotate(
        current=Count("release_dates", filter=Q(release_dates__is_current=True), distinct=True),
        rows=Count("release_dates", distinct=True),
        here=Count("stays", filter=Q(stays__to_date=None), distinct=True),
    )
    assert not counted.exclude(Q(rows=0, current=0) | Q(rows__gt=0, current=1)).exists()
    assert not counted.exclude(here=1).exists()
    assert inside.count() == inside.values("person").distinct().count()
    for episode in CustodialEpisode.objects.all():
        stays = list(PrisonStay.objects.filter(episode=episode).order_by("from_date", "to_date"))
        for one, after in itertools.pairwise(stays):
            assert one.to_date is None or after.from_date >= one.to_date or after.to_date == after.from_date
    assert Identifier.objects.count() == Identifier.objects.values("kind", "value").distinct().count()
    assert Person.objects.count() == Person.objects.values("family_name").distinct().count()


@settings(max_examples=25)
@given(st.lists(STEPS, min_size=2, max_size=7))
def test_lists_hands_and_undos_in_any_order_leave_the_record_consistent(steps):
    with transaction.atomic(), time_machine.travel(NOON, tick=True):
        walk = Walk()
        for each in steps:
            try:
                with transaction.atomic():
                    walk.step(*each)
            except RuleBroken:
                pass
            assert_consistent()
        transaction.set_rollback(True)


@settings(max_examples=20)
@given(WHERE, st.dictionaries(WHO, WHEN, min_size=1))
def test_list_taken_back_can_be_applied_again_with_the_same_effect(where, rows):
    with transaction.atomic(), time_machine.travel(NOON, tick=True):
        walk = Walk()
        before = facts()
        made = walk.upload(where, rows)
        kinds = sorted(made.rows.values_list("row_number", "difference"), key=str)
        apply_list(liberation_list=made, by=walk.manager)
        after = facts()

        undo_list(liberation_list=made, by=walk.manager)
        undone = facts()
        again = walk.upload(where, rows)
        same = sorted(again.rows.values_list("row_number", "difference"), key=str)
        apply_list(liberation_list=again, by=walk.manager)

        assert (undone, same, facts()) == (before, kinds, after)
        transaction.set_rollback(True)


def facts():
    """Who is where until when, whatever the keys."""
    numbers = Identifier.objects.values_list("value", "person__family_name")
    stays = PrisonStay.objects.values_list("episode__person__family_name", "prison", "from_date", "to_date")
    days = ReleaseDate.objects.current().exclude(liberation_date=None)
    dates = days.values_list("episode__person__family_name", "liberation_date", "stated_date", "sentence_date")
    return [sorted(rows, key=str) for rows in (numbers, stays, dates)]
