"""The liberation pack: what is in it, and how it gets to the person. Vouchers in it come out of the stock and go back there."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence

from django.utils import timezone

from audit import trail
from audit.enums import Verb
from core.errors import EditedMeanwhile, RuleBroken
from liberations.enums.packs import GIVEN, PACK_MOVES, PACKED_ANEW, PackItemState, PackState
from liberations.enums.vouchers import VoucherState
from liberations.models import LiberationPack, PackItem, PackStep, Voucher
from liberations.packing.templates import template_for
from liberations.services.vouchers import (
    hand_over_vouchers,
    issue_vouchers,
    return_vouchers,
    take_back_handing_over,
)
from mentoring.locks import locked_of_case, locked_open_case, refuse_ended
from mentoring.models import Case
from prisons.models import Prison, PrisonStay


def start_pack(*, case: Case, by, at: dt.datetime | None = None) -> LiberationPack:
    """Begin the pack from the template of the programme and the prison they are in. Pressed twice, it is one pack."""
    with trail.written("start_pack", Verb.CREATED, by=by, person=case.person) as entry:
        case = locked_open_case(case.pk)
        known = LiberationPack.objects.filter(case=case, episode=case.episode_id).first()
        entry.needed = known is None
        if known:
            return known
        at = at or timezone.now()
        pack = LiberationPack.objects.create(case=case, episode=case.episode, state_at=at, state_by=by)
        stay = PrisonStay.objects.filter(episode=case.episode_id, to_date=None).first()
        template = template_for(programme=case.programme_id, prison=stay.prison_id if stay else None)
        _fill(pack, template)
        _step(pack, "", PackState.PREPARING, by=by, at=at)
        entry.subject, entry.after = pack, {"template": template.pk if template else None}
        return pack


def check_pack(
    *,
    pack: LiberationPack,
    read_at_version: int,
    states: Mapping[uuid.UUID, PackItemState],
    by,
    also: Sequence[str] = (),
    at: dt.datetime | None = None,
) -> LiberationPack:
    """Say of each item whether it is in, and add what goes in besides (`also`: a name each, in the pack at once).

    A voucher that goes in comes out of the stock; one that does not goes back. Refuses once the pack is prepared, and when
    a voucher is wanted of which none is left. Raises EditedMeanwhile on a clash.
    """
    with trail.written("check_pack", Verb.CHANGED, by=by, person=pack.case.person) as entry:
        pack = locked_of_case(pack, "prison")
        items = {item.pk: item for item in pack.items.select_related("voucher_kind")}
        changed = [items[key] for key, state in states.items() if key in items and items[key].state != state]
        known = {item.name for item in items.values()}
        new = [name for name in also if name not in known]
        entry.subject, entry.needed = pack, bool(changed or new)
        if not entry.needed:
            return pack
        refuse_ended(pack.case)
        if pack.state != PackState.PREPARING:
            raise RuleBroken(f"The pack is “{pack.get_state_display().lower()}” already. Undo that first.")
        if pack.version != read_at_version:
            raise EditedMeanwhile
        _vouchers_in(pack, [item for item in changed if states[item.pk] == PackItemState.IN], by=by, at=at)
        _vouchers_out([item for item in changed if item.state == PackItemState.IN], by=by, at=at)
        entry.before = {str(item.pk): item.state for item in changed}
        for item in changed:
            item.state = states[item.pk]
        entry.after = {str(item.pk): item.state for item in changed} | {"added": len(new)}
        PackItem.objects.bulk_update(changed, ["state"])
        start = max((item.position for item in items.values()), default=0) + 1
        PackItem.objects.bulk_create(
            PackItem(pack=pack, position=position, name=name, state=PackItemState.IN)
            for position, name in enumerate(new, start=start)
        )
        pack.save_version(read_at_version=read_at_version, update_fields=[])
        return pack


def prepare_pack(*, pack: LiberationPack, by, at: dt.datetime | None = None, **said) -> LiberationPack:
    """As `check_pack` (`said`), and that is all: the pack is prepared. Where it is refused nothing of what was said is kept."""
    with trail.written("prepare_pack", Verb.CHANGED, by=by, subject=pack, person=pack.case.person) as entry:
        prepared = mark_prepared(pack=check_pack(pack=pack, by=by, at=at, **said), by=by, at=at)
        entry.needed = trail.joined(entry)
        return prepared


def swap_voucher(*, item: PackItem, serial: Voucher, by) -> Voucher:
    """Another voucher of the same kind went into the pack: that one is put by, and the one noted before goes back."""
    with trail.written("swap_voucher", Verb.CHANGED, by=by, person=item.pack.case.person, subject=item.pack) as entry:
        pack = locked_of_case(item.pack, "prison")
        item = pack.items.get(pk=item.pk)
        former = Voucher.objects.select_for_update(of=("self",)).filter(pack_item=item).first()
        entry.needed = former is None or former.pk != serial.pk
        if not entry.needed:
            return former
        if pack.state != PackState.PREPARING or former is None:
            raise RuleBroken("Vouchers can be changed only while the pack is being prepared.")
        return_vouchers(vouchers=[former], by=by)
        (taken,) = issue_vouchers(case=pack.case, kind=former.kind, items=[item], chosen=serial, by=by)
        return taken


def mark_prepared(*, pack: LiberationPack, by, at: dt.datetime | None = None) -> LiberationPack:
    """All that goes in is in. Refuses while anything is “Not yet”."""

    def check(pack):
        if pack.state != PackState.PREPARING:
            raise RuleBroken(_is_now(pack))
        waiting = pack.items.filter(state=PackItemState.TO_DO).count()
        if waiting:
            raise RuleBroken(
                f"{waiting} thing{'s are' if waiting > 1 else ' is'} still “Not yet”. Say of each whether it is in, not needed or none is left."
            )

    return _move("mark_pack_prepared", pack, PackState.PREPARED, by=by, at=at, check=check)


def leave_with_prison(
    *, pack: LiberationPack, prison: Prison, by, where: str = "", at: dt.datetime | None = None
) -> LiberationPack:
    """The pack is in the prison now, to be given out on the day. `where`: such as “Reception, with the property”."""
    return _move("leave_pack", pack, PackState.LEFT, by=by, at=at, prison=prison, where=where)


def fetch_back(*, pack: LiberationPack, by, note: str = "", at: dt.datetime | None = None) -> LiberationPack:
    """We have it again, as when the person was moved to another prison."""

    def check(pack):
        if pack.state != PackState.LEFT:
            raise RuleBroken(f"The pack is not in a prison: it is “{pack.get_state_display().lower()}”.")

    return _move("fetch_pack_back", pack, PackState.PREPARED, by=by, at=at, note=note, check=check)


def hand_over_pack(*, pack: LiberationPack, by, note: str = "", at: dt.datetime | None = None) -> LiberationPack:
    """The person was given it, by us or by the prison. Its vouchers are handed over with it."""
    return _move("hand_over_pack", pack, PackState.HANDED_OVER, by=by, at=at, note=note)


def confirm_pack(*, pack: LiberationPack, by, note: str = "", at: dt.datetime | None = None) -> LiberationPack:
    """The person says that they have it, with what was to be in it."""
    return _move("confirm_pack", pack, PackState.CONFIRMED, by=by, at=at, note=note)


def take_apart(*, pack: LiberationPack, note: str, by, at: dt.datetime | None = None) -> LiberationPack:
    """Nobody needs it: its vouchers go back into the stock, also once the case has ended. Refuses once the person has it."""
    return _move("take_pack_apart", pack, PackState.TAKEN_APART, by=by, at=at, note=note)


def undo_pack_step(*, pack: LiberationPack, read_at_version: int, by) -> LiberationPack:
    """Take back the last step, pressed in haste: the pack is again where it was before. Raises EditedMeanwhile on a clash.

    A prepared pack is opened again to change what is in it, also one fetched back from a prison; one that was taken apart is
    packed anew: its vouchers have gone back and may be elsewhere by now.
    """
    with trail.written("undo_pack_step", Verb.CHANGED, by=by, person=pack.case.person) as entry:
        pack = locked_of_case(pack, "prison")
        entry.subject = pack
        if pack.version != read_at_version:
            raise EditedMeanwhile
        last = pack.steps.filter(to_state=pack.state, is_undo=False).first()
        if last is None or not last.from_state:
            raise RuleBroken("There is nothing to take back.")
        to = PackState.PREPARING if pack.state in PACKED_ANEW else PackState(last.from_state)
        left = pack.steps.filter(to_state=PackState.LEFT, is_undo=False).first() if to == PackState.LEFT else None
        refuse_ended(pack.case)
        return _bring(
            entry,
            pack,
            to,
            by=by,
            is_undo=True,
            prison=left.prison if left else None,
            where=left.note if left else "",
        )


def _move(action, pack, to, *, by, at=None, check=None, **facts) -> LiberationPack:
    with trail.written(action, Verb.CHANGED, by=by, person=pack.case.person) as entry:
        pack = locked_of_case(pack, "prison")
        same = pack.state == to and (pack.prison, pack.where) == (facts.get("prison"), facts.get("where", ""))
        entry.subject, entry.needed = pack, not same
        if same:
            return pack
        if to != PackState.TAKEN_APART:
            refuse_ended(pack.case)
        if check:
            check(pack)
        if to not in PACK_MOVES[pack.state]:
            raise RuleBroken(_is_now(pack))
        return _bring(entry, pack, to, by=by, at=at, **facts)


def _is_now(pack: LiberationPack) -> str:
    return f"The pack is “{pack.get_state_display().lower()}” now. Undo that first."


def _bring(entry, pack, to, *, by, at=None, is_undo=False, prison=None, where="", note="") -> LiberationPack:
    """Bring the pack to a state, its vouchers with it, and keep the step."""
    at = at or timezone.now()
    vouchers = list(Voucher.objects.filter(pack_item__pack=pack).exclude(state=VoucherState.LOST))
    if to == PackState.TAKEN_APART:
        return_vouchers(vouchers=vouchers, by=by, at=at)
        pack.items.filter(state=PackItemState.IN).update(state=PackItemState.TO_DO)
    elif to in GIVEN:
        hand_over_vouchers(vouchers=vouchers, by=by, at=at)
    elif pack.state in GIVEN:
        take_back_handing_over(vouchers=vouchers, by=by, at=at)
    entry.before, entry.after = {"state": pack.state}, {"state": to, "prison": prison}
    former, read_at = PackState(pack.state), pack.version
    pack.state, pack.state_at, pack.state_by, pack.prison, pack.where = to, at, by, prison, where
    pack.save_version(read_at_version=read_at, update_fields=["state", "state_at", "state_by", "prison", "where"])
    _step(pack, former, to, by=by, at=at, is_undo=is_undo, prison=prison, note=where or note)
    return pack


def _step(pack, former, to, *, by, at, is_undo=False, prison=None, note="") -> None:
    PackStep.objects.create(
        pack=pack, from_state=former, to_state=to, by=by, at=at, is_undo=is_undo, prison=prison, note=note
    )


def _fill(pack, template) -> None:
    if template is None:
        return
    names = [
        (each.voucher_kind.name if each.voucher_kind else each.name, each.voucher_kind)
        for each in template.items.select_related("voucher_kind")
        for _ in range(each.quantity if each.voucher_kind else 1)
    ]
    PackItem.objects.bulk_create(
        PackItem(pack=pack, position=position, name=name, voucher_kind=kind)
        for position, (name, kind) in enumerate(names, start=1)
    )


def _vouchers_in(pack, items, *, by, at) -> None:
    by_kind: dict = {}
    for item in items:
        if item.voucher_kind:
            by_kind.setdefault(item.voucher_kind, []).append(item)
    for kind, places in by_kind.items():
        issue_vouchers(case=pack.case, kind=kind, items=places, by=by, at=at)


def _vouchers_out(items, *, by, at) -> None:
    return_vouchers(vouchers=list(Voucher.objects.filter(pack_item__in=items)), by=by, at=at)
