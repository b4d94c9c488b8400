"""The files of a data set: CSV, JSON, its schema; and the catalogue of all."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from companies.models import Initiative
from pompey_ite.pages.opendata.datasets import DATASETS, Dataset, Value
from synergies.voting.published import safe_cell

LICENCE = "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"
LICENCE_NAME = "Licence Ouverte / Open Licence version 2.0"
MEDIA_TYPES = {"csv": "text/csv", "json": "application/json"}


def csv_file(dataset: Dataset) -> str:
    """Return the rows as CSV: UTF-8, comma, decimal point, days as 2019-03-12 (RFC 4180)."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([column.name for column in dataset.columns])
    writer.writerows([_cell(value) for value in row] for row in dataset.rows())
    return text.getvalue()


def json_file(dataset: Dataset) -> str:
    """Return the same rows as JSON objects, with what one must know to use them."""
    names = [column.name for column in dataset.columns]
    rows = [dict(zip(names, map(_plain, row), strict=True)) for row in dataset.rows()]
    about = {
        "jeu": dataset.name,
        "licence": LICENCE_NAME,
        "mis_a_jour": _instant(dataset.updated_at()),
        "schema": _address("opendata_schema", dataset.name),
        "lignes": rows,
    }
    return _dumped(about)


def schema_file(dataset: Dataset) -> str:
    """Return the dictionary of the columns in the form of Table Schema (Frictionless)."""
    with translation.override("fr"):
        fields = [
            {"name": column.name, "type": column.kind, "description": str(column.text)}
            for column in dataset.columns
        ]
        about = {
            "name": dataset.name,
            "title": str(dataset.title),
            "description": str(dataset.text),
            "fields": fields,
            "missingValues": [""],
        }
    return _dumped(about)


def catalog_file(initiative: Initiative | None) -> str:
    """Return the catalogue in the words of DCAT, as portals harvest it."""
    with translation.override("fr"):
        publisher = initiative.name if initiative else ""
        about = {
            "@context": {
                "dcat": "http://www.w3.org/ns/dcat#",
                "dct": "http://purl.org/dc/terms/",
                "foaf": "http://xmlns.com/foaf/0.1/",
                "vcard": "http://www.w3.org/2006/vcard/ns#",
            },
            "@id": _address("opendata"),
            "@type": "dcat:Catalog",
            "dct:title": publisher,
            "dct:language": "fr",
            "dct:license": {"@id": LICENCE},
            "dct:publisher": {"@type": "foaf:Agent", "foaf:name": publisher},
            "dcat:dataset": [_described(one, initiative) for one in DATASETS.values()],
        }
    return _dumped(about)


def _described(dataset: Dataset, initiative: Initiative | None) -> dict[str, Any]:
    return {
        "@id": _address("opendata_dataset", dataset.name),
        "@type": "dcat:Dataset",
        "dct:identifier": dataset.name,
        "dct:title": str(dataset.title),
        "dct:description": str(dataset.text),
        "dct:license": {"@id": LICENCE},
        "dct:modified": _instant(dataset.updated_at()),
        "dct:spatial": initiative.territory if initiative else "",
        "dct:conformsTo": {"@id": _address("opendata_schema", dataset.name)},
        "dcat:contactPoint": {
            "@type": "vcard:Organization",
            "vcard:fn": initiative.name if initiative else "",
            "vcard:hasEmail": f"mailto:{initiative.contact_email}" if initiative else "",
        },
        "dcat:distribution": [
            {
                "@type": "dcat:Distribution",
                "dct:title": f"{dataset.name}.{form}",
                "dcat:mediaType": media_type,
                "dcat:downloadURL": {"@id": _address("opendata_file", dataset.name, form)},
            }
            for form, media_type in MEDIA_TYPES.items()
        ],
    }


def _address(name: str, *args: str) -> str:
    return f"{settings.SITE_URL}{reverse(f'pages:{name}', args=args)}"


def _cell(value: Value) -> str:
    """Return how a value stands in a CSV cell; no text of a person becomes a formula."""
    if value is None:
        return ""
    if isinstance(value, str):
        return safe_cell(value)
    return str(_plain(value))


def _plain(value: Value) -> str | int | float | None:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value.isoformat() if isinstance(value, date) else value


def _instant(at: datetime | None) -> str | None:
    return timezone.localtime(at).isoformat(timespec="seconds") if at else None


def _dumped(about: dict[str, Any]) -> str:
    return json.dumps(about, ensure_ascii=False, indent=1) + "\n"
