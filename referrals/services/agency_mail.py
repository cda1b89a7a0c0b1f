"""E-mailing the links by which partner agencies answer."""

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from notifications.services.links import send_links
from referrals.models import AgencyLink

# One for each of AgencyLink's attempts: it is given up after a day.
RETRY_MINUTES = (1, 5, 15, 60, 120, 240, 480, 480)
SUBJECT = "A referral to your service"


def send_agency_links(*, by=None) -> int:
    """Send what was asked for and is still of use; returns how many went out. What the mail server refuses is tried again later."""
    due = AgencyLink.objects.to_send(timezone.now()).select_related("made_by")
    return send_links(due=due, send=_send, waits=RETRY_MINUTES, by=by)


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
