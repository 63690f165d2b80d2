"""Prepare a button: write into the workbook which Python it starts, and prepare the application.

The path of Python is written relative to the user's profile where it is in there, so that a
colleague's click finds the colleague's own Python. The application needs settings of this user
only: LibreOffice must listen, and Excel for macOS needs a script.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path, PurePath, PureWindowsPath
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

from meetlat.button.arguments import CHECK, USUAL_CONNECTION

if TYPE_CHECKING:
    import xlwings as xw

# The sheet that the macro reads: setting in column A, value in column B.
SHEET = "meetlat.conf"

SETTINGS = {"win32": "python_windows", "darwin": "python_mac"}
LIBREOFFICE = "python_libreoffice"

# Seconds that a first start may take, with a virus scanner that reads every file.
PATIENCE = 60

NEXT = """
Open the workbook and press the button. If macros are blocked: put its folder under File, Options,
Trust Center, Trusted Locations (in LibreOffice: Tools, Options, Security, Macro Security). A
workbook that came by mail or from the web is marked as such: right-click it, Properties, Unblock.
"""


class NotPreparedError(Exception):
    """The button would not work. The message says why."""


# The workbook


def prepare(workbook: Path, python: Path | None = None, *, libreoffice: bool = False) -> list[str]:
    """Write into a workbook which Python its button starts.

    Args:
        workbook: an `.xlsm` with the macro; replaced in one step.
        python: another Python than the current one.
        libreoffice: for clicks in LibreOffice too; on Linux it is always for LibreOffice.

    Returns:
        What was written: a line for each setting, with its value.

    Raises:
        NotPreparedError: there is no macro, or that Python cannot handle a click.
    """
    if not has_macro(workbook):
        raise NotPreparedError(
            f"{workbook.name} has no button with Meetlat's macro. Take the survey.xlsm that"
            " `meetlat new` makes, or use `meetlat watch`, which needs no macro."
        )
    chosen = windowless(python or Path(sys.executable))
    check(chosen)
    names = setting_names(sys.platform, libreoffice=libreoffice)
    settings = {name: portable_path(chosen, name) for name in names}
    _write(workbook, settings)
    return [f"{name}: {value}" for name, value in settings.items()]


def setting_names(platform: str, *, libreoffice: bool) -> Iterator[str]:
    """The settings to write: for Excel on this platform, for LibreOffice, or for both."""
    if platform in SETTINGS:
        yield SETTINGS[platform]
    if libreoffice or platform not in SETTINGS:
        yield LIBREOFFICE


def has_macro(workbook: Path) -> bool:
    """Whether the file holds a VBA project, of whatever macro."""
    if not workbook.is_file():  # opening a pipe would block
        return False
    try:
        with ZipFile(workbook) as parts:
            return "xl/vbaProject.bin" in parts.namelist()
    except BadZipFile:
        return False


def windowless(python: Path) -> Path:
    """On Windows the Python that opens no console, if it is beside the other one."""
    beside = python.with_name(python.name.lower().replace("python.exe", "pythonw.exe"))
    return beside if beside.exists() else python


def check(python: Path) -> None:
    """Start that Python as the macro will, and let it check that Meetlat is installed.

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


def portable_path(python: PurePath, setting: str) -> str:
    r"""A path that the macro can read on a colleague's computer too.

    `%LOCALAPPDATA%\Meetlat\Scripts\pythonw.exe` for Excel on Windows, `$HOME/...` on macOS, `~/...`
    for LibreOffice, where the macro knows no folder but the home folder.
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
    """Fill in a setting; add the sheet and the row if they do not exist."""
    sheets = {sheet.name: sheet for sheet in book.sheets}
    sheet = sheets.get(SHEET) or book.sheets.add(SHEET, after=book.sheets[-1])
    names = [cell[0] for cell in sheet.range("A1:A30").options(ndim=2).value]
    filled = [i for i, cell in enumerate(names, 1) if cell is not None]
    row = names.index(name) + 1 if name in names else (filled or [0])[-1] + 1
    sheet.range((row, 1)).value = name
    sheet.range((row, 2)).value = f"'{value}"


# The application


def prepare_application(platform: str = sys.platform, *, libreoffice: bool = False) -> list[str]:
    """Do what the application on this platform needs; return a line for each thing done.

    Raises:
        NotPreparedError: LibreOffice cannot be made to listen now.
    """
    done = []
    if platform == "darwin":
        done.append(f"Excel's script: {install_applescript()}")
    if libreoffice:
        changed = let_libreoffice_listen(libreoffice_profile(platform))
        done.append(
            "LibreOffice will listen for you alone, from its next start."
            if changed
            else "LibreOffice listens already."
        )
    return done


def libreoffice_profile(platform: str = sys.platform) -> Path:
    """The folder with LibreOffice's settings of this user."""
    if platform == "win32":
        base = (
            Path(os.environ.get("APPDATA") or Path.home() / "AppData" / "Roaming") / "LibreOffice"
        )
    elif platform == "darwin":
        base = Path.home() / "Library" / "Application Support" / "LibreOffice"
    else:
        base = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "libreoffice"
    return base / "4" / "user"


def let_libreoffice_listen(profile: Path, address: str = USUAL_CONNECTION) -> bool:
    """Let LibreOffice listen at a pipe that only this user can open, from its next start.

    Returns:
        Whether its settings had to be changed.

    Raises:
        NotPreparedError: it has no settings yet, is running, or listens elsewhere already.
    """
    settings = profile / "registrymodifications.xcu"
    if not settings.is_file():
        raise NotPreparedError(f"Start LibreOffice once and close it again: no {settings} yet.")
    if (profile.parent / ".lock").exists() or (profile / ".lock").exists():
        raise NotPreparedError("Close LibreOffice first: it writes its settings as it ends.")
    text = settings.read_text(encoding="utf-8")
    listens = f"{address};urp;StarOffice.ServiceManager"
    if f">{listens}<" in text:
        return False
    if "ooSetupConnectionURL" in text:
        raise NotPreparedError(
            "LibreOffice listens elsewhere already (ooSetupConnectionURL in"
            f" {settings}); set MEETLAT_LIBREOFFICE to that."
        )
    item = (
        '<item oor:path="/org.openoffice.Setup/Office"><prop oor:name="ooSetupConnectionURL"'
        f' oor:op="fuse"><value>{listens}</value></prop></item>'
    )
    new = text.replace("</oor:items>", f"{item}\n</oor:items>")
    temporary = settings.with_suffix(".meetlat")
    temporary.write_text(new, encoding="utf-8")
    temporary.replace(settings)
    return True


def install_applescript() -> Path:
    """Install xlwings' script that lets Excel for macOS start a program; return its path."""
    import shutil

    import xlwings

    (script,) = Path(xlwings.__file__).parent.glob("xlwings-*.applescript")
    folder = Path.home() / "Library" / "Application Scripts" / "com.microsoft.Excel"
    folder.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copy(script, folder / "meetlat.applescript"))
