"""What the macro and `meetlat button` pass on the command line.

Imported at every click, so it imports only small parts of the standard library.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

# The argument that only asks whether this Python can handle a click.
CHECK = "--check"

# The environment variable that says where LibreOffice listens, if not at the usual pipe.
CONNECTION = "MEETLAT_LIBREOFFICE"
USUAL_CONNECTION = "pipe,name=meetlat"


def complete(arguments: Sequence[str]) -> list[str]:
    """Add where LibreOffice listens, because a warm process has another environment.

    Args:
        arguments: `--wb`, `--from_xl`, `--app` and `--hwnd` of Excel, as `xlwings.Book.caller`
            reads them; or `--document` of LibreOffice, with `--connection` if the caller knows it.
    """
    names = parsed(arguments)
    if "--document" not in names or "--connection" in names:
        return list(arguments)
    connection = os.environ.get(CONNECTION) or USUAL_CONNECTION
    return [f"--connection={connection}", *arguments]


def parsed(arguments: Sequence[str]) -> Mapping[str, str]:
    """The value of each argument by its name."""
    return {name: value for name, _, value in (a.partition("=") for a in arguments)}
