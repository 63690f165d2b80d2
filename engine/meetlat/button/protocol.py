"""Messages between a click and the warm process, and proof that both belong to the same user.

Imported at every click, so it imports only small parts of the standard library.
"""

from __future__ import annotations

import hmac
import os
import socket
from contextlib import suppress

# Seconds to wait for each message of the handshake.
HANDSHAKE = 3.0

# Bytes of one message; a click and its answer are far smaller.
LARGEST = 16 << 20

# The two ends of a line. Each proves itself by its role, so that no proof can be sent back.
CLIENT, SERVER = "click", "warm process"


class Line:
    """Messages over a socket; each has fields of text, without NUL.

    A message that breaks the rules raises ValueError, one that is late or missing OSError.
    """

    def __init__(self, link: socket.socket) -> None:
        self._link = link
        self._file = link.makefile("rwb")
        self.set_timeout(HANDSHAKE)

    def close(self) -> None:
        """Close the connection."""
        for end_ in (self._file, self._link):
            with suppress(OSError):
                end_.close()

    def set_timeout(self, seconds: float | None) -> None:
        """Set how long to wait for each following message; None: until the other end closes."""
        self._link.settimeout(seconds)

    def send(self, *fields: str) -> None:
        """Send one message."""
        message = "\0".join(fields).encode(errors="surrogateescape")
        self._file.write(b"%d\n" % len(message) + message)
        self._file.flush()

    def receive(self, most: int = LARGEST) -> list[str]:
        """The fields of the next message."""
        size = int(self._file.readline(16))
        if not 0 <= size <= most:
            raise ValueError("a message too large")
        message = self._file.read(size)
        if len(message) < size:
            raise ConnectionError("the other end closed the connection")
        return message.decode(errors="surrogateescape").split("\0")

    def require_key(self, key: bytes, role: str) -> None:
        """Make sure that the other end has the key, which is never sent."""
        nonce = os.urandom(32).hex()
        self.send(nonce)
        (proof,) = self.receive(most=64)
        if not hmac.compare_digest(proof.encode(), _proof(key, role, nonce).encode()):
            raise ConnectionError("the other end does not have the key")

    def prove_key(self, key: bytes, role: str) -> None:
        """Prove to the other end that this end has the key."""
        (nonce,) = self.receive(most=64)
        self.send(_proof(key, role, nonce))


def _proof(key: bytes, role: str, nonce: str) -> str:
    return hmac.new(key, f"{role}|{nonce}".encode(), "sha256").hexdigest()
