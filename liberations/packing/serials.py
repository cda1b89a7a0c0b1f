"""Serial numbers as they are printed: a range from the first to the last."""

import re

from core.errors import RuleBroken

MOST_AT_ONCE = 500
_LAST_DIGITS = re.compile(r"^(?P<before>.*?)(?P<number>[0-9]+)(?P<after>[^0-9]*)$")


def tidy(serial: str) -> str:
    """As it is kept: capitals, without spaces around and with single ones inside."""
    return " ".join(serial.upper().split())


def serials_between(first: str, last: str) -> list[str]:
    """All serial numbers of a range, both ends among them: “FV 0098” to “FV 0101” are four.

    The last group of digits counts; what stands before and after it is the same in both. At most MOST_AT_ONCE.
    """
    first, last = tidy(first), tidy(last)
    if first == last:
        return [first]
    start, end = _LAST_DIGITS.match(first), _LAST_DIGITS.match(last)
    if not start or not end or (start["before"], start["after"]) != (end["before"], end["after"]):
        raise RuleBroken(
            "The first and the last serial number must differ in their number only, like FV0001 and FV0050."
        )
    width = len(start["number"])
    if width != len(end["number"]) and (start["number"][0] == "0" or end["number"][0] == "0"):
        raise RuleBroken("The first and the last serial number must have the same number of digits.")
    begin, until = int(start["number"]), int(end["number"])
    if until < begin:
        raise RuleBroken("The last serial number comes before the first.")
    if until - begin >= MOST_AT_ONCE:
        raise RuleBroken(
            f"At most {MOST_AT_ONCE} vouchers can be taken in at once. Take these in as several deliveries."
        )
    return [f"{start['before']}{number:0{width}}{start['after']}" for number in range(begin, until + 1)]
