import pytest
from django.template import engines
from django.template.loader import render_to_string

from core import views
from tests.core.test_ui_tags import Trip

pytestmark = pytest.mark.urls("tests.core.urls")


class SignedIn:
    is_authenticated = True

    def __str__(self):
        return "Amara Osei"


def page(**context):
    source = '{% extends "base.html" %}{% block title %}Caseload{% endblock %}{% block heading %}Caseload{% endblock %}'
    return engines["django"].from_string(source).render({"help_phone": "0141 496 0000", **context})


def test_base_page_signed_out_shows_no_links_of_the_service():
    html = page()
    assert "<title>Caseload – Throughgate</title>" in html
    assert "<h1>Caseload</h1>" in html
    assert 'href="tel:01414960000"' in html
    assert "<nav" not in html
    assert "Sign out" not in html


def test_base_page_signed_in_shows_where_one_is_and_who_one_is():
    navigation = [{"label": "Caseload", "url": "/caseload/", "current": "page"}]
    html = page(user=SignedIn(), navigation=navigation, unread_notices=3, can_search=True)
    assert '<a href="/caseload/" aria-current="page">Caseload</a>' in html
    assert "Amara Osei" in html
    assert '<form method="post" action="/sign-out/">' in html
    assert '<form role="search" method="post" action="/search/">' in html
    assert '3<span class="vh"> unread</span>' in html


def test_base_page_without_the_right_to_search_has_no_search_box():
    assert 'role="search"' not in page(user=SignedIn(), navigation=[], can_search=False)


def test_base_page_of_a_form_with_errors_says_so_in_its_title_and_above_its_heading():
    html = page(form=Trip({}))
    assert "<title>Error: Caseload – Throughgate</title>" in html
    assert html.index('class="error-summary"') < html.index("<h1>")


def test_base_page_has_nothing_inline_that_the_policy_would_block():
    html = page(user=SignedIn(), navigation=[], can_search=True, form=Trip({}))
    assert "style=" not in html
    assert "<style" not in html
    assert "<script>" not in html


@pytest.mark.parametrize(
    ("view", "status"),
    [(views.bad_request, 400), (views.permission_denied, 403), (views.page_not_found, 404)],
)
def test_error_page_needs_neither_database_nor_session(rf, view, status):
    response = view(rf.get("/"), Exception())
    assert response.status_code == status
    assert "0141 496 0000" in response.content.decode()


def test_server_error_page_needs_neither_database_nor_session(rf):
    assert views.server_error(rf.get("/")).status_code == 500


def test_stale_form_keeps_what_was_typed(rf):
    data = {"csrfmiddlewaretoken": "old", "note": 'He said "yes" & left', "topics": ["a", "b"], "password": "secret"}
    request = rf.post("/visit/?on=1", data, headers={"origin": "http://testserver"})
    html = views.csrf_failure(request).content.decode()
    assert '<form method="post" action="/visit/?on=1">' in html
    assert '<input type="hidden" name="note" value="He said &quot;yes&quot; &amp; left">' in html
    assert html.count('name="topics"') == 2
    assert 'value="old"' not in html
    assert 'value="secret"' not in html


def test_stale_form_keeps_codes_and_hands_back_no_secret(rf):
    kept = {"code": "P7", "postcode": "G1 1AA"}
    secrets = {"new_password": "seven herring", "one_time_code": "483920", "link_token": "c0ffee"}
    request = rf.post("/prisons/", kept | secrets, headers={"origin": "http://testserver"})

    html = views.csrf_failure(request).content.decode()

    assert [value for value in (*kept.values(), *secrets.values()) if value in html] == ["P7", "G1 1AA"]


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "null"])
def test_form_from_another_site_is_not_offered_for_sending_again(rf, origin):
    response = views.csrf_failure(rf.post("/visit/", {"note": "forged"}, headers={"origin": origin}))
    assert response.status_code == 403
    assert "forged" not in response.content.decode()


def test_form_without_origin_or_referrer_is_not_offered_for_sending_again(rf):
    assert "forged" not in views.csrf_failure(rf.post("/visit/", {"note": "forged"})).content.decode()


def test_empty_list_says_what_to_do():
    html = render_to_string(
        "components/_empty.html", {"title": "Nobody yet", "text": "Add one.", "url": "/add/", "label": "Add a person"}
    )
    assert '<a class="button button--secondary" href="/add/">Add a person</a>' in html
