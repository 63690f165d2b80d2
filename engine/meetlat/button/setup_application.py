"""Prepare the application for the click: LibreOffice must listen, Excel for macOS needs a script.

Both are settings of the user and nobody else, made once, when `meetlat button` is asked for it.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from meetlat.button.command import USUAL_CONNECTION
from meetlat.button.setup import NotPreparedError

NEXT = """
Open the workbook and press the button. If macros are blocked: put its folder under File, Options,
Trust Center, Trusted Locations (in LibreOffice: Tools, Options, Security, Macro Security). A
workbook that came by mail or from the web is marked as such: right-click it, Properties, Unblock.
"""


def prepare_application(platform: str = sys.platform, *, libreoffice: bool = False) -> list[str]:
    """What the application of this machine needs beside the workbook, and what was done.

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
    """Where LibreOffice keeps its settings for this user."""
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
    """Have LibreOffice answer at a pipe that only this user can enter, from its next start.

    Returns:
        Whether anything had to be changed.

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
    """Put the script in place that lets Excel for macOS start a program: xlwings' own."""
    import shutil

    import xlwings

    (script,) = Path(xlwings.__file__).parent.glob("xlwings-*.applescript")
    folder = Path.home() / "Library" / "Application Scripts" / "com.microsoft.Excel"
    folder.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copy(script, folder / "meetlat.applescript"))
