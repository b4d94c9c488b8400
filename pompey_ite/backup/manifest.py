"""What a backup says of itself: how many rows, which hashes, which migrations, which settings."""

import hashlib
import os
import tomllib
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

FORMAT = 1
# To be kept elsewhere: with a backup alone nobody opens a personal link.
SECRETS = {"SECRET_KEY", "SECRET_KEY_FALLBACKS", "METRICS_TOKEN"}
HIDDEN = "***"


@dataclass(frozen=True)
class Table:
    """One table of the backup: its rows, counted and hashed."""

    name: str  # app.Model
    rows: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What is in a backup. `files` maps a path below the folder of files to its SHA-256."""

    format: int
    version: str
    made_at: str
    engine: str
    migrations: list[str]
    tables: list[Table]
    files: dict[str, str]
    settings: dict[str, str]

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> "Manifest":
        """Return the manifest; raises ValueError when it is none that this version reads."""
        if not isinstance(values, dict) or values.get("format") != FORMAT:
            raise ValueError("not a backup that this version reads")
        try:
            tables = [Table(**table) for table in values.pop("tables")]
            return cls(**values, tables=tables)
        except (TypeError, KeyError) as error:
            raise ValueError("the manifest is damaged") from error

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def new_manifest(tables: list[Table], files: dict[str, str], *, now: datetime) -> Manifest:
    """Return the manifest of a backup of this installation, made now."""
    return Manifest(
        format=FORMAT,
        version=version(),
        made_at=now.isoformat(),
        engine=connection.vendor,
        migrations=applied_migrations(),
        tables=tables,
        files=files,
        settings=open_settings(),
    )


def version() -> str:
    """Return the version of the program."""
    path = Path(settings.BASE_DIR) / "pyproject.toml"
    return str(tomllib.loads(path.read_text(encoding="utf-8"))["project"]["version"])


def applied_migrations() -> list[str]:
    """Return the names of the migrations that the database has, sorted."""
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in applied)


def open_settings() -> dict[str, str]:
    """Return the variables of this installation, without its secrets."""
    example = (Path(settings.BASE_DIR) / ".env.example").read_text(encoding="utf-8")
    names = [line[1:].partition("=")[0] for line in example.splitlines() if _is_variable(line)]
    known = {name: os.environ[name] for name in names if name in os.environ}
    return {name: _without_secret(name, value) for name, value in known.items()}


def _is_variable(line: str) -> bool:
    name, sign, _default = line[1:].partition("=")
    return line.startswith("#") and bool(sign) and name.isupper() and " " not in name


def _without_secret(name: str, value: str) -> str:
    if name in SECRETS:
        return HIDDEN
    address = urlsplit(value)
    if not address.password:
        return value
    place = address.netloc.replace(f":{address.password}@", f":{HIDDEN}@")
    return urlunsplit(address._replace(netloc=place))


def sha256_of(chunks: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(chunk)
    return digest.hexdigest()
