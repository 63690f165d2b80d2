"""Prepare a workbook's button: which Python it starts, and whether that can be reached and works.

The path is written as others may have it too: relative to the user's profile where it stands
there, so that a colleague's click finds the colleague's own Python.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path, PurePath, PureWindowsPath
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

from meetlat.button.command import CHECK

if TYPE_CHECKING:
    import xlwings as xw

SHEET = "meetlat.conf"
"""The sheet that the macro reads: setting in column A, value in column B."""

SETTINGS = {"win32": "python_windows", "darwin": "python_mac"}
LIBREOFFICE = "python_libreoffice"

PATIENCE = 60
"""Seconds that a first start may take, with a virus scanner looking at every file."""


class NotPreparedError(Exception):
    """The button would not work, and why, in words."""


def prepare(workbook: Path, python: Path | None = None, *, libreoffice: bool = False) -> list[str]:
    """Write into a workbook which Python its button starts.

    Args:
        workbook: an `.xlsm` with the macro; replaced in one step.
        python: another Python than the one that runs this.
        libreoffice: for a click in LibreOffice (on Linux it is for nothing else).

    Returns:
        What was written: setting and value, one line each.

    Raises:
        NotPreparedError: there is no macro, or that Python cannot do it.
    """
    if not has_macro(workbook):
        raise NotPreparedError(
            f"{workbook.name} has no button with Meetlat's macro. Take the survey.xlsm that"
            " `meetlat new` makes, or use `meetlat watch`, which needs no macro."
        )
    chosen = windowless(python or Path(sys.executable))
    check(chosen)
    settings = {name: shared(chosen, name) for name in wanted(sys.platform, libreoffice)}
    _write(workbook, settings)
    return [f"{name}: {value}" for name, value in settings.items()]


def wanted(platform: str, libreoffice: bool) -> Iterator[str]:
    """The settings that are meant: of Excel here, of LibreOffice, or of both."""
    if platform in SETTINGS:
        yield SETTINGS[platform]
    if libreoffice or platform not in SETTINGS:
        yield LIBREOFFICE


def has_macro(workbook: Path) -> bool:
    """Whether there is a VBA project in it; whose, Excel will show."""
    try:
        with ZipFile(workbook) as parts:
            return "xl/vbaProject.bin" in parts.namelist()
    except BadZipFile:
        return False


def windowless(python: Path) -> Path:
    """On Windows the Python that opens no console, where it stands beside the other."""
    beside = python.with_name(python.name.lower().replace("python.exe", "pythonw.exe"))
    return beside if beside.exists() else python


def check(python: Path) -> None:
    """Start that Python as the macro will, and let it say whether Meetlat is there.

    Raises:
        NotPreparedError: it does not start, or has no Meetlat.
    """
    command = [str(python), "-P", "-m", "meetlat.button", CHECK]
    try:
        done = subprocess.run(command, capture_output=True, timeout=PATIENCE, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired) as fault:
        raise NotPreparedError(f"{python} does not start: {fault}") from fault
    if done.returncode:
        raise NotPreparedError(
            f"{python} has no Meetlat, or not all of it. Install it there, or name another with"
            " --python."
        )


def shared(python: PurePath, setting: str) -> str:
    r"""A path as the macro can read it on a colleague's machine too.

    `%LOCALAPPDATA%\Meetlat\Scripts\pythonw.exe` for Excel on Windows, `$HOME/...` on macOS, `~/...`
    for LibreOffice, where the macro knows of no other folder than the home folder.
    """
    names = {
        SETTINGS["win32"]: {f"%{n}%": n for n in ("LOCALAPPDATA", "APPDATA", "USERPROFILE")},
        SETTINGS["darwin"]: {"$HOME": "HOME"},
        LIBREOFFICE: {"~": "HOME"},
    }
    for written, variable in names[setting].items():
        folder = os.environ.get(variable)
        if folder and python.is_relative_to(folder):
            separator = "\\" if isinstance(python, PureWindowsPath) else "/"
            return separator.join((written, *python.relative_to(folder).parts))
    return str(python)


def _write(workbook: Path, settings: dict[str, str]) -> None:
    from xlengines.xlsx import open_book

    book = open_book(workbook)
    try:
        for name, value in settings.items():
            write_setting(book, name, value)
        book.save()
    finally:
        book.close()


def write_setting(book: xw.Book, name: str, value: str) -> None:
    """Fill in a setting; the sheet and the row are added where they are not there."""
    sheets = {sheet.name: sheet for sheet in book.sheets}
    sheet = sheets.get(SHEET) or book.sheets.add(SHEET, after=book.sheets[-1])
    names = [cell[0] for cell in sheet.range("A1:A30").options(ndim=2).value]
    filled = [i for i, cell in enumerate(names, 1) if cell is not None]
    row = names.index(name) + 1 if name in names else (filled or [0])[-1] + 1
    sheet.range((row, 1)).value = name
    sheet.range((row, 2)).value = f"'{value}"
