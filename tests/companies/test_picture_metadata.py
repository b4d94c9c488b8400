"""What a picture tells of its author and place does not reach the public pages."""

import struct
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from companies.picture_metadata import without_metadata
from tests.factories import PartnerFactory

SECRET = b"48.77 N, 6.13 E"
PIXELS = b"\xff\xda\x00\x02pixels\xff\xd9"
JFIF = b"\xff\xe0\x00\x07JFIF\0"


def chunk(name: bytes, body: bytes = b"") -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def segment(code: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, code, len(body) + 2) + body


def exif(orientation: int, order: str = "<") -> bytes:
    head = b"II*\0" if order == "<" else b"MM\0*"
    entry = struct.pack(f"{order}HHIHH", 0x0112, 3, 1, orientation, 0)
    tiff = head + struct.pack(f"{order}IH", 8, 1) + entry + bytes(4) + SECRET
    return segment(0xE1, b"Exif\0\0" + tiff)


PNG_HEAD, PNG_END = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", b"0" * 13), chunk(b"IEND")


def test_a_png_keeps_its_pixels_and_loses_its_texts_and_its_tail():
    drawn = chunk(b"gAMA", b"0000") + chunk(b"IDAT", b"pixels")
    told = chunk(b"tEXt", SECRET) + chunk(b"eXIf", SECRET) + chunk(b"iTXt", SECRET)

    assert (
        without_metadata(PNG_HEAD + told + drawn + PNG_END + SECRET) == PNG_HEAD + drawn + PNG_END
    )


def test_a_jpeg_keeps_its_colours_and_loses_what_it_tells():
    colours = segment(0xE2, b"ICC_PROFILE\0\1\1colours") + segment(0xEE, b"Adobe")
    told = exif(1) + segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + SECRET)
    told += segment(0xED, SECRET) + segment(0xFE, SECRET) + segment(0xE2, b"MPF\0" + SECRET)

    kept = without_metadata(b"\xff\xd8" + JFIF + told + colours + PIXELS)

    assert kept == b"\xff\xd8" + JFIF + colours + PIXELS


@pytest.mark.parametrize("order", ["<", ">"])
def test_a_photo_taken_sideways_stays_upright(order):
    kept = without_metadata(b"\xff\xd8" + exif(6, order) + PIXELS)

    assert SECRET not in kept
    assert struct.pack(">HHIH", 0x0112, 3, 1, 6) in kept
    assert without_metadata(kept) == kept


@pytest.mark.parametrize("content", [b"<svg/>", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n\0", b""])
def test_what_cannot_be_read_comes_back_as_it_is(content):
    assert without_metadata(content) == content


@pytest.mark.django_db
def test_a_logo_is_kept_without_what_it_tells(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    content = b"\xff\xd8" + JFIF + exif(1) + PIXELS

    partner = PartnerFactory(logo=SimpleUploadedFile("logo.jpg", content))

    partner.refresh_from_db()
    with partner.logo.open() as file:
        assert file.read() == b"\xff\xd8" + JFIF + PIXELS
