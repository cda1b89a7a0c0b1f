"""The stops of a day of release: written down, put in order, taken out, and how they get to each."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.permissions import Permission, requires
from audit import trail
from core.errors import EditedMeanwhile, RuleBroken
from liberations.first_day.reading import plans_to_read, written_day
from liberations.forms.day_plans import StopAddForm, StopEditForm, answers_of
from liberations.forms.legs import WayForm
from liberations.models import Appointment, DayPlan, Leg
from liberations.services.appointments import (
    add_appointment,
    edit_appointment,
    put_back_appointment,
    rebook_appointment,
    shift_appointment,
    take_out_appointment,
)
from liberations.services.legs import write_way
from mentoring.selectors.headers import cases_with_header, person_header

LONGEST_ORDER = 99


@requires(Permission.PLAN_GATES)
def stop_add(request, plan_id):
    plans = DayPlan.objects.visible_to(request.user).select_related("case__person")
    plan = get_object_or_404(plans, pk=plan_id)
    form = StopAddForm(request.POST or None, cancel_url=plan.get_absolute_url())
    if request.method == "POST" and form.is_valid():
        try:
            add_appointment(plan=plan, new_id=form.cleaned_data["new_id"], by=request.user, **form.stop())
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "In the plan.")
            return redirect(plan)
    return _form_page(request, "Where do they go?", plan, form)


@requires(Permission.PLAN_GATES)
def stop_edit(request, stop_id):
    stop = _stop(request, stop_id)
    form = StopEditForm(
        request.POST or None,
        initial=answers_of(stop),
        place=stop.place_id,
        cancel_url=stop.plan.get_absolute_url(),
    )
    if request.method == "POST" and form.is_valid():
        read_at = form.cleaned_data["version"]
        try:
            edit_appointment(appointment=stop, read_at_version=read_at, by=request.user, **form.stop())
        except EditedMeanwhile:
            stop.refresh_from_db()
            form.show_clash(now=answers_of(stop) | {"place": stop.place}, version=stop.version)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Saved.")
            return redirect(stop.plan)
    return _form_page(request, "Change where they go", stop.plan, form, stop=stop)


@requires(Permission.PLAN_GATES)
@require_POST
def stop_shift(request, stop_id):
    """To another place in the order; the button says which."""
    stop = _stop(request, stop_id)
    to = request.POST.get("to", "")
    if not (to.isascii() and to.isdecimal() and int(to[:3]) <= LONGEST_ORDER):
        messages.error(request, "Press one of the buttons on the page.")
        return redirect(stop.plan)
    return _press(request, stop, "", lambda: shift_appointment(appointment=stop, to=int(to), by=request.user))


@requires(Permission.PLAN_GATES)
@require_POST
def stop_take_out(request, stop_id):
    stop = _stop(request, stop_id)
    said = "Taken out. You can put it back below."
    return _press(request, stop, said, lambda: take_out_appointment(appointment=stop, by=request.user))


@requires(Permission.PLAN_GATES)
@require_POST
def stop_put_back(request, stop_id):
    stop = _stop(request, stop_id)
    return _press(request, stop, "Back in the plan.", lambda: put_back_appointment(appointment=stop, by=request.user))


@requires(Permission.PLAN_GATES)
@require_POST
def stop_booked(request, stop_id):
    """The office has given the same time on the liberation day as it is now."""
    stop = _stop(request, stop_id)
    return _press(request, stop, "Booked.", lambda: rebook_appointment(appointment=stop, by=request.user))


@requires(Permission.PLAN_GATES)
def stop_way(request, stop_id):
    """How they get to a stop from the one before it."""
    stop = _stop(request, stop_id)
    written = written_day(plans_to_read().get(pk=stop.plan_id))
    start = next((at for each, at in written.day.moves() if each.key == stop.pk), None)
    if start is None or start[1] is None:
        messages.error(
            request, "There is no way to write down: they are there already, or nobody knows where they come from."
        )
        return redirect(stop.plan)
    ends = _ends(start, stop, written)
    known = _known(stop.plan, ends, stop.travel_by or stop.plan.mode)
    form = WayForm(
        request.POST or None,
        initial=known,
        in_lists=not (ends.get("from_text") or ends.get("to_text")),
        cancel_url=stop.plan.get_absolute_url(),
    )
    if request.method == "POST" and form.is_valid():
        for_everybody = form.cleaned_data.get("for_everybody", False)
        try:
            write_way(plan=stop.plan, for_everybody=for_everybody, by=request.user, **ends, **form.way())
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Saved.")
            return redirect(stop.plan)
    context = {"from_name": written.names[start], "to_name": stop.where, "stop": stop}
    return _form_page(request, "How do they get there?", stop.plan, form, **context)


def _ends(start, stop, written):
    """The ends of a way as its row has them."""
    kind, key = start
    ends = {"from_prison_id": None, "from_place_id": None, "from_text": ""}
    match kind:
        case "prison":
            ends["from_prison_id"] = key
        case "place":
            ends["from_place_id"] = key
        case _:
            ends["from_text"] = written.names[start]
    return ends | {"to_place_id": stop.place_id, "to_text": "" if stop.place_id else stop.place_text}


def _known(plan, ends, mode):
    """What is written down of this way already: for the day, or for everybody."""
    rows = Leg.objects.filter(mode=mode, plan=plan, **ends) | Leg.objects.filter(mode=mode, plan=None, **ends)
    leg = rows.order_by("plan").first()
    if leg is None:
        return {"mode": mode}
    facts = {name: getattr(leg, name) for name in ("mode", "minutes", "cost_pence", "both_ways", "note")}
    return facts | {"for_everybody": leg.plan_id is None}


def _stop(request, stop_id):
    rows = Appointment.objects.visible_to(request.user).select_related("plan__case__person", "place")
    return get_object_or_404(rows, pk=stop_id)


def _press(request, stop, said, service):
    try:
        service()
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        if said:
            messages.success(request, said)
    return redirect(stop.plan)


def _form_page(request, title, plan, form, **context):
    case = cases_with_header().get(pk=plan.case_id)
    trail.viewed(request, subject=plan, person=case.person)
    context |= {"header": person_header(case.person, timezone.localdate(), case=case), "plan": plan, "case": case}
    return render(request, "liberations/stop_form.html", context | {"title": title, "form": form})
