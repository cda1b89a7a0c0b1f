import datetime

import django_filters
import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.template.loader import render_to_string

from core.forms import DayField, FilterForm, Form

TODAY = datetime.date(2026, 11, 22)


def show(source, **context):
    return Template(source).render(Context(context)).strip()


class Prisons(django_filters.FilterSet):
    prison = django_filters.ChoiceFilter(label="Prison", choices=[("EDI", "HMP Edinburgh")])
    name = django_filters.CharFilter(label="Name", max_length=80)

    class Meta:
        form = FilterForm


def filters(request):
    class NoRows:
        model = None

        def all(self):
            return self

    return Prisons(request.GET, queryset=NoRows())


@pytest.mark.parametrize(
    ("filter_name", "value", "shown"),
    [
        ("day", TODAY, "22 Nov 2026"),
        ("day", datetime.datetime(2026, 7, 1, 23, 30, tzinfo=datetime.UTC), "2 Jul 2026"),
        ("day", None, ""),
        ("day_month", TODAY, "22 Nov"),
        ("long_day", TODAY, "Sunday 22 November 2026"),
        ("clock", datetime.time(10, 30), "10:30am"),
        ("clock", datetime.time(0, 0), "12:00am"),
        ("clock", datetime.datetime(2026, 7, 1, 23, 30, tzinfo=datetime.UTC), "12:30am"),
        ("clock", None, ""),
    ],
)
def test_moment_is_shown_as_people_here_write_it(filter_name, value, shown):
    assert show("{{ value|" + filter_name + " }}", value=value) == shown


@pytest.mark.parametrize(
    ("days", "shown"),
    [(0, "today"), (1, "tomorrow"), (5, "in 5 days"), (-1, "yesterday"), (-3, "3 days ago"), (1200, "in 1,200 days")],
)
def test_days_to_a_date_are_words(days, shown):
    value = TODAY + datetime.timedelta(days=days)
    assert show("{{ value|days_to:today }}", value=value, today=TODAY) == shown


def test_days_to_an_unknown_date_are_nothing():
    assert show("{{ value|days_to:today }}", value=None, today=TODAY) == ""


def test_tag_tells_by_shape_and_word():
    html = show('{% tag "at-risk" label %}', label="Not <sorted>")
    assert 'class="tag tag--at-risk"' in html
    assert "<path d=" in html
    assert "Not &lt;sorted&gt;" in html


@pytest.mark.parametrize(("done", "width"), [(0, None), (2, 53), (3, 80), (5, 80)])
def test_progress_fills_the_bar_and_keeps_the_figure(done, width):
    html = show("{% progress done 3 %}", done=done)
    assert f"<span>{done} of 3</span>" in html
    assert ('class="fill"' in html) is (width is not None)
    assert width is None or f'class="fill" width="{width}"' in html


def test_path_is_walked_up_to_today():
    html = show("{% path_to_gate date today %}", date=datetime.date(2026, 11, 29), today=TODAY)
    assert html.count("path-step--passed") == 3
    assert html.count("path-step--release") == 1
    assert html.count('width="100%" height="4"/><rect class="fill"') == 3
    assert '<rect class="fill" x="10" y="8" width="50%" height="4"/>' in html
    assert "<b>Release</b> <span>29 Nov</span>" in html


def test_path_without_a_date_says_so():
    assert show("{% path_to_gate None today %}", today=TODAY) == '<p class="muted">No liberation day is known yet.</p>'


def test_pages_keep_the_rest_of_the_address(rf):
    page = Paginator(range(100), 10).page(5)
    html = show("{% pagination page request %}", page=page, request=rf.get("/", {"prison": "EDI", "page": "5"}))
    assert 'href="?prison=EDI&amp;page=5" aria-current="page"' in html
    assert 'href="?prison=EDI&amp;page=4" rel="prev"' in html
    assert 'href="?prison=EDI&amp;page=6" rel="next"' in html


def test_pages_of_a_short_list_are_not_shown(rf):
    page = Paginator(range(3), 10).page(1)
    assert show("{% pagination page request %}", page=page, request=rf.get("/")) == ""


@pytest.mark.parametrize(
    ("query", "link", "direction"),
    [
        ({}, "?sort=name", None),
        ({"sort": "name", "page": "3", "prison": "EDI"}, "?sort=-name&amp;prison=EDI", "ascending"),
        ({"sort": "-name"}, "?sort=name", "descending"),
    ],
)
def test_heading_sorts_and_says_how_it_is_sorted(rf, query, link, direction):
    html = show('{% sort_header "Person" "name" request %}', request=rf.get("/", query))
    assert f'href="{link}"' in html
    assert (f'aria-sort="{direction}"' in html) if direction else ("aria-sort" not in html)


def test_chips_take_one_filter_off_each(rf):
    request = rf.get("/", {"prison": "EDI", "name": "ben", "sort": "name", "page": "2"})
    html = show("{% filter_chips f request %}", f=filters(request), request=request)
    assert 'href="?name=ben&amp;sort=name"' in html
    assert "Prison: HMP Edinburgh" in html
    assert 'class="chips-clear" href="?sort=name"' in html


def test_filters_keep_the_order_of_the_list(rf):
    request = rf.get("/", {"sort": "-name"})
    html = render_to_string("components/_filters.html", {"filter": filters(request), "request": request})
    assert '<input type="hidden" name="sort" value="-name">' in html
    assert "(optional)" not in html
    assert "chips" not in html


class Trip(Form):
    on = DayField(label="Day of the trip")
    mode = forms.ChoiceField(label="How?", choices=[("b", "Bus")], widget=forms.RadioSelect)
    fare = forms.CharField(label="Fare", max_length=8)


def test_error_summary_links_to_the_first_box_of_each_question():
    form = Trip({})
    form.add_error(None, "The bus does not run")
    html = show("{% error_summary form %}", form=form)
    assert "Put these 4 things right" in html
    assert "<li>The bus does not run</li>" in html
    assert '<a href="#id_on_0">Enter the day of the trip</a>' in html
    assert '<a href="#id_mode_0">Choose an answer to “How?”</a>' in html
    assert '<a href="#id_fare">Enter the fare</a>' in html


def test_error_summary_is_shown_once():
    assert show("{% error_summary form %}{% error_summary form %}", form=Trip({})).count('role="alert"') == 1


def test_error_summary_of_a_form_not_sent_is_nothing():
    assert show("{% error_summary form %}", form=Trip()) == ""


@pytest.mark.parametrize(
    ("inside", "shown"),
    [("Caseload", "<h1>Caseload</h1>"), ("<h1>Own</h1><p>x</p>", "<h1>Own</h1><p>x</p>"), (" ", "")],
)
def test_heading_is_an_h1_unless_the_page_wrote_its_own(inside, shown):
    assert show("{% heading %}" + inside + "{% endheading %}") == shown


def test_timeline_shape_of_an_unknown_kind_is_a_note():
    assert show('{% timeline_shape "other" %}') == show('{% timeline_shape "note" %}')
