import csv
import datetime as dt

import pytest
from django.urls import reverse

from audit.enums import Verb
from audit.models import Event
from liberations.enums import SchemeDecision, SchemeState
from liberations.models import Scheme
from liberations.services.schemes import decide_member
from prisons.enums import LegalStatus
from prisons.services.episodes import record_release
from tests.answers import answers
from tests.factories.accounts import PrisonMentorUserFactory
from tests.factories.liberations import SchemeFactory
from tests.factories.mentoring import CaseFactory, MentorFactory
from tests.factories.people import IdentifierFactory
from tests.liberations.early_release.people import day_of, member_of, shift

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 12, 17)


@pytest.fixture
def browser(client, manager):
    client.force_login(manager)
    return client


def url(name, *args):
    return reverse(f"liberations:{name}", args=args)


def names(response):
    return [member.episode.person.full_name for member in response.context["page"]]


def press(browser, name, scheme, **data):
    return browser.post(url(name, scheme.pk), data, follow=True)


def test_scheme_is_made_looked_at_shifted_and_undone(browser, inside, prison):
    case, remand = inside(), inside(legal_status=LegalStatus.REMAND)
    form = browser.get(url("scheme_add")).context["form"]
    typed = answers(
        form, name="Emergency release", reason="Announced.", shift="days", days_earlier="10", prisons=[prison]
    )

    preview = browser.post(url("scheme_add"), typed, follow=True)

    assert b"Shift 1 date<" in preview.content
    assert b"On remand: not sentenced" in preview.content
    scheme = Scheme.objects.get()
    done = press(browser, "scheme_apply", scheme, version=preview.context["scheme"].version)
    assert (day_of(case), day_of(remand)) == (dt.date(2026, 12, 7), DAY)
    assert [str(message) for message in done.context["messages"]] == [
        "The dates are shifted, and those concerned are told."
    ]
    undone = press(browser, "scheme_undo", scheme)
    assert day_of(case) == DAY
    assert b"Undone" in undone.content


@pytest.mark.parametrize(
    ("typed", "field", "error"),
    [
        ({"days_earlier": "0"}, "days_earlier", "“How many days earlier” must be 1 or more"),
        ({"days_earlier": ""}, "days_earlier", "Answer “How many days earlier?”"),
        (
            {"shift": "day", "to_day": dt.date(2026, 11, 1)},
            "to_day",
            "Enter a day from today on, at most 2 years ahead",
        ),
        ({"shift": "tranches", "tranches": "soon"}, "tranches", "“soon” is not a tranche."),
        (
            {"shift": "tranches", "tranches": "1/12/2026 to 14/12/2026: 1/11/2026"},
            "tranches",
            "1 Nov 2026 must be today or later, at most 2 years ahead",
        ),
        (
            {"from_day": DAY, "until_day": dt.date(2026, 12, 1)},
            "until_day",
            "The last liberation day is before the first one. Check both",
        ),
    ],
)
def test_what_cannot_be_understood_is_asked_again(browser, prison, typed, field, error):
    form = browser.get(url("scheme_add")).context["form"]
    given = {"name": "Early", "reason": "Announced.", "shift": "days", "days_earlier": "7", "prisons": [prison]}

    response = browser.post(url("scheme_add"), answers(form, **given | typed))

    assert response.context["form"].errors[field][0].startswith(error)
    assert Scheme.objects.count() == 0


def test_tranches_are_typed_as_people_write_them(browser, inside, prison):
    inside()
    form = browser.get(url("scheme_add")).context["form"]
    tranches = "1 Dec 2026 to 14 Dec 2026: 25 Nov 2026\n\n15/12/26 - 31/12/26 → 2/12/26"

    typed = answers(form, name="Early", reason="Announced.", shift="tranches", tranches=tranches, prisons=[prison])
    response = browser.post(url("scheme_add"), typed, follow=True)

    scheme = Scheme.objects.get()
    assert list(scheme.tranches.values_list("from_day", "until_day", "to_day")) == [
        (dt.date(2026, 12, 1), dt.date(2026, 12, 14), dt.date(2026, 11, 25)),
        (dt.date(2026, 12, 15), dt.date(2026, 12, 31), dt.date(2026, 12, 2)),
    ]
    assert [member.after_date for member in response.context["page"]] == [dt.date(2026, 12, 2)]
    edit = browser.get(url("scheme_edit", scheme.pk)).context["form"]
    assert "15 Dec 2026 to 31 Dec 2026: 2 Dec 2026" in str(edit["tranches"])


def test_scheme_for_nobody_in_particular_is_asked_again(browser):
    form = browser.get(url("scheme_add")).context["form"]

    response = browser.post(
        url("scheme_add"), answers(form, name="Early", reason="Announced.", shift="days", days_earlier="7")
    )

    assert "Choose whom the scheme is for" in response.context["form"].non_field_errors()[0]


def test_draft_is_changed_and_two_who_change_it_are_told(browser, inside, make):
    case = inside()
    scheme = make()
    form = browser.get(url("scheme_edit", scheme.pk)).context["form"]
    typed = answers(form, days_earlier="3")
    browser.post(url("scheme_edit", scheme.pk), typed)

    second = browser.post(url("scheme_edit", scheme.pk), typed | {"days_earlier": "4"})

    assert member_of(scheme, case).after_date == dt.date(2026, 12, 14)
    assert "“How many days earlier?” is now “3”. You wrote “4”" in str(second.context["form"].errors)


def test_preview_names_the_mentors_and_why_some_stay(browser, inside, make, programme):
    lead = MentorFactory(user__team=programme.team, user__name="Callum Reid")
    inside(lead=lead)
    inside(dt.date(2026, 11, 24))
    scheme = make(earliest_day=dt.date(2026, 11, 25))

    text = browser.get(url("scheme", scheme.pk)).content.decode()

    assert "Callum Reid" in text
    assert "The new day is not earlier. The new day would be Wed 25 Nov 2026." in text


def test_filters_and_sorts_of_a_scheme(browser, inside, make, manager, prison):
    first = inside(person__family_name="Aird")
    second = inside(dt.date(2026, 12, 10), person__family_name="Bain", legal_status=LegalStatus.RECALL)
    scheme = make()
    decide_member(member=member_of(scheme, second), decision=SchemeDecision.IN, by=manager)
    here = url("scheme", scheme.pk)
    a, b = first.person.full_name, second.person.full_name

    assert names(browser.get(here)) == [b, a]
    assert names(browser.get(f"{here}?sort=name")) == [a, b]
    assert names(browser.get(f"{here}?sort=-after")) == [a, b]
    assert names(browser.get(f"{here}?show=shifts&why=recalled")) == [b]
    assert names(browser.get(f"{here}?show=stays")) == []
    assert names(browser.get(f"{here}?show=decided")) == [b]
    assert names(browser.get(f"{here}?prison={prison.pk}&sort=name")) == [a, b]


def test_leaving_out_keeps_the_filters(browser, inside, make):
    case = inside()
    scheme = make()
    member = member_of(scheme, case)

    response = browser.post(url("scheme_member", scheme.pk, member.pk) + "?show=shifts", {"decision": "out"})

    assert response["Location"] == f"{url('scheme', scheme.pk)}?show=shifts#member-{member.pk}"
    assert not member_of(scheme, case).shifts


def test_button_of_a_page_that_was_changed_meanwhile_is_refused(browser, inside, make, manager):
    case, other = inside(), inside()
    scheme = make()
    version = browser.get(url("scheme", scheme.pk)).context["scheme"].version
    decide_member(member=member_of(scheme, other), decision=SchemeDecision.OUT, by=manager)

    response = press(browser, "scheme_apply", scheme, version=version)

    assert b"Somebody changed this scheme while you were looking at it" in response.content
    assert day_of(case) == DAY


@pytest.mark.parametrize("version", ["", "x", "٣", "-1", "9" * 5000])
def test_version_that_nobody_was_shown_shifts_nothing(browser, inside, make, version):
    case = inside()
    scheme = make()

    response = press(browser, "scheme_apply", scheme, version=version)

    assert b"Somebody changed this scheme while you were looking at it" in response.content
    assert day_of(case) == DAY


def test_record_that_changed_is_previewed_again(browser, inside, make, manager):
    case, other = inside(), inside()
    scheme = make()
    version = browser.get(url("scheme", scheme.pk)).context["scheme"].version
    record_release(episode=case.episode, on=dt.date(2026, 11, 23), how="gate", by=manager)

    response = press(browser, "scheme_apply", scheme, version=version)

    assert b"It has been made anew: look again." in response.content
    assert names(response) == [other.person.full_name]
    press(browser, "scheme_apply", scheme, version=response.context["scheme"].version)
    assert day_of(other) == dt.date(2026, 12, 10)


def test_who_keeps_the_new_day_after_undo_is_named_with_the_reason(browser, inside, make, manager):
    out, back = inside(), inside()
    scheme = make()
    shift(scheme, manager)
    record_release(episode=out.episode, on=dt.date(2026, 11, 23), how="gate", by=manager)

    text = press(browser, "scheme_undo", scheme).content.decode()

    assert "1 person keeps</b>" not in text
    assert "1 person keeps the new day" in text
    assert "Released on Mon 23 Nov 2026." in text
    assert day_of(back) == DAY


def test_thrown_away_draft_is_empty(browser, inside, make):
    inside()
    scheme = make()

    response = press(browser, "scheme_discard", scheme)

    assert response.context["scheme"].state == SchemeState.DISCARDED
    assert b"Nothing of this scheme was kept" in response.content


def test_colleague_sees_only_whom_they_may_open(browser, inside, make, manager):
    inside()
    scheme = make()
    hidden = CaseFactory(liberation_date=DAY)
    scheme.members.create(episode=hidden.episode, before_date=DAY)

    response = browser.get(url("scheme", scheme.pk))

    assert hidden.person.full_name not in response.content.decode()
    assert b"1 more, whose records you may not open." in response.content


def test_export_holds_everybody_on_all_pages_and_leaves_a_row(browser, inside, make, manager):
    case = inside(person__given_names="=SUM(1)")
    IdentifierFactory(person=case.person, value="012345")
    inside(legal_status=LegalStatus.REMAND)

    response = browser.get(url("scheme_export", make().pk) + "?show=shifts")

    lines = list(csv.reader(response.content.decode("utf-8-sig").splitlines()))
    assert lines[1][0] == "'=SUM(1)"
    assert lines[1][2] == "012345"
    assert lines[1][4:7] == ["2026-12-17", "2026-12-10", "yes"]
    assert len(lines) == 2
    event = Event.objects.get(verb=Verb.EXPORTED)
    assert event.shown == [case.person_id]


def test_list_of_schemes_says_what_to_do_and_what_there_is(browser, inside, make, client):
    assert b"No early release so far" in browser.get(url("scheme_list")).content
    inside()
    make(name="Winter release")
    SchemeFactory(name="Canary")

    response = browser.get(url("scheme_list"))

    assert [(each.name, each.shifting) for each in response.context["page"]] == [("Winter release", 1)]
    assert b"Canary" not in response.content
    assert b"No scheme here" in browser.get(url("scheme_list") + "?state=undone").content


def test_mentor_in_prison_sees_whom_to_ask_and_shifts_nothing(client, inside, make, manager):
    inside()
    scheme = make()
    client.force_login(PrisonMentorUserFactory(team=manager.team))

    text = client.get(url("scheme_list")).content.decode()

    assert url("scheme_cohort", scheme.pk) in text
    assert url("scheme", scheme.pk) + '"' not in text
    assert url("scheme_add") not in text
