"""Forms of packs and vouchers."""

from liberations.models import LiberationPack, PackItem, Voucher, VoucherKind
from tests import kinds, pack_kinds
from tests.factories.packs import VoucherKindFactory
from tests.factories.prisons import PrisonFactory
from tests.forms.sent import Sent


def not_needed(world):
    return {f"item_{item.pk}": "not-needed" for item in PackItem.objects.filter(voucher_kind=None)}


def another_serial(world):
    return {"voucher": Voucher.objects.in_stock().order_by("serial").first().pk}


def range_of_serials(world):
    return {
        "kind": VoucherKindFactory().pk,
        "first_serial": "A1",
        "last_serial": "A3",
        "second": world.prison_mentor.pk,
    }


def drawer(world):
    """The address has no key; the kinds to count are those in stock."""
    pack_kinds.delivery(world)
    return []


def counted(world):
    return {
        "second": world.prison_mentor.pk,
        **{f"counted_{kind.pk}": "3" for kind in VoucherKind.objects.all()},
    }


def by_two(world):
    return {"note": "Looked for it together.", "second": world.prison_mentor.pk}


FORMS = {
    "liberations:count_add": Sent(drawer, data=counted),
    "liberations:delivery_add": Sent(data=range_of_serials),
    "liberations:delivery_strike": Sent(pack_kinds.delivery),
    "liberations:pack": Sent(pack_kinds.case_with_pack, "prison mentor", not_needed),
    "liberations:pack_confirm": Sent(pack_kinds.given_pack),
    "liberations:pack_fetch_back": Sent(pack_kinds.pack_with_prison),
    "liberations:pack_hand_over": Sent(pack_kinds.prepared_pack),
    "liberations:pack_leave": Sent(
        pack_kinds.prepared_pack, data=lambda world: {"prison": PrisonFactory().pk, "where": "Reception"}
    ),
    "liberations:pack_start": Sent(kinds.case, "community mentor"),
    "liberations:pack_swap": Sent(pack_kinds.pack_item, data=another_serial),
    "liberations:pack_take_apart": Sent(pack_kinds.prepared_pack, data=lambda world: {"note": "They stay."}),
    "liberations:pack_template": Sent(kinds.programme, "administrator", lambda world: {"things": "Water\nSocks"}),
    "liberations:pack_template_for": Sent(
        pack_kinds.programme_and_prison, "administrator", lambda world: {"things": "A map"}
    ),
    "liberations:pack_template_remove": Sent(pack_kinds.pack_template, "administrator"),
    "liberations:pack_undo": Sent(
        pack_kinds.prepared_pack, data=lambda world: {"version": LiberationPack.objects.get().version}
    ),
    "liberations:stock_count_answer": Sent(pack_kinds.count, "community mentor", lambda world: {"answer": "yes"}),
    "liberations:voucher_found": Sent(pack_kinds.lost_voucher, data=by_two),
    "liberations:voucher_kind_add": Sent(
        None, "administrator", lambda world: {"name": "Phone credit", "value_pence": "10"}
    ),
    "liberations:voucher_kind_edit": Sent(
        pack_kinds.voucher_kind, "administrator", lambda world: {"name": "Food, any shop"}
    ),
    "liberations:voucher_lost": Sent(pack_kinds.voucher, data=by_two),
    "liberations:voucher_return": Sent(pack_kinds.voucher_of_case, data=lambda world: {"note": "Given back."}),
}
