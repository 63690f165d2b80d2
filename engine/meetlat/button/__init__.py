"""The button in a workbook: the macro runs `python -m meetlat.button`, or `press()` on macOS."""

from __future__ import annotations


def press() -> int:
    """Handle one click with the arguments in `sys.argv`; return the exit code."""
    import sys

    from meetlat.startup import fast_start

    fast_start()
    from meetlat.button.click import main

    return main(sys.argv[1:])
