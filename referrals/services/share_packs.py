"""Telling the story once: a pack is written with the person, agreed to as it stands, given by their consent, and can be stopped."""

import datetime as dt
import uuid
from collections.abc import Mapping

from django.utils import timezone

from audit import trail
from audit.enums import Verb
from core.errors import EditedMeanwhile, RuleBroken
from core.once import already_made
from people.enums import HowGiven
from people.models import Person
from prisons.models import Prison
from referrals.enums import STORY_MOVES, Basis, StorySection, StoryState
from referrals.models import Agency, Disclosure, OnwardReferral, SharePack, SharePackSection
from referrals.services.disclosures import record_disclosure
from referrals.stories import told_in_words

NOT_AGREED = "They have to agree to it as it stands before anybody is shown it."


def start_story(*, person: Person, by, new_id: uuid.UUID | None = None) -> SharePack:
    """The pack that is being written: the one that is not agreed yet, else a new one that begins as they last agreed to it."""
    with trail.written("start_story", Verb.CREATED, by=by, person=person) as entry:
        if made := already_made(SharePack, new_id, person=person):
            entry.needed = False
            return made
        Person.objects.hold([person.pk])
        if draft := person.share_packs.filter(state=StoryState.DRAFT).first():
            entry.needed = False
            return draft
        last = person.share_packs.exclude(agreed_at=None).order_by("-agreed_at").first()
        pack = SharePack(pk=new_id or uuid.uuid4(), person=person, started_by=by, started_at=timezone.now())
        pack.save(force_insert=True)
        if last:
            _set_sections(pack, {row.section: row.text for row in last.sections.all()})
        entry.subject, entry.after = pack, {"as": last}
        return pack


def write_story(*, pack: SharePack, sections: Mapping[StorySection | str, str], read_at_version: int, by) -> SharePack:
    """What is told: every section they chose, with its text; what is not among them is not told.

    The same again is no change. Raises EditedMeanwhile for an old version; refuses a pack that they agreed to, and an empty one.
    """
    with trail.written("write_story", Verb.CHANGED, by=by, subject=pack, person=pack.person) as entry:
        pack = _locked(pack)
        wanted = {str(section): text.strip() for section, text in sections.items() if text.strip()}
        before = {row.section: row.text for row in pack.sections.all()}
        if wanted == before:
            entry.needed = False
            return pack
        if not pack.is_draft:
            raise RuleBroken("They have agreed to this as it stands. Begin another one to tell it otherwise.")
        if not wanted:
            raise RuleBroken("Choose at least one section, with what it says.")
        if pack.version != read_at_version:
            raise EditedMeanwhile
        _set_sections(pack, wanted)
        pack.save_version(read_at_version=read_at_version, update_fields=[])
        # Which sections there are, never what they say.
        entry.before, entry.after = {"sections": sorted(before)}, {"sections": sorted(wanted)}
        return pack


def agree_story(*, pack: SharePack, how: HowGiven | str, agreed_date: dt.date, by, witness: str = "") -> SharePack:
    """They agreed to it as it stands; from now on it never changes. Refuses an empty one, one agreed aloud without a witness, and
    a day to come."""
    with trail.written("agree_story", Verb.CHANGED, by=by, subject=pack, person=pack.person) as entry:
        pack = _locked(pack)
        said = {"agreed_date": agreed_date, "agreed_how": str(how), "witness": witness}
        if pack.state == StoryState.AGREED and all(getattr(pack, name) == value for name, value in said.items()):
            entry.needed = False
            return pack
        _need_move(pack, StoryState.AGREED, only_from=StoryState.DRAFT)
        if agreed_date > timezone.localdate():
            raise RuleBroken("The day they agreed cannot be in the future.")
        if how == HowGiven.SPOKEN and not witness:
            raise RuleBroken("Enter who witnessed it: what is said aloud needs a witness.")
        if not pack.sections.exists():
            raise RuleBroken("There is nothing in it yet. Choose what is told first.")
        _move(pack, StoryState.AGREED, **said, agreed_by=by, agreed_at=timezone.now())
        entry.after = {"state": pack.state, "how": how, "on": agreed_date}
        return pack


def rewrite_story(*, pack: SharePack, by) -> SharePack:
    """Take back that they agreed, to go on writing. Refuses once somebody was given it: then it stays as it was told."""
    with trail.written("rewrite_story", Verb.CHANGED, by=by, subject=pack, person=pack.person) as entry:
        pack = _locked(pack)
        if pack.is_draft:
            entry.needed = False
            return pack
        _need_move(pack, StoryState.DRAFT)
        if pack.disclosures.exists():
            raise RuleBroken("Somebody was given it already, so it stays as it was told. Begin another one.")
        if pack.person.share_packs.filter(state=StoryState.DRAFT).exists():
            raise RuleBroken("Another one is being written already. Go on with that one.")
        entry.before = {"agreed_date": pack.agreed_date, "how": pack.agreed_how}
        nothing = {"agreed_date": None, "agreed_how": "", "witness": "", "agreed_by": None, "agreed_at": None}
        _move(pack, StoryState.DRAFT, **nothing)
        return pack


def stop_story(*, pack: SharePack, by) -> SharePack:
    """Nobody is shown it any more, and no agency's link opens it. Who was given it on paper stays on record."""
    return _press(pack, StoryState.STOPPED, "stop_story", stopped_by=by, stopped_at=timezone.now(), by=by)


def resume_story(*, pack: SharePack, by) -> SharePack:
    """It may be shown again, as they agreed to it."""
    return _press(pack, StoryState.AGREED, "resume_story", stopped_by=None, stopped_at=None, by=by)


def give_story(
    *,
    pack: SharePack,
    recipient: Agency | Prison,
    purpose: str,
    by,
    on: dt.date | None = None,
    new_id: uuid.UUID | None = None,
) -> Disclosure:
    """Somebody outside was given it, on a day (today). Needs the person's consent to sharing with them (ConsentNeeded)."""
    with trail.written("give_story", Verb.SHARED, by=by, subject=pack, person=pack.person) as entry:
        if made := already_made(Disclosure, new_id, share_pack=pack, recorded_by=by):
            entry.needed = False
            return made
        pack = _locked(pack)
        on = on or timezone.localdate()
        if not pack.may_be_shown:
            raise RuleBroken(NOT_AGREED)
        if on < pack.agreed_date:
            raise RuleBroken("They agreed to it only after that day.")
        return record_disclosure(
            person=pack.person,
            recipient=recipient,
            what=told_in_words(pack),
            purpose=purpose,
            basis=Basis.CONSENT,
            share_pack=pack,
            on=on,
            new_id=new_id,
            by=by,
        )


def attach_story(*, onward: OnwardReferral, pack: SharePack, by) -> OnwardReferral:
    """The agency they were referred to may read it from now on, beside what it was told. Kept as given to it, by their consent to
    sharing with it (ConsentNeeded). Refuses a referral that is settled."""
    with trail.written("attach_story", Verb.SHARED, by=by, subject=onward, person=onward.person) as entry:
        Person.objects.hold([onward.person_id])
        locked = OnwardReferral.objects.select_for_update(of=("self",)).get(pk=onward.pk)
        if locked.share_pack_id == pack.pk:
            entry.needed = False
            return locked
        if pack.person_id != locked.person_id:
            raise RuleBroken("This is the story of somebody else.")
        if not OnwardReferral.objects.open().filter(pk=locked.pk).exists():
            raise RuleBroken("This referral is settled: nobody there needs it any more.")
        give_story(pack=pack, recipient=locked.service.agency, purpose=f"Referral to {locked.service.name}", by=by)
        locked.share_pack = pack
        locked.save(update_fields=["share_pack"])
        entry.after = {"share_pack": pack}
        return locked


def _locked(pack):
    Person.objects.hold([pack.person_id])
    return SharePack.objects.select_for_update(of=("self",)).select_related("person").get(pk=pack.pk)


def _need_move(pack, state, *, only_from=None):
    if state not in STORY_MOVES[StoryState(pack.state)] or only_from not in (None, pack.state):
        raise RuleBroken(f"It is at “{pack.get_state_display()}” by now. Look at it again.")


def _move(pack, state, **fields):
    pack.state = state
    for name, value in fields.items():
        setattr(pack, name, value)
    columns = [f"{name}_id" if name in ("agreed_by", "stopped_by") else name for name in fields]
    pack.save_version(read_at_version=pack.version, update_fields=["state", *columns])


def _press(pack, state, action, *, by, **fields):
    with trail.written(action, Verb.CHANGED, by=by, subject=pack, person=pack.person) as entry:
        pack = _locked(pack)
        if pack.state == state:
            entry.needed = False
            return pack
        if pack.is_draft:
            raise RuleBroken(NOT_AGREED)
        entry.before, entry.after = {"state": pack.state}, {"state": state}
        _move(pack, state, **fields)
        return pack


def _set_sections(pack, texts):
    pack.sections.all().delete()
    SharePackSection.objects.bulk_create(
        SharePackSection(pack=pack, section=section, text=text) for section, text in texts.items()
    )
