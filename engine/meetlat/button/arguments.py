"""What the macro and `meetlat button` pass on the command line."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

# The argument that only asks whether this Python can handle a click.
CHECK = "--check"

# The environment variable that says where LibreOffice listens, if not at the usual pipe.
CONNECTION = "MEETLAT_LIBREOFFICE"
USUAL_CONNECTION = "pipe,name=meetlat"


def parsed(arguments: Sequence[str]) -> Mapping[str, str]:
    """The value of each argument by its name.

    These are `--wb`, `--from_xl`, `--app` and `--hwnd` of Excel, as `xlwings.Book.caller` reads
    them; or `--document` of LibreOffice.
    """
    return {name: value for name, _, value in (a.partition("=") for a in arguments)}


def connection() -> str:
    """Where LibreOffice listens."""
    return os.environ.get(CONNECTION) or USUAL_CONNECTION
