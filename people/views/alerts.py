"""Putting an alert on the record, saying that one has read it, looking at it again, and taking it off the header."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission, requires
from audit import trail
from core.errors import RuleBroken
from core.lists import sorted_page
from people.forms.alerts import AlertFilter, AlertForm, AlertReviewForm
from people.models import Alert, Person
from people.selectors import alerts_of
from people.services.alerts import add_alert, end_alert, review_alert, see_alert

SORTS = {
    "review": ["review_date", "person__sort_name"],
    "person": ["person__sort_name", "review_date"],
    "kind": ["kind", "review_date"],
}


@requires(Permission.SEE_TEAM)
@require_safe
def alert_list(request):
    """Alerts of the team's people that somebody has to look at again, the longest overdue first."""
    rows = Alert.objects.visible_to(request.user).in_force().select_related("person")
    rows = AlertFilter(request.GET, queryset=rows)
    page = sorted_page(request, rows.qs, sorts=SORTS, default="review")
    trail.listed(request, dict.fromkeys(each.person_id for each in page))
    context = {"filter": rows, "page": page, "today": timezone.localdate()}
    return render(request, "people/alert_list.html", context)


@requires(Permission.OPEN_RECORDS)
def alert_add(request, person_id):
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=person_id)
    form = AlertForm(request.POST or None, cancel_url=person.get_absolute_url())
    if request.method == "POST" and form.is_valid():
        try:
            add_alert(person=person, by=request.user, **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error("review_date", str(refusal))
        else:
            messages.success(request, "Alert added. It stands above every page about them.")
            return redirect(person)
    trail.viewed(request, subject=person, person=person)
    context = {"form": form, "person": person, "alerts": alerts_of(person)}
    return render(request, "people/alert_add.html", context)


@requires(Permission.OPEN_RECORDS)
@require_POST
def alert_seen(request, alert_id):
    """One press on the record: I have read this."""
    alert = _alert(request, alert_id)
    see_alert(alert=alert, by=request.user)
    return redirect(alert.person)


@requires(Permission.OPEN_RECORDS)
def alert_review(request, alert_id):
    """Look at an alert again: it stands until another day, or it ends."""
    alert = _alert(request, alert_id)
    back = f"{alert.person.get_absolute_url()}?tab=consents"
    form = AlertReviewForm(
        request.POST or None,
        initial={"told_person": alert.told_person, "meet_in_twos": alert.meet_in_twos},
        cancel_url=back,
    )
    if request.method == "POST" and form.is_valid():
        try:
            review_alert(alert=alert, by=request.user, **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error("review_date", str(refusal))
        else:
            messages.success(request, "Saved. It stands above every page about them.")
            return redirect(back)
    trail.viewed(request, subject=alert, person=alert.person)
    context = {"form": form, "alert": alert, "person": alert.person, "alerts": alerts_of(alert.person)}
    return render(request, "people/alert_review.html", context)


@requires(Permission.OPEN_RECORDS)
@require_POST
def alert_end(request, alert_id):
    """End an alert; it stays on record."""
    alert = _alert(request, alert_id)
    end_alert(alert=alert, by=request.user)
    messages.success(request, "Alert ended. It stays on record.")
    return redirect(alert.person)


def _alert(request, alert_id):
    visible = Person.objects.visible_to(request.user)
    return get_object_or_404(
        Alert.objects.filter(person__in=visible).select_related("person", "recorded_by"), pk=alert_id
    )
