"""The packages of the product: pins with their hashes, and a bill of materials (CycloneDX 1.6)."""

import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

PIN = re.compile(r"([A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[^\]]*\])?==([^\s;\\]+)")
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
VERSION_PART = re.compile(r"\d+")
# Below this a vulnerability that is published is open; raised with each security release.
FLOORS = {"django": "5.2.19"}


@dataclass(frozen=True)
class Component:
    """A pinned package and the SHA-256 of the files that may be installed of it."""

    name: str
    version: str
    hashes: tuple[str, ...]
    is_conditional: bool = False  # for some Pythons or systems only


def components_of(requirements: Path) -> list[Component]:
    """Return the pinned packages of a list of requirements, in its order."""
    entries = re.split(r"\n(?=\S)", requirements.read_text(encoding="utf-8").strip())
    return [
        Component(
            pin[1].lower(), pin[2], tuple(HASH.findall(entry)), ";" in entry.partition("\n")[0]
        )
        for entry in entries
        if (pin := PIN.match(entry))
    ]


def below_their_floor(components: Iterable[Component]) -> list[str]:
    """Return the packages that are older than the policy allows, one line each."""
    return [
        f"{one.name} {one.version} is older than {floor}"
        for one in components
        if (floor := FLOORS.get(one.name)) and _parts(one.version) < _parts(floor)
    ]


def not_what_is_installed(components: Iterable[Component]) -> list[str]:
    """Return the pins that differ from what runs here, one line each."""
    installed = {one.metadata["Name"].lower().replace("_", "-"): one.version for one in _all()}
    return [
        f"{one.name}: pinned {one.version}, installed {installed.get(one.name, 'not at all')}"
        for one in components
        if installed.get(one.name, None if one.is_conditional else "") not in {one.version, None}
    ]


def bill_of_materials(components: Iterable[Component], *, version: str) -> dict[str, Any]:
    """Return the CycloneDX 1.6 document of the product and its pinned packages."""
    licences = {one.metadata["Name"].lower().replace("_", "-"): one.metadata for one in _all()}
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid4()}",
        "version": 1,
        "metadata": {
            "timestamp": datetime.now(UTC).isoformat(timespec="seconds"),
            "component": {
                "type": "application",
                "bom-ref": "pompey-ite",
                "name": "pompey-ite",
                "version": version,
            },
        },
        "components": [_described(one, licences.get(one.name)) for one in components],
    }


def _all() -> list[Any]:
    return [one for one in metadata.distributions() if one.metadata["Name"]]


def _described(one: Component, described: Any) -> dict[str, Any]:
    address = f"pkg:pypi/{one.name}@{one.version}"
    # One hash may stand for a component; the list of requirements says all that are allowed.
    files = [{"name": "pompey:sha256", "value": digest} for digest in one.hashes]
    found: dict[str, Any] = {
        "type": "library",
        "bom-ref": address,
        "name": one.name,
        "version": one.version,
        "purl": address,
        "properties": files,
    }
    licence = (described or {}).get("License-Expression")
    return {**found, "licenses": [{"expression": licence}]} if licence else found


def _parts(version: str) -> list[int]:
    return [int(part) for part in VERSION_PART.findall(version)]
