"""The written form of prison numbers. Pure functions; numbers are text, because a leading zero is part of the number.

Doubt is a warning, never a refusal: the prison's paper may be right and our idea of the form wrong.
"""

import re
import unicodedata

from people.enums import IdentifierKind

SPS_DIGITS = 6
# Forms: the SPS's own example is 090000; the Ministry of Justice's code has A1234BC.
SPS_AS_TYPED = re.compile(r"[0-9]{1,6}")
NOMIS = re.compile(r"[A-Z][0-9]{4}[A-Z]{2}")


def canonical(kind: str, text: str) -> str:
    """The form in which a number is kept and compared: no spaces, capital letters, an SPS number of six digits.

    Text that does not look like such a number is kept as typed but for spaces and capitals; see `warning`.
    """
    compact = _compact(text)
    if kind == IdentifierKind.SPS and SPS_AS_TYPED.fullmatch(compact):
        return compact.rjust(SPS_DIGITS, "0")
    return compact


def warning(kind: str, text: str) -> str | None:
    """A sentence for the person typing when the number looks wrong for its kind; None when it looks right or is empty.

    The sentence does not repeat the number, so that it may stand in a log or an answer.
    """
    compact = _compact(text)
    if not compact:
        return None
    if kind == IdentifierKind.SPS and not SPS_AS_TYPED.fullmatch(compact):
        if NOMIS.fullmatch(compact):
            return "This looks like a prison number from England and Wales. Check the kind of number."
        return "A Scottish prison number has up to six digits and nothing else. Check it against the prison's letter."
    if kind == IdentifierKind.NOMIS and not NOMIS.fullmatch(compact):
        return "A prison number in England and Wales looks like A1234BC. Check it against the prison's letter."
    return None


def _compact(text: str) -> str:
    # NFKC turns the wide digits of some phones and spreadsheets into plain ones; "C" is invisible characters. Capitals can
    # bring new such signs (the capital of a ligature), so it goes on until nothing changes.
    plain = unicodedata.normalize("NFKC", text)
    compact = "".join(sign for sign in plain if not sign.isspace() and unicodedata.category(sign)[0] != "C").upper()
    return compact if compact == text else _compact(compact)
