"""Whom applying a list would refer to which programme, and who is not for the service, with the reasons."""

import datetime as dt
from collections.abc import Sequence

from liberations.enums import RowDifference
from liberations.models import LiberationList, ListRow
from liberations.weekly_list.comparing import Comparison
from liberations.weekly_list.known import Known
from referrals.eligibility import Facts, check_many
from referrals.models import Programme

LONGEST_AGAINST = 500
# They are on the list of coming liberations, and nobody of our team has been asked about them in this time in custody.
COMES_ANEW = frozenset({RowDifference.NEW_PERSON, RowDifference.RETURNER})
STAYS = frozenset(
    {
        RowDifference.BROUGHT_FORWARD,
        RowDifference.PUT_BACK,
        RowDifference.NEW_DATE,
        RowDifference.TRANSFER,
        RowDifference.SAME,
    }
)


def choose_programmes(
    liberation_list: LiberationList,
    rows: Sequence[ListRow],
    compared: Sequence[Comparison],
    known: Known,
    *,
    on: dt.date,
) -> None:
    """Fill in `programme_id` and `against` of those to be referred: the list's programme, else another open one of the team.

    Someone new, or back in custody, whom no programme may take is left out unless a person takes the row in: we keep no
    record of people we do not serve (data minimisation). Two queries a programme.
    """
    due = [(row, what) for row, what in zip(rows, compared, strict=True) if _is_due(what, known)]
    programmes = [liberation_list.programme, *_others(liberation_list, on)]
    for programme in programmes:
        due = _refer(programme, due, liberation_list, known, on)
    for row, what in due:
        if row.left_out_chosen and not row.left_out:
            what.programme_id = liberation_list.programme_id
        elif what.difference in COMES_ANEW:
            what.left_out = True


def _is_due(what: Comparison, known: Known) -> bool:
    if what.left_out or what.person_id in known.with_case:
        return False
    return what.difference in COMES_ANEW or (what.difference in STAYS and what.person_id not in known.referred)


def _others(liberation_list: LiberationList, on: dt.date) -> list[Programme]:
    open_ones = Programme.objects.open_on(on).filter(team=liberation_list.team_id)
    return list(open_ones.exclude(pk=liberation_list.programme_id))


def _refer(
    programme: Programme,
    due: list[tuple[ListRow, Comparison]],
    liberation_list: LiberationList,
    known: Known,
    on: dt.date,
) -> list[tuple[ListRow, Comparison]]:
    """Those whom this programme may not take either."""
    if not due:
        return []
    facts = [_facts(row, what, liberation_list, known) for row, what in due]
    left = []
    for (row, what), eligibility in zip(due, check_many(programme, facts, on=on), strict=True):
        if not eligibility.against:
            what.programme_id = programme.pk
            continue
        if programme.pk == liberation_list.programme_id:
            what.against = eligibility.in_words[:LONGEST_AGAINST]
        left.append((row, what))
    return left


def _facts(row: ListRow, what: Comparison, liberation_list: LiberationList, known: Known) -> Facts:
    """What the list says, and of those in custody what is on record besides."""
    facts = {
        "prison_id": liberation_list.prison_id,
        "liberation_date": row.liberation_date or what.before_date,
        "sex": row.sex,
        "birth_date": row.birth_date,
    }
    person = known.person(what.person_id)
    if person:
        facts |= {"sex": person.sex, "birth_date": person.birth_date or row.birth_date}
    custody = known.custody.get(what.person_id)
    if custody and what.difference in STAYS:
        facts |= {
            "legal_status": custody.legal_status,
            "sentence_band": custody.sentence_band,
            "statutory_supervision": custody.statutory_supervision,
            "area_id": custody.return_area_id,
        }
    return Facts(**facts)
