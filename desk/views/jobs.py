from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, requires
from notifications.selectors import job_states, outbox_state

# The shape of the tag for each state of a job.
TAGS = {
    "late": ("at-risk", "Late"),
    "failed": ("at-risk", "Failed"),
    "running": ("paused", "Running"),
    "done": ("on-track", "Done"),
    "not-yet": ("not-started", "Not run yet"),
}


@requires(Permission.CONFIGURE)
@require_safe
def jobs(request):
    """Each job's latest run, and whether the timetable is kept."""
    now = timezone.now()
    states = job_states(now=now)
    rows = [
        {
            "job": job,
            "tag": TAGS[job.state],
            "every": _every(job.every),
            "result": [(name.replace("_", " "), count) for name, count in job.run.result.items()] if job.run else [],
        }
        for job in states
    ]
    context = {"rows": rows, "late": any(job.late for job in states), "outbox": outbox_state(now=now)}
    return render(request, "desk/jobs.html", context)


def _every(interval):
    seconds = int(interval.total_seconds())
    if seconds == 60:
        return "every minute"
    return f"every {seconds // 60} minutes" if seconds >= 60 else f"every {seconds} seconds"
