"""What may stand in a text or an e-mail to a person: words that tell nobody who looks over their shoulder what it is about. Pure."""

import re
from collections.abc import Iterable

# Beginnings of words that would give it away; compared without regard to case.
TELLING = (
    "addict",
    "alcohol",
    "benefits",
    "caseload",
    "convict",
    "court",
    "crim",
    "custod",
    "detox",
    "drug",
    "ex-offend",
    "gate",
    "governor",
    "hmp",
    "homeless",
    "inmate",
    "jail",
    "justice",
    "liberat",
    "licence",
    "mentor",
    "methadone",
    "naloxone",
    "offen",
    "parole",
    "police",
    "prescription",
    "prison",
    "probation",
    "recall",
    "recover",
    "rehab",
    "releas",
    "remand",
    "resettle",
    "sentenc",
    "social work",
    "supervis",
    "throughcare",
    "throughgate",
    "yoi",
)
# Left out where a name is looked for: alone they say nothing.
_COMMON = {"hmp", "yoi", "the", "and", "of", "services", "service", "team", "programme", "centre"}
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
PLACEHOLDERS = {"mentor", "phone"}
# What one text holds; a longer one arrives in parts.
ONE_TEXT = 160


def tells_too_much(text: str, names: Iterable[str]) -> list[str]:
    """The words of a text that would give it away, in the order of the text: of TELLING, or a name of `names` (prisons,
    programmes, teams, partner agencies), whole or by the part that is its own."""
    low = _PLACEHOLDER.sub(" ", text).casefold()
    found = {match.start(): match.group() for word in TELLING for match in re.finditer(rf"\b{re.escape(word)}\w*", low)}
    for name in names:
        for part in _own_parts(name):
            found |= {match.start(): match.group() for match in re.finditer(rf"\b{re.escape(part)}\b", low)}
    return list(dict.fromkeys(found[place] for place in sorted(found)))


def unknown_placeholders(text: str) -> list[str]:
    """What stands in braces and is none of PLACEHOLDERS."""
    return [name for name in _PLACEHOLDER.findall(text) if name not in PLACEHOLDERS]


def filled(text: str, *, mentor: str, phone: str) -> str:
    """The words as they go out: `{mentor}` is the first name of who writes, `{phone}` their work phone."""
    return text.replace("{mentor}", mentor.split(" ")[0]).replace("{phone}", phone)


def mobile(phone: str) -> str:
    """A British mobile number as +447…, whatever stands between its digits; empty when it is none."""
    digits = re.sub(r"\D", "", phone)
    for start in ("0044", "44", "0"):
        if digits.startswith(start + "7") and len(digits) == len(start) + 10:
            return f"+44{digits[len(start) :]}"
    return ""


def _own_parts(name):
    """The name as a whole, and without the words that many names share."""
    low = name.casefold().strip()
    own = " ".join(word for word in low.split() if word not in _COMMON)
    return {part for part in (low, own) if len(part) > 3}
