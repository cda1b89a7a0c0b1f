"""What every page about a contact starts from: the case or the contact, if the user may open it, and what the page shows."""

from django.db.models import Exists, OuterRef
from django.shortcuts import get_object_or_404
from django.utils import timezone

from mentoring.enums.meetings import Channel
from mentoring.models import Case, Meeting


def case_of(request, case_id):
    agency_visits = Meeting.objects.held().filter(case=OuterRef("pk"), is_agency_visit=True).order_by()
    cases = (
        Case.objects.visible_to(request.user)
        .with_liberation()
        .with_meetings_held()
        .annotate(agency_visit_held=Exists(agency_visits))
        .select_related("person", "programme", "episode")
    )
    return get_object_or_404(cases, pk=case_id)


def meeting_of(request, meeting_id):
    related = ("case__person", "mentor__user", "together_with__user", "prison", "recorded_by", "planned_by")
    return get_object_or_404(Meeting.objects.visible_to(request.user).select_related(*related), pk=meeting_id)


def context_of(case, form):
    return {"case": case, "person": case.person, "form": form, "today": timezone.localdate()}


def refuse(form, refusal):
    field = getattr(refusal, "field", None)
    form.add_error(field if field in form.fields else None, str(refusal))


def usual_channel(case):
    return Channel.PHONE if case.episode.released_date else Channel.IN_PRISON
