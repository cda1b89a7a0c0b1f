"""Cutting a long list into pages without asking for more than one page shows."""

from collections.abc import Callable, Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet, Window

from core.lists import PER_PAGE


def page_of(rows: QuerySet, number: str | None, fetch: Callable[[Sequence[Any]], list]) -> Page:
    """The page asked for (the first or last for a number that makes no sense), its keys turned into rows by `fetch`.

    Two steps: the keys, found and counted in one query over the narrow joins that filtering and sorting need; then the
    details of one page's keys only.
    """
    keys = rows.annotate(found=Window(Count("pk"))).values_list("pk", "found")
    paginator = Paginator(keys, PER_PAGE)
    wanted = int(number) if number and number.isascii() and number.isdigit() and len(number) < 7 else 1
    wanted = max(wanted, 1)
    found = list(keys[(wanted - 1) * PER_PAGE : wanted * PER_PAGE])
    if found or wanted == 1:
        paginator.count = found[0][1] if found else 0
        page = paginator.get_page(wanted)
    else:
        # Past the end: the last page there is.
        page = paginator.get_page(wanted)
        found = list(page.object_list)
    page.object_list = fetch([key for key, _ in found])
    return page
