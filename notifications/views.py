from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from audit import trail
from core.lists import sorted_page
from notifications.forms import NoticeFilter
from notifications.models import Message
from notifications.services.messages import mark_all_read, mark_read
from notifications.texts import text_of

SORTS = {"when": ["created_at"], "kind": ["kind", "-created_at"]}


@require_safe
def notice_list(request):
    """The reader's own notices, newest first."""
    rows = NoticeFilter(request.GET, queryset=Message.objects.visible_to(request.user).in_force())
    page = sorted_page(request, rows.qs, sorts=SORTS, default="-when")
    for notice in page:
        notice.text = text_of(notice)
    trail.listed(request, dict.fromkeys(notice.person_key for notice in page if notice.person_key))
    return render(request, "notifications/notice_list.html", {"filter": rows, "page": page})


@require_POST
def open_notice(request, notice_id):
    """Marks the notice as read and goes to what it is about."""
    notice = get_object_or_404(Message.objects.visible_to(request.user), pk=notice_id)
    mark_read(message=notice, by=request.user)
    return redirect(notice.path)


@require_POST
def read_all(request):
    if mark_all_read(by=request.user):
        messages.success(request, "All notices marked as read.")
    return redirect("notifications:list")
