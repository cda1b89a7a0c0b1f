"""Tags and filters for every page; a builtin, so templates need no `load`. docs/pages.md shows the markup around them.

Nothing here queries the database or prints inline style or script: the content security policy allows neither.
"""

import datetime
import functools

from django import template
from django.db.models import Model
from django.template.loader import get_template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from core.forms.layout import AllFields
from core.money import in_pounds

register = template.Library()

# One shape for each status, so that nothing hangs on colour alone. Paths fill a 12 by 12 box.
TAG_SHAPES = {
    "on-track": "M6 2a4 4 0 1 0 0 8a4 4 0 0 0 0-8z",
    "needs-attention": "M6 1l5.5 10H.5z",
    "at-risk": "M6 .5L11.5 6L6 11.5L.5 6z",
    "not-started": "M6 1.5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 0 0 0-9zm0 2a2.5 2.5 0 1 1 0 5a2.5 2.5 0 0 1 0-5z",
    "paused": "M2.5 2h2.5v8H2.5zM7 2h2.5v8H7z",
    "done": "M1 6.5L2.5 5L5 7.5L9.8 2.5l1.4 1.4L5 10.4z",
}
TIMELINE_SHAPES = {
    "visit": "M8 3a5 5 0 1 0 0 10a5 5 0 0 0 0-10z",
    "change": "M8 1.5L14.5 8L8 14.5L1.5 8z",
    "referral": "M3 3h10v10H3z",
    "missed": "M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 0 0 0-13zm0 2.2a4.3 4.3 0 1 1 0 8.6a4.3 4.3 0 0 1 0-8.6z",
    "gate": "M2.5 14.5V7a5.5 5.5 0 0 1 11 0v7.5h-3V7a2.5 2.5 0 0 0-5 0v7.5z",
    "note": "M8 5a3 3 0 1 0 0 6a3 3 0 0 0 0-6z",
}
# Days from the liberation day to each step of the path; "first week" is over seven days after.
PATH_STEPS = (("12 weeks", -84), ("6 weeks", -42), ("2 weeks", -14), ("Release", 0), ("First week", 7))


@register.simple_tag
@functools.lru_cache(maxsize=512)
def tag(kind, label):
    """A status: shape, word and colour. Kinds: on-track, needs-attention, at-risk, not-started, paused, done.

    Kept once made, as a list shows the same few on every row; a label is a word of ours, never one about a person.
    """
    return get_template("ui/tag.html").render({"kind": kind, "label": label, "shape": TAG_SHAPES[kind]})


@register.simple_tag
def timeline_shape(kind):
    """The mark of an event: visit, change, referral, missed, gate or note (anything else is a note)."""
    kind = kind if kind in TIMELINE_SHAPES else "note"
    return format_html(
        '<svg class="shape shape--{}" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">'
        '<path fill-rule="evenodd" d="{}"/></svg>',
        kind,
        TIMELINE_SHAPES[kind],
    )


@register.inclusion_tag("ui/error_summary.html")
def error_summary(form):
    """What is wrong with a sent form, each line a link to the first box to put right. base.html calls it for `form`.

    A second call for the same form prints nothing, and the form then leaves its general errors to the summary.
    """
    if not form or not form.errors or getattr(form, "summary_shown", False):
        return {"lines": []}
    form.summary_shown = True
    lines = [{"error": error, "target": ""} for error in form.non_field_errors()]
    for bound in form:
        target = ""
        if bound.auto_id and not bound.is_hidden:
            target = f"{bound.auto_id}_0" if bound.use_fieldset else bound.id_for_label
        lines += [{"error": error, "target": target} for error in bound.errors]
    return {"lines": lines, "title": "Put this right" if len(lines) == 1 else f"Put these {len(lines)} things right"}


@register.inclusion_tag("components/_counter.html")
def counter(n, url, label, tone=""):
    """A figure that is a link to the cases behind it. Tone "dawn" is for what touches a release."""
    return {"n": n, "url": url, "label": label, "tone": tone}


@register.simple_tag
@functools.lru_cache(maxsize=512)
def progress(done, total):
    """A bar and "2 of 3"; more than `total` fills the bar and keeps the true figure. Kept once made."""
    width = round(80 * min(done, total) / total) if total and done > 0 else 0
    return get_template("components/_progress.html").render({"done": done, "total": total, "width": width})


@register.inclusion_tag("components/_path.html")
def path_to_gate(liberation_date, today):
    """The path to the gate: 12 weeks, 6 weeks, 2 weeks, release, first week, filled up to `today`."""
    if not liberation_date:
        return {"steps": []}
    days = [liberation_date + datetime.timedelta(days=offset) for _, offset in PATH_STEPS]
    steps = []
    for (label, offset), day_of_step, next_day in zip(PATH_STEPS, days, [*days[1:], days[-1]], strict=True):
        length = (next_day - day_of_step).days
        walked = (today - day_of_step).days
        steps.append(
            {
                "label": label,
                "day": day_of_step,
                "release": offset == 0,
                "passed": walked >= 0,
                "filled": round(100 * min(max(walked, 0), length) / length) if length else 0,
                "state": "today" if walked == 0 else "passed" if walked > 0 else "to come",
            }
        )
    return {"steps": steps}


@register.inclusion_tag("components/_pagination.html")
def pagination(page, request):
    """Links to the pages around `page` (a Paginator page), keeping the rest of the address. Nothing for one page."""
    if page.paginator.num_pages < 2:
        return {"links": []}
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return {
        "links": [
            {"number": number, "current": number == page.number, "url": _page_url(request, number)}
            for number in numbers
        ],
        "previous": _page_url(request, page.previous_page_number()) if page.has_previous() else "",
        "next": _page_url(request, page.next_page_number()) if page.has_next() else "",
    }


@register.inclusion_tag("components/_sort_header.html")
def sort_header(label, key, request, css_class=""):
    """A column heading that sorts by `key`, and the other way round on a second press (`?sort=key`, `?sort=-key`)."""
    current = request.GET.get("sort", "")
    query = request.GET.copy()
    query.pop("page", None)
    query["sort"] = f"-{key}" if current == key else key
    direction = {key: "ascending", f"-{key}": "descending"}.get(current, "")
    return {"label": label, "url": f"?{query.urlencode()}", "direction": direction, "css_class": css_class}


@register.inclusion_tag("components/_filter_chips.html")
def filter_chips(filterset, request):
    """Which filters are on; each chip is a link that takes one off."""
    form = filterset.form
    chips = []
    if form.is_bound and form.is_valid():
        for name, value in form.cleaned_data.items():
            field = form.fields[name]
            if name == "sort" or field.widget.is_hidden or value is None or value == "" or not _values(value):
                continue
            chips.append({"label": field.label, "value": _value_words(field, value), "url": _without(request, [name])})
    return {"chips": chips, "clear": _without(request, list(form.fields))}


@register.simple_tag(takes_context=True)
def form_fields(context, form):
    """The fields of a form with no layout of its own; used by the form pack."""
    form.rendered_fields = set()
    form.crispy_field_template = None
    hidden = mark_safe("".join(str(bound) for bound in form.hidden_fields()))
    return hidden + AllFields().render(form, context)


@register.tag
def heading(parser, token):
    """{% heading %}…{% endheading %}: plain text becomes the page's h1; markup with an h1 of its own is left alone."""
    nodes = parser.parse(("endheading",))
    parser.delete_first_token()
    return _HeadingNode(nodes)


class _HeadingNode(template.Node):
    def __init__(self, nodelist):
        self.nodelist = nodelist

    def render(self, context):
        inside = self.nodelist.render(context).strip()
        if not inside or "<h1" in inside:
            return inside
        return format_html("<h1>{}</h1>", mark_safe(inside))


@register.filter
def day(value):
    """29 Nov 2026"""
    value = _local_date(value)
    return f"{value.day} {value:%b} {value.year}" if value else ""


@register.filter
def day_month(value):
    """29 Nov"""
    value = _local_date(value)
    return f"{value.day} {value:%b}" if value else ""


@register.filter
def long_day(value):
    """Sunday 29 November 2026"""
    value = _local_date(value)
    return f"{value:%A} {value.day} {value:%B} {value.year}" if value else ""


@register.filter
def clock(value):
    """10:30am, of a time or of a moment in local time"""
    if isinstance(value, datetime.datetime):
        value = timezone.localtime(value) if timezone.is_aware(value) else value
    if not value:
        # Midnight is a true value: only None and "" come here.
        return ""
    return f"{(value.hour - 1) % 12 + 1}:{value.minute:02}{'am' if value.hour < 12 else 'pm'}"


@register.filter
def days_to(value, today):
    """ "today", "tomorrow", "in 5 days", "yesterday", "3 days ago"; "" when the day is not known"""
    value = _local_date(value)
    if not value:
        return ""
    days = (value - today).days
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}
    return near.get(days) or (f"in {days:,} days" if days > 0 else f"{-days:,} days ago")


@register.filter
def pounds(pence):
    """£20 or £2.80, of whole pence; "" when the amount is not known"""
    return "" if pence in (None, "") else in_pounds(pence)


@register.filter
def days_moved(days):
    """ "brought forward 2 days", "put back 1 day", "no change" """
    if not days:
        return "no change"
    return f"{'brought forward' if days < 0 else 'put back'} {abs(days):,} day{'' if abs(days) == 1 else 's'}"


def _local_date(value):
    if isinstance(value, datetime.datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value or None


def _page_url(request, number):
    if not isinstance(number, int):
        return ""
    query = request.GET.copy()
    query["page"] = number
    return f"?{query.urlencode()}"


def _without(request, names):
    query = request.GET.copy()
    for key in [key for key in query if key == "page" or any(_belongs(key, name) for name in names)]:
        del query[key]
    return f"?{query.urlencode()}"


def _belongs(key, name):
    # The boxes of a date are name_day and so on; the ends of a range name_min, name_after and so on.
    parts = ("day", "month", "year", "min", "max", "after", "before", "0", "1", "2")
    return key == name or (key.startswith(f"{name}_") and key.removeprefix(f"{name}_") in parts)


def _values(value):
    return list(value) if hasattr(value, "__iter__") and not isinstance(value, str) else [value]


def _value_words(field, value):
    labels = {} if not hasattr(field, "choices") or isinstance(value, Model) else _labels(field)
    words = []
    for one in _values(value):
        if isinstance(one, bool):
            words.append("yes" if one else "no")
        elif isinstance(one, datetime.date):
            words.append(day(one))
        else:
            words.append(str(labels.get(str(one), one)))
    return ", ".join(words)


def _labels(field):
    if hasattr(field, "queryset"):
        return {}
    labels = {}
    for key, label in field.choices:
        labels |= {str(k): text for k, text in label} if isinstance(label, list | tuple) else {str(key): label}
    return labels
