"""Bytes that may not fit in memory: the first stay there, the rest go to a file without a name.

The system removes that file when it is closed, also if the program is ended: on Linux and macOS it
has no name from the start, and Windows deletes it with its last handle.
"""

from __future__ import annotations

import os
import tempfile
from functools import cached_property
from threading import Lock
from typing import IO
from weakref import finalize

# Bytes that stay in memory.
IN_MEMORY = 2**22

# Bytes in memory, or where they are in the file: the first byte, and how many.
Stored = bytes | tuple[int, int]


class Spool:
    """Bytes that are written once, and then read any number of times, from any thread."""

    def __init__(self) -> None:
        """Begin with nothing; the file is made when it is needed."""
        self._in_memory = self._in_file = 0
        self._lock = Lock()

    @cached_property
    def _file(self) -> IO[bytes]:
        file = tempfile.TemporaryFile(prefix="meetlat")  # noqa: SIM115 (closed with the spool)
        finalize(self, file.close)
        return file

    def write(self, data: bytes) -> Stored:
        """Keep bytes; return what `read` needs."""
        size = len(data)
        if self._in_memory + size <= IN_MEMORY:
            self._in_memory += size
            return data
        self._file.write(data)
        self._in_file += size
        return self._in_file - size, size

    def flush(self) -> None:
        """Write what waits to be written, before anything is read."""
        if self._in_file:
            self._file.flush()

    def read(self, stored: Stored) -> bytes:
        """The bytes that were written."""
        if isinstance(stored, bytes):
            return stored
        first, size = stored
        with self._lock:
            if hasattr(os, "pread"):  # it leaves the place where the file is read alone
                return os.pread(self._file.fileno(), size, first)
            self._file.seek(first)
            return self._file.read(size)
