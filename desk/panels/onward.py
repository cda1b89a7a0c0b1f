from desk.panels.panel import Panel

SHOWN = 10


def onward(request, header):
    """Where they were referred on to, the newest first, and what became of it."""
    rows = header.person.onward_referrals.select_related("service__agency")
    return Panel("desk/panels/_onward.html", {"rows": rows[:SHOWN]})
