import pytest
from django import forms
from django.template import Context, Template

from core.forms import Form, PoundsField


class Fare(Form):
    fare = PoundsField(label="Fare", most_pence=50_00)
    tip = PoundsField(label="Tip", required=False, least_pence=1)


@pytest.mark.parametrize(
    ("pence", "shown"),
    [
        (2000, "£20"),
        (280, "£2.80"),
        (5, "£0.05"),
        (0, "£0"),
        (1_250_00, "£1,250"),
        (-500, "−£5"),
        (-5, "−£0.05"),
        (None, ""),
        ("", ""),
    ],
)
def test_money_is_shown_in_pounds(pence, shown):
    assert Template("{{ pence|pounds }}").render(Context({"pence": pence})) == shown


@pytest.mark.parametrize(
    ("typed", "pence"),
    [
        ("20", 2000),
        ("£20", 2000),
        ("£ 20", 2000),
        ("2.80", 280),
        (" £2.80 ", 280),
        ("80p", 80),
        ("0", 0),
        ("1,250", 1_250_00),
        ("1,250.05", 1_250_05),
        (280, 280),
    ],
)
def test_amount_in_any_usual_writing_is_read(typed, pence):
    assert PoundsField(label="Fare").clean(typed) == pence


@pytest.mark.parametrize("typed", ["-5", "2.8", "2.805", "12,50", "five", "£", "2 80", "1e3", "٣", "²", "9" * 400])
def test_no_amount_is_guessed(typed):
    with pytest.raises(forms.ValidationError, match="The fare must be an amount"):
        PoundsField(label="Fare").clean(typed)


@pytest.mark.parametrize(
    ("data", "errors"),
    [
        ({"fare": ""}, {"fare": ["Enter the fare"]}),
        ({"fare": "50.01"}, {"fare": ["The fare must be £50 or less"]}),
        ({"fare": "1", "tip": "0"}, {"tip": ["The tip must be £0.01 or more"]}),
        ({"fare": "50"}, {}),
    ],
)
def test_amount_has_bounds_and_speaks_in_sentences(data, errors):
    assert Fare(data).errors == errors


def test_amount_goes_back_into_its_box_as_it_was():
    assert 'value="2.80"' in str(Fare(initial={"fare": 280})["fare"])
    assert 'value="2.8"' in str(Fare({"fare": "2.8"})["fare"])
