from django.utils.text import get_text_list

from desk.panels.panel import Panel
from liberations.at_gate.card import prison_of
from liberations.at_gate.complete import still_missing
from liberations.selectors import gate_of, offer_that_counts


def gate(request, header):
    """Whether they want to be met, by whom and where, what the plan still needs, or what happened."""
    found = gate_of(header.case)
    inside = header.case.closed_date is None and header.released_date is None
    missing = get_text_list(_missing(found, header), "and") if inside else ""
    parts = {"gate": found, "offer": offer_that_counts(found), "missing": missing}
    return Panel("desk/panels/_gate.html", parts)


def _missing(found, header):
    return still_missing(found, in_twos=header.in_twos, threatened=bool(header.threats), prison=prison_of(header.case))
