"""`meetlat doctor`: what support needs to know of this computer, and nothing of its people."""

from __future__ import annotations

import os
import platform
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import typer

# What a survey needs, and what the page, the slides and SPSS files need.
PACKAGES = (
    "meetlat", "polars", "pandera", "numpy", "pluggy", "xlwings", "openpyxl", "python-calamine",
    "watchfiles", "jinja2", "python-pptx", "xlsxwriter", "pyreadstat", "pywin32",
)  # fmt: skip


def doctor() -> None:
    """Show versions, folders and what was found on this computer, to send to support.

    It reads no workbook. Folders in the profile are shown as ~, without the name of the user.
    """
    for heading, lines in (
        ("Computer", _computer()),
        ("Packages", _packages()),
        ("Button", _button()),
        ("Folders", _folders()),
        ("Settings", _settings()),
    ):
        typer.echo(heading)
        for name, value in lines:
            typer.echo(f"  {name:<18} {_without_user(value)}")


Lines = Iterator[tuple[str, str]]


def _computer() -> Lines:
    yield "system", f"{platform.system()} {platform.release()}, {platform.machine()}"
    yield "Python", platform.python_version()
    yield "program", sys.executable
    yield "isolated", "yes" if sys.flags.isolated else "no"
    encoding = sys.stdout.encoding if sys.stdout else "none"
    yield "output", f"{encoding}, file names {sys.getfilesystemencoding()}"


def _packages() -> Lines:
    for name in PACKAGES:
        try:
            yield name, version(name)
        except PackageNotFoundError:
            yield name, "not installed"


def _button() -> Lines:
    from meetlat.button.interpreter import interpreter, named_by_it, places

    on_windows = sys.platform == "win32"
    found = interpreter()
    yield "a click starts", str(found) if found else f"nothing: not in {', '.join(places())}"
    if on_windows:
        yield "named by IT", named_by_it() or "no"
        yield "Excel", _excel()
    yield "LibreOffice", _libreoffice()


def _excel() -> str:
    """The version of Excel that other programs can start."""
    if sys.platform != "win32":
        return ""
    import winreg

    with suppress(OSError):
        return winreg.QueryValue(winreg.HKEY_CLASSES_ROOT, r"Excel.Application\CurVer")
    return "not found"


def _libreoffice() -> str:
    from meetlat.reporting.errors import NotPublishedError
    from meetlat.reporting.pdf import libreoffice

    try:
        return str(libreoffice())
    except NotPublishedError:
        return "not found (only needed for PDF files and its own button)"


def _folders() -> Lines:
    from meetlat.log import log_file
    from meetlat.plugins.trust import SWITCH
    from meetlat.user_folders import state_folder

    yield "kept for the user", f"{state_folder()}: {_access(state_folder())}"
    log = log_file()
    size = f"{log.stat().st_size:,} bytes" if log.is_file() else "empty"
    yield "log", f"{log}: {size}"
    yield "temporary files", f"{tempfile.gettempdir()}: {_access(Path(tempfile.gettempdir()))}"
    yield "plugins", "all may run" if os.environ.get(SWITCH) == "allow" else "ask first"


def _access(folder: Path) -> str:
    """Whether files can be made in a folder, or in the one that it would be made in."""
    existing = next((place for place in (folder, *folder.parents) if place.is_dir()), folder)
    try:
        with tempfile.NamedTemporaryFile(dir=existing):
            return "can be written" if existing == folder else "does not exist yet"
    except OSError as fault:
        return f"CANNOT be written ({type(fault).__name__})"


def _settings() -> Lines:
    names = sorted(name for name in os.environ if name.startswith("MEETLAT_"))
    for name in names:
        yield name, os.environ[name]
    if not names:
        yield "none", ""


def _without_user(text: str) -> str:
    """A text without the folder of the user, and without the name of the user elsewhere."""
    home = str(Path.home())
    text = text.replace(home, "~").replace(home.replace("\\", "/"), "~")
    user = Path.home().name
    return text.replace(f"{os.sep}{user}{os.sep}", f"{os.sep}~{os.sep}") if user else text
