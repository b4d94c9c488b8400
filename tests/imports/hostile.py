"""Files made to hurt: bombs, entities, lies about sizes, other formats under another name."""

import io
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
MAIN_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
BOMB_CHUNK = b" " * 2**20

PARTS: Mapping[str, str] = {
    "[Content_Types].xml": (
        f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{MAIN_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{MAIN_TYPE}.styles+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{MAIN_TYPE}.worksheet+xml"/>'
        "</Types>"
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1"'
        f' Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'<workbook xmlns="{NAMESPACE}" xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="Entreprises" sheetId="1" r:id="r1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1"'
        f' Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
    ),
    "xl/styles.xml": f'<styleSheet xmlns="{NAMESPACE}"/>',
}
SHEET = "xl/worksheets/sheet1.xml"
BEFORE_ROWS = f'<worksheet xmlns="{NAMESPACE}"><sheetData>'
AFTER_ROWS = "</sheetData></worksheet>"


def text_cell(reference: str, text: str) -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


def two_rows(name: str = "Forges du Val") -> str:
    header, company = text_cell("A1", "Nom"), text_cell("A2", name)
    return f'<row r="1">{header}</row><row r="2">{company}</row>'


def package(
    path: Path, sheet: str = "", *, parts: Mapping[str, str] | None = None, prologue: str = ""
) -> Path:
    """Write an .xlsx part by part; `parts` replaces or adds, an empty one leaves out."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**PARTS, **(parts or {})}.items():
            if content:
                archive.writestr(name, content)
        archive.writestr(SHEET, prologue + BEFORE_ROWS + (sheet or two_rows()) + AFTER_ROWS)
    return path


def zip_bomb(path: Path, unpacked_mb: int, level: int = 6) -> Path:
    """Write an .xlsx whose sheet is a small table and then spaces: 1000 times what it weighs.

    level: of compression; 1 is quick to write and gives 230 times.
    """
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, content in PARTS.items():
            archive.writestr(name, content)
        with archive.open(SHEET, "w", force_zip64=True) as part:
            part.write((BEFORE_ROWS + two_rows() + AFTER_ROWS).encode())
            for _ in range(unpacked_mb):
                part.write(BOMB_CHUNK)
    return path


def lying_bomb(path: Path) -> Path:
    """Write a bomb whose directory declares 1000 bytes for a sheet of 50 MB."""
    zip_bomb(path, unpacked_mb=50)
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        entry = archive.getinfo(SHEET)
    size = entry.file_size.to_bytes(4, "little")
    small = (1000).to_bytes(4, "little")
    directory = content.rindex(b"PK\x01\x02")
    place = content.index(size, directory)
    content[place : place + 4] = small
    path.write_bytes(content)
    return path


def many_rows(count: int, columns: int = 7) -> str:
    """Return sheet XML of `count` companies with some more cells each."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[:columns]
    headers = "".join(
        text_cell(f"{letter}1", name)
        for letter, name in zip(
            letters,
            ("Nom", "Secteur", "Commune", "Adresse", "Effectif", "CP", "Notes"),
            strict=False,
        )
    )
    return f'<row r="1">{headers}</row>' + "".join(_rows(count, letters))


def _rows(count: int, letters: str) -> Iterable[str]:
    for number in range(2, count + 2):
        cells = "".join(text_cell(f"{letter}{number}", f"Texte {number}") for letter in letters)
        yield f'<row r="{number}">{cells}</row>'


def empty_rows(count: int) -> str:
    return two_rows() + "".join(f'<row r="{number}"/>' for number in range(3, count + 3))


BILLION_LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">'
    + "".join(
        f'<!ENTITY lol{level} "{f"&lol{level - 1};" * 10}">'.replace("&lol0;", "&lol;")
        for level in range(1, 10)
    )
    + "]>"
)
EXTERNAL_ENTITY = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY file SYSTEM "file:///etc/passwd">]>'


def zip_of(**files: bytes) -> bytes:
    """Return a zip archive of these files; a double underscore stands for a dot."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "."), content)
    return target.getvalue()
