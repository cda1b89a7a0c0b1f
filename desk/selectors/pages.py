"""Cutting a long list into pages without asking for more than one page shows."""

from collections.abc import Callable, Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from core.lists import PER_PAGE


class KeysPaginator(Paginator):
    """Pages over the keys of `rows`; `count` may be given by who already knows it, which saves a query."""

    def __init__(self, rows: QuerySet, *, per_page: int = PER_PAGE, count: int | None = None):
        super().__init__(rows.values_list("pk", flat=True), per_page)
        if count is not None:
            self.count = count


def page_of(
    rows: QuerySet, number: str | None, fetch: Callable[[Sequence[Any]], list], *, count: int | None = None
) -> Page:
    """The page asked for (the first or last for a number that makes no sense), its keys turned into rows by `fetch`.

    Two steps: the keys over the narrow joins that filtering and sorting need, then the details of one page's keys only.
    """
    page = KeysPaginator(rows, count=count).get_page(number)
    page.object_list = fetch(list(page.object_list))
    return page
