"""Liberation packs: a mentor in the prison's office with a bag, a list and a drawer of vouchers."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission, requires
from audit import trail
from core.errors import EditedMeanwhile, RuleBroken
from core.lists import sorted_page
from liberations.enums.packs import PackState
from liberations.forms.packs import PackCheckForm, PackFilter, PackLeaveForm, PackSwapForm, PackTakeApartForm
from liberations.models import LiberationPack, PackItem
from liberations.packing.contents import cases_to_pack, contact_for, items_of, pack_of, steps_of
from liberations.selectors import case_for_gate
from liberations.services import packs as services
from mentoring.selectors.headers import person_header

SORTS = {
    "name": ["person__sort_name"],
    "day": ["liberation_day", "person__sort_name"],
    "prison": ["now_at_name", "liberation_day", "person__sort_name"],
    "state": ["pack_state", "liberation_day", "person__sort_name"],
    "mentor": ["lead_name", "liberation_day", "person__sort_name"],
}


@requires(Permission.PLAN_GATES)
@require_safe
def pack_list(request):
    """Who leaves soon and how far their packs are: own people for a mentor, the team's for a manager."""
    today = timezone.localdate()
    filterset = PackFilter(request.GET, queryset=cases_to_pack(request.user, today), request=request)
    page = sorted_page(request, filterset.qs, sorts=SORTS, default="day")
    trail.listed(request, [case.person_id for case in page])
    rows = [(case, PackState(case.pack_state) if case.pack_state else None) for case in page]
    context = {"page": page, "rows": rows, "filter": filterset, "today": today}
    return render(request, "liberations/pack_list.html", context)


@requires(Permission.PLAN_GATES)
def pack(request, case_id):
    """What is in somebody's pack and where it is; while it is being prepared, the list to go through."""
    case = get_object_or_404(case_for_gate(request.user), pk=case_id)
    found = pack_of(case)
    items = items_of(found) if found else []
    form = PackCheckForm(request.POST or None, items=items, initial={"version": found.version if found else 0})
    if request.method == "POST" and found and form.is_valid():
        is_all = "prepared" in request.POST
        service = services.prepare_pack if is_all else services.check_pack
        try:
            found = service(pack=found, by=request.user, **form.said())
        except EditedMeanwhile:
            form.show_clash(now={f"item_{item.pk}": item.state for item in items}, version=found.version)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Saved. The pack is prepared." if is_all else "Saved.")
            return redirect(found)
    trail.viewed(request, subject=case, person=case.person)
    context = {
        "case": case,
        "header": person_header(case.person, timezone.localdate(), case=case),
        "pack": found,
        "items": items,
        "steps": steps_of(found) if found else [],
        "form": form,
    }
    return render(request, "liberations/pack.html", context)


@requires(Permission.PLAN_GATES)
@require_POST
def pack_start(request, case_id):
    """Begin the pack."""
    case = get_object_or_404(case_for_gate(request.user), pk=case_id)
    return _done(request, case, "The pack is begun.", lambda: services.start_pack(case=case, by=request.user))


@requires(Permission.PLAN_GATES)
def pack_leave(request, pack_id):
    """The pack stays in the prison until the day."""
    found = _pack(request, pack_id)
    initial = {"prison": found.case.now_at}
    form = PackLeaveForm(request.POST or None, initial=initial, cancel_url=found.get_absolute_url())
    if request.method == "POST" and form.is_valid():
        try:
            services.leave_with_prison(pack=found, by=request.user, **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Saved. The pack is left with the prison.")
            return redirect(found)
    return _about(request, found, form, "liberations/pack_leave.html")


@requires(Permission.PLAN_GATES)
def pack_take_apart(request, pack_id):
    """Nobody needs it: the vouchers go back."""
    found = _pack(request, pack_id)
    form = PackTakeApartForm(request.POST or None, cancel_url=found.get_absolute_url())
    if request.method == "POST" and form.is_valid():
        try:
            services.take_apart(pack=found, by=request.user, **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Saved. Put its vouchers back into the drawer.")
            return redirect(found)
    return _about(request, found, form, "liberations/pack_take_apart.html")


@requires(Permission.PLAN_GATES)
def pack_swap(request, item_id):
    """Another voucher went in than the one noted."""
    item = get_object_or_404(PackItem.objects.filter(voucher__isnull=False).select_related("voucher"), pk=item_id)
    found = _pack(request, item.pack_id)
    item.pack = found
    form = PackSwapForm(
        request.POST or None, item=item, team=found.case.programme.team_id, cancel_url=found.get_absolute_url()
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.swap_voucher(item=item, serial=form.cleaned_data["voucher"], by=request.user)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Saved. Put the other one back into the drawer.")
            return redirect(found)
    return _about(request, found, form, "liberations/pack_swap.html", item=item)


@requires(Permission.PLAN_GATES)
@require_POST
def pack_fetch_back(request, pack_id):
    """We have it again."""
    found = _pack(request, pack_id)
    said = "Saved. The pack is with us again."
    return _done(request, found.case, said, lambda: services.fetch_back(pack=found, by=request.user))


@requires(Permission.PLAN_GATES)
@require_POST
def pack_hand_over(request, pack_id):
    """The person was given it."""
    found = _pack(request, pack_id)
    said = "Saved. The pack and its vouchers are handed over."
    return _done(request, found.case, said, lambda: services.hand_over_pack(pack=found, by=request.user))


@requires(Permission.PLAN_GATES)
@require_POST
def pack_confirm(request, pack_id):
    """The person says that they have it."""
    found = _pack(request, pack_id)
    return _done(request, found.case, "Saved.", lambda: services.confirm_pack(pack=found, by=request.user))


@requires(Permission.PLAN_GATES)
@require_POST
def pack_undo(request, pack_id):
    """Take back the last step; the button carries the version it was shown at."""
    found = _pack(request, pack_id)
    version = request.POST.get("version", "")
    version = int(version) if version.isascii() and version.isdigit() and len(version) < 9 else 0
    return _done(
        request,
        found.case,
        "Taken back.",
        lambda: services.undo_pack_step(pack=found, read_at_version=version, by=request.user),
    )


@requires(Permission.PLAN_GATES)
@require_safe
def pack_contents(request, pack_id):
    """What is in the pack, on paper for the person."""
    found = _pack(request, pack_id)
    trail.viewed(request, subject=found, person=found.case.person)
    context = {"pack": found, "case": found.case, "items": items_of(found), "contact": contact_for(found.case)}
    return render(request, "liberations/pack_contents.html", context)


@requires(Permission.PLAN_GATES)
@require_safe
def pack_card(request, pack_id):
    """Whom to call, on a card for the pocket. It does not tell what for."""
    found = _pack(request, pack_id)
    trail.viewed(request, subject=found, person=found.case.person)
    context = {"pack": found, "case": found.case, "contact": contact_for(found.case), "copies": range(4)}
    return render(request, "liberations/pack_card.html", context)


def _pack(request, pack_id):
    found = get_object_or_404(LiberationPack.objects.visible_to(request.user).select_related("prison"), pk=pack_id)
    found.case = get_object_or_404(case_for_gate(request.user), pk=found.case_id)
    return found


def _about(request, found, form, template, **more):
    case = found.case
    trail.viewed(request, subject=found, person=case.person)
    header = person_header(case.person, timezone.localdate(), case=case)
    return render(request, template, {"pack": found, "case": case, "header": header, "form": form, **more})


def _done(request, case, said, act):
    """Do what the button says, say so, and go back to the pack."""
    try:
        act()
    except EditedMeanwhile:
        messages.error(request, "Somebody else changed the pack meanwhile. This is how it stands now.")
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect("liberations:pack", case.pk)
