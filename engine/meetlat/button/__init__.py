"""The button in a workbook: `python -m meetlat.button`, and `press()` for Excel on macOS.

Importing this package imports nothing else: a click is handed over before anything is loaded.
"""

from __future__ import annotations

import sys


def press() -> int:
    """Handle one click as the macro starts it, in a warm process where there is one."""
    from meetlat.button.client import press
    from meetlat.button.command import CHECK, connection, main

    arguments = sys.argv[1:]
    if arguments == [CHECK]:
        return main(arguments)
    if any(a.startswith("--document=") for a in arguments):
        arguments = [f"--connection={connection()}", *arguments]  # it has not our environment
    return press(arguments)
