import datetime as dt
import io
import uuid

import factory
from django.conf import settings
from django.utils import timezone
from factory.django import DjangoModelFactory
from PIL import Image

from referrals.enums import (
    STATE_AFTER,
    Basis,
    OfferChannel,
    OfferOutcome,
    OnwardState,
    PictureKind,
    PlaceKind,
    ReferralState,
    ServiceKind,
    Source,
)
from referrals.models import (
    Agency,
    AgencyLink,
    Disclosure,
    Offer,
    OnwardMove,
    OnwardReferral,
    OpeningTime,
    Place,
    PlacePicture,
    Programme,
    Referral,
    Service,
    SharingAgreement,
)
from referrals.models.agency_links import digest_of
from tests.factories.accounts import TeamFactory, UserFactory
from tests.factories.people import ConsentFactory
from tests.factories.prisons import EpisodeFactory


def _jpeg():
    out = io.BytesIO()
    Image.new("L", (1, 1), 128).save(out, "JPEG")
    return out.getvalue()


JPEG = _jpeg()


class ProgrammeFactory(DjangoModelFactory):
    class Meta:
        model = Programme

    name = factory.Sequence(lambda n: f"Programme {n}")
    team = factory.SubFactory(TeamFactory)


class AgencyFactory(DjangoModelFactory):
    class Meta:
        model = Agency

    name = factory.Sequence(lambda n: f"Agency {n}")


class ServiceFactory(DjangoModelFactory):
    class Meta:
        model = Service

    agency = factory.SubFactory(AgencyFactory)
    name = factory.Sequence(lambda n: f"Service {n}")
    kind = ServiceKind.ACCOMMODATION


class DisclosureFactory(DjangoModelFactory):
    """Told to a partner agency by consent; `withdrawn=True`: which the person took back since."""

    class Meta:
        model = Disclosure

    class Params:
        withdrawn = factory.Trait(
            withdrawal=factory.SubFactory(
                ConsentFactory,
                person=factory.SelfAttribute("..person"),
                to=factory.SelfAttribute("..agency"),
                decision="withdrawn",
                recorded_at=dt.datetime(2026, 10, 20, 9, tzinfo=dt.UTC),
            )
        )

    agency = factory.SubFactory(AgencyFactory)
    consent = factory.SubFactory(
        ConsentFactory, person=factory.SelfAttribute("..person"), to=factory.SelfAttribute("..agency")
    )
    what = "Needs a bed from the day of release."
    purpose = "A room"
    basis = Basis.CONSENT
    shared_date = dt.date(2026, 10, 2)
    recorded_by = factory.SubFactory(UserFactory)
    recorded_at = dt.datetime(2026, 10, 2, 9, tzinfo=dt.UTC)


class OnwardReferralFactory(DjangoModelFactory):
    class Meta:
        model = OnwardReferral

    service = factory.SubFactory(ServiceFactory)
    disclosure = factory.SubFactory(
        DisclosureFactory,
        person=factory.SelfAttribute("..person"),
        agency=factory.SelfAttribute("..service.agency"),
    )
    consent = factory.SelfAttribute("disclosure.consent")
    sent_date = dt.date(2026, 10, 2)
    sent_by = factory.SubFactory(UserFactory)
    sent_at = dt.datetime(2026, 10, 2, 9, tzinfo=dt.UTC)
    state_date = dt.date(2026, 10, 2)


class OnwardMoveFactory(DjangoModelFactory):
    """They took the person on, a day after."""

    class Meta:
        model = OnwardMove

    onward = factory.SubFactory(OnwardReferralFactory, state=OnwardState.ACCEPTED, state_date=dt.date(2026, 10, 3))
    state = OnwardState.ACCEPTED
    state_date = dt.date(2026, 10, 3)
    said_by = factory.SubFactory(UserFactory)
    said_at = dt.datetime(2026, 10, 3, 9, tzinfo=dt.UTC)


class AgencyLinkFactory(DjangoModelFactory):
    """Made and sent on the day of the referral, good for two weeks; `link.secret` opens it."""

    class Meta:
        model = AgencyLink

    onward = factory.SubFactory(OnwardReferralFactory)
    digest = factory.LazyAttribute(lambda link: digest_of(AgencyLink(pk=link.id).secret_by(settings.SECRET_KEY)))
    id = factory.LazyFunction(uuid.uuid4)
    address = "duty@agency.example"
    made_by = factory.SubFactory(UserFactory)
    made_at = factory.LazyFunction(timezone.now)
    retry_at = factory.SelfAttribute("made_at")
    sent_at = factory.SelfAttribute("made_at")
    expires_at = factory.LazyAttribute(lambda link: link.made_at + dt.timedelta(days=14))


class SharingAgreementFactory(DjangoModelFactory):
    class Meta:
        model = SharingAgreement

    agency = factory.SubFactory(AgencyFactory)
    reference = "Agreement 7"
    from_date = dt.date(2026, 1, 1)


class OfferFactory(DjangoModelFactory):
    """Waits for its answer; pass `outcome=` for one that was answered on the same day."""

    class Meta:
        model = Offer

    channel = OfferChannel.IN_PERSON
    on_date = dt.date(2026, 10, 1)
    answered_date = factory.LazyAttribute(lambda offer: offer.on_date if offer.outcome else None)
    later_date = factory.LazyAttribute(
        lambda offer: offer.on_date + dt.timedelta(days=28) if offer.outcome == OfferOutcome.NOT_NOW else None
    )
    offered_at = factory.LazyAttribute(lambda offer: dt.datetime.combine(offer.on_date, dt.time(10), tzinfo=dt.UTC))
    outcome = ""


class ReferralFactory(DjangoModelFactory):
    """With the offer that its state speaks of; `offer__on_date` and the like are for that."""

    class Meta:
        model = Referral
        skip_postgeneration_save = True

    episode = factory.SubFactory(EpisodeFactory)
    person = factory.SelfAttribute("episode.person")
    programme = factory.SubFactory(ProgrammeFactory)
    source = Source.PRISON_STAFF
    referred_date = dt.date(2026, 9, 14)
    received_at = dt.datetime(2026, 9, 14, 10, tzinfo=dt.UTC)
    state = ReferralState.RECEIVED

    @factory.post_generation
    def offer(self, create, extracted, **kwargs):
        outcome = next((outcome for outcome, state in STATE_AFTER.items() if state == self.state), None)
        if create and outcome is not None:
            OfferFactory(referral=self, **{"outcome": outcome, **kwargs})


class PlaceFactory(DjangoModelFactory):
    """A place whose opening times nobody has written down."""

    class Meta:
        model = Place

    name = factory.Sequence(lambda n: f"Place {n}")
    kind = PlaceKind.HOUSING
    address = "1 Harbour Street, Marlport"


class OpeningTimeFactory(DjangoModelFactory):
    class Meta:
        model = OpeningTime

    place = factory.SubFactory(PlaceFactory)
    weekday = 1
    from_time = dt.time(9)
    until_time = dt.time(17)


class PlacePictureFactory(DjangoModelFactory):
    """A picture that is up: one grey pixel."""

    class Meta:
        model = PlacePicture

    place = factory.SubFactory(PlaceFactory)
    kind = PictureKind.PHOTO
    shows = "A red door."
    content = factory.LazyFunction(lambda: JPEG)
    width = 1
    height = 1
    uploaded_by = factory.SubFactory(UserFactory)
    uploaded_at = dt.datetime(2026, 10, 2, 9, tzinfo=dt.UTC)
