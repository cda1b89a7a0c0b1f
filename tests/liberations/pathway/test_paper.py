import io

import pytest
from PIL import Image
from pypdf import PdfReader

from liberations.pathway.paper import SIZES, pdf, type_size
from tests.factories.referrals import JPEG
from tests.liberations.pathway.sheets import PHOTO, sheet

WORDS = "You are out at 8:30am."


def read(made, pictures=None):
    return PdfReader(io.BytesIO(pdf(made, pictures if pictures is not None else {PHOTO.key: JPEG}, words=WORDS)))


def text_of(reader):
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


@pytest.mark.parametrize("appointments", range(1, 9))
def test_up_to_eight_appointments_go_on_one_page_as_real_text(appointments):
    made = sheet(appointments)

    reader = read(made)

    assert len(reader.pages) == 1
    text = text_of(reader)
    wanted = [made.name, made.day, *(line for each in made.entries for line in each.texts), *made.ask, *made.wrong]
    # The paper breaks lines where it must: what counts is that every word can be read out.
    assert [words for words in wanted if "".join(words.split()) not in "".join(text.split())] == []


def test_more_than_eight_are_still_printed_whole():
    reader = read(sheet(20))

    assert len(reader.pages) <= 2
    assert f"{sheet(20).entries[-1].lines[0]}".replace(" ", "") in text_of(reader).replace(" ", "")


def test_fewer_appointments_are_printed_larger():
    sizes = [type_size(sheet(number), words=WORDS) for number in (1, 4, 8)]

    assert sizes[0] == SIZES[0] == 16
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[-1] >= 10


def test_it_is_tagged_for_screen_readers_and_names_its_language():
    reader = read(sheet(2))

    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"] == "en-GB"
    assert reader.metadata.title == "Your first day"
    assert set(reader.metadata) <= {"/Title", "/Creator", "/ModDate", "/CreationDate", "/Producer"}


def test_it_is_set_in_the_type_of_our_pages():
    fonts = read(sheet(1)).pages[0]["/Resources"]["/Font"]

    assert {"Figtree" in fonts[name]["/BaseFont"] for name in fonts} == {True}


def test_the_picture_of_a_place_is_on_it():
    red = io.BytesIO()
    Image.new("RGB", (40, 30), (200, 0, 0)).save(red, "JPEG")

    with_picture, without = read(sheet(1), {PHOTO.key: red.getvalue()}), read(sheet(1, photos=0), {})

    assert [image.image.size for image in with_picture.pages[0].images] == [(40, 30)]
    assert list(without.pages[0].images) == []


@pytest.mark.parametrize(
    "written", ['#read("/etc/passwd")', "*bold* _x_ $y$ <z> @w // c", "= Heading", "\\u{41} [a] {b}"]
)
def test_what_somebody_wrote_is_printed_as_it_stands(written):
    reader = read(sheet(1, name=written))

    assert "".join(written.split()) in "".join(text_of(reader).split())


@pytest.mark.parametrize("letter", ["W", "ł", "م"])
def test_word_longer_than_a_line_breaks_and_stays_on_the_page(letter):
    page = read(sheet(1, name=letter * 200)).pages[0]

    lines = [line.replace("\u200b", "") for line in page.extract_text().splitlines()]
    assert "".join(lines).count(letter * 200) == 1
    assert max(line.count(letter) for line in lines) < 150


@pytest.mark.parametrize("name", ["李小龙", "Kieran 😀", "محمد"])
def test_letters_that_our_type_has_not_do_not_stop_the_paper(name):
    reader = read(sheet(1, name=name))

    assert len(reader.pages) == 1


def test_no_appointments_and_nobody_to_ring_is_a_paper_still():
    reader = read(sheet(0, ask=(), wrong=()))

    assert "At the gate" in text_of(reader)
    assert "Whom to ring" not in text_of(reader)
