from datetime import date

from django.core.management.base import BaseCommand, CommandError

from prisons.enums import Jurisdiction
from prisons.holidays import holidays_for
from prisons.liberation_rules import Rule, liberation_day, span_to_know
from prisons.models import LocalAuthority
from prisons.selectors import rule_in_force

JURISDICTIONS = {
    Rule.SCOTLAND: Jurisdiction.SCOTLAND,
    Rule.SCOTLAND_SECTION_8: Jurisdiction.SCOTLAND,
    Rule.ENGLAND_WALES: Jurisdiction.ENGLAND_AND_WALES,
    Rule.ENGLAND_WALES_POLICY: Jurisdiction.ENGLAND_AND_WALES,
}


class Command(BaseCommand):
    help = "Print the liberation day of a sentence that ends on DATE, then why. Never give a date already moved."

    def add_arguments(self, parser):
        parser.add_argument("day", metavar="DATE", help="the day the sentence ends, such as 2026-12-26")
        parser.add_argument(
            "--rule", help=f"one of {', '.join(rule.value for rule in Rule)}; without it, the one in force in Scotland"
        )
        parser.add_argument("--area", help="local authority of return, by name or code, so that its holidays count")

    def handle(self, *, day: str, rule: str | None = None, area: str | None = None, **options):
        sentence_date = _read_day(day)
        asked = _read_rule(rule) if rule else None
        jurisdiction = JURISDICTIONS[asked] if asked else Jurisdiction.SCOTLAND
        in_force = rule_in_force(jurisdiction, sentence_date)
        local_authority = _find_area(area) if area else None
        days = holidays_for(jurisdiction, *span_to_know(sentence_date, sentence_date), local_authority=local_authority)
        try:
            answer = liberation_day(sentence_date, rule=asked or in_force, holidays=days)
        except ValueError as refusal:
            raise CommandError(str(refusal)) from refusal

        self.stdout.write(answer.day.isoformat())
        self.stdout.write(answer.reason)
        if asked and asked != in_force:
            self.stdout.write(f"Worked out by {asked.value}; the rule in force on that day is {in_force.value}.")
        if local_authority is None:
            self.stdout.write("National holidays only: those of the area of return were not checked.")


def _read_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CommandError(f"“{text}” is not a day. Write year, month and day, such as 2026-12-26.") from None


def _read_rule(text: str) -> Rule:
    try:
        return Rule(text)
    except ValueError:
        known = ", ".join(rule.value for rule in Rule)
        raise CommandError(f"There is no rule “{text}”. The rules are {known}.") from None


def _find_area(text: str) -> LocalAuthority:
    wanted = text.strip().casefold()
    authorities = list(LocalAuthority.objects.all())
    if not authorities:
        raise CommandError("No local authorities are known yet. Run manage.py load_reference_data first.")
    exact = [each for each in authorities if wanted in (each.name.casefold(), each.code.casefold())]
    close = exact or [each for each in authorities if wanted and wanted in each.name.casefold()]
    if len(close) == 1:
        return close[0]
    choice = ", ".join(each.name for each in close or authorities)
    doubt = "could be several areas" if close else "is not an area we know"
    raise CommandError(f"“{text}” {doubt}. Choose one of: {choice}.")
