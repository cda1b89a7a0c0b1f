import uuid

import pytest
import time_machine
from django.urls import reverse

from audit.models import Event
from core.errors import EditedMeanwhile
from referrals.models import Programme
from referrals.services.programmes import edit_programme
from tests.factories.accounts import AdministratorFactory, TeamFactory
from tests.factories.prisons import LocalAuthorityFactory, PrisonFactory
from tests.factories.referrals import ProgrammeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def administrator(client):
    with time_machine.travel("2026-11-22 10:00:00+00:00", tick=False):
        user = AdministratorFactory()
        client.force_login(user)
        yield user


def typed(team, **changes):
    return {
        "name": "Upward",
        "team": team.pk,
        "contract_places": "",
        "sexes": ["male"],
        "sentence_bands": ["under-12-months", "1-to-4-years"],
        "takes_remand": "on",
        "sign_up_weeks": "12",
        "minimum_lead_days": "0",
        "minimum_meetings": "3",
        "meetings_flag_days": "28",
        "gate_answer_days": "7",
        "gate_answer_hours": "24",
        "quiet_move_days": "84",
        "handover_access_days": "14",
        "ending_access_days": "28",
        "plan_review_days": "90",
        "plan_review_after_change_days": "14",
        "promise_late_days": "7",
        "confirm_days": "28",
        "confirm_days_near": "7",
        "confirm_days_last_week": "1",
        "unknown_days": "14",
        "readiness_due_days": "14",
        "readiness_settle_days": "7",
        "self_referral_months": "6",
        "refusal_kept_months": "12",
        "sharing_consent_months": "",
        "months_of_support": "6",
        "reminder_days": "7, 28 42;84,7 0",
        "follow_up_days": "28, 2",
        **changes,
    }


def edit_url(programme):
    return reverse("referrals:programme_edit", kwargs={"programme_id": programme.pk})


def test_programme_sent_twice_is_one_programme_with_every_threshold(client):
    team, prison, area = TeamFactory(), PrisonFactory(), LocalAuthorityFactory()
    form = typed(team, prisons=[prison.pk], areas=[area.pk], contract_places="120", new_id=uuid.uuid4())

    answers = [client.post(reverse("referrals:programme_add"), form).status_code for _ in range(2)]

    programme = Programme.objects.get()
    assert answers == [302, 302]
    assert (programme.team, programme.sexes, programme.takes_remand, programme.takes_statutory) == (
        team,
        ["male"],
        True,
        False,
    )
    assert (programme.reminder_days, programme.follow_up_days) == ([84, 42, 28, 7, 0], [2, 28])
    assert (list(programme.prisons.all()), list(programme.areas.all())) == ([prison], [area])
    assert programme.contract_places == 120
    assert Event.objects.filter(action="add_programme").count() == 1


def test_new_programme_starts_from_the_usual_thresholds(client):
    page = client.get(reverse("referrals:programme_add")).content.decode()

    assert 'value="84, 42, 28, 14, 7, 1, 0"' in page
    assert 'value="2, 7, 14, 21, 28, 42, 56, 70, 84, 112, 140, 168, 182"' in page


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"team": ""}, {"team": ["Choose the team that runs it"]}),
        (
            {"reminder_days": "84, soon"},
            {
                "reminder_days": [
                    "“soon” is not a number of days. Enter numbers with commas between them, like 84, 42, 28"
                ]
            },
        ),
        ({"reminder_days": "999"}, {"reminder_days": ["999 days is too many: 365 at most"]}),
        (
            {"meetings_flag_days": "85"},
            {"meetings_flag_days": ["The flag must not come before sign-up opens, 84 days before liberation"]},
        ),
        (
            {"minimum_lead_days": "90"},
            {"minimum_lead_days": ["This must not come before sign-up opens, 84 days before liberation"]},
        ),
        (
            {"months_of_support": "1", "follow_up_days": "2, 42"},
            {"follow_up_days": ["Day 42 is after the support has ended (1 month)"]},
        ),
        (
            {"minimum_meetings": "three"},
            {"minimum_meetings": ["“Pre-release meetings needed” must be a whole number, like 45"]},
        ),
        (
            {"youngest_age": "22", "oldest_age": "21"},
            {"oldest_age": ["The oldest age must not be below the youngest, 22"]},
        ),
        ({"name": "DOWNWARD"}, {"name": ["There is already a programme of this name. Choose another name."]}),
    ],
)
def test_threshold_that_makes_no_sense_is_told_so(client, changes, errors):
    ProgrammeFactory(name="Downward")

    response = client.post(
        reverse("referrals:programme_add"), {**typed(TeamFactory()), **changes, "new_id": uuid.uuid4()}
    )

    assert response.context["form"].errors == errors
    assert Programme.objects.count() == 1


def test_programme_without_reminders_is_kept(client):
    client.post(
        reverse("referrals:programme_add"),
        typed(TeamFactory(), reminder_days="", follow_up_days="", new_id=uuid.uuid4()),
    )

    assert (Programme.objects.get().reminder_days, Programme.objects.get().follow_up_days) == ([], [])


def test_edit_form_keeps_a_closed_prison_that_is_chosen(client):
    chosen = PrisonFactory(name="HMP Chosen", closed_date="2020-01-01")
    PrisonFactory(name="HMP Gone", closed_date="2020-01-01")
    PrisonFactory(name="HMP Open")
    programme = ProgrammeFactory()
    programme.prisons.add(chosen)

    form = client.get(edit_url(programme)).context["form"]

    assert [prison.name for prison in form.fields["prisons"].queryset] == ["HMP Chosen", "HMP Open"]
    assert form["prisons"].value() == [chosen.pk]


def test_edit_of_what_someone_else_changed_shows_both_texts(client):
    programme = ProgrammeFactory()
    client.post(edit_url(programme), typed(programme.team, version=1))

    form = client.post(edit_url(programme), typed(programme.team, version=1, reminder_days="14, 1")).context["form"]
    again = client.post(
        edit_url(programme), typed(programme.team, version=form["version"].value(), reminder_days="14, 1")
    )

    assert list(form.errors) == ["__all__", "reminder_days"]
    assert form.errors["reminder_days"] == ["“Reminders” is now “84”, “42”, “28”, “7”, “0”. You wrote “14”, “1”"]
    assert again.status_code == 302
    assert Programme.objects.get().reminder_days == [14, 1]


def test_edited_programme_tells_the_trail_what_changed(administrator):
    programme, prison = ProgrammeFactory(), PrisonFactory()

    edit_programme(
        programme=programme,
        read_at_version=1,
        details={"minimum_meetings": 4, "reminder_days": [14, 1]},
        prisons=[prison],
        areas=[],
        by=administrator,
    )

    event = Event.objects.get(action="edit_programme")
    assert event.before == {"minimum_meetings": 3, "reminder_days": [84, 42, 28, 14, 7, 1, 0], "prisons": []}
    assert event.after == {"minimum_meetings": 4, "reminder_days": [14, 1], "prisons": [prison.name]}


def test_edit_of_an_old_version_is_refused(administrator):
    programme = ProgrammeFactory()
    edit = {"programme": programme, "read_at_version": 1, "prisons": [], "areas": [], "by": administrator}
    edit_programme(details={"minimum_meetings": 4}, **edit)

    with pytest.raises(EditedMeanwhile):
        edit_programme(details={"minimum_meetings": 5}, **edit)

    assert Programme.objects.get().minimum_meetings == 4


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Abbey", "Border"]),
        ("?q=bor", ["Border"]),
        ("?state=open", ["Abbey"]),
        ("?state=closed", ["Border"]),
        ("?sort=-team", ["Abbey", "Border"]),
    ],
)
def test_list_filters_and_sorts(client, query, names):
    ProgrammeFactory(name="Abbey", team__name="West")
    ProgrammeFactory(name="Border", team__name="East", closed_date="2026-01-01")

    response = client.get(reverse("referrals:programme_list") + query)

    assert [programme.name for programme in response.context["page"]] == names
