"""Photos of resources: what a file really is, and a small copy that tells nothing else.

The copy is drawn anew from the pixels: place, time, device and whatever else a camera writes beside
them stay behind, and so does anything that only looks like a picture.
"""

from __future__ import annotations

import secrets
import struct
from base64 import b64encode

from django.utils.translation import gettext as _

from companies.picture_metadata import HEAD, orientation_of, segments
from companies.pictures import CONTENT_TYPES, STARTS

MAX_BYTES = 10 * 2**20
MAX_PIXELS = 25_000_000  # about 100 MB while it is drawn
LONGEST_SIDE = 960  # pixels of the copy
QUALITY = 80
SOF_CODES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})  # of JPEG: they hold the size
# How the pixels are turned to stand upright, for the copy of width w and height h.
TURNS = {
    2: "matrix(-1 0 0 1 {w} 0)",
    3: "matrix(-1 0 0 -1 {w} {h})",
    4: "matrix(1 0 0 -1 0 {h})",
    5: "matrix(0 1 1 0 0 0)",
    6: "matrix(0 1 -1 0 {w} 0)",
    7: "matrix(0 -1 -1 0 {w} {h})",
    8: "matrix(0 -1 1 0 0 {h})",
}
LIES_ON_ITS_SIDE = range(5, 9)
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="{w}" height="{h}" viewBox="0 0 {w} {h}">'
    '<image href="{href}" width="{across}" height="{down}" preserveAspectRatio="none"'
    ' transform="{turn}"/></svg>'
)


class PhotoRefused(Exception):
    """A file that is no photo we take; its text may be shown."""


def kept_under(_row: object, _name: str) -> str:
    """Return where a photo is kept: a name of ours, outside of what the web server shows."""
    return f"resources/{secrets.token_hex(16)}.jpg"


def small_photo(content: bytes) -> bytes:
    """Return a JPEG of at most LONGEST_SIDE pixels a side, upright, with pixels and nothing else.

    Raises PhotoRefused when it is no JPEG nor PNG, broken, or too large.
    """
    if len(content) > MAX_BYTES:
        raise PhotoRefused(_("The photo is heavier than 10 MB: take a smaller one."))
    kind = next((name for name, start in STARTS.items() if content.startswith(start)), "")
    width, height = _size(kind, content)
    if not width or not height:
        raise PhotoRefused(_("This is no photo we can read: take a JPEG or a PNG."))
    if width * height > MAX_PIXELS:
        raise PhotoRefused(_("The photo has more than 25 million pixels: take a smaller one."))
    turn = orientation_of(content) if kind == "jpg" else 1
    scale = min(1.0, LONGEST_SIDE / max(width, height))
    across, down = max(1, round(width * scale)), max(1, round(height * scale))
    w, h = (down, across) if turn in LIES_ON_ITS_SIDE else (across, down)
    href = f"data:{CONTENT_TYPES[kind]};base64,{b64encode(content).decode()}"
    drawing = SVG.format(
        w=w, h=h, across=across, down=down, href=href, turn=TURNS.get(turn, "").format(w=w, h=h)
    )
    import vl_convert  # noqa: PLC0415 – 30 MB that most processes never need

    return bytes(vl_convert.svg_to_jpeg(drawing, scale=1, quality=QUALITY))


def _size(kind: str, content: bytes) -> tuple[int, int]:
    """Return width and height in pixels as the header says; (0, 0) when it cannot be read."""
    try:
        if kind == "png":
            return struct.unpack(">II", content[16:24]) if content[12:16] == b"IHDR" else (0, 0)
        if kind == "jpg":
            return _size_of_jpeg(content)
    except (struct.error, IndexError):
        pass
    return 0, 0


def _size_of_jpeg(content: bytes) -> tuple[int, int]:
    for code, segment in segments(content):
        if code in SOF_CODES:
            height, width = struct.unpack_from(">HH", segment, HEAD + 1)
            return width, height
    return 0, 0
