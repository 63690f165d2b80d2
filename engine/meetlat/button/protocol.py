"""What a click and the warm process say to each other: messages, and proofs of who is speaking.

Used before a click is handed over, so nothing but small parts of the standard library is imported.
"""

from __future__ import annotations

import hmac
import os
import socket
from contextlib import suppress

HANDSHAKE = 3.0
"""Seconds to wait for each word until the line is told otherwise."""

LARGEST = 16 << 20
"""Bytes of one message; a click and its answer are far smaller."""


class Line:
    """Messages over a socket; each is a few fields of text, which hold no NUL.

    What does not fit raises ValueError, what does not come in time or at all OSError.
    """

    def __init__(self, link: socket.socket) -> None:
        self._link = link
        self._file = link.makefile("rwb")
        self.wait(HANDSHAKE)

    def close(self) -> None:
        """Hang up."""
        for end_ in (self._file, self._link):
            with suppress(OSError):
                end_.close()

    def wait(self, seconds: float | None) -> None:
        """How long to wait for the other end from now on; None: until it hangs up."""
        self._link.settimeout(seconds)

    def say(self, *fields: str) -> None:
        """Send one message."""
        message = "\0".join(fields).encode(errors="surrogateescape")
        self._file.write(b"%d\n" % len(message) + message)
        self._file.flush()

    def hear(self, most: int = LARGEST) -> list[str]:
        """The fields of the next message."""
        size = int(self._file.readline(16))
        if not 0 <= size <= most:
            raise ValueError("a message too large")
        message = self._file.read(size)
        if len(message) < size:
            raise ConnectionError("the other end hung up")
        return message.decode(errors="surrogateescape").split("\0")

    def demand_proof(self, key: bytes, of: str) -> None:
        """Make sure that the other end has the key, which itself is never sent."""
        nonce = os.urandom(32).hex()
        self.say(nonce)
        (proof,) = self.hear(most=64)
        if not hmac.compare_digest(proof.encode(), _proof(key, of, nonce).encode()):
            raise ConnectionError("the other end does not have the key")

    def prove(self, key: bytes, who: str) -> None:
        """Prove to the other end that one has the key."""
        (nonce,) = self.hear(most=64)
        self.say(_proof(key, who, nonce))


def _proof(key: bytes, who: str, nonce: str) -> str:
    """Says who proves it, so that nobody can hand us back an answer that we gave ourselves."""
    return hmac.new(key, f"{who}|{nonce}".encode(), "sha256").hexdigest()
