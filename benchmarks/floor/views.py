from django.contrib.auth.decorators import login_required
from django.shortcuts import render

from benchmarks.floor.models import Entry


@login_required
def entries(request):
    return render(request, "floor/entries.html", {"entries": Entry.objects.filter(owner=1).order_by("day")[:25]})
