import uuid

import pytest
from crispy_forms.utils import render_crispy_form
from django import forms
from django.core.exceptions import ImproperlyConfigured
from django.http import QueryDict

from core.errors import EditedMeanwhile
from core.forms import Actions, DayField, Fieldset, Form, NewRowForm, VersionedForm, helper

OUTCOMES = [
    ("held", "Held"),
    ("refused", "Refused"),
    ("cancelled_by_prison", "Cancelled by prison"),
    ("cancelled_by_us", "Cancelled by us"),
]


class VisitForm(Form):
    date = DayField(label="Date of the visit", help_text="For example, 22 11 2026")
    outcome = forms.ChoiceField(label="Did the visit take place?", choices=OUTCOMES, widget=forms.RadioSelect)
    minutes = forms.IntegerField(label="How many minutes?", min_value=1)
    reason = forms.CharField(label="Reason", max_length=5)
    note = forms.CharField(label="Note", max_length=2000, required=False)
    reveals = {
        "outcome": {"held": ["minutes", "note"], ("cancelled_by_prison", "cancelled_by_us"): ["reason"]},
    }

    helper = helper("Save visit", "/back/")


def visit(**answers):
    return VisitForm({"date_day": "22", "date_month": "11", "date_year": "2026", **answers})


def test_errors_speak_of_the_question():
    form = VisitForm({"outcome": "held", "minutes": "many"})
    assert form.errors == {
        "date": ["Enter the date of the visit"],
        "minutes": ["“How many minutes” must be a whole number, like 45"],
    }


def test_error_that_the_form_wrote_itself_stays():
    class OwnWords(Form):
        name = forms.CharField(label="Name", max_length=10, error_messages={"required": "Say who they are"})
        number = forms.CharField(label="NHS number", max_length=3)

    assert OwnWords({"number": "1234"}).errors == {
        "name": ["Say who they are"],
        "number": ["“NHS number” must be 3 characters or fewer; it has 4"],
    }


def test_choice_outside_the_list_is_answered_without_repeating_it():
    assert visit(outcome="<b>").errors == {
        "outcome": ["Choose one of the answers shown for “Did the visit take place”"]
    }


def test_nul_byte_is_refused():
    form = visit(outcome="cancelled_by_us", reason="a\x00b")
    assert form.errors == {"reason": ["“Reason” holds a character that cannot be kept. Type it again"]}


def test_answer_to_a_question_not_asked_is_dropped_with_its_errors():
    form = visit(outcome="refused", minutes="many", reason="much too long", note="left over")
    assert form.is_valid()
    assert (form.cleaned_data["minutes"], form.cleaned_data["reason"], form.cleaned_data["note"]) == (None, "", "")


def test_question_shared_by_two_answers_is_required_under_either():
    assert visit(outcome="cancelled_by_us").errors == {"reason": ["Enter the reason"]}
    assert visit(outcome="cancelled_by_prison", reason="staff").is_valid()


def test_question_inside_a_dropped_question_is_dropped_too():
    class Nested(Form):
        worried = forms.BooleanField(label="Worried?", required=False)
        kind = forms.ChoiceField(label="Kind", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
        detail = forms.CharField(label="Detail", max_length=100)
        reveals = {"worried": {True: ["kind"]}, "kind": {"a": ["detail"]}}

    assert Nested({"kind": "a"}).is_valid()
    assert Nested({"worried": "on", "kind": "a"}).errors == {"detail": ["Enter the detail"]}
    assert Nested({"worried": "on", "kind": "b"}).is_valid()


def test_text_field_without_a_length_is_a_mistake_of_ours():
    class Endless(Form):
        text = forms.CharField()

    with pytest.raises(ImproperlyConfigured):
        Endless()


def test_page_of_a_form_ties_every_help_and_error_to_its_box():
    form = VisitForm({"outcome": "held", "minutes": "many"})
    form.is_valid()
    html = render_crispy_form(form, context={"csrf_token": "token"})
    assert html.count("<fieldset") == 2
    assert '<form method="post" novalidate>' in html
    assert 'aria-describedby="id_date_helptext id_date_error"' in html
    assert 'id="id_date_helptext"' in html
    assert 'id="id_date_error"' in html
    assert '<label for="id_date_1">Month</label>' in html
    assert 'name="date_month"' in html
    assert 'aria-invalid="true" aria-describedby="id_minutes_error"' in html
    assert "required" not in html
    assert "style=" not in html


def test_page_of_a_form_marks_what_is_optional():
    html = render_crispy_form(VisitForm())
    assert html.count("(optional)") == 1


def test_page_of_a_form_puts_a_shared_question_after_the_answers_that_share_it():
    html = render_crispy_form(VisitForm())
    group = html[html.index('<div class="choice-group">') :]
    assert group.index("id_outcome_2") < group.index("id_outcome_3") < group.index('class="reveal"')
    assert group.index('class="reveal"') < group.index("id_reason")


def test_page_of_a_form_ends_with_its_buttons():
    html = render_crispy_form(VisitForm())
    last = html.split("</fieldset>")[-1]
    assert " ".join(last.split()) == (
        '<div class="actions"><button type="submit" class="button">Save visit</button>'
        '<a href="/back/">Cancel</a></div> </form>'
    )


def test_layout_with_its_own_buttons_gets_no_others():
    form = VisitForm()
    form.helper = helper(
        layout=[Fieldset("The visit", "date", "outcome"), Actions("Close", danger=True, more=[("again", "Again")])]
    )
    html = render_crispy_form(form)
    assert html.count('type="submit"') == 2
    assert "button--danger" in html
    assert '<fieldset class="group"><legend>The visit</legend>' in html
    assert 'id="id_minutes"' in html


def test_answers_that_share_a_question_but_stand_apart_are_a_mistake_of_ours():
    class Apart(VisitForm):
        reveals = {"outcome": {("held", "cancelled_by_us"): ["reason"]}}

    with pytest.raises(ImproperlyConfigured):
        render_crispy_form(Apart())


def test_new_row_keeps_its_id_when_sent_again():
    class Note(NewRowForm):
        text = forms.CharField(label="Text", max_length=10)

    given = uuid.uuid4()
    form = Note({"new_id": str(given), "text": "a"})
    assert form.is_valid()
    assert form.cleaned_data["new_id"] == given
    assert Note().get_initial_for_field(Note().fields["new_id"], "new_id") != given


@pytest.mark.parametrize("spoilt", ["", "nonsense", "\x00"])
def test_new_row_with_a_spoilt_id_gets_another(spoilt):
    form = NewRowForm({"new_id": spoilt})
    assert form.is_valid()
    assert isinstance(form.cleaned_data["new_id"], uuid.UUID)


def test_clash_shows_both_texts_and_takes_the_new_version():
    class Person(VersionedForm):
        name = forms.CharField(label="Name", max_length=20)
        prison = forms.ChoiceField(label="Prison", choices=[("e", "HMP Edinburgh"), ("b", "HMP Barlinnie")])

    form = Person(QueryDict("version=3&name=Kier&prison=e"))
    form.is_valid()
    form.show_clash(now={"name": "Kieran", "prison": "e"}, version=4)
    assert form.errors == {
        "__all__": [str(EditedMeanwhile())],
        "name": ["“Name” is now “Kieran”. You wrote “Kier”"],
    }
    assert (form["version"].value(), form["name"].value()) == ("4", "Kier")


def test_version_that_is_lost_says_what_to_do():
    assert VersionedForm({}).errors == {"version": ["Open this page again: it lost track of what you were changing"]}
