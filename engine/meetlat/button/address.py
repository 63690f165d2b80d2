"""Where the warm process is found: a folder that only its user can enter, and what stands in it.

Used before a click is handed over, so nothing but small parts of the standard library is imported.
"""

from __future__ import annotations

import hmac
import os
import socket
import sys
from contextlib import suppress

from meetlat.user_folders import keep_private, passing, private_folder, write_private

CONNECT = 1.0
"""Seconds to wait for a connection."""

# The path of a Unix socket is short: 104 bytes on macOS, 108 on Linux, the closing zero included.
LONGEST_SOCKET_PATH = 100


def folder() -> str:
    """The folder of addresses, which only this user can enter.

    Raises:
        PermissionError: somebody else owns it.
    """
    return private_folder(os.path.join(passing(), "warm"))


def path(ending: str) -> str:
    """A file of this installation: another Python, or another Meetlat, has others.

    And so has one that runs all plugins (`meetlat.plugins.trust.SWITCH`): a click that may not is
    none of its business.
    """
    plugins = os.environ.get("MEETLAT_PLUGINS", "")
    installation = f"{sys.prefix}|{sys.version}|{os.path.dirname(__file__)}|{plugins}"
    name = hmac.new(b"meetlat", os.fsencode(installation), "sha256").hexdigest()[:16]
    return os.path.join(folder(), f"{name}.{ending}")


def write_address(address: str, key: bytes) -> None:
    """Say where the warm process is and what proves that one may ask, in one step."""
    write_private(path("address"), f"{address}\n{key.hex()}\n")


def read_address() -> tuple[str, bytes]:
    """Where a warm process is, or was.

    Raises:
        OSError: nowhere that is known, or the file is not ours.
        ValueError: the file is not one of ours.
    """
    file = path("address")
    keep_private(file, 0o600)
    with open(file, encoding="utf-8") as read:
        address, key = read.read().splitlines()
    return address, bytes.fromhex(key)


def listen() -> tuple[socket.socket, str]:
    """A place to be called at: a file in the private folder, or where there are no such, loopback.

    Only the warm process may ask for it, once it knows that it is the only one.
    """
    place = path("socket")
    if sys.platform != "win32" and len(os.fsencode(place)) <= LONGEST_SOCKET_PATH:
        with suppress(FileNotFoundError):
            os.unlink(place)
        link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        link.bind(place)
        address = place
    else:
        link = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        if sys.platform == "win32":  # else another program could listen at the same port
            link.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        link.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{link.getsockname()[1]}"
    link.listen(16)
    return link, address


def reach(address: str) -> socket.socket:
    """Connect to what `listen` gave."""
    host, _, port = address.partition(":")
    if host == "127.0.0.1":
        return _connected(socket.AF_INET, (host, int(port)))
    if sys.platform == "win32":
        raise ValueError("no address of ours")
    return _connected(socket.AF_UNIX, address)


def _connected(family: int, place: str | tuple[str, int]) -> socket.socket:
    link = socket.socket(family, socket.SOCK_STREAM)
    link.settimeout(CONNECT)
    try:
        link.connect(place)
    except BaseException:
        link.close()
        raise
    return link
