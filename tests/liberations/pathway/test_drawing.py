import dataclasses
import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from liberations.enums import AppointmentKind, TravelMode
from liberations.pathway.drawing import MODES, RADIUS, SIGNS, drawing
from liberations.pathway.sheet import Travel
from tests.liberations.pathway.sheets import sheet

SVG = "{http://www.w3.org/2000/svg}"


def drawn(entries, words="The day."):
    return ElementTree.fromstring(drawing(entries, words=words))


def test_every_kind_of_stop_and_every_way_has_a_sign():
    assert set(SIGNS) == {"gate", "call", *AppointmentKind}
    assert set(MODES) == set(TravelMode)


@pytest.mark.parametrize("appointments", [0, 1, 8])
def test_a_stop_for_each_entry_with_its_number_and_time(appointments):
    entries = sheet(appointments).entries

    picture = drawn(entries)

    assert len(picture.findall(f".//{SVG}circle")) == appointments + 1
    labels = [text.text for text in picture.findall(f".//{SVG}text") if not text.text.endswith("min")]
    assert labels == [
        words for number, each in enumerate(entries) for words in (str(number) if number else "Out", each.time)
    ]


def test_a_day_with_more_stops_than_go_in_a_row_goes_on_in_the_next():
    rows = drawn(sheet(20).entries).findall(f"{SVG}g")

    circles = [[int(circle.get("cx")) for circle in row.findall(f"{SVG}circle")] for row in rows]
    assert [len(row) for row in circles] == [9, 9, 3]
    assert min(after - before for row in circles for before, after in pairwise(row)) > 2 * RADIUS


def test_it_says_in_words_what_it_shows():
    assert drawn(sheet(1).entries, words="Out, then <b>").find(f"{SVG}title").text == "Out, then <b>"


def test_a_way_nobody_knows_is_a_question_and_staying_is_dotted():
    gate, first, second = sheet(2).entries
    unknown = dataclasses.replace(first, travel=Travel("", None, "Ask."))
    stays = dataclasses.replace(second, travel=None)

    made = drawing([gate, unknown, stays], words="")

    assert ">?<" in made
    assert made.count("stroke-dasharray") == 1


def test_what_is_written_is_escaped_and_nothing_is_styled():
    gate, first = sheet(1).entries
    made = drawing([gate, dataclasses.replace(first, time='"><script>x</script>')], words="")

    assert "<script>" not in made
    assert re.findall(r"\s(?:style|class|on\w+)=\S+", made) == [' class="day-drawing"']
