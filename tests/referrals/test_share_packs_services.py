import datetime as dt
import uuid

import pytest
import time_machine

from audit.models import Event
from core.errors import EditedMeanwhile, RuleBroken
from people.services.consents import ConsentNeeded
from referrals.enums import OnwardState, StorySection, StoryState
from referrals.models import Disclosure, SharePack
from referrals.services.share_packs import (
    agree_story,
    attach_story,
    give_story,
    resume_story,
    rewrite_story,
    start_story,
    stop_story,
    write_story,
)
from referrals.stories import story_for_agency, told_in_words
from tests.factories.accounts import UserFactory
from tests.factories.people import ConsentFactory, PersonFactory
from tests.factories.referrals import AgencyFactory, OnwardReferralFactory
from tests.factories.sharing import SharePackFactory

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _sunday():
    with time_machine.travel("2026-11-22 11:00:00+00:00", tick=False):
        yield


@pytest.fixture
def mentor():
    return UserFactory()


def texts(pack):
    return {row.section: row.text for row in pack.sections.all()}


def test_a_story_is_begun_once_and_begins_as_they_last_agreed(mentor):
    agreed = SharePackFactory(agreed=True, sections={"home": "At my sister’s.", "safe": "Not the High Street."})

    first, again = (start_story(person=agreed.person, by=mentor) for _ in range(2))

    assert first == again
    assert (first.state, texts(first)) == (StoryState.DRAFT, texts(agreed))
    assert Event.objects.filter(action="start_story").count() == 1


def test_form_sent_twice_begins_one(mentor):
    key = uuid.uuid4()
    person = PersonFactory()

    assert start_story(person=person, by=mentor, new_id=key) == start_story(person=person, by=mentor, new_id=key)
    assert SharePack.objects.count() == 1


def test_what_they_chose_is_written_and_the_rest_is_not_told(mentor):
    pack = SharePackFactory(sections={"home": "At my sister’s.", "safe": "Not the High Street."})

    write_story(pack=pack, sections={"home": "At my brother’s.", "help": " "}, read_at_version=1, by=mentor)

    assert texts(pack) == {"home": "At my brother’s."}
    row = Event.objects.get(action="write_story")
    assert row.after == {"sections": ["home"]}
    assert "brother" not in str([row.before, row.after])


def test_an_old_page_overwrites_nothing_and_the_same_again_is_no_change(mentor):
    pack = SharePackFactory(sections={"home": "At my sister’s."})
    write_story(pack=pack, sections={"home": "At my brother’s."}, read_at_version=1, by=mentor)

    write_story(pack=pack, sections={"home": "At my brother’s."}, read_at_version=1, by=mentor)
    with pytest.raises(EditedMeanwhile):
        write_story(pack=pack, sections={"home": "Nowhere."}, read_at_version=1, by=mentor)

    assert texts(pack) == {"home": "At my brother’s."}
    assert Event.objects.filter(action="write_story").count() == 1


def test_what_they_agreed_to_never_changes(mentor):
    pack = agree_story(pack=SharePackFactory(), how="signed", agreed_date=TODAY, by=mentor)

    with pytest.raises(RuleBroken, match="agreed to this as it stands"):
        write_story(pack=pack, sections={"home": "Here."}, read_at_version=pack.version, by=mentor)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"how": "signed", "agreed_date": dt.date(2026, 11, 23)}, "The day they agreed cannot be in the future."),
        ({"how": "spoken"}, "Enter who witnessed it: what is said aloud needs a witness."),
    ],
)
def test_agreeing_is_refused_without(mentor, said, sentence):
    with pytest.raises(RuleBroken) as refusal:
        agree_story(**{"pack": SharePackFactory(), "agreed_date": TODAY, "by": mentor} | said)
    assert str(refusal.value) == sentence


def test_an_empty_story_is_not_agreed(mentor):
    with pytest.raises(RuleBroken, match="nothing in it yet"):
        agree_story(pack=SharePackFactory(sections={}), how="signed", agreed_date=TODAY, by=mentor)


def test_agreeing_twice_is_once_and_can_be_taken_back_while_nobody_has_it(mentor):
    pack = SharePackFactory()
    for _ in range(2):
        pack = agree_story(pack=pack, how="spoken", witness="Officer Gray", agreed_date=TODAY, by=mentor)

    pack = rewrite_story(pack=pack, by=mentor)

    assert (pack.state, pack.agreed_date, pack.witness) == (StoryState.DRAFT, None, "")
    assert Event.objects.filter(action="agree_story").count() == 1


def test_it_is_given_by_consent_and_kept_as_a_disclosure(mentor):
    pack, agency = (
        SharePackFactory(agreed=True, sections={"home": "Here.", "about-me": "Call me Sandy."}),
        AgencyFactory(),
    )
    with pytest.raises(ConsentNeeded):
        give_story(pack=pack, recipient=agency, purpose="A room", by=mentor)
    ConsentFactory(person=pack.person, to=agency)

    row = give_story(pack=pack, recipient=agency, purpose="A room", by=mentor)

    assert (row.share_pack, row.agency, row.shared_date) == (pack, agency, TODAY)
    assert row.what == "Their story as they agreed to it: About me, Where I live."
    with pytest.raises(RuleBroken, match="stays as it was told"):
        rewrite_story(pack=pack, by=mentor)


def test_nobody_is_given_a_draft_or_one_that_was_stopped(mentor):
    pack, agency = SharePackFactory(), AgencyFactory()
    ConsentFactory(person=pack.person, to=agency)
    with pytest.raises(RuleBroken, match="agree to it as it stands"):
        give_story(pack=pack, recipient=agency, purpose="A room", by=mentor)
    pack = agree_story(pack=pack, how="signed", agreed_date=TODAY, by=mentor)

    stop_story(pack=pack, by=mentor)
    with pytest.raises(RuleBroken, match="agree to it as it stands"):
        give_story(pack=pack, recipient=agency, purpose="A room", by=mentor)

    resume_story(pack=pack, by=mentor)
    assert give_story(pack=pack, recipient=agency, purpose="A room", by=mentor)


def test_it_is_not_given_before_the_day_they_agreed(mentor):
    pack, agency = SharePackFactory(agreed=True), AgencyFactory()
    ConsentFactory(person=pack.person, to=agency, decided_date=dt.date(2026, 9, 1))

    with pytest.raises(RuleBroken, match="only after that day"):
        give_story(pack=pack, recipient=agency, purpose="A room", on=dt.date(2026, 9, 30), by=mentor)


def test_stopping_and_going_on_pressed_twice_is_once(mentor):
    pack = SharePackFactory(agreed=True)
    for press in (stop_story, stop_story, resume_story, resume_story):
        pack = press(pack=pack, by=mentor)

    assert (pack.state, pack.stopped_at) == (StoryState.AGREED, None)
    assert Event.objects.filter(action__in=["stop_story", "resume_story"]).count() == 2


def test_it_is_attached_to_a_referral_and_told_to_that_agency(mentor):
    onward = OnwardReferralFactory(person=PersonFactory())
    pack = SharePackFactory(agreed=True, person=onward.person)

    for _ in range(2):
        onward = attach_story(onward=onward, pack=pack, by=mentor)

    assert (onward.share_pack, story_for_agency(onward)) == (pack, [("about-me", "Call me Sandy.")])
    told = Disclosure.objects.get(share_pack=pack)
    assert (told.agency, told.purpose) == (onward.service.agency, f"Referral to {onward.service.name}")
    onward.share_pack = stop_story(pack=pack, by=mentor)
    assert story_for_agency(onward) == []
    assert story_for_agency(OnwardReferralFactory(person=onward.person)) == []


def test_it_is_not_attached_to_what_is_settled_or_somebody_elses(mentor):
    onward = OnwardReferralFactory(person=PersonFactory())
    with pytest.raises(RuleBroken, match="somebody else"):
        attach_story(onward=onward, pack=SharePackFactory(agreed=True), by=mentor)

    done = OnwardReferralFactory(person=onward.person, state=OnwardState.DONE)
    with pytest.raises(RuleBroken, match="settled"):
        attach_story(onward=done, pack=SharePackFactory(agreed=True, person=onward.person), by=mentor)


def test_words_of_what_was_told_follow_the_order_of_the_sections():
    pack = SharePackFactory(sections=dict.fromkeys(reversed(StorySection), "x"))

    assert told_in_words(pack).startswith("Their story as they agreed to it: About me, What helps when")
    assert len(told_in_words(pack)) < 1000
