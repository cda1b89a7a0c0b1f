"""Vouchers in the drawer, what goes in a pack, and packs on their way: told through the services once the lives are."""

import datetime as dt

from demo.days import Days
from demo.scene import OUR_TEAM, Scene
from demo.teller import OFFICE_HOUR
from liberations.enums.packs import PackItemState, PackState
from liberations.models import LiberationPack
from liberations.services import packs, stock
from liberations.services.pack_templates import add_voucher_kind, save_template
from mentoring.models import Case
from prisons.models import Prison

THINGS = (
    "Bottle of water",
    "Snack bars",
    "Phone with charger",
    "List of appointments",
    "Contact card",
    "Map of the way to the first appointment",
    "Warm hat and gloves",
)
# Name, pence, first and last serial number.
VOUCHERS = (("Food voucher", 10_00, "FV0001", "FV0040"), ("Phone credit", 5_00, "PC201", "PC215"))
# How far the packs of those who leave soonest are, the soonest first.
INSIDE = (PackState.LEFT, PackState.PREPARED, PackState.PREPARING)
OUTSIDE = (PackState.CONFIRMED, PackState.HANDED_OVER)


def tell_packs(scene: Scene, days: Days) -> None:
    """The administrator says what goes in, the manager takes vouchers in and counts them, mentors pack."""
    priya, morag, donna = (scene.users[name] for name in ("priya", "morag", "donna"))
    cases = Case.objects.open().filter(programme__team__name=OUR_TEAM).with_liberation().select_related("person")
    programme = cases.first().programme
    kinds = [add_voucher_kind(name=name, value_pence=pence, by=priya) for name, pence, *_ in VOUCHERS]
    goes_in = {"programme": programme, "read_at_version": None, "by": priya}
    save_template(prison=None, things=THINGS, vouchers={kinds[0]: 2, kinds[1]: 1}, **goes_in)
    away = Prison.objects.get(code="GRE")
    save_template(prison=away, things=[*THINGS, "Train ticket"], vouchers={kinds[0]: 3, kinds[1]: 1}, **goes_in)
    came_in = days.moment(days.ago(120), OFFICE_HOUR)
    for kind, (_, _, first, last) in zip(kinds, VOUCHERS, strict=True):
        stock.receive_vouchers(
            team=morag.team, kind=kind, first_serial=first, last_serial=last, second=donna, by=morag, at=came_in
        )
    _count(kinds, (40, 15), morag, donna, days.moment(days.ago(119), OFFICE_HOUR))
    out = cases.filter(episode__released_date__isnull=False).order_by("-liberation_day", "number")
    inside = cases.filter(episode__released_date=None, liberation_day__gte=days.today).order_by(
        "liberation_day", "number"
    )
    for rows, states in ((out, OUTSIDE), (inside, INSIDE)):
        for case, state in zip(rows, states, strict=False):
            _pack(case, state, donna, days)


def _count(kinds, numbers, by, second, at):
    counted = dict(zip(kinds, numbers, strict=True))
    made = stock.record_count(
        team=by.team, counted=counted, expected=counted, explanations={}, second=second, by=by, at=at
    )
    stock.answer_count(count=made, agreed=True, by=second, at=at)


def _pack(case: Case, state: PackState, by, days: Days) -> LiberationPack:
    """Packed in the days before they leave, as far as `state`."""
    left = case.episode.released_date
    at = days.moment(left, OFFICE_HOUR) if left else days.now
    begun, filled, closed = (at - dt.timedelta(hours=hours) for hours in (5, 4, 3))
    pack = packs.start_pack(case=case, by=by, at=begun)
    names = list(pack.items.values_list("pk", "name"))
    states = {key: PackItemState.NOT_NEEDED if "hat" in name else PackItemState.IN for key, name in names}
    if state == PackState.PREPARING:
        states |= {key: PackItemState.TO_DO for key, name in names if "Phone" in name}
    pack = packs.check_pack(pack=pack, read_at_version=pack.version, states=states, by=by, at=filled)
    if state == PackState.PREPARING:
        return pack
    pack = packs.mark_prepared(pack=pack, by=by, at=closed)
    if state == PackState.LEFT:
        prison = Prison.objects.get(pk=case.now_at)
        return packs.leave_with_prison(pack=pack, prison=prison, where="Reception, with the property", by=by, at=at)
    if state in (PackState.HANDED_OVER, PackState.CONFIRMED):
        pack = packs.hand_over_pack(pack=pack, by=by, at=at - dt.timedelta(minutes=30))
    return packs.confirm_pack(pack=pack, by=by, at=at) if state == PackState.CONFIRMED else pack
