"""What every list page does with its rows: sort by a column, cut into pages. The address holds all of it."""

from collections.abc import Mapping, Sequence

from django.core.paginator import Page, Paginator

PER_PAGE = 25


def sorted_page(
    request, rows, *, sorts: Mapping[str, Sequence[str]], default: str, per_page: int = PER_PAGE, tie: str = "pk"
) -> Page:
    """One page of a queryset by `?sort=key` or `?sort=-key` and `?page=2`; what makes no sense falls back to the first.

    `sorts` maps the keys of the column headings to the fields to order by; `tie`, the primary key, settles what is left equal.
    """
    key = request.GET.get("sort", "")
    if key.removeprefix("-") not in sorts:
        key = default
    fields = sorts[key.removeprefix("-")]
    if key.startswith("-"):
        fields = [field.removeprefix("-") if field.startswith("-") else f"-{field}" for field in fields]
    return Paginator(rows.order_by(*fields, tie), per_page).get_page(request.GET.get("page"))


def with_filters(address: str, request) -> str:
    """The address of the same list in another form, with the filters and the order of this page and without its page number."""
    query = request.GET.copy()
    query.pop("page", None)
    return f"{address}?{query.urlencode()}" if query else address
