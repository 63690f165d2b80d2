"""The button in a workbook: the macro runs `python -m meetlat.button`, or `press()` on macOS.

Importing this package imports nothing else, so that a warm process can take over at once.
"""

from __future__ import annotations


def press() -> int:
    """Handle one click with the arguments in `sys.argv`; return the exit code."""
    import sys

    from meetlat.button.client import press

    return press(sys.argv[1:])
