import datetime as dt
import uuid

import pytest

from accounts.enums import Role
from audit.models import Event
from core.errors import RuleBroken
from notifications.enums import Kind
from notifications.models import Message
from people.enums import AccessReason
from people.models import Identifier, Person
from prisons.enums import DateKind, DateSource, LegalStatus, SentenceBand
from prisons.models import CustodialEpisode, ReleaseDate
from referrals.enums import ReferralState, Source
from referrals.models import Referral
from referrals.services.intake import take_in_referral
from tests.factories.accounts import ManagerFactory, PrisonMentorUserFactory
from tests.factories.people import AccessFactory, IdentifierFactory, PersonFactory
from tests.factories.prisons import EpisodeFactory, PrisonFactory
from tests.factories.referrals import ProgrammeFactory, ReferralFactory

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-09-14T10:00Z")]


@pytest.fixture
def mentor():
    return PrisonMentorUserFactory()


@pytest.fixture
def told(mentor):
    """What take_in_referral needs for someone new."""
    return {
        "programme": ProgrammeFactory(team=mentor.team),
        "source": Source.PRISON_STAFF,
        "referred_date": dt.date(2026, 9, 14),
        "person_details": {"given_names": "Kieran", "family_name": "Muir", "birth_date": dt.date(1994, 2, 1)},
        "number": "4567",
        "prison": PrisonFactory(),
        "custody": {"admitted_date": dt.date(2026, 8, 3), "sentence_band": SentenceBand.UNDER_12_MONTHS},
        "by": mentor,
    }


def test_someone_new_is_registered_in_custody_with_the_date_and_the_referral_in_one_trail_row(told, mentor):
    referral = take_in_referral(stated_date=dt.date(2026, 12, 17), date_source=DateSource.LETTER, **told)

    person = Person.objects.get()
    assert referral.person == person
    assert Identifier.objects.get().value == "004567"
    episode = CustodialEpisode.objects.get()
    assert (episode.person, episode.admitted_date) == (person, dt.date(2026, 8, 3))
    ledger = ReleaseDate.objects.get()
    assert (ledger.kind, ledger.source, ledger.liberation_date) == (
        DateKind.PRISON_STATED,
        DateSource.LETTER,
        dt.date(2026, 12, 17),
    )
    held = person.access.values_list("team", "role", "reason")
    assert set(held) == {
        (mentor.team_id, Role.MANAGER, AccessReason.TEAM),
        (mentor.team_id, Role.PRISON_MENTOR, AccessReason.TRIAGE),
    }
    event = Event.objects.get()
    assert (event.action, event.person_key, event.subject_key) == ("take_in_referral", person.pk, referral.pk)


def test_sentence_end_alone_is_worked_out(told):
    referral = take_in_referral(sentence_date=dt.date(2026, 12, 19), date_source=DateSource.LETTER, **told)

    ledger = referral.episode.release_dates.get()
    assert (ledger.kind, ledger.liberation_date) == (DateKind.SENTENCE, dt.date(2026, 12, 18))


def test_no_date_is_a_good_answer(told):
    told["custody"] = {"legal_status": LegalStatus.REMAND}

    referral = take_in_referral(**told)

    assert (referral.episode.legal_status, referral.episode.release_dates.count()) == (LegalStatus.REMAND, 0)


def test_same_form_twice_is_one_referral(told):
    key = uuid.uuid4()

    first = take_in_referral(new_id=key, **told)
    second = take_in_referral(new_id=key, **told)

    assert first == second
    assert (Person.objects.count(), Referral.objects.count(), Event.objects.count()) == (1, 1, 1)


def test_someone_on_record_and_in_custody_keeps_their_episode(told):
    episode = EpisodeFactory()
    told.pop("person_details")

    referral = take_in_referral(person=episode.person, **told)

    assert referral.episode == episode
    assert Person.objects.count() == 1
    assert [one.value for one in episode.person.identifiers.all()] == ["004567"]


def test_someone_on_record_and_back_in_custody_begins_an_episode(told):
    person = PersonFactory()
    EpisodeFactory(person=person, released_date=dt.date(2026, 8, 10), released_how="gate")
    told.pop("person_details")

    referral = take_in_referral(person=person, **told | {"custody": {"admitted_date": dt.date(2026, 9, 1)}})

    assert (referral.episode.admitted_date, person.episodes.count()) == (dt.date(2026, 9, 1), 2)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"stated_date": dt.date(2026, 7, 1), "date_source": DateSource.LETTER}, "before the day they were admitted"),
        ({"stated_date": dt.date(2026, 12, 17)}, "Choose who told us the date."),
        ({"prison": None}, "Choose the prison they are in."),
        ({"referred_date": dt.date(2026, 9, 15)}, "cannot be in the future"),
        ({"custody": {"admitted_date": dt.date(2026, 9, 15)}}, "cannot be in the future"),
    ],
)
def test_what_is_refused_leaves_nothing_behind(told, change, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        take_in_referral(**told | change)

    assert (Person.objects.count(), CustodialEpisode.objects.count(), Event.objects.count()) == (0, 0, 0)


def test_number_of_somebody_else_is_refused(told):
    IdentifierFactory(value="004567")

    with pytest.raises(RuleBroken, match="already belongs to someone on record"):
        take_in_referral(**told)


def test_programme_of_another_team_is_refused(told):
    with pytest.raises(RuleBroken, match="your own team"):
        take_in_referral(**told | {"programme": ProgrammeFactory()})


def test_someone_who_agreed_in_this_time_in_custody_is_not_referred_again(told):
    agreed = ReferralFactory(programme=told["programme"], state=ReferralState.AGREED)
    told.pop("person_details")

    with pytest.raises(RuleBroken, match="agreed to take part in this programme already"):
        take_in_referral(person=agreed.person, **told)

    assert Referral.objects.get() == agreed


def test_managers_of_the_team_that_had_them_are_told_once_that_another_team_took_them_in(told):
    theirs = ManagerFactory()
    ManagerFactory(team=theirs.team, is_active=False)
    person = AccessFactory(person=PersonFactory(), user=None, team=theirs.team, role=Role.MANAGER, reason="team").person
    given = told | {"person": person, "person_details": None}

    referral = take_in_referral(new_id=(key := uuid.uuid4()), **given)
    take_in_referral(new_id=key, **given)
    Referral.objects.update(state=ReferralState.DECLINED, decline_reason="other")
    take_in_referral(**given)

    message = Message.objects.get()
    assert (message.recipient, message.kind, message.path) == (theirs, Kind.OTHER_TEAM, person.get_absolute_url())
    assert message.dedupe_key == f"other-team/{referral.pk}/{theirs.pk}"


def test_nobody_is_told_of_someone_of_ones_own_or_of_someone_new(told, mentor):
    ManagerFactory(team=mentor.team)
    person = AccessFactory(user=None, team=mentor.team, role=Role.MANAGER, reason="team").person

    take_in_referral(**told | {"person": person, "person_details": None})
    take_in_referral(**told | {"number": ""})

    assert not Message.objects.exists()
