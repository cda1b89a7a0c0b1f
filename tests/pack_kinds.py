"""What the addresses of packs and vouchers are about; beside tests/kinds.py."""

from liberations.enums.packs import PackItemState
from liberations.models import LiberationPack
from liberations.services.packs import check_pack, hand_over_pack, leave_with_prison, mark_prepared
from liberations.services.stock import record_count
from liberations.services.vouchers import hand_over_vouchers, issue_vouchers, lose_voucher
from tests.factories.accounts import UserFactory
from tests.factories.packs import LiberationPackFactory, PackTemplateFactory, VoucherKindFactory, stock
from tests.factories.prisons import PrisonFactory


def _delivery(world):
    return stock(world.team, by=world.manager, second=world.prison_mentor)


def delivery(world):
    return [_delivery(world).pk]


def voucher(world):
    """In the drawer, for nobody."""
    return [_delivery(world).vouchers.first().pk]


def lost_voucher(world):
    one = _delivery(world).vouchers.first()
    return [lose_voucher(voucher=one, second=world.prison_mentor, note="Not there.", by=world.manager).pk]


def voucher_of_case(world):
    """Handed over to somebody the world's staff may open."""
    (one,) = issue_vouchers(case=world.case, kind=_delivery(world).kind, by=world.manager)
    return [hand_over_vouchers(vouchers=[one], by=world.manager)[0].pk]


def count(world):
    """The manager's, and the community mentor is the second."""
    return [_count(world, world.community_mentor).pk]


def count_of_others(world):
    """Of the same team, and nobody of the world is the second."""
    return [_count(world, UserFactory(team=world.team)).pk]


def _count(world, second):
    kind = _delivery(world).kind
    return record_count(
        team=world.team, counted={kind: 3}, expected={kind: 3}, explanations={}, second=second, by=world.manager
    )


def voucher_kind(world):
    return [VoucherKindFactory().pk]


def pack(world):
    """Being prepared, with a voucher in it."""
    return [_pack(world).pk]


def case_with_pack(world):
    return [_pack(world).case_id]


def _pack(world):
    made = LiberationPackFactory(case=world.case, things=["Water"], voucher_kinds=[_delivery(world).kind])
    states = dict.fromkeys(made.items.values_list("pk", flat=True), PackItemState.IN)
    return check_pack(pack=made, read_at_version=1, states=states, by=world.manager)


def pack_item(world):
    return [_pack(world).items.get(voucher__isnull=False).pk]


def _prepared(world):
    return mark_prepared(pack=_pack(world), by=world.manager)


def prepared_pack(world):
    return [_prepared(world).pk]


def pack_with_prison(world):
    return [leave_with_prison(pack=_prepared(world), prison=PrisonFactory(), where="Reception", by=world.manager).pk]


def given_pack(world):
    return [hand_over_pack(pack=_prepared(world), by=world.manager).pk]


def version_of(key):
    return LiberationPack.objects.get(pk=key).version


def pack_template(world):
    made = PackTemplateFactory(programme=world.case.programme, prison=PrisonFactory(), things=["Water"])
    return [made.programme_id, made.prison_id]


def programme_and_prison(world):
    return [world.case.programme_id, PrisonFactory().pk]
