from desk.panels.panel import Panel

SHOWN = 10


def onward(request, header):
    """Where they were referred on to, what became of it, and what should have been heard: the newest first."""
    rows = header.person.onward_referrals.select_related("service__agency")
    return Panel("desk/panels/_onward.html", {"rows": rows[:SHOWN], "today": header.today})
