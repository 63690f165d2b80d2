"""Prepare a button: check that Meetlat is where the macro looks, and prepare the application.

The application needs settings of this user only: LibreOffice must listen, and Excel for macOS needs
a script. Nothing is written into the workbook.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from meetlat.button.arguments import CHECK, USUAL_CONNECTION
from meetlat.button.interpreter import ELSEWHERE, interpreter, places
from meetlat.languages import words
from meetlat.languages.system import system_language

# Seconds that a first start may take, with a virus scanner that reads every file.
PATIENCE = 60


class NotPreparedError(Exception):
    """The button would not work. The message says why."""


# The workbook


def prepare(workbook: Path, *, libreoffice: bool = False) -> list[str]:
    """Check that the button of a workbook will start Meetlat.

    Args:
        workbook: an `.xlsm` with the macro; it does not change.
        libreoffice: for clicks in LibreOffice too; on Linux it is always for LibreOffice.

    Returns:
        The Python that a click starts, in a line for each application.

    Raises:
        NotPreparedError: there is no macro, or no Python that can handle a click.
    """
    if not has_macro(workbook):
        raise NotPreparedError(said("no_macro", file=workbook.name))
    lines = []
    for application, for_libreoffice in _applications(sys.platform, libreoffice=libreoffice):
        python = interpreter(libreoffice=for_libreoffice)
        if python is None:
            raise NotPreparedError(_nowhere(places(libreoffice=for_libreoffice)))
        check(python)
        lines.append(said("starts", application=application, python=python))
    return lines


def _applications(platform: str, *, libreoffice: bool) -> list[tuple[str, bool]]:
    """The applications to prepare, each with whether it is LibreOffice."""
    excel = [("Excel", False)] if platform in ("win32", "darwin") else []
    return excel + ([("LibreOffice", True)] if libreoffice or not excel else [])


def _nowhere(searched: tuple[str, ...]) -> str:
    """How to let the button find Meetlat."""
    looked = said("nowhere", places=words(system_language())["preparing.and"].join(searched))
    environment = Path(sys.prefix)
    if searched == ELSEWHERE and environment != Path(sys.base_prefix):
        return f"{looked} {said('link', environment=environment)}"
    return f"{looked} {said('install')}"


def said(key: str, **facts: object) -> str:
    """A sentence about the button, in the language of the computer."""
    return words(system_language()).text(f"preparing.{key}", **facts)


def has_macro(workbook: Path) -> bool:
    """Whether the file holds a VBA project, of whatever macro."""
    if not workbook.is_file():  # opening a pipe would block
        return False
    try:
        with ZipFile(workbook) as parts:
            return "xl/vbaProject.bin" in parts.namelist()
    except BadZipFile:
        return False


def check(python: Path) -> None:
    """Start that Python as the macro will, and let it check that Meetlat is installed.

    Raises:
        NotPreparedError: it does not start, or has no Meetlat.
    """
    command = [str(python), "-P", "-m", "meetlat.button", CHECK]
    try:
        done = subprocess.run(command, capture_output=True, timeout=PATIENCE, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired) as fault:
        raise NotPreparedError(said("no_start", python=python, fault=fault)) from fault
    if done.returncode:
        raise NotPreparedError(said("no_meetlat", python=python))


# The application


def prepare_application(platform: str = sys.platform, *, libreoffice: bool = False) -> list[str]:
    """Do what the application on this platform needs; return a line for each thing done.

    Raises:
        NotPreparedError: LibreOffice cannot be made to listen now.
    """
    done = []
    if platform == "darwin":
        done.append(said("script", file=install_applescript()))
    if libreoffice:
        changed = let_libreoffice_listen(libreoffice_profile(platform))
        done.append(said("will_listen" if changed else "listens"))
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
        raise NotPreparedError(said("no_settings", file=settings))
    if (profile.parent / ".lock").exists() or (profile / ".lock").exists():
        raise NotPreparedError(said("is_running"))
    text = settings.read_text(encoding="utf-8")
    listens = f"{address};urp;StarOffice.ServiceManager"
    if f">{listens}<" in text:
        return False
    if "ooSetupConnectionURL" in text:
        raise NotPreparedError(said("listens_elsewhere", file=settings))
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
