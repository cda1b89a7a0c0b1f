"""What the pages of a pack show."""

import dataclasses
import datetime as dt

from django.db.models import F, FilteredRelation, Q, QuerySet

from accounts.models import User
from liberations.models import LiberationPack, PackItem, PackStep
from mentoring.models import Assignment, Case
from people.selectors import alert_texts


def pack_of(case: Case) -> LiberationPack | None:
    """The pack for the case's present time in custody; None while nobody has begun one. One statement."""
    packs = LiberationPack.objects.filter(case=case, episode=case.episode_id)
    pack = packs.select_related("prison", "state_by").first()
    if pack:
        pack.case = case
    return pack


def items_of(pack: LiberationPack) -> list[PackItem]:
    """In their order, each with its voucher, if it is one. One statement."""
    return list(pack.items.select_related("voucher_kind", "voucher"))


def steps_of(pack: LiberationPack) -> list[PackStep]:
    """What became of the pack, the newest first. One statement."""
    return list(pack.steps.select_related("by", "prison"))


@dataclasses.dataclass(frozen=True, slots=True)
class Contact:
    """Whom the person calls: a name and a phone, and nothing that tells what for."""

    name: str
    phone: str


def contact_for(case: Case) -> Contact | None:
    """The lead mentor with a work phone; None while nobody is allocated."""
    lead = Assignment.objects.lead().current().filter(case=case).select_related("mentor__user").first()
    return Contact(lead.mentor.user.name, lead.mentor.user.phone) if lead else None


def cases_to_pack(user: User, today: dt.date) -> QuerySet[Case]:
    """Open cases `user` may open of people still inside whose liberation is today or later, with `pack_state` beside them:
    null while nobody has begun."""
    of_this_time = Q(packs__episode=F("episode"))
    return (
        Case.objects.visible_to(user)
        .open()
        .with_liberation()
        .with_lead()
        .filter(liberation_day__gte=today, episode__released_date=None)
        .annotate(alert_texts=alert_texts(), pack=FilteredRelation("packs", condition=of_this_time))
        .annotate(
            pack_state=F("pack__state"),
            pack_at=F("pack__state_at"),
            pack_prison=F("pack__prison__name"),
            pack_where=F("pack__where"),
        )
        .select_related("person")
    )
