import pytest

from liberations.pathway.plain import Plain


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Bus 38 from HMP Marlhouse", "Bus 38 from the gate"),
        ("Bus from the hmp marlhouse, then walk", "Bus from the gate, then walk"),
        ("HMP YOI Marlbank visitor centre", "the gate visitor centre"),
        ("Outside H.M.P. Elsewhere", "Outside the gate Elsewhere"),
        ("Marlhouse Road", "Marlhouse Road"),
        ("two\nlines\tand \x07 \u202ea sign", "two lines and a sign"),
    ],
)
def test_the_prisons_name_is_taken_out(text, read):
    assert Plain(["HMP Marlhouse", "HMP YOI Marlbank"]).words(text) == read


def test_words_that_tell_are_left_and_told_to_staff_once():
    plain = Plain(["HMP Marlhouse"], other_names=["Saughton"])

    texts = [
        plain.words(each) for each in ("Prison bus stop", "Saughton Road, prison side", "Prison again", "Fencing class")
    ]

    assert texts == ["Prison bus stop", "Saughton Road, prison side", "Prison again", "Fencing class"]
    assert plain.doubts == ["Prison", "prison", "Saughton"]
