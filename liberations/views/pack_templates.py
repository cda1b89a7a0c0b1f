"""Kinds of vouchers and what goes in a pack: an administrator, once for each programme."""

from django.contrib import messages
from django.db.models import F
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission, requires
from core.errors import EditedMeanwhile, RuleBroken
from core.lists import sorted_page
from liberations.forms.pack_templates import PackTemplateForm, VoucherKindAddForm, VoucherKindEditForm
from liberations.models import VoucherKind
from liberations.services import pack_templates as services
from prisons.models import Prison
from referrals.models import Programme

SORTS = {"name": ["name", "value_pence"], "value": ["value_pence", "name"]}


@requires(Permission.CONFIGURE)
@require_safe
def voucher_kind_list(request):
    page = sorted_page(request, VoucherKind.objects.all(), sorts=SORTS, default="name")
    return render(request, "liberations/voucher_kind_list.html", {"page": page, "today": timezone.localdate()})


@requires(Permission.CONFIGURE)
def voucher_kind_add(request):
    form = VoucherKindAddForm(request.POST or None, cancel_url=reverse("liberations:voucher_kind_list"))
    if request.method == "POST" and form.is_valid():
        try:
            kind = services.add_voucher_kind(by=request.user, **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, f"{kind} added.")
            return redirect("liberations:voucher_kind_list")
    return render(request, "liberations/voucher_kind_add.html", {"form": form})


@requires(Permission.CONFIGURE)
def voucher_kind_edit(request, kind_id):
    kind = get_object_or_404(VoucherKind, pk=kind_id)
    form = VoucherKindEditForm(
        request.POST or None, initial=_saved(kind), cancel_url=reverse("liberations:voucher_kind_list")
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.edit_voucher_kind(kind=kind, by=request.user, **form.kind())
        except EditedMeanwhile:
            kind.refresh_from_db()
            form.show_clash(now=_saved(kind), version=kind.version)
        except RuleBroken as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, "Saved.")
            return redirect("liberations:voucher_kind_list")
    return render(request, "liberations/voucher_kind_edit.html", {"form": form, "kind": kind})


@requires(Permission.CONFIGURE)
@require_safe
def pack_templates(request, programme_id):
    """What goes in the packs of a programme: for every prison, and for those with a list of their own."""
    programme = get_object_or_404(Programme, pk=programme_id)
    templates = (
        programme.pack_templates.select_related("prison")
        .prefetch_related("items__voucher_kind")
        .order_by(F("prison__name").asc(nulls_first=True))
    )
    others = Prison.objects.open_on(timezone.localdate()).exclude(
        pk__in=[each.prison_id for each in templates if each.prison_id]
    )
    context = {
        "programme": programme,
        "templates": templates,
        "has_general": any(each.prison_id is None for each in templates),
        "others": others,
    }
    return render(request, "liberations/pack_templates.html", context)


@requires(Permission.CONFIGURE)
def pack_template(request, programme_id):
    """Change what goes in for every prison."""
    return _edit(request, get_object_or_404(Programme, pk=programme_id), None)


@requires(Permission.CONFIGURE)
def pack_template_for(request, programme_id, prison_id):
    """Change what goes in for one prison."""
    return _edit(request, get_object_or_404(Programme, pk=programme_id), get_object_or_404(Prison, pk=prison_id))


@requires(Permission.CONFIGURE)
@require_POST
def pack_template_remove(request, programme_id, prison_id):
    """The prison has no list of its own any more."""
    programme, prison = get_object_or_404(Programme, pk=programme_id), get_object_or_404(Prison, pk=prison_id)
    services.remove_template(programme=programme, prison=prison, by=request.user)
    messages.success(request, "Removed. The list for every prison counts there now.")
    return redirect("liberations:pack_templates", programme.pk)


def _edit(request, programme, prison):
    back = reverse("liberations:pack_templates", args=[programme.pk])
    saved = programme.pack_templates.filter(prison=prison).first()
    form = PackTemplateForm(request.POST or None, template=saved, cancel_url=back)
    if request.method == "POST" and form.is_valid():
        try:
            services.save_template(programme=programme, prison=prison, by=request.user, **form.said())
        except EditedMeanwhile:
            # It may have been removed meanwhile.
            saved = programme.pack_templates.filter(prison=prison).first()
            items = saved.items.filter(voucher_kind=None).values_list("name", flat=True) if saved else ()
            form.show_clash(now={"things": list(items)}, version=saved.version if saved else "")
        else:
            messages.success(request, "Saved. Packs begun from now on start with it.")
            return redirect(back)
    context = {"form": form, "programme": programme, "prison": prison, "saved": saved}
    return render(request, "liberations/pack_template.html", context)


def _saved(kind):
    return {"name": kind.name, "closed_date": kind.closed_date, "version": kind.version}
