"""Staff who know somebody outside their work: saying so, seeing what one said, and letting it end."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, requires
from audit import trail
from core.errors import RuleBroken
from core.lists import sorted_page
from people.forms.connections import ConnectionEndForm, ConnectionForm
from people.models import Person, PersonalConnection
from people.services.connections import declare_connection, end_connection

SORTS = {"when": ["declared_at"]}


@requires(Permission.OPEN_RECORDS)
def connection_declare(request, person_id):
    """Say that one knows the person, or write it down for a colleague. Whoever said it of themselves leaves the record."""
    person = Person.objects.visible_to(request.user).filter(pk=person_id).first()
    if person is None:
        if request.method == "POST" and _said(request.user, person_id).exists():
            # The same press once more: the record has closed meanwhile.
            return redirect("desk:home")
        raise Http404
    form = ConnectionForm(request.POST or None, user=request.user, cancel_url=person.get_absolute_url())
    if request.method == "POST" and form.is_valid():
        try:
            connection = declare_connection(
                person=person, by=request.user, **{"user": request.user, **form.cleaned_data}
            )
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            return _closed(request, connection)
    trail.viewed(request, subject=person, person=person)
    return render(request, "people/connection_declare.html", {"form": form, "person": person})


@requires(Permission.OPEN_RECORDS)
@require_safe
def connection_own(request):
    """What one has declared oneself, without a name: that much stays to be seen, and who could open it again."""
    rows = PersonalConnection.objects.filter(user=request.user).select_related("declared_by", "ended_by")
    page = sorted_page(request, rows, sorts=SORTS, default="-when")
    return render(request, "people/connection_own.html", {"page": page})


@requires(Permission.MANAGE_MENTORS)
def connection_end(request, connection_id):
    """A manager decides that it no longer stands in the way, with a reason."""
    connection = get_object_or_404(
        PersonalConnection.objects.filter(person__in=Person.objects.visible_to(request.user)).select_related(
            "person", "user"
        ),
        pk=connection_id,
    )
    back = reverse("desk:connections")
    form = ConnectionEndForm(request.POST or None, cancel_url=back)
    if request.method == "POST" and form.is_valid():
        try:
            end_connection(connection=connection, by=request.user, **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error("reason", str(refusal))
        else:
            messages.success(request, f"Ended. {connection.user.name} may be given access again.")
            return redirect(back)
    trail.viewed(request, subject=connection, person=connection.person)
    return render(request, "people/connection_end.html", {"form": form, "connection": connection})


def _said(user, person_id):
    return PersonalConnection.objects.in_force().between(user, person_id)


def _closed(request, connection):
    if connection.user_id == request.user.pk:
        messages.success(
            request, "Thank you for saying so. The record is closed to you now, and the managers who must act are told."
        )
        return redirect("desk:home")
    messages.success(request, f"The record is closed to {connection.user.name} now. Give what they do here to others.")
    return redirect("desk:connections")
