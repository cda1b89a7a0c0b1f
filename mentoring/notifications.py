"""Messages of this app: who is told what. Texts are in notifications/texts.py and name nobody."""

from django.urls import reverse

from mentoring.models import Debrief
from notifications.enums import Kind
from notifications.services.messages import post_message


def tell_debrief_asked(debrief: Debrief) -> None:
    """The supervisor, once for each debrief asked for."""
    post_message(
        recipient=debrief.supervisor,
        kind=Kind.DEBRIEF_ASKED,
        dedupe_key=f"{Kind.DEBRIEF_ASKED}/{debrief.pk}",
        subject_key=debrief.pk,
        path=reverse("mentoring:mentor_support", args=[debrief.mentor_id]),
    )
