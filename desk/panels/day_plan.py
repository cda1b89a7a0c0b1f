from desk.panels.panel import Panel
from liberations.first_day.reading import plans_to_read, written_day
from liberations.first_day.showing import shown_day


def day_plan(request, header):
    """Whether the day of release can be done, and where it leads."""
    plan = plans_to_read().filter(episode=header.case.episode_id).first()
    day = shown_day(written_day(plan)) if plan else None
    return Panel("desk/panels/_day_plan.html", {"day": day})
