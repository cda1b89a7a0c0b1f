from dataclasses import dataclass

from audit import trail
from audit.enums import Verb
from prisons.enums import Jurisdiction
from prisons.models import LiberationRulePeriod, LocalAuthority, Prison, PrisonAlias
from prisons.reference.local_authorities import LOCAL_AUTHORITIES
from prisons.reference.rule_periods import RULE_PERIODS
from prisons.reference.scottish_prisons import AREAS, SCOTTISH_PRISONS


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many rows were added and how many were there already, of one kind."""

    noun: str
    added: int
    kept: int


def load_reference_data(*, by=None) -> list[Loaded]:
    """Add the prisons, local authorities and rule periods we ship that are not there yet. `by` is None for the command.

    A row that is there is left exactly as it is, whatever an administrator has made of it: by its code, or by its name
    when it was entered by hand under another code. Names a prison also goes by come with a new prison only, so that one
    taken away stays away. Writes one trail row, and none when there was nothing to add.
    """
    authorities = _missing_local_authorities()
    prisons, aliases = _missing_prisons()
    periods = _missing_rule_periods()
    if authorities or prisons or periods:
        with trail.written("load_reference_data", Verb.CREATED, by=by) as entry:
            # Two loads at once: the second finds the rows of the first in its way and leaves them.
            LocalAuthority.objects.bulk_create(authorities, ignore_conflicts=True)
            areas = dict(LocalAuthority.objects.values_list("name", "pk"))
            for prison in prisons:
                prison.area_id = areas.get(AREAS[prison.code])
            Prison.objects.bulk_create(prisons, ignore_conflicts=True)
            stored = {prison.pk for prison in Prison.objects.filter(pk__in=[prison.pk for prison in prisons])}
            PrisonAlias.objects.bulk_create(
                [alias for alias in aliases if alias.prison_id in stored], ignore_conflicts=True
            )
            LiberationRulePeriod.objects.bulk_create(periods, ignore_conflicts=True)
            entry.after = {
                "local_authorities": [authority.code for authority in authorities],
                "prisons": [prison.code for prison in prisons],
                "rules": [period.rule for period in periods],
            }
    return [
        Loaded("local authorities", len(authorities), len(LOCAL_AUTHORITIES) - len(authorities)),
        Loaded("prisons", len(prisons), len(SCOTTISH_PRISONS) - len(prisons)),
        Loaded("liberation rules", len(periods), len(RULE_PERIODS) - len(periods)),
    ]


def _missing_local_authorities() -> list[LocalAuthority]:
    codes, names = _codes_and_names(LocalAuthority)
    return [
        LocalAuthority(code=code, name=name)
        for code, name in LOCAL_AUTHORITIES
        if code.casefold() not in codes and name.casefold() not in names
    ]


def _missing_prisons() -> tuple[list[Prison], list[PrisonAlias]]:
    codes, names = _codes_and_names(Prison)
    prisons, aliases = [], []
    for facts in SCOTTISH_PRISONS:
        if facts.code.casefold() in codes or facts.name.casefold() in names:
            continue
        prison = Prison(
            code=facts.code,
            name=facts.name,
            town=facts.town,
            postcode=facts.postcode,
            jurisdiction=Jurisdiction.SCOTLAND,
            holds=facts.holds,
            operator=facts.operator,
            closed_date=facts.closed_date,
            is_building=facts.is_building,
        )
        prisons.append(prison)
        aliases += [PrisonAlias(prison=prison, name=name) for name in facts.aliases]
    return prisons, aliases


def _missing_rule_periods() -> list[LiberationRulePeriod]:
    stored = set(LiberationRulePeriod.objects.values_list("jurisdiction", "rule"))
    return [
        LiberationRulePeriod(
            jurisdiction=period.jurisdiction,
            rule=period.rule.value,
            from_date=period.from_date,
            to_date=period.to_date,
        )
        for period in RULE_PERIODS
        if (period.jurisdiction, period.rule.value) not in stored
    ]


def _codes_and_names(model) -> tuple[set[str], set[str]]:
    rows = list(model.objects.order_by().values_list("code", "name"))
    return {code.casefold() for code, _ in rows}, {name.casefold() for _, name in rows}
