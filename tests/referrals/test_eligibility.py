import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.enums import Sex
from prisons.enums import LegalStatus, SentenceBand
from referrals.eligibility import Facts, check_many, check_referral
from referrals.enums import DeclineReason, RuleState
from referrals.models import Referral
from tests.factories.prisons import EpisodeFactory, LocalAuthorityFactory, PrisonFactory, ReleaseDateFactory
from tests.factories.referrals import ProgrammeFactory, ReferralFactory

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 22)
MET, NOT_MET, NOT_KNOWN, NOT_YET = RuleState.MET, RuleState.NOT_MET, RuleState.NOT_KNOWN, RuleState.NOT_YET


def answer(label, facts, **settings):
    (eligibility,) = check_many(ProgrammeFactory(**settings), [facts], on=TODAY)
    (found,) = [each for each in eligibility.answers if each.label == label]
    return found.state, found.sentence, found.reason


def test_programme_without_limits_has_nothing_against_anybody_but_supervision():
    (nobody, everything) = check_many(
        ProgrammeFactory(),
        [Facts(), Facts(Sex.MALE, LegalStatus.REMAND, SentenceBand.LIFE, statutory_supervision=True)],
        on=TODAY,
    )

    assert nobody.against == []
    assert [each.label for each in nobody.unknown] == ["Statutory supervision", "Sign-up"]
    assert [each.reason for each in everything.against] == [DeclineReason.SUPERVISION]
    assert everything.in_words == "They will be under statutory supervision after release."


@pytest.mark.parametrize(
    ("sexes", "sex", "expected"),
    [
        ([], Sex.NOT_KNOWN, (MET, "For everyone.", None)),
        (["female"], Sex.FEMALE, (MET, "For people recorded as female.", None)),
        (["female"], Sex.NOT_KNOWN, (NOT_KNOWN, "Their sex is not on record.", None)),
        (
            ["female"],
            Sex.MALE,
            (NOT_MET, "The programme is not for people recorded as male.", DeclineReason.SEX),
        ),
    ],
)
def test_sex(sexes, sex, expected):
    assert answer("Sex", Facts(sex=sex), sexes=sexes) == expected


@pytest.mark.parametrize(
    ("born", "liberation", "state", "sentence"),
    [
        (None, None, NOT_KNOWN, "Their date of birth is not on record."),
        (
            dt.date(2010, 11, 23),
            None,
            NOT_MET,
            "They are 15; the programme is for people of 16 or older.",
        ),
        (dt.date(2010, 11, 22), None, MET, "They are 16."),
        (dt.date(2004, 12, 1), dt.date(2026, 11, 30), MET, "They will be 21 at liberation."),
        (
            dt.date(2004, 12, 1),
            dt.date(2026, 12, 1),
            NOT_MET,
            "They will be 22 at liberation; the programme is for people up to 21.",
        ),
    ],
)
def test_age_is_counted_on_the_day_of_liberation(born, liberation, state, sentence):
    facts = Facts(birth_date=born, liberation_date=liberation)

    assert answer("Age", facts, youngest_age=16, oldest_age=21)[:2] == (state, sentence)


@pytest.mark.parametrize(
    ("status", "settings", "expected"),
    [
        ("", {}, (MET, "Sentenced, recalled and on remand.", None)),
        (
            "",
            {"takes_remand": False},
            (NOT_KNOWN, "Whether they are sentenced or on remand is not on record.", None),
        ),
        (LegalStatus.REMAND, {}, (MET, "On remand.", None)),
        (
            LegalStatus.REMAND,
            {"takes_remand": False},
            (NOT_MET, "The programme does not take people on remand.", DeclineReason.REMAND),
        ),
        (
            LegalStatus.RECALL,
            {"takes_recall": False},
            (NOT_MET, "The programme does not take people who were recalled.", DeclineReason.RECALL),
        ),
        (LegalStatus.SENTENCED, {"takes_remand": False, "takes_recall": False}, (MET, "Sentenced.", None)),
    ],
)
def test_legal_status(status, settings, expected):
    assert answer("Legal status", Facts(legal_status=status), **settings) == expected


@pytest.mark.parametrize(
    ("status", "band", "state", "sentence"),
    [
        (LegalStatus.SENTENCED, SentenceBand.UNDER_12_MONTHS, MET, "Under 12 months."),
        (LegalStatus.SENTENCED, SentenceBand.FOUR_YEARS_OR_MORE, NOT_MET, "The sentence is 4 years or more."),
        (LegalStatus.SENTENCED, SentenceBand.LIFE, NOT_MET, "The sentence is Life or OLR."),
        (LegalStatus.SENTENCED, SentenceBand.NOT_KNOWN, NOT_KNOWN, "The length of the sentence is not on record."),
        (LegalStatus.REMAND, SentenceBand.NOT_KNOWN, MET, "On remand, so there is no sentence yet."),
    ],
)
def test_length_of_sentence(status, band, state, sentence):
    facts = Facts(legal_status=status, sentence_band=band)

    assert answer("Length of sentence", facts, sentence_bands=[SentenceBand.UNDER_12_MONTHS])[:2] == (state, sentence)


@pytest.mark.parametrize(
    ("takes", "supervision", "state"),
    [(True, True, MET), (False, None, NOT_KNOWN), (False, True, NOT_MET), (False, False, MET)],
)
def test_statutory_supervision(takes, supervision, state):
    facts = Facts(statutory_supervision=supervision)

    assert answer("Statutory supervision", facts, takes_statutory=takes)[0] == state


@pytest.mark.parametrize(("label", "key"), [("Prison", "prison_id"), ("Area they return to", "area_id")])
def test_prisons_and_areas_count_when_the_programme_names_any(label, key):
    programme, (prison, area) = ProgrammeFactory(), (PrisonFactory(), LocalAuthorityFactory())
    elsewhere = Facts(**{key: PrisonFactory().pk})

    def state(facts):
        (eligibility,) = check_many(programme, [facts], on=TODAY)
        return next(each.state for each in eligibility.answers if each.label == label)

    assert state(elsewhere) == MET
    programme.prisons.add(prison)
    programme.areas.add(area)
    assert state(elsewhere) == NOT_MET
    assert state(Facts()) == NOT_KNOWN
    assert state(Facts(prison_id=prison.pk, area_id=area.pk)) == MET


@pytest.mark.parametrize(
    ("days", "state", "sentence"),
    [
        (None, NOT_KNOWN, "The liberation day is not on record."),
        (-1, NOT_KNOWN, "The liberation day on record has passed."),
        (13, NOT_MET, "Liberation is in 13 days; the programme needs 14 days or more."),
        (14, MET, "14 days or more before liberation."),
    ],
)
def test_time_before_liberation(days, state, sentence):
    facts = Facts(liberation_date=None if days is None else TODAY + dt.timedelta(days=days))

    assert answer("Time before liberation", facts, minimum_lead_days=14)[:2] == (state, sentence)


def test_too_early_says_when_sign_up_opens_and_is_nothing_against_anybody():
    programme = ProgrammeFactory(sign_up_weeks=12)
    early, first, unknown, remand = check_many(
        programme,
        [
            Facts(liberation_date=dt.date(2027, 2, 15)),
            Facts(liberation_date=dt.date(2027, 2, 14)),
            Facts(),
            Facts(legal_status=LegalStatus.REMAND),
        ],
        on=TODAY,
    )

    assert [each.answers[-1].state for each in (early, first, unknown, remand)] == [NOT_YET, MET, NOT_KNOWN, MET]
    assert early.answers[-1].sentence == "Opens on 23 Nov 2026, 12 weeks before liberation."
    assert first.answers[-1].sentence == "Open since 22 Nov 2026, 12 weeks before liberation."
    assert early.against == []


def test_person_on_record_is_asked_by_what_is_on_record():
    episode = EpisodeFactory(legal_status=LegalStatus.REMAND, return_area=LocalAuthorityFactory())
    ReleaseDateFactory(episode=episode, stated_date=TODAY + dt.timedelta(days=3))
    programme = ProgrammeFactory(takes_remand=False, minimum_lead_days=7, sexes=["female"])
    programme.prisons.add(PrisonFactory())
    programme.areas.add(LocalAuthorityFactory())
    ReferralFactory(episode=episode, programme=programme)
    referral = Referral.objects.with_liberation().get()

    against = check_referral(referral, on=TODAY).against

    assert [each.reason for each in against] == ["sex", "remand", "prison", "area", "too-late"]


def test_many_take_as_many_queries_as_one():
    programme = ProgrammeFactory()

    def queries(times):
        with CaptureQueriesContext(connection) as captured:
            assert len(check_many(programme, [Facts()] * times, on=TODAY)) == times
        return len(captured)

    assert queries(1) == queries(500) == 2
