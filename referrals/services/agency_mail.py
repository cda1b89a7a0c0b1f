"""E-mailing the links by which partner agencies answer (accounts.services.passwords does the same for those who sign in)."""

import datetime as dt
import logging
import smtplib

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from referrals.models import AgencyLink
from referrals.models.agency_links import MOST_ATTEMPTS

logger = logging.getLogger(__name__)

RETRY_MINUTES = (1, 5, 15, 60, 120, 240, 480, 480)
MOST_AT_ONCE = 100
SUBJECT = "A referral to your service"


def send_agency_links(*, by=None) -> int:
    """Send what was asked for and is still of use; returns how many went out. What the mail server refuses is tried again later.

    Rows are claimed first, so that two runs send nothing twice, and no transaction is open while the mail server talks.
    """
    now = timezone.now()
    with transaction.atomic():
        claimed = list(
            AgencyLink.objects.to_send(now)
            .select_for_update(skip_locked=True, of=("self",))
            .select_related("made_by")
            .order_by("retry_at")[:MOST_AT_ONCE]
        )
        for link in claimed:
            link.retry_at = now + dt.timedelta(minutes=RETRY_MINUTES[link.attempts])
            link.attempts += 1
        AgencyLink.objects.bulk_update(claimed, ["retry_at", "attempts"])
    sent = 0
    for link in claimed:
        try:
            _send(link)
        except ValueError as problem:
            # No mail can be made of it; trying again would not help. Kinds and keys only: an error may hold an address.
            AgencyLink.objects.filter(pk=link.pk).update(attempts=MOST_ATTEMPTS)
            logger.warning("agency link %s cannot be sent: %s", link.pk, type(problem).__name__)
        except (smtplib.SMTPException, OSError) as problem:
            logger.warning("agency link %s not sent: %s", link.pk, type(problem).__name__)
        else:
            AgencyLink.objects.filter(pk=link.pk).update(sent_at=timezone.now())
            sent += 1
    return sent


def _send(link):
    """The link and our phone, and nothing about anybody."""
    if link.secret is None:
        raise ValueError("made with a key that the server no longer has")
    context = {
        "link": f"{settings.SITE_URL.rstrip('/')}{reverse('referrals:agency_link')}?key={link.secret}",
        "until": timezone.localtime(link.expires_at),
        "phone": link.made_by.phone or settings.HELP_PHONE,
    }
    text = render_to_string("referrals/mail/agency_link.txt", context)
    send_mail(SUBJECT, text, None, [link.address])
