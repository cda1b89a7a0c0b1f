"""Every list page of the product in one table: as many SQL statements for 200 rows as for one, and never more than ten.

A list page is a page that GET shows (status 200) and that
- has a `Page` in its context, or
- is a file (CSV) and no page at all, or
- is drawn by a template with rows in it (ROWS: the tables, cards, tasks and timelines of docs/pages.md), or
- has no key in its address and no form of its own, and is for those who have signed in: first pages, figures, jobs.
The guard opens every URL there is, as tests/test_access.py says how, and asks that of it.

To add a page: one line under its URL name. Who opens it, what makes more rows of it (a maker of tests/crowds: write one
if none fits), the keys of its address, and the queries after the address that show other rows.
"""

import dataclasses
from collections.abc import Callable

import pytest
import time_machine
from django.core.paginator import Page
from django.db import connection, transaction
from django.forms import BaseForm
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.access import ACTORS, World, address, browser_of
from tests.access_rows import TABLE as ACCESS
from tests.crowds import (
    administration,
    afterwards,
    casework,
    contact,
    courts,
    dates,
    first_days,
    money,
    moving_on,
    packs,
    readiness,
    record,
    sharing,
)
from tests.crowds.world import NOON, CrowdedWorld

pytestmark = pytest.mark.django_db
FEW, MANY = 1, 200
# What the page recipe draws rows with. It is looked for in the templates and not in the page, which may be empty today.
ROWS = ('class="table', 'class="cards', 'class="task-list', 'class="timeline', 'class="results')


@dataclasses.dataclass(frozen=True)
class ListPage:
    """`by` are columns of the access table; `more(world, number)` makes rows; `of(world)` gives the keys of the address.

    More than ten statements need a reason beside the line; `most_at` gives the number for one of the queries alone.
    """

    by: tuple[str, ...]
    more: Callable
    of: Callable = lambda world: ()
    queries: tuple[str, ...] = ("",)
    most: int = 10
    most_at: dict[str, int] = dataclasses.field(default_factory=dict)

    def allows(self, url):
        _, mark, query = url.partition("?")
        return self.most_at.get(mark + query, self.most)


MENTOR, MANAGER, ADMINISTRATOR, AUDITOR = ("community mentor",), ("manager",), ("administrator",), ("auditor",)
BOTH = MENTOR + MANAGER
RECORD = (
    "",
    "?tab=plan",
    "?tab=ready",
    "?tab=release",
    "?tab=after",
    "?tab=timeline",
    "?tab=dates",
    "?tab=consents",
    "?tab=earlier",
)


# A day holds 20 stops at most, fewer than a crowd: tests/liberations/pathway/test_pathway_views.py counts them.
# What to do after signing up is four links.
NEVER_MANY = frozenset({"liberations:pathway", "liberations:pathway_pdf", "mentoring:signed_up"})


def sheet_of(world):
    return (world.prisons[0].pk, "2026-11-23")


# fmt: off
LISTS = {
    "accounts:staff_list": ListPage(ADMINISTRATOR, administration.staff),
    "accounts:team_list": ListPage(ADMINISTRATOR, administration.teams),
    "audit:trail": ListPage(MANAGER + AUDITOR, administration.events, queries=("?verb=changed",)),
    "desk:administration": ListPage(ADMINISTRATOR, administration.staff),
    "desk:caseload": ListPage(
        BOTH, casework.cases, queries=("", "?liberation=84&sort=visits", "?mentor={world.mentor.pk}")),
    "desk:caseload_export": ListPage(BOTH, casework.cases),
    # Ten for a mentor; a manager's page counts the cohorts of schemes in use as well.
    "desk:connections": ListPage(MANAGER, casework.connections),
    "desk:equality_counts": ListPage(MANAGER, casework.answered),
    "desk:equality_export": ListPage(MANAGER, casework.answered),
    # And what was said of the first hours.
    "desk:home": ListPage(BOTH, casework.cases, most=12),
    "desk:jobs": ListPage(ADMINISTRATOR, administration.job_runs),
    "desk:month": ListPage(BOTH, casework.cases, lambda world: (2026, 12), ("", "?gate=to-settle")),
    "desk:people": ListPage(MANAGER, casework.sought, queries=("?search={world.search.pk}",)),
    # The tab of the time after release shows eight nouns, each with its own statement or two; that of the day of release what
    # the day is checked by.
    "desk:person": ListPage(
        BOTH, record.record, lambda world: (world.record.pk,), RECORD, most_at={"?tab=release": 12, "?tab=after": 15}),
    "desk:ready_list": ListPage(BOTH, casework.cases, queries=("?standing=open",)),
    "desk:ready_export": ListPage(BOTH, casework.cases, queries=("?standing=open",)),
    "liberations:date_export": ListPage(BOTH, casework.cases),
    "liberations:date_list": ListPage(BOTH, casework.cases),
    # The header of the person, and what the day is checked by: places, ways, holidays, the day and the gate.
    "liberations:day_plan": ListPage(BOTH, first_days.stops_taken_out, lambda world: (world.case.pk,), most=12),
    "liberations:decision_list": ListPage(BOTH, dates.decisions),
    "liberations:duplicates": ListPage(MANAGER, record.namesakes),
    # The header of the person, the gate and what was asked about it, beside the mentors.
    "liberations:gate_cover": ListPage(MANAGER, casework.mentors, lambda world: (world.waiting.pk,), most=12),
    "liberations:gate_day": ListPage(MANAGER, casework.cases, queries=("?when=today",)),
    "liberations:gate_list": ListPage(BOTH, casework.cases, queries=("", "?first_day=not-planned")),
    "liberations:absence": ListPage(MANAGER, moving_on.people_of_who_is_away, lambda world: (moving_on.absence(world),)),
    # The people and the team's mentors with all that a match goes by, beside the gates and whom they were to cover for.
    "liberations:absence_cover": ListPage(
        MANAGER, moving_on.people_of_who_is_away, lambda world: (moving_on.absence(world),), most=12),
    "liberations:absence_list": ListPage(MANAGER, moving_on.absences),
    # The same, with those they cover for and how many are hidden.
    "liberations:caseload_move": ListPage(
        MANAGER, moving_on.people_of_who_is_away, lambda world: (moving_on.who_is_away(world),), most=12),
    "liberations:caseload_moved": ListPage(MANAGER, moving_on.passed_on, lambda world: (moving_on.decision(world),)),
    "liberations:handover_list": ListPage(MANAGER, moving_on.handovers),
    "liberations:first_hours_list": ListPage(BOTH, contact.first_hours),
    # The header of the person, the tries, the steps, who else may have seen them and whom we may ask.
    "liberations:lost_contact": ListPage(BOTH, contact.lost, lambda world: (world.lost.pk,), most=13),
    "liberations:lost_export": ListPage(BOTH, contact.lost),
    # The figures, the mentors and, of the page, the tries, what was said and whom we may ask.
    "liberations:lost_list": ListPage(BOTH, contact.lost, queries=("", "?standing=mentor&sort=since"), most=11),
    "liberations:leg_list": ListPage(BOTH, first_days.legs, queries=("", "?q=a&mode=public")),
    "liberations:messages": ListPage(BOTH, contact.lost, lambda world: (world.lost.pk,), most=11),
    "liberations:text_list": ListPage(ADMINISTRATOR, contact.lost),
    "liberations:list": ListPage(MANAGER, dates.list_rows, lambda world: (world.list.pk,)),
    "liberations:list_columns": ListPage(MANAGER, dates.lines, lambda world: (world.list_to_map.pk,)),
    "liberations:list_decide": ListPage(
        MANAGER, dates.candidates, lambda world: (world.list.pk, world.doubtful.pk)),
    "liberations:list_export": ListPage(MANAGER, dates.list_rows, lambda world: (world.list.pk,)),
    "liberations:list_upload": ListPage(MANAGER, dates.lists),
    # Two whole records side by side, with whatever is to be settled before they become one, also whom both name to ask.
    "liberations:merge": ListPage(MANAGER, record.record, lambda world: (world.record.pk, world.twin.pk), most=17),
    # Likeness is asked of everybody on record, and then of those the reader may open.
    "liberations:merge_choose": ListPage(MANAGER, record.namesakes, lambda world: (world.record.pk,), most=12),
    # The same header, and the decisions with what they rest on.
    # The header of the person, the pack with what is in it and what became of it.
    "liberations:pack": ListPage(MANAGER, packs.items, lambda world: (packs.pack(world).case_id,), most=11),
    "liberations:pack_list": ListPage(BOTH, casework.cases, queries=("", "?window=84&sort=state", "?state=not-begun")),
    "liberations:pack_templates": ListPage(ADMINISTRATOR, packs.templates, lambda world: (world.programme.pk,)),
    "liberations:stock": ListPage(BOTH, packs.vouchers),
    "liberations:stock_count": ListPage(BOTH, packs.vouchers, lambda world: (packs.count(world).pk,)),
    "liberations:voucher": ListPage(BOTH, packs.moves, lambda world: (packs.often_lost(world).pk,)),
    "liberations:voucher_export": ListPage(MANAGER, packs.vouchers),
    "liberations:voucher_kind_list": ListPage(ADMINISTRATOR, packs.vouchers),
    "liberations:voucher_list": ListPage(BOTH, packs.vouchers, queries=("", "?state=in-stock&sort=kind")),
    "liberations:replans": ListPage(MANAGER, dates.changes, lambda world: (world.waiting.pk,), most=11),
    "liberations:money_export": ListPage(BOTH, money.given),
    "liberations:money_list": ListPage(BOTH, money.given, queries=("", "?receipt=missing")),
    "liberations:scheme": ListPage(MANAGER, dates.members, lambda world: (world.scheme.pk,)),
    "liberations:scheme_cohort": ListPage(MANAGER, casework.referrals, lambda world: (world.shifted.pk,)),
    "liberations:scheme_export": ListPage(MANAGER, dates.members, lambda world: (world.scheme.pk,)),
    "liberations:scheme_list": ListPage(MANAGER, dates.schemes),
    "liberations:release_date": ListPage(MANAGER, record.ledger, lambda world: (world.waiting.person_id,)),
    "mentoring:allocate": ListPage(MANAGER, casework.mentors, lambda world: (world.waiting.pk,)),
    "mentoring:allocation": ListPage(MANAGER, casework.allocated, lambda world: (world.allocation.pk,)),
    "mentoring:allocation_list": ListPage(MANAGER, casework.allocations),
    "mentoring:allocation_proposal": ListPage(
        MANAGER, casework.mentors, queries=("", "?of={world.mentor.pk}", "?case={world.waiting.pk}")),
    "mentoring:allocation_queue": ListPage(MANAGER, casework.waiting_cases),
    "mentoring:caseload_weights": ListPage(MANAGER, casework.mentors),
    "mentoring:match_preferences": ListPage(MANAGER, casework.preferences, lambda world: (world.waiting.pk,)),
    "mentoring:mentor_load": ListPage(BOTH, casework.cases, lambda world: (world.mentor.pk,)),
    "desk:case_standards": ListPage(BOTH, record.record, lambda world: (world.case.pk,)),
    "mentoring:court_list": ListPage(BOTH, courts.days, queries=("", "?state=coming")),
    "mentoring:match": ListPage(MANAGER, moving_on.reviews, lambda world: (world.case.pk,)),
    "mentoring:match_list": ListPage(MANAGER, moving_on.matches),
    "mentoring:contact_choose": ListPage(MENTOR, casework.cases),
    "mentoring:mentor": ListPage(MANAGER, casework.clearances, lambda world: (world.mentor.pk,)),
    "mentoring:outcome_export": ListPage(BOTH, afterwards.readings),
    "mentoring:outcome_list": ListPage(BOTH, afterwards.readings, queries=("", "?state=due&sort=name")),
    "mentoring:outcomes": ListPage(BOTH, afterwards.readings, lambda world: (world.case.pk,)),
    "mentoring:ending_talk": ListPage(MANAGER, afterwards.talks, lambda world: (world.case.pk,)),
    "mentoring:day_results": ListPage(MENTOR, casework.cases, sheet_of),
    "mentoring:day_sheet": ListPage(BOTH, casework.cases, sheet_of),
    "mentoring:visits_to_book": ListPage(BOTH, casework.cases),
    "mentoring:sheet_days": ListPage(BOTH, casework.cases),
    "mentoring:mentor_list": ListPage(MANAGER, casework.mentors),
    "mentoring:paper_list": ListPage(MANAGER, casework.mentors),
    "mentoring:training_kind_list": ListPage(ADMINISTRATOR, administration.training_kinds),
    "mentoring:mentor_support": ListPage(MENTOR, casework.debriefs, lambda world: (world.mentor.pk,)),
    "mentoring:first_night": ListPage(MANAGER, readiness.nights, lambda world: (world.waiting.pk,)),
    "mentoring:ready_item": ListPage(MANAGER, readiness.steps, lambda world: (world.waiting.pk, world.ready.kind_id)),
    "mentoring:readiness_kind_list": ListPage(ADMINISTRATOR, readiness.items, lambda world: (world.programme.pk,)),
    "mentoring:refused_list": ListPage(BOTH, readiness.lost),
    "mentoring:visits_lost": ListPage(MANAGER, readiness.lost),
    "mentoring:visits_lost_export": ListPage(MANAGER, readiness.lost),
    "mentoring:plan": ListPage(BOTH, record.record, lambda world: (world.plan.pk,)),
    "mentoring:promise_list": ListPage(BOTH, casework.plans),
    "mentoring:review_list": ListPage(BOTH, casework.plans, queries=("", "?state=soon")),
    "mentoring:scale": ListPage(ADMINISTRATOR, administration.scales, lambda world: (world.programme.pk,)),
    "notifications:list": ListPage(MENTOR, casework.notices),
    "people:connection_own": ListPage(("prison mentor",), casework.own_connections),
    "people:edit": ListPage(MANAGER, record.record, lambda world: (world.record.pk,)),
    "prisons:area": ListPage(ADMINISTRATOR, administration.holidays, lambda world: (world.area.pk,)),
    "prisons:area_list": ListPage(ADMINISTRATOR, administration.areas),
    "prisons:national": ListPage(ADMINISTRATOR, administration.holidays, lambda world: ("scotland",)),
    "prisons:prison_list": ListPage(ADMINISTRATOR, administration.prisons),
    "prisons:rule_list": ListPage(ADMINISTRATOR, administration.rule_periods),
    "prisons:visits": ListPage(ADMINISTRATOR, readiness.visiting, lambda world: (world.prisons[0].pk,)),
    "referrals:agency": ListPage(ADMINISTRATOR, administration.services, lambda world: (world.agency.pk,)),
    "referrals:agency_list": ListPage(ADMINISTRATOR, administration.agencies),
    "referrals:consent_list": ListPage(MANAGER, record.record, lambda world: (world.record.pk,)),
    "people:alert_list": ListPage(MANAGER, casework.alerts, queries=("", "?state=all")),
    "people:wording_list": ListPage(ADMINISTRATOR, administration.wordings),
    "referrals:agreement_list": ListPage(ADMINISTRATOR, administration.agreements),
    "referrals:directory": ListPage(
        BOTH + ADMINISTRATOR, administration.services, queries=("", "?takes=pets&room=open", "?area={world.area.pk}")),
    "referrals:directory_export": ListPage(MANAGER, administration.services),
    "referrals:directory_for": ListPage(MANAGER, administration.services, lambda world: (world.record.pk,)),
    "referrals:onward": ListPage(MANAGER, record.record, lambda world: (world.onward.pk,)),
    "referrals:onward_all": ListPage(BOTH, record.record, queries=("", "?standing=open&whose=mine")),
    "referrals:onward_export": ListPage(MANAGER, record.record),
    "referrals:onward_list": ListPage(MANAGER, record.record, lambda world: (world.record.pk,)),
    "desk:unmet_counts": ListPage(MANAGER, sharing.unmet, most=12),  # Four tables of figures.
    "desk:unmet_export": ListPage(MANAGER, sharing.unmet),
    "desk:unmet_people": ListPage(MANAGER, sharing.unmet),
    "mentoring:case_services": ListPage(MANAGER, sharing.needs, lambda world: (world.case.pk,), most=13),
    "mentoring:place_board": ListPage(BOTH, sharing.places, queries=("", "?see_to=any", "?stands=taken")),
    "mentoring:place_export": ListPage(BOTH, sharing.places),
    "mentoring:held_place": ListPage(BOTH, sharing.stays, lambda world: (world.held_place.pk,)),
    "mentoring:place_offer": ListPage(MANAGER, sharing.stays, lambda world: (world.case.pk,), most=14),
    "mentoring:stay": ListPage(MANAGER, sharing.steps, lambda world: (world.stay.pk,), most=12),
    "mentoring:place_list": ListPage(ADMINISTRATOR, sharing.places),
    "referrals:story_list": ListPage(MANAGER, sharing.stories, lambda world: (world.record.pk,)),
    "referrals:story": ListPage(MANAGER, sharing.stories, lambda world: (world.story.pk,)),
    "referrals:withdrawal_list": ListPage(BOTH, record.record, queries=("", "?waits=week")),
    "referrals:disclosure_list": ListPage(MANAGER, record.record, lambda world: (world.record.pk,)),
    "referrals:counts_export": ListPage(MANAGER, casework.referrals),
    "referrals:place_list": ListPage(ADMINISTRATOR, administration.places, queries=("", "?lacks=hours", "?state=open")),
    "referrals:programme_list": ListPage(ADMINISTRATOR, administration.programmes),
    "referrals:referral": ListPage(MANAGER, record.record, lambda world: (world.referral.pk,)),
    "referrals:referral_counts": ListPage(MANAGER, casework.referrals),
    "referrals:referral_list": ListPage(MANAGER, casework.referrals),
}
# fmt: on


@time_machine.travel(NOON, tick=False)
def test_every_list_asks_the_database_as_often_for_200_rows_as_for_one():
    world = CrowdedWorld()
    browsers = {actor: _warm(browser_of(actor, world)) for page in LISTS.values() for actor in page.by}
    makers = dict.fromkeys(page.more for page in LISTS.values())

    _fill(world, makers, FEW)
    few = _walk(world, browsers)
    _fill(world, makers, MANY - FEW)
    many = _walk(world, browsers)

    assert {key: statements for key, (statements, _) in many.items()} == {
        key: statements for key, (statements, _) in few.items()
    }
    too_many = [(name, *key, n) for (name, *key), (n, _) in many.items() if n > LISTS[name].allows(key[-1])]
    assert too_many == []
    # A maker whose rows the page does not show would prove nothing.
    assert [key for key, (_, size) in many.items() if size <= few[key][1]] == []


@time_machine.travel(NOON, tick=False)
def test_every_list_page_is_in_the_table():
    world = World()

    found = [name for name, row in ACCESS.items() if "200" in row.get.split() and _is_list(name, row, world)]

    assert sorted(set(found) - set(LISTS) - NEVER_MANY) == []
    assert sorted(set(LISTS) - set(found)) == []


def _fill(world, makers, number):
    """The rows, and what the planner must know of them: it takes minutes over a crowd that it believes to be nobody."""
    for maker in makers:
        maker(world, number)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _walk(world, browsers):
    """Statements and size of every page, by name, reader and address."""
    seen = {}
    for name, page in LISTS.items():
        path = reverse(name, args=page.of(world))
        for actor in page.by:
            for query in page.queries:
                url = path + query.format(world=world)
                seen[name, actor, url] = _count(browsers[actor], url)
    return seen


def _count(browser, url):
    with CaptureQueriesContext(connection) as asked:
        response = browser.get(url)
    assert response.status_code == 200, url
    return len(asked), (_rows_in_all(response), len(response.content))


def _rows_in_all(response):
    """Of a page that shows the first rows of many. Its length says little: a full page may be shorter than another one."""
    context = response.context[0].flatten() if response.context else {}
    return sum(value.paginator.count for value in context.values() if isinstance(value, Page))


def _warm(browser):
    """The first page of a session also notes its time."""
    browser.get(reverse("accounts:account"))
    return browser


def _is_list(name, row, world):
    readers = row.get.split()
    actor = ACTORS[readers.index("200")]
    with transaction.atomic():
        response = browser_of(actor, world).get(address(name, row, world))
        transaction.set_rollback(True)
    if response["Content-Type"].startswith("image/"):
        return False
    if not response["Content-Type"].startswith("text/html"):
        return actor != "anonymous"
    context = response.context[0].flatten()
    sources = "".join(template.source for template in response.templates if template.source)
    has_rows = any(isinstance(value, Page) for value in context.values()) or any(mark in sources for mark in ROWS)
    is_open_to_all = actor == "anonymous"
    has_form = isinstance(context.get("form"), BaseForm)
    return has_rows or not (row.kind or is_open_to_all or has_form)
