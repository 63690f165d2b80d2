"""Build the VBA project of a workbook from a readable source, without Excel.

Besides the macro, a project has a document module for the workbook and one for each sheet. Excel
finds them by their code names, which must be the same in the other parts of the workbook.

Office stores compiled code with the source, and trusts it. [MS-OVBA] 2.3.4.1 and 2.3.4.3 require
other programs to leave it out: `_VBA_PROJECT` has seven bytes without a version, and the source of
every module is at offset 0. Excel then compiles the source.
"""

import tempfile
from pathlib import Path

import xlsxwriter
from pyopenvba import ExcelFile
from pyopenvba.cfb import CFB
from pyopenvba.vba import VBAProject

SOURCE = Path(__file__).with_name("Meetlat.bas")
MODULE = "Meetlat"
WORKBOOK = "ThisWorkbook"

# Reserved1, Version (0xFFFF: none), Reserved2, Reserved3, and no cache.
NO_CACHE = bytes.fromhex("CC 61 FF FF 00 00 00")


def sheet_code_name(number: int) -> str:
    """The code name that Excel gives to a sheet, by its place, from 1."""
    return f"Sheet{number}"


def macro_source() -> str:
    """The macro with the line ends of VBA.

    Raises:
        UnicodeDecodeError: it is not plain ASCII, so it would depend on the reader's code page.
    """
    text = SOURCE.read_text(encoding="ascii")
    return "\r\n".join(text.splitlines()) + "\r\n"


def vba_project(sheets: int) -> bytes:
    """The part `vbaProject.bin` for a workbook with this number of sheets."""
    with tempfile.TemporaryDirectory() as folder:
        bare = _bare_workbook(Path(folder) / "bare.xlsm", sheets)
        with ExcelFile(bare) as file:
            project = file.add_vba_project()
            project.add_module(MODULE, macro_source())
            _rewrite_all(project)
            file.save()
        with ExcelFile(bare) as file:
            return _without_cache(file.vba_project_bytes())


def _bare_workbook(path: Path, sheets: int) -> Path:
    """A workbook with the right code names and no content."""
    with xlsxwriter.Workbook(path) as book:
        book.vba_codename = WORKBOOK
        for number in range(1, sheets + 1):
            book.add_worksheet().set_vba_name(sheet_code_name(number))
    return path


def _rewrite_all(project: VBAProject) -> None:
    """Write every module again, including the document modules."""
    for module in project.modules:
        module.body = module.body  # reads the text and marks it as changed


def _without_cache(project: bytes) -> bytes:
    container = CFB.from_bytes(project)
    container.write_stream_in_storage("VBA", "_VBA_PROJECT", NO_CACHE)
    return container.to_bytes()
