"""The rows that say that two records are one, or are two; moving what is on them is for the apps above (liberations)."""

from django.utils import timezone

from audit import trail
from audit.enums import Verb
from core.errors import RuleBroken
from people.enums import Sex
from people.models import Access, DifferentPeople, Merge, Person
from people.services.people import EDITABLE

LONGEST_OTHER_NAMES = Person._meta.get_field("other_names").max_length
EMPTY = (None, "", Sex.NOT_KNOWN)


def record_merge(
    *, survivor: Person, merged: Person, note: str, moved: list, kept: dict, ended_access: list, by
) -> Merge:
    """One record stands for the other from now on. The survivor's empty fields take over what the other has, and its other
    names keep the other's names. Both are locked by the caller."""
    with trail.written("record_merge", Verb.CHANGED, by=by, person=survivor) as entry:
        filled = _filled(survivor, merged)
        for field, values in filled.items():
            setattr(survivor, field, Person._meta.get_field(field).to_python(values["after"]))
        survivor.save_version(read_at_version=survivor.version, update_fields=list(filled))
        merged.merged_into = survivor
        merged.save_version(read_at_version=merged.version, update_fields=["merged_into"])
        merge = Merge.objects.create(
            survivor=survivor,
            merged=merged,
            note=note,
            moved=moved,
            kept=kept,
            ended_access=ended_access,
            filled=filled,
            merged_at=timezone.now(),
            merged_by=by,
        )
        entry.subject, entry.after = merge, {"filled": list(filled)}
        return merge


def end_doubled_access(*, survivor: Person, merged: Person, by) -> list[str]:
    """End what access to `merged` the survivor gives already, so that the rest can move. The keys of the rows ended."""
    with trail.written("end_doubled_access", Verb.CHANGED, by=by, person=survivor) as entry:
        held = {_holder(access) for access in Access.objects.filter(person=survivor, until_at=None)}
        doubled = [access for access in Access.objects.filter(person=merged, until_at=None) if _holder(access) in held]
        now = timezone.now()
        for access in doubled:
            access.until_at = max(now, access.from_at)
        Access.objects.bulk_update(doubled, ["until_at"])
        entry.needed, entry.after = bool(doubled), {"ended": len(doubled)}
        return [str(access.pk) for access in doubled]


def record_merge_undone(*, merge: Merge, by) -> Merge:
    """The two records stand for themselves again: what the survivor's fields took over is taken out unless it was edited
    since, and access that had ended with the merge is in force again for those who still have it. Both records are locked by the caller."""
    with trail.written("record_merge_undone", Verb.CHANGED, by=by, subject=merge, person=merge.survivor):
        survivor, merged = merge.survivor, merge.merged
        untouched = [name for name, values in merge.filled.items() if _plain(survivor, name) == values["after"]]
        for name in untouched:
            field = Person._meta.get_field(name)
            setattr(survivor, name, field.to_python(merge.filled[name]["before"]))
        survivor.save_version(read_at_version=survivor.version, update_fields=untouched)
        merged.merged_into = None
        merged.save_version(read_at_version=merged.version, update_fields=["merged_into"])
        _give_back_access(merge)
        merge.undone_at, merge.undone_by = timezone.now(), by
        merge.save(update_fields=["undone_at", "undone_by"])
        return merge


def say_different(*, people: tuple[Person, Person], by) -> DifferentPeople:
    """These two records are about two people: they are not shown as possible duplicates again. Said twice, it is said once."""
    first, second = sorted(people, key=lambda person: person.pk)
    with trail.written("say_different", Verb.CREATED, by=by, person=first) as entry:
        if first == second:
            raise RuleBroken("This is one record.")
        said, entry.needed = DifferentPeople.objects.get_or_create(
            first=first, second=second, taken_back_at=None, defaults={"said_at": timezone.now(), "said_by": by}
        )
        entry.subject, entry.shown = said, [first.pk, second.pk]
        return said


def take_back_different(*, said: DifferentPeople, by) -> DifferentPeople:
    """It was a mistake: the two may be shown as possible duplicates again. Taken back twice, it is taken back once."""
    with trail.written("take_back_different", Verb.CHANGED, by=by, subject=said, person=said.first) as entry:
        said = DifferentPeople.objects.select_for_update(of=("self",)).get(pk=said.pk)
        entry.needed, entry.shown = said.taken_back_at is None, [said.first_id, said.second_id]
        if entry.needed:
            said.taken_back_at, said.taken_back_by = timezone.now(), by
            said.save(update_fields=["taken_back_at", "taken_back_by"])
        return said


def _filled(survivor: Person, merged: Person) -> dict:
    """By field what the survivor has now and what it is to have."""
    filled = {}
    for name in EDITABLE:
        before, after = getattr(survivor, name), getattr(merged, name)
        if name != "other_names" and before in EMPTY and after not in EMPTY:
            filled[name] = {"before": _plain(survivor, name), "after": _plain(merged, name)}
    names = _other_names(survivor, merged)
    if names != survivor.other_names:
        filled["other_names"] = {"before": survivor.other_names, "after": names}
    return filled


def _other_names(survivor: Person, merged: Person) -> str:
    """The survivor's other names with those of the other record that it does not have, as far as there is room."""
    names = [name.strip() for name in survivor.other_names.split(",") if name.strip()]
    known = {each.casefold() for each in (*names, survivor.full_name, survivor.known_as)}
    for name in (merged.full_name, merged.known_as, *merged.other_names.split(",")):
        name = name.strip()
        if name and name.casefold() not in known and len(", ".join([*names, name])) <= LONGEST_OTHER_NAMES:
            names.append(name)
            known.add(name.casefold())
    return ", ".join(names)


def _give_back_access(merge: Merge) -> None:
    """To those who may open the survivor still by what they held on both: who has left since gets nothing back."""
    held = {_holder(access) for access in Access.objects.filter(person=merge.survivor, until_at=None)}
    ended = Access.objects.filter(pk__in=merge.ended_access, person=merge.merged)
    back = [access.pk for access in ended if _holder(access) in held]
    Access.objects.filter(pk__in=back).update(until_at=None)


def _holder(access: Access) -> tuple:
    return access.user_id, access.team_id, access.role, access.reason


def _plain(person: Person, name: str) -> str | None:
    value = getattr(person, name)
    return value.isoformat() if hasattr(value, "isoformat") else value
