"""The answer that carries a PDF."""

from django.http import HttpResponse
from django.utils.text import slugify


def pdf_response(content: bytes, name: str) -> HttpResponse:
    """Return a PDF to look at, under a name that is safe in a header."""
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = (
        f'inline; filename="{slugify(name) or "document"}.pdf"'
    )
    return response
