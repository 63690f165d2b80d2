r"""Where the macro looks for the Python of Meetlat, so that setting up can look there too.

No workbook can change these places. On Windows IT can name another one in the registry:
`HKEY_LOCAL_MACHINE\SOFTWARE\Policies\Meetlat`, value `Python`. Elsewhere there is one place, the
folder `.meetlat` in the home folder, which may be a link.
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

POLICY_KEY, POLICY_VALUE = r"SOFTWARE\Policies\Meetlat", "Python"

# The first that exists is started. Only IT can write in the folder of all users.
WINDOWS = (
    r"%ProgramW6432%\Meetlat\python\pythonw.exe",
    r"%ProgramW6432%\Meetlat\venv\Scripts\pythonw.exe",
    r"%LOCALAPPDATA%\Meetlat\python\pythonw.exe",
    r"%LOCALAPPDATA%\Meetlat\venv\Scripts\pythonw.exe",
)
WINDOWS_LIBREOFFICE = (r"%LOCALAPPDATA%\Meetlat\libreoffice\Scripts\pythonw.exe",)
ELSEWHERE = ("~/.meetlat/bin/python",)

# A Python on a drive: no other program, and nothing on another computer.
LOCAL_PYTHON = re.compile(r"""[a-z]:\\((?!\.\.)[^/"%\\]+\\)*pythonw?\.exe""", re.IGNORECASE)


def places(platform: str = sys.platform, *, libreoffice: bool = False) -> tuple[str, ...]:
    """The places that the macro looks in, as it shows them."""
    if platform != "win32":
        return ELSEWHERE
    if libreoffice:
        return WINDOWS_LIBREOFFICE
    named = named_by_it()
    return (named,) if named else WINDOWS


def interpreter(platform: str = sys.platform, *, libreoffice: bool = False) -> Path | None:
    """The Python that the macro starts; None if it is in none of the places."""
    for place in places(platform, libreoffice=libreoffice):
        path = Path(os.path.expandvars(place) if platform == "win32" else place).expanduser()
        if (platform != "win32" or LOCAL_PYTHON.fullmatch(str(path))) and path.is_file():
            return path
    return None


def named_by_it() -> str:
    """What the registry of this computer names; "" if it names nothing."""
    if sys.platform != "win32":
        return ""
    import winreg

    try:
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, POLICY_KEY) as key:
            return str(winreg.QueryValueEx(key, POLICY_VALUE)[0]).strip()
    except OSError:
        return ""
