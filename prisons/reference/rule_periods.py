"""Which liberation rule holds from when. Python without Django, so that the rules can be read without a database."""

from datetime import date
from typing import NamedTuple

from prisons.liberation_rules import Rule


class RulePeriod(NamedTuple):
    """A rule with its first and last day; without a first day it is known but not in force."""

    jurisdiction: str
    rule: Rule
    from_date: date | None
    to_date: date | None = None


RULE_PERIODS = (
    # Prisoners and Criminal Proceedings (Scotland) Act 1993 s.27(7), in force with the Act.
    RulePeriod("scotland", Rule.SCOTLAND, date(1993, 10, 1)),
    # Bail and Release from Custody (Scotland) Act 2023 s.8: no day has been appointed (annotations of 12 February 2026).
    RulePeriod("scotland", Rule.SCOTLAND_SECTION_8, None),
    # Criminal Justice Act 1961 s.23(3). Its first day is not needed to the day: the year of the Act stands here.
    RulePeriod("england-wales", Rule.ENGLAND_WALES, date(1961, 1, 1)),
    # Offenders (Day of Release from Detention) Act 2023, in force 12 December 2023, on top of the Act of 1961.
    RulePeriod("england-wales", Rule.ENGLAND_WALES_POLICY, date(2023, 12, 12)),
)
