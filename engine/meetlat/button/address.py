"""Where the warm process listens: an address in a folder that only its user can open.

Imported at every click, so it imports only small parts of the standard library.
"""

from __future__ import annotations

import hmac
import os
import socket
import sys
from contextlib import suppress

from meetlat.user_folders import cache_folder, keep_private, private_folder, write_private

# Seconds to wait for a connection.
CONNECT = 1.0

# The path of a Unix socket is short: 104 bytes on macOS, 108 on Linux, the closing zero included.
LONGEST_SOCKET_PATH = 100


def folder() -> str:
    """The folder of addresses, which only this user can open.

    Raises:
        PermissionError: another user owns it.
    """
    return private_folder(os.path.join(cache_folder(), "warm"))


def path(ending: str) -> str:
    """A file of this installation; another Python or another Meetlat has another one.

    The same holds for `MEETLAT_PLUGINS` (see `meetlat.plugins.trust`): a process that runs all
    plugins must not handle a click that may not run them.
    """
    plugins = os.environ.get("MEETLAT_PLUGINS", "")
    installation = f"{sys.prefix}|{sys.version}|{os.path.dirname(__file__)}|{plugins}"
    name = hmac.new(b"meetlat", os.fsencode(installation), "sha256").hexdigest()[:16]
    return os.path.join(folder(), f"{name}.{ending}")


def write_address(address: str, key: bytes) -> None:
    """Store the address of the warm process and the key that callers need, in one step."""
    write_private(path("address"), f"{address}\n{key.hex()}\n")


def read_address() -> tuple[str, bytes]:
    """The address and the key that the last warm process stored.

    Raises:
        OSError: there is no such file, or another user owns it.
        ValueError: the file holds something else.
    """
    file = path("address")
    keep_private(file, 0o600)
    with open(file, encoding="utf-8") as read:
        address, key = read.read().splitlines()
    return address, bytes.fromhex(key)


def listen() -> tuple[socket.socket, str]:
    """Open a socket for callers: a file in the private folder, or loopback if that cannot be.

    Only the warm process that holds the lock may call this.

    Returns:
        The socket and its address.
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
        if sys.platform == "win32":  # or another program could listen at the same port
            link.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        link.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{link.getsockname()[1]}"
    link.listen(16)
    return link, address


def connect(address: str) -> socket.socket:
    """Connect to an address that `listen` returned."""
    host, _, port = address.partition(":")
    if host == "127.0.0.1":
        return _connected(socket.AF_INET, (host, int(port)))
    if sys.platform == "win32":
        raise ValueError("not an address of a warm process")
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
