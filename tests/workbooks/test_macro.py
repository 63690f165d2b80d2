"""The macro in the workbooks equals its source, and nothing starts by itself."""

import io
import re
import shutil
import warnings
from pathlib import Path

import olefile
import pytest
from pyopenvba.cfb import CFB
from pyopenvba.vba import parse_vba_project
from workbook_parts import parts, sheets, tables

from meetlat_workbooks.build import SURVEYS
from meetlat_workbooks.button.project import SOURCE
from meetlat_workbooks.content import HOME

with warnings.catch_warnings():  # its parser uses deprecated names
    warnings.simplefilter("ignore")
    from oletools.olevba import VBA_Parser

PROJECT = "xl/vbaProject.bin"

# Words that olevba calls suspicious; docs/for-it.md explains each of them.
EXPLAINED = {
    "CreateObject",  # starts a program without a window on Windows:
    "WScript.Shell",
    "run",
    "Scripting.FileSystemObject",  # whether a Python exists
    "RegRead",  # which one IT chose
    "ExpandEnvironmentStrings",  # the folders of programs on Windows
    "Shell",  # of LibreOffice
    "applescript",  # Excel on macOS, where a workbook may not start a program itself
    "Environ",  # the home folder, in LibreOffice
    "Windows",
    "Hex Strings",  # the identities that [MS-OVBA] gives to sheets: 00020820-0000-...
    "Base64 Strings",
}


@pytest.fixture(params=SURVEYS)
def workbook(request) -> Path:
    return HOME / request.param / "survey.xlsm"


def code(module: str) -> list[str]:
    """Lines of code, without the attributes of the module."""
    return [
        line
        for line in module.splitlines()
        if line.strip() and not line.startswith("Attribute VB_")
    ]


def test_macro_in_the_workbook_equals_its_source(workbook):
    modules = {name: text for _, _, name, text in VBA_Parser(str(workbook)).extract_macros()}
    shipped = modules.pop("Meetlat.bas")
    assert shipped.splitlines() == SOURCE.read_text(encoding="ascii").splitlines()
    assert not any(code(module) for module in modules.values()), "a sheet contains code"


def test_macro_does_not_start_by_itself_and_every_suspicious_word_is_explained(workbook):
    found = list(VBA_Parser(str(workbook)).analyze_macros())
    suspicious = {word.lower() for kind, word, _ in found if kind == "Suspicious"}
    assert suspicious <= {word.lower() for word in EXPLAINED}
    decoded = {"Hex String", "Base64 String"}
    kinds = {kind for kind, _, _ in found}
    assert kinds <= {"Suspicious", "IOC", *decoded}, "nothing runs by itself (AutoExec)"
    named = {word for kind, word, _ in found if kind == "IOC"}
    assert named == {"pythonw.exe", "python.exe"}, "no address and no other program"


def test_macro_reads_no_cell_and_nothing_else_that_a_workbook_brings():
    """What it starts depends on the computer only, so a signature covers all of it."""
    source = SOURCE.read_text(encoding="ascii")
    asked = set(re.findall(r"ThisWorkbook\.(\w+)", source))
    assert asked == {"Name", "Path"}
    cells = r"\b(Worksheets?|Sheets|Cells|Range|ActiveCell|ActiveWorkbook|Selection|Names|Value)\b"
    assert not re.search(cells, source)
    assert not re.search(r"\b(Evaluate|Execute\w*|CallByName|Declare|Run\s*\")\b", source)


def test_macro_project_has_a_module_for_every_sheet_that_has_a_code_name(workbook):
    """Excel repairs a workbook without a module for each code name.

    The sheets of the metrics `favourable` and `drivers`, which the engine adds, have neither.
    """
    content = parts(workbook)
    code_names = [
        name
        for part, text in content.items()
        if re.fullmatch(r"xl/(workbook|worksheets/sheet\d+)\.xml", part)
        for name in re.findall(rb'codeName="(\w+)"/?>', text)
    ]
    sheets = [name for name in content if name.startswith("xl/worksheets/sheet")]
    added = 2 if "provincie" in str(workbook) else 0
    assert len(code_names) == len(sheets) + 1 - added
    modules = _stream(content[PROJECT], "PROJECT").decode("cp1252")
    documents = re.findall(r"Document=(\w+)/", modules)
    assert sorted(documents) == sorted(name.decode() for name in code_names)


def test_macro_project_has_no_compiled_code(workbook):
    """Excel compiles the source itself: [MS-OVBA] 2.3.4.1 and 2.3.4.3."""
    project = parts(workbook)[PROJECT]
    assert _stream(project, "VBA/_VBA_PROJECT").hex() == "cc61ffff000000"
    container = CFB.from_bytes(project)
    parsed = parse_vba_project(container)
    assert {module.text_offset for module in parsed.modules} == {0}
    assert parsed.validate(container) == []
    assert not [s for s in olefile.OleFileIO(io.BytesIO(project)).listdir() if "SRP" in s[-1]]


def test_button_starts_the_macro_and_is_not_printed(workbook):
    (drawing,) = [text for name, text in parts(workbook).items() if name.endswith(".vml")]
    assert re.findall(rb"<x:FmlaMacro>(.*?)</x:FmlaMacro>", drawing) == [b"[0]!Recalculate"]
    assert b"<x:PrintObject>False</x:PrintObject>" in drawing
    assert "Public Sub Recalculate()" in SOURCE.read_text(encoding="ascii")


def test_recalculating_without_excel_keeps_macro_and_button(workbook, tmp_path):
    from meetlat import recalculate

    folder = shutil.copytree(workbook.parent, tmp_path / "survey")
    clear_a_weight(folder / "survey.xlsm")
    before = parts(folder / "survey.xlsm")
    results = recalculate(folder / "survey.xlsm")
    after = parts(folder / "survey.xlsm")
    assert not results.errors
    part = sheets(before)[tables(before)["Chapters"].sheet]
    assert after[part] != before[part], "a score must change"
    for part in (PROJECT, "xl/drawings/vmlDrawing1.vml"):
        assert after[part] == before[part] == parts(workbook)[part]


def clear_a_weight(workbook: Path) -> None:
    """Set the weight of the first scored question to 0, so that scores change."""
    from xlengines.xlsx import open_book

    book = open_book(workbook)
    table = next(t for s in book.sheets for t in s.tables if t.name == "Questions")
    weight = table.header_row_range.value.index("weight")
    table.data_body_range[1, weight].value = 0
    book.save()
    book.close()


def _stream(project: bytes, name: str) -> bytes:
    return olefile.OleFileIO(io.BytesIO(project)).openstream(name).read()
