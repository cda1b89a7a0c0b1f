"""More stories told once, more places held for us, more needs without a service."""

from mentoring.models import AssessmentScore, Scale, StayStep
from referrals.models import SharePackSection
from tests.crowds.world import DAY, NOON, TODAY, case_of_team, rows
from tests.factories.mentoring import AssessmentFactory, ScaleFactory
from tests.factories.people import ConsentFactory
from tests.factories.prisons import LocalAuthorityFactory
from tests.factories.referrals import AgencyFactory, DisclosureFactory, OnwardReferralFactory, ServiceFactory
from tests.factories.sharing import HeldPlaceFactory, PlaceStayFactory, ServiceGapFactory, SharePackFactory


@rows
def stories(world, n):
    """One more story of the record, with a section, given to one more agency."""
    pack = SharePackFactory.build(person=world.record, agreed=True, started_by=world.manager)
    yield pack
    yield SharePackSection(pack=pack, section="about-me", text="Call me Sandy.")
    agency = AgencyFactory.build()
    consent = ConsentFactory.build(person=world.record, to=agency, recorded_by=world.manager, recorded_at=NOON)
    yield from (agency, consent)
    for given in (pack, world.story):
        yield DisclosureFactory.build(
            person=world.record, agency=agency, consent=consent, share_pack=given, recorded_by=world.manager
        )


@rows
def places(world, n):
    """One more place, with somebody of the team in it who is back in custody."""
    case, *belongings = case_of_team(world, n, TODAY + 9 * DAY)
    yield from (case, *belongings)
    place = HeldPlaceFactory.build(team=world.team, area=world.area)
    yield place
    yield PlaceStayFactory.build(case=case, place=place, state="taken", offered_by=world.manager)


@rows
def stays(world, n):
    """One more place that was offered to the person on record, and once more the one that is theirs: they said no."""
    on = TODAY - (60 + n) * DAY
    for place in (world.held_place, HeldPlaceFactory.build(team=world.team)):
        yield place
        yield PlaceStayFactory.build(
            case=world.case, place=place, state="said-no", from_date=on, offered_by=world.manager
        )


@rows
def steps(world, n):
    """One more step of a stay that was taken back."""
    yield StayStep(
        stay=world.stay,
        number=n + 3,
        state="held",
        on_date=TODAY,
        held_until=TODAY,
        recorded_by=world.manager,
        recorded_at=NOON,
        taken_back_by=world.manager,
        taken_back_at=NOON,
    )


@rows
def needs(world, n):
    """One more referral of the person on record for a need of theirs."""
    service = ServiceFactory.build()
    consent = ConsentFactory.build(person=world.record, to=service.agency, recorded_by=world.manager, recorded_at=NOON)
    told = DisclosureFactory.build(
        person=world.record, agency=service.agency, consent=consent, recorded_by=world.manager
    )
    yield from (service.agency, service, consent, told)
    yield OnwardReferralFactory.build(
        person=world.record, service=service, disclosure=told, consent=consent, sent_by=world.manager
    )
    if n == 0:
        yield AssessmentScore(
            assessment=world.case.assessments.first() or AssessmentFactory(case=world.case),
            area="accommodation",
            answer="scored",
            score=2,
            on_date=TODAY,
            recorded_by=world.manager,
            recorded_at=NOON,
        )


@rows
def unmet(world, n):
    """Five more people with a need that a service did not take them for, each in an area and with a service of their own."""
    area, service = LocalAuthorityFactory.build(), ServiceFactory.build()
    yield from (area, service.agency, service)
    scale = Scale.objects.filter(programme=world.programme).first() or ScaleFactory(programme=world.programme)
    for _ in range(5):
        case, *belongings = case_of_team(world, n, TODAY + 9 * DAY)
        case.episode.return_area = area
        yield from (case, *belongings)
        talk = AssessmentFactory.build(case=case, scale=scale, started_by=world.manager, scores=None)
        yield talk
        said = {"recorded_by": world.manager, "recorded_at": NOON}
        yield AssessmentScore(assessment=talk, area="money", answer="scored", score=2, on_date=TODAY, **said)
        yield ServiceGapFactory.build(
            case=case, area="money", reason="full", service=service, recorded_by=world.manager
        )
