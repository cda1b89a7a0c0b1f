"""The words that may be sent to people, kept by administrators. A check refuses what would give away what it is about."""

import uuid

from django.utils import timezone

from audit import trail
from audit.edits import edit_row
from audit.enums import Verb
from core.errors import RuleBroken
from core.once import already_made
from liberations.keeping_contact.neutral import tells_too_much, unknown_placeholders
from liberations.keeping_contact.sending import names_that_tell
from liberations.models import MessageText


def add_message_text(*, name: str, text: str, by, subject: str = "", new_id: uuid.UUID | None = None) -> MessageText:
    """Words that staff may send from now on. Refuses what names a prison, a service or what we do, and braces with anything
    but mentor and phone."""
    with trail.written("add_message_text", Verb.CREATED, by=by) as entry:
        if made := already_made(MessageText, new_id):
            entry.needed = False
            return made
        made = MessageText(pk=new_id or uuid.uuid4(), name=name, subject=subject, text=text)
        _check(made)
        made.save(force_insert=True)
        entry.subject, entry.after = made, {"name": name}
        return made


def edit_message_text(*, message_text: MessageText, read_at_version: int, by, **fields) -> MessageText:
    """Change name, subject or words; what was sent stays as it went out. Raises EditedMeanwhile for an old version."""
    return edit_row(
        "edit_message_text", message_text, read_at_version=read_at_version, values=fields, check=_check, by=by
    )


def close_message_text(*, message_text: MessageText, by) -> None:
    """Not sent any more."""
    _open_or_close(message_text, "close_message_text", timezone.now(), by=by)


def reopen_message_text(*, message_text: MessageText, by) -> None:
    """Sent again; checked again, as prisons and agencies may have come since."""
    _check(message_text)
    _open_or_close(message_text, "reopen_message_text", None, by=by)


def _open_or_close(message_text, action, closed_at, *, by):
    with trail.written(action, Verb.CHANGED, by=by, subject=message_text) as entry:
        rows = MessageText.objects.filter(pk=message_text.pk, closed_at__isnull=closed_at is not None)
        entry.needed = bool(rows.update(closed_at=closed_at))


def _check(row):
    if MessageText.objects.exclude(pk=row.pk).filter(name__iexact=row.name).exists():
        raise RuleBroken("There is already a text of this name. Choose another name.")
    if unknown := unknown_placeholders(f"{row.subject} {row.text}"):
        raise RuleBroken(f"In braces only {{mentor}} and {{phone}} are filled in. Take out: {', '.join(unknown)}.")
    if words := tells_too_much(f"{row.subject} {row.text}", names_that_tell()):
        raise RuleBroken(f"Somebody else may see the phone. Say it without: {', '.join(words)}.")
