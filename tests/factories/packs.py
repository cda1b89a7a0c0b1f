import datetime as dt

import factory
from factory.django import DjangoModelFactory

from liberations.models import Delivery, LiberationPack, PackItem, PackTemplate, PackTemplateItem, Voucher, VoucherKind
from liberations.services.stock import receive_vouchers
from tests.factories.accounts import ManagerFactory, UserFactory
from tests.factories.mentoring import CaseFactory
from tests.factories.referrals import ProgrammeFactory

NOON = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)


class VoucherKindFactory(DjangoModelFactory):
    class Meta:
        model = VoucherKind

    name = factory.Sequence(lambda n: f"Food voucher {n}")
    value_pence = 1000


class PackTemplateFactory(DjangoModelFactory):
    """For every prison; `things` and `vouchers` (kind: how many) are what goes in."""

    class Meta:
        model = PackTemplate
        skip_postgeneration_save = True

    programme = factory.SubFactory(ProgrammeFactory)

    @factory.post_generation
    def things(self, create, extracted, **kwargs):
        for position, name in enumerate(extracted or (), start=1):
            PackTemplateItem.objects.create(template=self, position=position, name=name)

    @factory.post_generation
    def vouchers(self, create, extracted, **kwargs):
        for position, (kind, quantity) in enumerate((extracted or {}).items(), start=100):
            PackTemplateItem.objects.create(template=self, position=position, voucher_kind=kind, quantity=quantity)


class LiberationPackFactory(DjangoModelFactory):
    """Being prepared; `things` and `voucher_kinds` are still to go in."""

    class Meta:
        model = LiberationPack
        skip_postgeneration_save = True

    case = factory.SubFactory(CaseFactory)
    episode = factory.SelfAttribute("case.episode")
    state_at = NOON
    state_by = factory.SubFactory(UserFactory)

    @factory.post_generation
    def things(self, create, extracted, **kwargs):
        for position, name in enumerate(extracted or (), start=1):
            PackItem.objects.create(pack=self, position=position, name=name)

    @factory.post_generation
    def voucher_kinds(self, create, extracted, **kwargs):
        for position, kind in enumerate(extracted or (), start=100):
            PackItem.objects.create(pack=self, position=position, name=kind.name, voucher_kind=kind)


def stock(team, *, kind=None, count=3, first=1, by=None, second=None) -> Delivery:
    """A delivery of `count` vouchers with the serial numbers FV0001 and on."""
    return receive_vouchers(
        team=team,
        kind=kind or VoucherKindFactory(),
        first_serial=f"FV{first:04}",
        last_serial=f"FV{first + count - 1:04}",
        second=second or UserFactory(team=team),
        by=by or ManagerFactory(team=team),
        at=NOON,
    )


def voucher(team, **options) -> Voucher:
    """The first of a delivery."""
    return stock(team, **options).vouchers.order_by("serial").first()
