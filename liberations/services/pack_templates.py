"""What an administrator keeps for packs: kinds of vouchers, and what goes in for a programme and a prison."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence

from audit import trail
from audit.edits import edit_row
from audit.enums import Verb
from core.errors import EditedMeanwhile, RuleBroken
from core.once import already_made, wait_in_line
from liberations.models import PackTemplate, PackTemplateItem, VoucherKind
from prisons.models import Prison
from referrals.models import Programme


def add_voucher_kind(*, name: str, value_pence: int, by, new_id: uuid.UUID | None = None) -> VoucherKind:
    """A kind of voucher that can be taken in from now on. Its value never changes. Refuses one that is there already."""
    with trail.written("add_voucher_kind", Verb.CREATED, by=by) as entry:
        if made := already_made(VoucherKind, new_id, name=name, value_pence=value_pence):
            entry.needed = False
            return made
        kind = VoucherKind(pk=new_id or uuid.uuid4(), name=name, value_pence=value_pence)
        _check_name(kind)
        kind.save(force_insert=True)
        entry.subject, entry.after = kind, {"name": name, "value_pence": value_pence}
        return kind


def edit_voucher_kind(
    *, kind: VoucherKind, read_at_version: int, name: str, closed_date: dt.date | None, by
) -> VoucherKind:
    """Another name, or the first day on which no more of it is taken in. Raises EditedMeanwhile; refuses the name of another."""
    return edit_row(
        "edit_voucher_kind",
        kind,
        read_at_version=read_at_version,
        values={"name": name, "closed_date": closed_date},
        check=_check_name,
        by=by,
    )


def save_template(
    *,
    programme: Programme,
    prison: Prison | None,
    read_at_version: int | None,
    things: Sequence[str],
    vouchers: Mapping[VoucherKind, int],
    by,
) -> PackTemplate:
    """What goes in the packs of a programme, for a prison or (None) for every prison without a template of its own.

    `read_at_version` is None if there was none yet. Packs begun already stay as they are. Raises EditedMeanwhile.
    """
    with trail.written("save_pack_template", Verb.CHANGED, by=by, subject=programme) as entry:
        wait_in_line(f"pack template/{programme.pk}/{prison.pk if prison else ''}")
        known = PackTemplate.objects.filter(programme=programme, prison=prison).first()
        items = [(thing, None, 1) for thing in dict.fromkeys(things)]
        items += [("", kind, number) for kind, number in vouchers.items() if number]
        former = _items(known) if known else None
        entry.needed = former != items
        if not entry.needed:
            return known
        if (known.version if known else None) != read_at_version:
            raise EditedMeanwhile
        template = known or PackTemplate.objects.create(programme=programme, prison=prison)
        if known:
            template.save_version(read_at_version=read_at_version, update_fields=[])
            template.items.all().delete()
        PackTemplateItem.objects.bulk_create(
            PackTemplateItem(template=template, position=position, name=name, voucher_kind=kind, quantity=number)
            for position, (name, kind, number) in enumerate(items, start=1)
        )
        entry.subject = template
        entry.before, entry.after = {"items": _words(former or [])}, {"items": _words(items)}
        return template


def remove_template(*, programme: Programme, prison: Prison, by) -> None:
    """The prison has no template of its own any more: that for every prison counts there. Pressed twice, it is once."""
    with trail.written("remove_pack_template", Verb.CHANGED, by=by, subject=programme) as entry:
        found = PackTemplate.objects.select_for_update(of=("self",)).filter(programme=programme, prison=prison).first()
        entry.needed = found is not None
        if found:
            entry.before = {"items": _words(_items(found)), "prison": prison.pk}
            found.delete()


def _items(template) -> list[tuple[str, VoucherKind | None, int]]:
    items = template.items.select_related("voucher_kind")
    return [(item.name, item.voucher_kind, item.quantity) for item in items]


def _words(items) -> list[str]:
    return [name or f"{number} × {kind.in_words()}" for name, kind, number in items]


def _check_name(kind: VoucherKind) -> None:
    others = VoucherKind.objects.filter(name__iexact=kind.name, value_pence=kind.value_pence)
    if others.exclude(pk=kind.pk).exists():
        raise RuleBroken("There is a voucher of this name and value already.")
