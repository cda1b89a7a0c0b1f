import dataclasses
import datetime as dt

import pytest
from django.utils import timezone

from accounts.models import User
from liberations.enums import BedTonight, GateDecision, GateState
from mentoring.enums.flags import FlagKind
from mentoring.enums.meetings import CancelReason, Channel, MeetingState, Place
from mentoring.models import Case, Flag
from people.enums import AlertKind, Decision, HowGiven, Purpose
from people.models import Alert, Consent, StoredSearch
from prisons.enums import DateKind, ReleasedHow
from tests.factories.accounts import ManagerFactory, TeamFactory
from tests.factories.liberations import FollowUpFactory, GateLiberationFactory
from tests.factories.mentoring import CaseFactory, MeetingFactory, MentorFactory
from tests.factories.prisons import PrisonFactory, ReleaseDateFactory
from tests.factories.referrals import ProgrammeFactory
from tests.plugins.pages import DESK, PHONE

pytestmark = pytest.mark.browser

NAMES = (
    ("Ben", "Moss"),
    ("Ifan", "Quill"),
    ("Rhys", "Sharpe"),
    ("Aaron", "Bright"),
    ("Tomasz", "Quill"),
    ("Alexandrina-Wilhelmina", "Featherstonehaugh-Cholmondeley"),
)


@dataclasses.dataclass
class Team:
    """A team at work: somebody on the way to the gate, somebody just out, and a caseload of others."""

    manager: User
    mentor: User
    coming: Case
    out: Case
    search: StoredSearch


@pytest.fixture
def team(transactional_db):
    today = timezone.localdate()
    team = TeamFactory(name="Harbour team")
    manager = ManagerFactory(team=team, name="Morag Lindsay")
    mentor = MentorFactory(user__team=team, user__name="Callum Reid")
    MentorFactory(user__team=team, user__name="Sian Morgan", capacity=0)
    programme = ProgrammeFactory(team=team, name="Upside")
    prison = PrisonFactory(name="HMP Marlhouse")

    def case(given, family, days, **kwargs):
        return CaseFactory(
            referral__programme=programme,
            referral__episode__person__given_names=given,
            referral__episode__person__family_name=family,
            referral__episode__prison=prison,
            liberation_date=None if days is None else today + dt.timedelta(days=days),
            **kwargs,
        )

    coming = case("Kieran", "Bright", None, lead=mentor)
    person = coming.person
    person.known_as, person.phone, person.phone_note = "Kez", "07700 900123", "His sister answers; say it is Callum."
    person.save()
    coming.episode.stays.update(hall="B hall")
    ReleaseDateFactory(
        episode=coming.episode,
        kind=DateKind.SENTENCE,
        sentence_date=today + dt.timedelta(days=9),
        worked_out_date=today + dt.timedelta(days=8),
        stated_date=today + dt.timedelta(days=7),
        reason="The sentence ends on a Saturday; the last working day before it is a Friday.",
    )
    told = {"recorded_by": mentor.user, "recorded_at": timezone.now()}
    Alert.objects.create(
        person=person, kind=AlertKind.HEALTH, text="Carries an inhaler.", source="Nurse", review_date=today, **told
    )
    Consent.objects.create(
        person=person,
        purpose=Purpose.SHARING,
        recipient_name="Harbour Housing",
        decision=Decision.GIVEN,
        how=HowGiven.SIGNED,
        decided_date=today,
        **told,
    )
    Flag.objects.create(case=coming, kind=FlagKind.FEWER_MEETINGS)
    MeetingFactory(
        case=coming,
        mentor=mentor,
        held=True,
        on_date=today - dt.timedelta(days=12),
        at_time=dt.time(10, 15),
        note="Talked through housing options. He is worried about being placed far from his sister.",
    )
    MeetingFactory(case=coming, mentor=mentor, held=True, on_date=today - dt.timedelta(days=20), place=Place.CELL_DOOR)
    MeetingFactory(
        case=coming,
        mentor=mentor,
        on_date=today - dt.timedelta(days=6),
        state=MeetingState.CANCELLED_BY_PRISON,
        cancel_reason=CancelReason.REGIME,
        **told,
    )
    MeetingFactory(case=coming, mentor=mentor, on_date=today - dt.timedelta(days=1))
    MeetingFactory(case=coming, mentor=mentor, on_date=today + dt.timedelta(days=2), at_time=dt.time(14))

    out = case("Dylan", "Vance", -1, lead=mentor)
    out.episode.stays.update(to_date=today)
    out.episode.released_date, out.episode.released_how = today - dt.timedelta(days=1), ReleasedHow.GATE
    out.episode.save()
    GateLiberationFactory(
        case=out,
        decision=GateDecision.WANTED,
        state=GateState.MET,
        mentor=mentor,
        out_at=timezone.now(),
        outcome_at=timezone.now(),
        outcome_by=mentor.user,
        bed_tonight=BedTonight.NOWHERE,
        bed_note="The housing officer rings back before 4pm.",
    )
    for days in (2, 7, 14):
        FollowUpFactory(
            case=out,
            days_after=days,
            window_from_date=today + dt.timedelta(days=days - 3),
            due_date=today + dt.timedelta(days=days - 1),
        )
    MeetingFactory(case=out, mentor=mentor, held=True, channel=Channel.GATE, on_date=today - dt.timedelta(days=1))

    for n, (given, family) in enumerate(NAMES):
        other = case(given, family, n * 5, lead=mentor if n % 2 else None)
        if n == 1:
            Flag.objects.create(case=other, kind=FlagKind.LIBERATION_PASSED)
        for day in range(n):
            MeetingFactory(case=other, mentor=mentor, held=True, on_date=today - dt.timedelta(days=day + 1))
    for n in range(22):
        case("Given", f"Family {n}", 40 + n)
    search = StoredSearch.objects.create(user=manager, text="quill")
    return Team(manager=manager, mentor=mentor.user, coming=coming, out=out, search=search)


def pages(team):
    today = timezone.localdate()
    record = f"/people/{team.coming.person_id}/"
    return {
        "caseload": "/caseload/",
        "caseload-filtered": "/caseload/?liberation=14&flag=fewer-meetings&sort=-name",
        "caseload-empty": "/caseload/?liberation=unknown",
        "record": record,
        "record-timeline": f"{record}?tab=timeline",
        "record-dates": f"{record}?tab=dates",
        "record-consents": f"{record}?tab=consents",
        "record-earlier": f"{record}?tab=earlier",
        "record-out": f"/people/{team.out.person_id}/",
        "find": "/people/",
        "found": f"/people/?search={team.search.pk}",
        "month": f"/liberations/{today.year}/{today.month}/",
        "today": "/",
    }


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_pages_of_the_desk_are_accessible_and_fit(walker, team, size):
    someone = walker(size)
    someone.sign_in(team.manager)

    for path in pages(team).values():
        someone.go(path)
        someone.assert_fits_and_accessible()


def test_caseload_can_be_filtered_and_a_record_opened_without_script(walker, team):
    someone = walker(script=False)
    someone.sign_in(team.mentor)
    someone.go("/caseload/")

    someone.choose("Needs", "Fewer pre-release meetings than needed")
    someone.press("Apply filters")
    someone.press("Kieran Bright")
    someone.press("Timeline")
    someone.press("Dates and moves")

    assert someone.heading() == "Kieran Bright"
    someone.reads("Liberation day:")
