"""The hours at which nobody is texted or e-mailed: a programme's night. Pure; days and hours are those of Europe/London."""

import datetime as dt

from django.utils import timezone

from referrals.models import Programme


def is_quiet(rules: Programme, now: dt.datetime) -> bool:
    """Whether it is night: from `quiet_from` in the evening until `quiet_until` in the morning."""
    at = timezone.localtime(now).time()
    return at >= rules.quiet_from or at < rules.quiet_until


def next_waking(rules: Programme, now: dt.datetime) -> dt.datetime:
    """`now` by day, else the end of the night."""
    if not is_quiet(rules, now):
        return now
    local = timezone.localtime(now)
    day = local.date() + dt.timedelta(days=local.time() >= rules.quiet_from)
    return timezone.make_aware(dt.datetime.combine(day, rules.quiet_until))
