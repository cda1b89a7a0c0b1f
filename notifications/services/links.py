"""E-mailing links that stand in rows: by one somebody chooses a password, by another a partner agency answers a referral.

A row has `retry_at`, `attempts` and `sent_at`. What it says and to whom is its app's.
"""

import datetime as dt
import logging
from collections.abc import Callable, Sequence

from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils import timezone

logger = logging.getLogger(__name__)

MOST_AT_ONCE = 100


def send_links(*, due: QuerySet, send: Callable[[Model], object], waits: Sequence[int], by) -> int:
    """Send the links of `due`, each by `send`; returns how many went out. What the mail server refuses is tried again after
    `waits`, minutes for each attempt; of what no e-mail can be made (ValueError) none is tried again.

    Rows are claimed first, so that two runs send nothing twice, and no transaction is open while the mail server talks.
    """
    now = timezone.now()
    with transaction.atomic():
        claimed = list(due.select_for_update(skip_locked=True, of=("self",)).order_by("retry_at")[:MOST_AT_ONCE])
        for link in claimed:
            link.retry_at = now + dt.timedelta(minutes=waits[link.attempts])
            link.attempts += 1
        due.model.objects.bulk_update(claimed, ["retry_at", "attempts"])
    return sum(_is_sent(link, send, most_attempts=len(waits)) for link in claimed)


def _is_sent(link, send, *, most_attempts):
    row = type(link).objects.filter(pk=link.pk)
    try:
        send(link)
    except ValueError as problem:
        # Kinds and keys only: an error may hold an address.
        logger.warning("%s %s cannot be sent: %s", link._meta.verbose_name, link.pk, type(problem).__name__)
        row.update(attempts=most_attempts)
        return False
    except OSError as problem:
        # Every refusal of the mail server is one.
        logger.warning("%s %s not sent: %s", link._meta.verbose_name, link.pk, type(problem).__name__)
        return False
    row.update(sent_at=timezone.now())
    return True
