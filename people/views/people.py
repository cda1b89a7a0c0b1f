"""Finding people, and correcting who they are."""

from django.contrib import messages
from django.forms import model_to_dict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.permissions import Permission, requires
from audit import trail
from core.errors import EditedMeanwhile, RuleBroken
from people.forms.people import IdentifierForm, PersonForm, SearchForm
from people.identifier_formats import warning
from people.models import Person
from people.services.people import EDITABLE, add_identifier, edit_person
from people.services.searches import store_search


@requires(Permission.OPEN_RECORDS)
@require_POST
def search(request):
    """Keep what was searched for and go to its results; the page of results writes the trail."""
    form = SearchForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Enter a name or a prison number to search for.")
        return redirect("desk:people")
    stored = store_search(text=form.cleaned_data["q"], by=request.user)
    return redirect(reverse("desk:people", query={"search": stored.pk}))


@requires(Permission.OPEN_RECORDS)
def edit(request, person_id):
    """Correct who they are. When two people edit, the second sees both texts."""
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=person_id)
    form = PersonForm(
        request.POST or None,
        initial={**model_to_dict(person, EDITABLE), "version": person.version},
        cancel_url=person.get_absolute_url(),
    )
    if request.method == "POST" and form.is_valid():
        try:
            edit_person(person=person, by=request.user, **form.details())
        except EditedMeanwhile:
            person.refresh_from_db()
            form.show_clash(now=model_to_dict(person, EDITABLE), version=person.version)
        except RuleBroken as refusal:
            form.add_error("birth_date", str(refusal))
        else:
            messages.success(request, "Saved.")
            return redirect(person)
    trail.viewed(request, subject=person, person=person)
    saved = Person.objects.prefetch_related("identifiers").get(pk=person.pk)
    return render(request, "people/edit.html", {"form": form, "person": saved})


@requires(Permission.OPEN_RECORDS)
def identifier_add(request, person_id):
    """One more number. An odd one is kept, with a word about it: the prison's letter may be right."""
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=person_id)
    back = reverse("people:edit", args=[person.pk])
    form = IdentifierForm(request.POST or None, cancel_url=back)
    if request.method == "POST" and form.is_valid():
        try:
            add_identifier(person=person, by=request.user, **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error("value", str(refusal))
        else:
            messages.success(request, "Number added.")
            if doubt := warning(form.cleaned_data["kind"], form.cleaned_data["value"]):
                messages.warning(request, doubt)
            return redirect(back)
    trail.viewed(request, subject=person, person=person)
    context = {"form": form, "person": person, "today": timezone.localdate()}
    return render(request, "people/identifier_add.html", context)
