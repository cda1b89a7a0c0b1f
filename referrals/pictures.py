"""Pictures that are uploaded, drawn anew: what is kept is pixels that we wrote, never the bytes that somebody sent.

What a phone puts beside them (where and when it was taken, whose phone) is gone with that. Pure: bytes in, bytes out.
"""

import io
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

from core.errors import RuleBroken

LONGEST_BYTES = 5 * 1024 * 1024
# A phone's picture has 12 to 50 million pixels; what is far larger when unpacked is meant to do harm.
MOST_PIXELS = 60_000_000
# Enough for half a page of paper; what is kept is small enough for a phone at the gate.
LARGEST_SIDES = (1000, 750)
MOST_BYTES_KEPT = 150_000
QUALITIES = (82, 72, 60, 45, 30)
# The first bytes say what a file is; its name and the type a browser gives it may say anything.
SNIFFED = {b"\xff\xd8\xff": "JPEG", b"\x89PNG\r\n\x1a\n": "PNG"}

OTHER_KIND = "The picture must be a JPEG, PNG or WebP file. Save it as one of these and choose it again."
TOO_LONG = "The picture is too large: it may have 5 MB. Save it smaller and choose it again."
TOO_MANY_PIXELS = "The picture has too many pixels. Save it smaller and choose it again."
SPOILT = "The picture cannot be read: the file is spoilt. Choose another one."


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture as it is kept: a JPEG without anything beside the pixels."""

    content: bytes
    width: int
    height: int


def drawn_anew(data: bytes) -> Drawn:
    """The picture in `data`, upright, small, and with nothing else. Raises RuleBroken with what to do about it."""
    if len(data) > LONGEST_BYTES:
        raise RuleBroken(TOO_LONG)
    try:
        with Image.open(io.BytesIO(data), formats=[_sniffed(data)]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise RuleBroken(TOO_MANY_PIXELS)
            small = _small(picture)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise RuleBroken(TOO_MANY_PIXELS) from bomb
    # What a reader meets in a spoilt file, by the kinds of trouble its makers document and those they let through.
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError) as trouble:
        raise RuleBroken(SPOILT) from trouble
    return Drawn(_jpeg(small), *small.size)


def _sniffed(data):
    for first, kind in SNIFFED.items():
        if data.startswith(first):
            return kind
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    raise RuleBroken(OTHER_KIND)


def _small(picture):
    # A JPEG is then unpacked at about the size wanted, not at that of the camera.
    picture.draft("RGB", LARGEST_SIDES)
    picture.load()
    small = ImageOps.exif_transpose(picture)
    small.thumbnail(LARGEST_SIDES)
    return _on_white(small)


def _on_white(picture):
    """What can be seen through is drawn on white paper."""
    seen = picture.convert("RGBA")
    paper = Image.new("RGB", seen.size, "white")
    paper.paste(seen, mask=seen.getchannel("A"))
    return paper


def _jpeg(picture):
    for quality in QUALITIES:
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=quality, optimize=True)
        if out.tell() <= MOST_BYTES_KEPT:
            break
    return out.getvalue()
