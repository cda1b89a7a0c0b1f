"""Going to record a consent that is missing, and coming back with what was typed.

What was typed travels in the pages, signed, and never in an address, a session or the browser's storage.
"""

from dataclasses import dataclass

from django.core import signing
from django.http import HttpRequest

SALT = "referrals.coming_back"
SECONDS = 60 * 60 * 12
NOT_TYPED = ("csrfmiddlewaretoken",)


@dataclass(frozen=True, slots=True)
class CameFrom:
    """The page somebody came from, and the names and values of the form they had filled in there."""

    path: str
    typed: list[tuple[str, str]]


def pack(request: HttpRequest) -> str:
    """The form that was just sent, for a hidden field of the next page."""
    typed = [(name, value) for name, values in request.POST.lists() for value in values if name not in NOT_TYPED]
    return signing.dumps([str(request.user.pk), request.get_full_path(), typed], salt=SALT, compress=True)


def unpack(request: HttpRequest, packed: str) -> CameFrom | None:
    """What `pack` put together for the same user within half a day; None for anything else."""
    try:
        user, path, typed = signing.loads(packed, salt=SALT, max_age=SECONDS)
    except signing.BadSignature:
        return None
    return CameFrom(path, [tuple(pair) for pair in typed]) if user == str(request.user.pk) else None
