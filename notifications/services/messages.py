"""Putting a notice in the outbox. It is written in the transaction of what it tells of; the beat sends it (outbox.py)."""

import dataclasses
import datetime
import uuid
from collections.abc import Collection, Iterable

from django.db.models.functions import Coalesce, Now
from django.utils import timezone

from notifications.enums import Kind
from notifications.models import Message

# PostgreSQL takes no more than 65,535 parameters in a statement, of which a message has some twenty.
BATCH = 2000


@dataclasses.dataclass(frozen=True)
class Notice:
    """One notice to one member of staff. `dedupe_key` says what it is: however often it is posted, it stays one.

    `path` leads to where something can be done; `reference` is the case's (TG-10023) and all that an e-mail says.
    `question_path` is where the two buttons of a notice that asks something are sent (see end_questions).
    `by_email=False` leaves it in the product only.
    """

    recipient: object
    kind: Kind
    dedupe_key: str
    path: str
    subject_key: uuid.UUID | None = None
    person_key: uuid.UUID | None = None
    reference: str = ""
    due_date: datetime.date | None = None
    liberation_date: datetime.date | None = None
    offset_days: int | None = None
    question_path: str = ""
    by_email: bool = True


def post_message(
    *,
    recipient,
    kind: Kind,
    dedupe_key: str,
    path: str,
    subject_key: uuid.UUID | None = None,
    person_key: uuid.UUID | None = None,
    reference: str = "",
    due_date: datetime.date | None = None,
    liberation_date: datetime.date | None = None,
    offset_days: int | None = None,
) -> None:
    """Post one notice; see Notice. Nothing for somebody who no longer works here."""
    post_messages(
        notices=[
            Notice(
                recipient=recipient,
                kind=kind,
                dedupe_key=dedupe_key,
                path=path,
                subject_key=subject_key,
                person_key=person_key,
                reference=reference,
                due_date=due_date,
                liberation_date=liberation_date,
                offset_days=offset_days,
            )
        ]
    )


def post_messages(*, notices: Iterable[Notice]) -> None:
    """Post many notices in one statement; those already posted stay as they are."""
    now = timezone.now()
    # What the database would fill in by itself is said here: rows of plain values are written ten times as fast.
    rows = [
        Message(
            recipient=notice.recipient,
            kind=notice.kind,
            dedupe_key=notice.dedupe_key,
            path=notice.path,
            subject_key=notice.subject_key,
            person_key=notice.person_key,
            reference=notice.reference,
            due_date=notice.due_date,
            liberation_date=notice.liberation_date,
            offset_days=notice.offset_days,
            question_path=notice.question_path,
            by_email=notice.by_email and notice.recipient.email_notices,
            created_at=now,
            retry_at=now,
            attempts=0,
        )
        for notice in notices
        if notice.recipient.is_active
    ]
    Message.objects.bulk_create(rows, ignore_conflicts=True, batch_size=BATCH)


def end_questions(*, paths: Collection[str]) -> None:
    """What was asked is answered, or no longer asked: the buttons go, and who was asked need not read it again."""
    asking = Message.objects.filter(question_path__in=paths).exclude(question_path="")
    asking.update(question_path="", read_at=Coalesce("read_at", Now()))


def withdraw_unread(*, kinds: Collection[Kind], subject_keys: Collection[uuid.UUID]) -> None:
    """Take back the notices of these kinds that nobody has read: they are no longer true, or something newer says it."""
    unread = Message.objects.unread().filter(kind__in=kinds, subject_key__in=subject_keys)
    unread.update(withdrawn_at=Now(), question_path="")


def keep_to(*, kind: Kind, notices: Collection[Notice]) -> tuple[int, int]:
    """These are all the notices of a kind that are true now: what is new is posted, what was taken back and is true again comes
    back, and any other that nobody has read is taken back. Returns how many were posted and taken back. For jobs, which may
    run again and again."""
    wanted = {notice.dedupe_key: notice for notice in notices}
    known = set(Message.objects.filter(dedupe_key__in=wanted).values_list("dedupe_key", flat=True))
    post_messages(notices=[notice for key, notice in wanted.items() if key not in known])
    Message.objects.filter(dedupe_key__in=known).exclude(withdrawn_at=None).update(withdrawn_at=None)
    others = Message.objects.unread().filter(kind=kind).exclude(dedupe_key__in=wanted)
    return len(wanted) - len(known), others.update(withdrawn_at=Now())


def keep_in_product(*, keys: Collection[uuid.UUID]) -> None:
    """Send no e-mail of these notices: another one of the same moment says it."""
    Message.objects.unsent().filter(pk__in=keys).update(by_email=False)


def mark_read(*, message: Message, by) -> None:
    """Read once; the first moment stands. Only the recipient's own."""
    Message.objects.visible_to(by).filter(pk=message.pk, read_at=None).update(read_at=timezone.now())


def mark_all_read(*, by) -> int:
    """Mark every notice of `by` as read. Returns how many were not."""
    return Message.objects.visible_to(by).unread().update(read_at=timezone.now())
