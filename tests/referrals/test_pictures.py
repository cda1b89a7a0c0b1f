import io
import struct
import zlib

import pytest
from PIL import Image

from core.errors import RuleBroken
from referrals.pictures import LARGEST_SIDES, LONGEST_BYTES, MOST_BYTES_KEPT, drawn_anew


def encoded(kind="JPEG", size=(40, 30), mode="RGB", colour=(200, 30, 30), **saved):
    out = io.BytesIO()
    Image.new(mode, size, colour).save(out, kind, **saved)
    return out.getvalue()


def opened(drawn):
    return Image.open(io.BytesIO(drawn.content))


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_that_says_it_is(width, height):
    """A PNG of a few bytes whose head promises so many pixels."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("kind", "mode"), [("JPEG", "RGB"), ("PNG", "RGB"), ("PNG", "P"), ("PNG", "LA"), ("WEBP", "RGB")]
)
def test_every_kind_taken_is_kept_as_a_jpeg(kind, mode):
    colour = {"RGB": (10, 90, 10), "P": 3, "LA": (120, 255)}[mode]

    drawn = drawn_anew(encoded(kind, mode=mode, colour=colour))

    assert (opened(drawn).format, opened(drawn).size) == ("JPEG", (drawn.width, drawn.height)) == ("JPEG", (40, 30))


def test_what_a_phone_puts_beside_the_pixels_is_gone_and_the_picture_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010F] = "Phone of Morag"
    exif.get_ifd(0x8825)[1] = "N"
    sent = encoded(size=(40, 30), exif=exif, comment=b"taken by Morag")

    drawn = drawn_anew(sent)

    assert (drawn.width, drawn.height) == (30, 40)
    assert b"Morag" in sent
    assert b"Morag" not in drawn.content
    assert b"Exif" not in drawn.content
    assert dict(opened(drawn).getexif()) == {}


def test_what_can_be_seen_through_is_drawn_on_white():
    drawn = drawn_anew(encoded("PNG", mode="RGBA", colour=(0, 0, 0, 0)))

    assert opened(drawn).getpixel((5, 5)) == (255, 255, 255)


def test_a_large_picture_is_kept_small():
    noise = Image.effect_noise((3000, 2000), 120)
    out = io.BytesIO()
    noise.save(out, "JPEG", quality=50)

    drawn = drawn_anew(out.getvalue())

    assert drawn.width <= LARGEST_SIDES[0]
    assert drawn.height <= LARGEST_SIDES[1]
    assert len(drawn.content) <= MOST_BYTES_KEPT


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "must be a JPEG"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", "must be a JPEG"),
        (b"GIF89a" + bytes(40), "must be a JPEG"),
        (b"RIFF\x00\x00\x00\x00WAVE", "must be a JPEG"),
        (b"\xff\xd8\xff<script>", "cannot be read"),
        (encoded()[:200], "cannot be read"),
        (encoded("PNG")[:60], "cannot be read"),
        (encoded("PNG").replace(b"IDAT", b"IDAX"), "cannot be read"),
        (png_that_says_it_is(30_000, 30_000), "too many pixels"),
        (png_that_says_it_is(11_000, 11_000), "too many pixels"),
        (png_that_says_it_is(8_000, 8_000), "too many pixels"),
        (b"\xff\xd8\xff" + bytes(LONGEST_BYTES), "may have 5 MB"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_picture_or_too_much_of_one_is_refused_with_what_to_do(data, says):
    with pytest.raises(RuleBroken, match=says):
        drawn_anew(data)
