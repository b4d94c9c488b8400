"""Take out of a picture what says who took it, where and with what; its pixels stay as they are."""

import struct
from collections.abc import Iterator

PNG_START = b"\x89PNG\r\n\x1a\n"
PNG_TELLS = {b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"}
JPEG_START = b"\xff\xd8"
MARK = 0xFF  # before the code of each segment
SOS, APP0, APP1, APP2, APP14, APP15, COM = 0xDA, 0xE0, 0xE1, 0xE2, 0xEE, 0xEF, 0xFE
DRAWS = {APP0, APP14}  # JFIF and Adobe: without them the colours change
ICC = b"ICC_PROFILE\0"  # APP2 that draws; the others hold further pictures
EXIF = b"Exif\0\0"
ORIENTATION, SHORT, UPRIGHT = 0x0112, 3, 1
HEAD = 4  # bytes of a segment before its body: mark, code, length
LENGTH = 2  # bytes of the length, counted in it
ENTRY = 12  # bytes of one entry of a TIFF directory


def without_metadata(content: bytes) -> bytes:
    """Return a PNG or JPEG without what tells of its author, place and device.

    A photo keeps which side is up, and its colours. What is no such picture, or is cut short, is
    returned as it came: it shows nothing either.
    """
    try:
        if content.startswith(PNG_START):
            return _png(content)
        if content.startswith(JPEG_START):
            return _jpeg(content)
    except (struct.error, IndexError):
        return content
    return content


def _png(content: bytes) -> bytes:
    kept, place = [PNG_START], len(PNG_START)
    while place < len(content):
        length, name = struct.unpack_from(">I4s", content, place)
        end = place + 12 + length
        if name not in PNG_TELLS:
            kept.append(content[place:end])
        place = end
        if name == b"IEND":  # what follows is no picture
            break
    return b"".join(kept)


def segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the code and the bytes of each segment of a JPEG before its pixels.

    Raises struct.error when it is cut short.
    """
    place = len(JPEG_START)
    while True:
        mark, code, length = struct.unpack_from(">BBH", content, place)
        if mark != MARK or code == SOS or length < LENGTH:
            return
        yield code, content[place : place + 2 + length]
        place += 2 + length


def orientation_of(content: bytes) -> int:
    """Return how a JPEG was held, 1 to 8 as EXIF counts; 1, upright, when it does not say."""
    try:
        for code, segment in segments(content):
            if code == APP1 and segment[HEAD:].startswith(EXIF):
                return _orientation(segment[HEAD + len(EXIF) :])
    except struct.error:
        return UPRIGHT
    return UPRIGHT


def _jpeg(content: bytes) -> bytes:
    kept, place = [JPEG_START], len(JPEG_START)
    for code, segment in segments(content):
        body = segment[HEAD:]
        if code == APP1 and body.startswith(EXIF):
            kept.append(_upright(body[len(EXIF) :]))
        elif _draws(code, body):
            kept.append(segment)
        place += len(segment)
    return b"".join([*kept, content[place:]])


def _draws(code: int, body: bytes) -> bool:
    """Return whether a segment is needed to draw the picture."""
    if code == COM:
        return False
    is_application = APP0 <= code <= APP15
    return not is_application or code in DRAWS or (code == APP2 and body.startswith(ICC))


def _upright(tiff: bytes) -> bytes:
    """Return an EXIF segment that says which side is up and no more, b"" when it is upright."""
    orientation = _orientation(tiff)
    if not UPRIGHT < orientation <= 8:  # noqa: PLR2004 – the eight ways to hold a camera
        return b""
    entry = struct.pack(">HHIHH", ORIENTATION, SHORT, 1, orientation, 0)
    body = EXIF + b"MM\0*" + struct.pack(">IH", 8, 1) + entry + bytes(4)
    return struct.pack(">BBH", MARK, APP1, len(body) + 2) + body


def _orientation(tiff: bytes) -> int:
    order = "<" if tiff.startswith(b"II") else ">"
    try:
        (start,) = struct.unpack_from(f"{order}I", tiff, 4)
        (entries,) = struct.unpack_from(f"{order}H", tiff, start)
        for number in range(entries):
            at = start + 2 + number * ENTRY
            tag, _kind, _count, value = struct.unpack_from(f"{order}HHIH", tiff, at)
            if tag == ORIENTATION:
                return int(value)
    except struct.error:
        return UPRIGHT  # unreadable
    return UPRIGHT
