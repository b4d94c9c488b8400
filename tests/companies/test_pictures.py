"""What a picture really is, by its bytes."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from companies.pictures import MAX_BYTES, kind_of, validate_picture
from tests.factories import InitiativeFactory, PartnerFactory

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40
HEAD = b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PNG, "png"),
        (b"\xff\xd8\xff\xe0", "jpg"),
        (HEAD + b'<path d="M0 0" fill="#fff"/></svg>', "svg"),
        (b'<?xml version="1.0"?>' + HEAD + b"<g/></svg>", "svg"),
        (HEAD + b"<script>alert(1)</script></svg>", ""),
        (HEAD + b'<g onload="alert(1)"/></svg>', ""),
        (HEAD + b"<foreignObject/></svg>", ""),
        (HEAD + b'<use href="https://evil.example/x.svg"/></svg>', ""),
        (HEAD + b'<use xlink:href="//evil.example/x"/></svg>', ""),
        (HEAD + b'<a href="https://evil.example"><path/></a></svg>', ""),
        (HEAD + b"<style>@import url(x)</style></svg>", ""),
        (HEAD + b'<path style="fill:url(https://evil.example)"/></svg>', ""),
        (HEAD + b'<use href="java&#x73;cript:alert(1)"/></svg>', ""),
        (b'<!DOCTYPE svg [<!ENTITY a "b">]>' + HEAD + b"<g/></svg>", ""),
        (b"<html></html>", ""),
        (b"GIF89a", ""),
        (b"", ""),
    ],
)
def test_a_picture_is_known_by_its_bytes(content, kind):
    assert kind_of(content) == kind


@pytest.mark.parametrize("content", [b"<html></html>", PNG + b"0" * MAX_BYTES])
def test_what_is_no_picture_or_too_heavy_is_refused(content):
    with pytest.raises(ValidationError):
        validate_picture(SimpleUploadedFile("logo.png", content))


@pytest.mark.django_db
def test_a_logo_is_served_as_what_it_is_and_runs_nothing(client, staff_client):
    partner = PartnerFactory()
    url = reverse("admin:companies_partner_change", args=[partner.pk])
    data = {"initiative": partner.initiative_id, "name": "P", "role": "r", "position": 0}
    svg = SimpleUploadedFile("logo.html", HEAD + b"<g/></svg>", content_type="text/html")

    staff_client.post(url, {**data, "logo": svg})

    logo = client.get(reverse("pages:showcase_logo", args=[partner.pk]))
    assert logo["Content-Type"] == "image/svg+xml"
    assert "sandbox" in logo["Content-Security-Policy"]
    assert logo["X-Content-Type-Options"] == "nosniff"


@pytest.mark.django_db
def test_a_logo_that_is_no_picture_is_refused_in_the_admin(staff_client):
    initiative = InitiativeFactory()
    data = {"initiative": initiative.pk, "name": "P", "role": "r", "position": 0}
    bad = SimpleUploadedFile("logo.svg", HEAD + b"<script/></svg>", content_type="image/svg+xml")

    page = staff_client.post(reverse("admin:companies_partner_add"), {**data, "logo": bad})

    assert "logo" in page.context["adminform"].form.errors
