"""The words read aloud before somebody agrees: those that come with the product, until an administrator adds others."""

import datetime as dt

from django.utils import timezone

from people.enums import Purpose
from people.models import ConsentWording

# What comes with the product. Changed here, it gets a new version, so that what was read to whom stays known.
FIRST_VERSION = "2026-11"
FIRST_DAY = dt.date(2026, 11, 1)
FIRST_WORDINGS = {
    Purpose.TAKING_PART: (
        "“We can work with you before you get out, meet you at the gate if you want, and stay in touch for months after. "
        "It is free and it is your choice.\n\n"
        "You can stop at any time, and nothing bad happens because you stop. You can come back to us later.\n\n"
        "We write down what we do together, and only your mentor and their manager read it. You can ask to see it.\n\n"
        "We keep what you tell us to ourselves. There is one exception: if somebody’s life or a child is in danger we must "
        "tell someone, and we will try to tell you first.”"
    ),
    Purpose.SHARING: (
        "“It can help if we talk about you with others who can do something for you. We only do that with those you name "
        "now, and only about what they need to know. You can take it back at any time, for one of them or for all.”"
    ),
    Purpose.TEXTS: (
        "“When you are out we can text you, for instance to say when and where we meet. Somebody else may see your phone, "
        "so we never write what it is about.”"
    ),
    Purpose.EMAILS: (
        "“When you are out we can e-mail you. Somebody else may read your e-mails, so we never write what it is about. "
        "You can tell us to stop at any time.”"
    ),
}


def wordings_in_use(on: dt.date) -> dict[str, ConsentWording]:
    """The wording of each purpose on a day: the newest that had begun by then, else the one that comes with the product."""
    begun = ConsentWording.objects.filter(from_date__lte=on).order_by("purpose", "-from_date").distinct("purpose")
    return first_wordings() | {wording.purpose: wording for wording in begun}


def wordings_to_read() -> dict[str, ConsentWording]:
    """The wordings in use today, by a name that a template may use: taking_part, sharing, texts, emails. One query."""
    return {purpose.replace("-", "_"): wording for purpose, wording in wordings_in_use(timezone.localdate()).items()}


def first_wordings() -> dict[str, ConsentWording]:
    """The wordings that come with the product; they are not rows."""
    return {
        purpose: ConsentWording(purpose=purpose, version=FIRST_VERSION, text=text, from_date=FIRST_DAY)
        for purpose, text in FIRST_WORDINGS.items()
    }
