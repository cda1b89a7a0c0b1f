from desk.panels.panel import Panel
from liberations.selectors import gate_of


def gate(request, header):
    """Whether they want to be met, by whom and where, or what happened."""
    return Panel("desk/panels/_gate.html", {"gate": gate_of(header.case)})
