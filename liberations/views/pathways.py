"""The person's own paper for their first day: a page to print, and the same as a PDF."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, requires
from audit import trail
from audit.enums import Verb
from liberations.first_day.reading import plans_to_read
from liberations.pathway.drawing import drawing
from liberations.pathway.paper import ASK, WRONG, pdf, type_size
from liberations.pathway.reading import pathway_of, pictures_on

WITHOUT_BED = "without-bed"


@requires(Permission.OPEN_RECORDS)
@require_safe
def pathway(request, plan_id):
    """The paper as a page: what it says, and what stands against handing it out."""
    plan = _plan(request, plan_id)
    made = _made(request, plan)
    trail.viewed(request, subject=plan, person=plan.case.person)
    context = {
        "plan": plan,
        "made": made,
        "sheet": made.sheet,
        "drawing": drawing(made.sheet.entries, words=made.words),
        "size": type_size(made.sheet, words=made.words),
        "ask": ASK,
        "wrong": WRONG,
        "with_bed": _with_bed(request),
        "without_bed": WITHOUT_BED,
    }
    return render(request, "liberations/pathway.html", context)


@requires(Permission.OPEN_RECORDS)
@require_safe
def pathway_pdf(request, plan_id):
    """The same as a PDF, to send to a prison's printer; its file name tells nothing."""
    plan = _plan(request, plan_id)
    made = _made(request, plan)
    content = pdf(made.sheet, pictures_on(made.sheet), words=made.words)
    trail.record(
        request.resolver_match.view_name, Verb.EXPORTED, by=request.user, subject=plan, person=plan.case.person
    )
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": 'attachment; filename="first-day.pdf"', "X-Content-Type-Options": "nosniff"},
    )


def _plan(request, plan_id):
    return get_object_or_404(plans_to_read().visible_to(request.user), pk=plan_id)


def _made(request, plan):
    return pathway_of(plan, with_bed=_with_bed(request), today=timezone.localdate())


def _with_bed(request):
    return request.GET.get("show") != WITHOUT_BED
