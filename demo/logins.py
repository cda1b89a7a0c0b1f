"""The invented staff and how to sign in as them. Plain values: nothing is imported, so that any command may print them."""

from typing import NamedTuple

PASSWORD = "walk-to-the-gate-2026"  # noqa: S105


class Login(NamedTuple):
    """What to call the role on a screen, and the address to sign in with; the password is PASSWORD for all."""

    role: str
    email: str


LOGINS = (
    Login("Community mentor", "amara@throughgate.example"),
    Login("Community mentor", "callum@throughgate.example"),
    Login("Community mentor", "isla@throughgate.example"),
    Login("Mentor in prison", "donna@throughgate.example"),
    Login("Mentor in prison", "yusuf@throughgate.example"),
    Login("Service manager", "morag@throughgate.example"),
    Login("Administrator", "priya@throughgate.example"),
    Login("Auditor", "ewan@throughgate.example"),
    Login("Service manager of another team", "tomasz@throughgate.example"),
    Login("Community mentor of another team", "eilidh@throughgate.example"),
)
