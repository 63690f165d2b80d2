"""Reaching a running LibreOffice: its Python bridge, and its desktop."""

from __future__ import annotations

import builtins
import importlib
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from xlengines.shared.errors import Refused

# Seconds between two attempts to connect.
_WAIT = 0.1

_PLACES = {
    "win32": ("C:/Program Files/LibreOffice/program", "C:/Program Files (x86)/LibreOffice/program"),
    "darwin": ("/Applications/LibreOffice.app/Contents/Resources",),
}
_LINUX = (
    "/usr/lib/python3/dist-packages",
    "/usr/lib64/libreoffice/program",
    "/usr/lib/libreoffice/program",
)


def load_uno() -> Any:
    """The module `uno`, which comes with LibreOffice and not with Python."""
    if (loaded := sys.modules.get("uno")) is not None:
        return loaded
    reason = ""
    for place in ("", *_places()):
        try:
            return _import_from(place)
        except ImportError as error:
            reason = str(error)
    raise Refused(
        f"LibreOffice's bridge to Python (the module uno) cannot be used here: {reason}.",
        "Install it (on Debian and Ubuntu: apt install python3-uno). It must be made for Python "
        f"{sys.version_info[0]}.{sys.version_info[1]}, which runs Meetlat here; or run Meetlat in "
        "LibreOffice's own Python.",
    )


def _places() -> Iterator[str]:
    """Folders that hold `uno.py`; the one that the user names comes first."""
    named = os.environ.get("UNO_PATH")  # LibreOffice's own name for its program folder
    places = [named] if named else []
    places += _PLACES.get(sys.platform, _LINUX)
    places += map(str, Path("/opt").glob("libreoffice*/program"))  # LibreOffice's own packages
    yield from (place for place in places if (Path(place) / "uno.py").is_file())


def _import_from(place: str) -> Any:
    """Import `uno` with one more folder at the end of the path.

    The folder is taken off the path again: it may hold other versions of other libraries.
    """
    if place:
        sys.path.append(place)
    usual = builtins.__import__  # which `uno` replaces, and that would garble what imports say
    try:
        return importlib.import_module("uno")
    finally:
        builtins.__import__ = usual
        if place:
            sys.path.remove(place)


def find_desktop(address: str, patience: float = 0) -> Any:
    """The desktop of the LibreOffice that listens at an address.

    Args:
        address: such as `pipe,name=meetlat` or `socket,host=127.0.0.1,port=2002`.
        patience: seconds to keep trying while LibreOffice does not answer.

    Raises:
        Refused: LibreOffice does not answer, or the address is not valid.
    """
    uno = load_uno()
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", local
    )
    url = f"uno:{address};urp;StarOffice.ComponentContext"
    until = time.monotonic() + patience
    while True:
        try:
            context = resolver.resolve(url)
            break
        except Exception as error:
            _check(error, address)
            if time.monotonic() >= until:
                raise Refused(
                    f"LibreOffice does not answer at {address}.",
                    f'Start it with: soffice --accept="{address};urp;"',
                ) from None
        time.sleep(_WAIT)
    return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)


def _check(error: Exception, address: str) -> None:
    """Refuse an address at which waiting does not help; UNO's exceptions differ only by name."""
    if type(error).__name__.endswith("NoConnectException"):
        return
    raise Refused(
        f"{address} is no address at which LibreOffice could be reached ({error}).",
        "Use one such as pipe,name=meetlat or socket,host=127.0.0.1,port=2002.",
    ) from None


def struct(name: str, **fields: Any) -> Any:
    """A UNO struct such as `com.sun.star.lang.Locale`, with its fields set."""
    made = load_uno().createUnoStruct(name)
    for key, value in fields.items():
        setattr(made, key, value)
    return made


def properties(**values: Any) -> tuple[Any, ...]:
    """Named values, as UNO takes them: `properties(Hidden=True)`."""
    return tuple(
        struct("com.sun.star.beans.PropertyValue", Name=name, Value=value)
        for name, value in values.items()
    )


def system_path(url: str) -> str:
    """The path of a document's address; blank for one that was never saved."""
    return load_uno().fileUrlToSystemPath(url) if url else ""


def file_url(path: str | os.PathLike[str]) -> str:
    """The address of a file, as LibreOffice spells it."""
    return load_uno().systemPathToFileUrl(os.path.abspath(path))  # noqa: PTH100 - keeps links
