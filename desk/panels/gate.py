from desk.panels.panel import Panel
from liberations.at_gate.card import missing_of, prison_of
from liberations.selectors import gate_of, offer_that_counts


def gate(request, header):
    """Whether they want to be met, by whom and where, what the plan still needs, or what happened."""
    found = gate_of(header.case)
    inside = header.case.closed_date is None and header.released_date is None
    missing = missing_of(found, prison_of(header.case), header) if inside else ""
    parts = {"gate": found, "offer": offer_that_counts(found), "missing": missing}
    return Panel("desk/panels/_gate.html", parts)
