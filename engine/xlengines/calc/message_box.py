"""A message in LibreOffice, with buttons to answer it."""

from __future__ import annotations

from typing import Any

from .connection import load_uno

# com.sun.star.awt.MessageBoxButtons: the buttons, and which of them Enter presses.
_BUTTONS = {
    "ok": 1,
    "ok_cancel": 2 + 0x20000,
    "yes_no": 3 + 0x50000,
    "yes_no_cancel": 4 + 0x20000,
}
_KINDS = {"info": "INFOBOX", "critical": "WARNINGBOX"}
_PRESSED = {0: "cancel", 1: "ok", 2: "yes", 3: "no"}  # com.sun.star.awt.MessageBoxResults


def show_message(desktop: Any, words: str, title: str, buttons: str, kind: str) -> str:
    """Show a message in front of the document in use, and give the button that was pressed.

    A LibreOffice without a window answers at once, as if the message was closed.
    """
    uno = load_uno()
    window = desktop.getCurrentFrame().getContainerWindow()
    # A box that only informs has no room for other buttons than OK.
    shown = "QUERYBOX" if kind == "info" and buttons != "ok" else _KINDS[kind]
    box = window.getToolkit().createMessageBox(
        window,
        uno.Enum("com.sun.star.awt.MessageBoxType", shown),
        _BUTTONS[buttons],
        title,
        words,
    )
    try:
        return _PRESSED[box.execute()]
    finally:
        box.dispose()
