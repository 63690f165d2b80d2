"""The language of the user's computer, for messages that come before a survey has been read."""

from __future__ import annotations

import locale
import os
import sys

from meetlat.languages import LANGUAGES, Language

# What programs on Linux and macOS go by; on Windows people may set them too.
VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")

OTHERWISE: Language = "en"


def system_language() -> Language:
    """The language of the environment, else that of Windows itself; English if we lack it."""
    named = next((value for name in VARIABLES if (value := os.environ.get(name))), None)
    name = (named or _of_windows() or "").partition("_")[0].partition(".")[0].lower()
    return name if name in LANGUAGES else OTHERWISE


def _of_windows() -> str | None:
    """The language of the menus of Windows, such as `nl_NL`; None on other systems."""
    if sys.platform != "win32":
        return None
    import ctypes

    number = ctypes.windll.kernel32.GetUserDefaultUILanguage()
    return locale.windows_locale.get(number)
