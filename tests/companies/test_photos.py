"""A photo of a resource: its pixels are kept, small and upright, and nothing a camera wrote."""

import struct
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from companies import photos
from companies.photos import PhotoRefused, small_photo
from companies.services.links import token_of
from synergies.services.space import PURPOSE
from tests.factories import (
    CompanyFactory,
    ContactFactory,
    MatchFactory,
    PersonalLinkFactory,
    ResourceFactory,
)

SECRET = b"48.7654 N 6.1234 E"


def png(width=40, height=20, rows=None):
    """Return a picture; with `rows` only so many of the rows it promises are in it."""

    def chunk(kind, data):
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    # left half red, right half blue
    row = b"\0" + b"\xff\0\0" * (width // 2) + b"\0\0\xff" * (width - width // 2)
    pixels = chunk(b"IDAT", zlib.compress(row * (height if rows is None else rows)))
    note = chunk(b"tEXt", b"Comment\0" + SECRET)
    start = b"\x89PNG\r\n\x1a\n"
    return start + chunk(b"IHDR", header) + note + pixels + chunk(b"IEND", b"")


def with_exif(jpeg, orientation):
    """Return a JPEG as a camera writes it: held in some way, with its place."""
    entry = struct.pack("<HHIHH", 0x0112, 3, 1, orientation, 0)
    tiff = b"II*\0" + struct.pack("<I", 8) + struct.pack("<H", 1) + entry + b"\0\0\0\0" + SECRET
    body = b"Exif\0\0" + tiff
    return jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body + jpeg[2:]


def size(jpeg):
    return photos._size_of_jpeg(jpeg)


@pytest.fixture(scope="module")
def jpeg():
    return small_photo(png(40, 20))


def test_what_a_camera_writes_beside_the_pixels_stays_behind(jpeg):
    taken = with_exif(jpeg, 1)
    assert SECRET in taken

    assert SECRET not in small_photo(taken)
    assert SECRET not in jpeg
    assert b"Exif" not in small_photo(taken)


def test_a_photo_taken_sideways_stands_upright(jpeg):
    assert size(small_photo(with_exif(jpeg, 1))) == (40, 20)
    assert size(small_photo(with_exif(jpeg, 6))) == (20, 40)


def test_a_large_photo_becomes_small_and_a_small_one_stays():
    assert size(small_photo(png(1920, 1000))) == (960, 500)
    assert size(small_photo(png(40, 20))) == (40, 20)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"%PDF-1.7 no photo",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"\xff\xd8\xff",
        b"\xff\xd8\xff\xe0\0\0",
        b"\x89PNG\r\n\x1a\n\0\0",
        png(60_000, 60_000, rows=1),
    ],
)
def test_what_is_no_photo_is_refused(content):
    with pytest.raises(PhotoRefused):
        small_photo(content)


def test_a_photo_that_is_too_heavy_is_refused():
    with pytest.raises(PhotoRefused, match="10"):
        small_photo(png() + b"\0" * photos.MAX_BYTES)


# -- In the space ---------------------------------------------------------------------------


@pytest.fixture
def kept(settings, tmp_path, db):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path / "resources"


def phone_of(client, company):
    link = PersonalLinkFactory(contact=ContactFactory(company=company), purpose=PURPOSE)
    client.post(reverse("synergies:space", args=[token_of(link)]))
    client.cookies["django_language"] = "en"
    return client


def send(client, resource, content=None):
    file = SimpleUploadedFile("../../evil.php", content or png(), "text/html")
    return client.post(reverse("synergies:space_photo_edit", args=[resource.pk]), {"photo": file})


def look(client, resource):
    return client.get(reverse("synergies:space_photo", args=[resource.pk]))


def test_a_company_adds_replaces_and_takes_away_a_photo(
    client, kept, django_capture_on_commit_callbacks
):
    own = ResourceFactory(title="Sand")
    phone = phone_of(client, own.company)

    assert send(phone, own).status_code == 303
    [first] = kept.iterdir()
    answer = look(phone, own)
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.content == first.read_bytes()
    with django_capture_on_commit_callbacks(execute=True):
        send(phone, own)
    [second] = kept.iterdir()
    assert second != first
    page = phone.get(reverse("synergies:space_resource", args=[own.pk])).content.decode()
    assert reverse("synergies:space_photo", args=[own.pk]) in page
    with django_capture_on_commit_callbacks(execute=True):
        phone.post(reverse("synergies:space_photo_edit", args=[own.pk]), {"remove": "1"})

    assert list(kept.iterdir()) == []
    assert look(phone, own).status_code == 404


def test_a_file_that_is_no_photo_changes_nothing_and_says_why(client, kept):
    own = ResourceFactory()
    phone = phone_of(client, own.company)
    send(phone, own)

    page = send(phone, own, b"<?php").content.decode()

    assert "JPEG or a PNG" in page
    assert len(list(kept.iterdir())) == 1


@pytest.mark.parametrize(
    ("visibility", "is_kept", "is_seen"),
    [
        ("public", False, True),
        ("participants", False, True),
        ("parties", False, False),
        ("parties", True, True),
        ("manager", True, False),
    ],
)
def test_a_photo_is_seen_by_those_who_see_its_resource(client, kept, visibility, is_kept, is_seen):
    shown, other = ResourceFactory(visibility=visibility), CompanyFactory()
    MatchFactory(resource_a=shown, resource_b__company=other, kept=is_kept)
    send(phone_of(client, shown.company), shown)

    answer = look(phone_of(client, other), shown)

    assert answer.status_code == (200 if is_seen else 404)


def test_nobody_adds_a_photo_to_what_is_of_others_nor_looks_without_a_link(client, kept):
    shown, other = ResourceFactory(), CompanyFactory()

    assert look(client, shown).status_code == 404
    assert send(phone_of(client, other), shown).status_code == 404
    assert not kept.exists()
