"""Hostile files: a clear refusal, in little time and memory, and the data as they were."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.utils import translation

from companies.workbook.opening import open_workbook
from companies.workbook.refusal import WorkbookRefused
from tests.imports import hostile

COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
MACROS = hostile.PARTS["[Content_Types].xml"].replace(
    hostile.MAIN_TYPE + ".sheet.main", "application/vnd.ms-excel.sheet.macroEnabled.main"
)
OPENS_AND_MEASURES = """
import sys, time
import django
django.setup()
from companies.workbook.opening import open_workbook
from companies.workbook.refusal import WorkbookRefused
started = time.process_time()
try:
    open_workbook(sys.argv[1])
    verdict = "read"
except WorkbookRefused:
    verdict = "refused"
seconds = time.process_time() - started
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(verdict, seconds, int(peak.split()[1]) / 1024)
"""

needs_proc = pytest.mark.skipif(
    not Path("/proc/self/status").exists(), reason="memory is measured through /proc"
)


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def refusal_of(path: Path) -> str:
    with pytest.raises(WorkbookRefused) as refusal:
        open_workbook(path)
    return str(refusal.value)


def measured(path: Path) -> tuple[str, float, float]:
    """Return verdict, seconds of processor and peak of memory in MB, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", OPENS_AND_MEASURES, str(path)],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    verdict, seconds, peak = done.stdout.split()
    return verdict, float(seconds), float(peak)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "The file is empty."),
        (b"  \n", "The file is empty."),
        (b"Nom;SIRET\nForges;\n", "This is a text file (CSV, HTML…)"),
        (b"<html><table></table></html>", "This is a text file (CSV, HTML…)"),
        (b"%PDF-1.7\n\x00", "This is a PDF, not an .xlsx workbook."),
        (COMPOUND_FILE, "This is an old .xls file. Save it as .xlsx."),
        (
            COMPOUND_FILE + "EncryptedPackage".encode("utf-16-le"),
            "The file is encrypted. Save it without a password.",
        ),
        (b"\x89PNG\x00\x00", "The file is not an .xlsx workbook."),
        (b"PK\x03\x04 and then nothing", "The file is damaged: it cannot be unpacked."),
        (hostile.zip_of(notes__txt=b"hello"), "The file is not an .xlsx workbook."),
        (
            hostile.zip_of(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"),
            "This is an OpenDocument file (.ods). Save it as .xlsx.",
        ),
    ],
)
def test_another_kind_of_file_is_named(content, message, tmp_path):
    path = tmp_path / "renamed.xlsx"
    path.write_bytes(content)

    assert refusal_of(path).startswith(message)


def test_a_workbook_with_macros_is_refused(tmp_path):
    path = hostile.package(tmp_path / "macros.xlsx", parts={"[Content_Types].xml": MACROS})

    assert refusal_of(path) == "The workbook holds macros (.xlsm). Save it as .xlsx."


def test_a_binary_workbook_is_told_from_one_with_macros(tmp_path):
    binary = MACROS.replace("sheet.macroEnabled", "sheet.binary.macroEnabled")
    path = hostile.package(tmp_path / "book.xlsb", parts={"[Content_Types].xml": binary})

    assert refusal_of(path) == "This is a binary workbook (.xlsb). Save it as .xlsx."


def test_texts_are_counted_however_their_tags_are_written(tmp_path):
    entries = "".join(f"<si a='{number * 7919}'><t>x</t></si>" for number in range(400_001))
    texts = f'<sst xmlns="{hostile.NAMESPACE}">{entries}</sst>'
    path = hostile.package(tmp_path / "texts.xlsx", parts={"xl/sharedStrings.xml": texts})

    assert refusal_of(path).startswith("A sheet has more than 400000 cells.")


def test_a_file_that_is_not_there_and_a_folder_say_so(tmp_path):
    absent = tmp_path / "none.xlsx"

    assert refusal_of(absent) == f"There is no such file: {absent}."
    assert refusal_of(tmp_path) == f"{tmp_path} is a folder, not a file."


def test_a_file_over_the_limit_is_not_even_unpacked(tmp_path):
    path = tmp_path / "large.xlsx"
    path.write_bytes(b"PK\x03\x04" + b"\x00" * 2000)

    with pytest.raises(WorkbookRefused, match="larger than 0 MB"):
        open_workbook(path, max_bytes=1000)


@pytest.mark.parametrize("prologue", [hostile.BILLION_LAUGHS, hostile.EXTERNAL_ENTITY])
def test_entities_are_refused_wherever_they_stand(prologue, tmp_path):
    expected = "The file declares XML entities, which no spreadsheet does. It was not opened."
    in_sheet = hostile.package(tmp_path / "sheet.xlsx", prologue=prologue)
    styles = prologue + hostile.PARTS["xl/styles.xml"]
    in_styles = hostile.package(tmp_path / "styles.xlsx", parts={"xl/styles.xml": styles})

    assert [refusal_of(in_sheet), refusal_of(in_styles)] == [expected, expected]


@pytest.mark.parametrize(
    ("sheet", "message"),
    [
        ("<row><c></row>", "The file is damaged: one of its parts is not XML."),
        ('<row r="1"><c r="ZZZZ1"><v>1</v></c></row>', "The file is not a readable workbook."),
        ('<row r="1"><c r="A9999999"><v>1</v></c></row>', "The file is not a readable workbook."),
        ('<row r="1"><c r="A1"><v>1.2.3</v></c></row>', "The file is not a readable workbook."),
        ('<row r="1"><c r="A1" t="s"><v>7</v></c></row>', "The file is not a readable workbook."),
    ],
)
def test_a_broken_sheet_is_refused(sheet, message, tmp_path):
    assert refusal_of(hostile.package(tmp_path / "broken.xlsx", sheet)) == message


def test_missing_parts_are_refused(tmp_path):
    path = hostile.package(tmp_path / "parts.xlsx", parts={"xl/_rels/workbook.xml.rels": ""})

    assert refusal_of(path) == "The file is not a readable workbook."


def test_a_small_bomb_and_one_that_lies_about_its_size_are_refused(tmp_path):
    small = hostile.zip_bomb(tmp_path / "small.xlsx", unpacked_mb=40)
    lying = hostile.lying_bomb(tmp_path / "lying.xlsx")

    assert refusal_of(small).startswith("A part of the file is packed 1 to ")
    assert refusal_of(lying) == "The file is damaged: it cannot be unpacked."


def test_many_entries_are_refused(tmp_path):
    many = {f"xl/media/image{number}.xml": "<a/>" for number in range(1001)}
    path = hostile.package(tmp_path / "many.xlsx", parts=many)

    assert refusal_of(path).startswith("The file unpacks to 0 MB in 1007 parts")


@needs_proc
@pytest.mark.fault
def test_a_bomb_of_two_gigabytes_is_refused_at_once_in_little_memory(tmp_path):
    path = hostile.zip_bomb(tmp_path / "bomb.xlsx", unpacked_mb=2048, level=1)

    verdict, seconds, peak_mb = measured(path)

    assert verdict == "refused"
    assert seconds < 2
    assert peak_mb < 150


@needs_proc
@pytest.mark.fault
def test_a_hundred_thousand_rows_are_refused_at_once_in_little_memory(tmp_path):
    path = hostile.package(tmp_path / "rows.xlsx", hostile.many_rows(100_000))

    verdict, seconds, peak_mb = measured(path)

    assert verdict == "refused"
    assert seconds < 5
    assert peak_mb < 150


@needs_proc
@pytest.mark.fault
def test_the_largest_sheet_allowed_is_read_in_less_than_300_mb(tmp_path):
    path = hostile.package(tmp_path / "rows.xlsx", hostile.many_rows(19_990))

    verdict, _seconds, peak_mb = measured(path)

    assert verdict == "read"
    assert peak_mb < 300


def test_too_many_styles_and_too_many_texts_are_refused(tmp_path):
    styles = f'<styleSheet xmlns="{hostile.NAMESPACE}">{"<xf/>" * 100_001}</styleSheet>'
    entries = "".join(f"<si><t>{number * 7919}</t></si>" for number in range(400_001))
    texts = f'<sst xmlns="{hostile.NAMESPACE}">{entries}</sst>'
    styled = hostile.package(tmp_path / "styles.xlsx", parts={"xl/styles.xml": styles})
    wordy = hostile.package(tmp_path / "texts.xlsx", parts={"xl/sharedStrings.xml": texts})

    assert refusal_of(styled) == "A part of the file holds too much to be opened safely."
    assert refusal_of(wordy).startswith("A sheet has more than 400000 cells.")


def test_too_many_empty_rows_are_refused_too(tmp_path):
    path = hostile.package(tmp_path / "empty.xlsx", hostile.empty_rows(30_000))

    assert refusal_of(path).startswith("A sheet has more than 20000 rows.")


def test_a_value_in_the_last_cell_of_the_grid_is_no_danger(tmp_path):
    last = f'<row r="1048576">{hostile.text_cell("XFD1048576", "x")}</row>'
    path = hostile.package(tmp_path / "far.xlsx", hostile.two_rows() + last)

    (sheet,) = open_workbook(path)

    assert list(sheet.rows) == [1, 2]
