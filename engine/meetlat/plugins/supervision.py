"""Run plugin code with a time limit, captured output and restored process state.

The code runs in another thread, which is asked to stop when its time is up. Python can interrupt a
thread only between two of its own instructions: code that hangs inside a library is left running,
and code that ends the whole process (`os._exit`, a crash in compiled code) cannot be stopped.
"""

from __future__ import annotations

import gc
import io
import os
import sys
import threading
import traceback
import warnings
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, TypeVar

from meetlat.plugins.worker import Work, Worker

T = TypeVar("T")

# The environment variable that sets another limit, in seconds; 0 means no limit.
VARIABLE = "MEETLAT_TIME_LIMIT"

# Seconds for a plugin to load, or for a metric to be computed.
LIMIT = 60.0

# Seconds that a thread gets to stop after it was asked to.
GRACE = 2.0

# The workers whose last call ended in time.
_IDLE: list[Worker] = []

# Characters of a plugin's output that are kept.
MOST_CAPTURED = 2_000


class StoppedError(Exception):
    """Plugin code raised an exception or took too long.

    Attributes:
        message: the type and message of the exception, or how long the code took.
        stack: the calls that were running, the outermost first.
        fault: the exception itself; None if the code took too long.
        limit: the seconds that the code had; None unless it took too long.
    """

    def __init__(
        self,
        message: str,
        stack: Sequence[traceback.FrameSummary],
        fault: BaseException | None = None,
        limit: float | None = None,
    ) -> None:
        super().__init__(message)
        self.message: str = message
        self.stack: Sequence[traceback.FrameSummary] = stack
        self.fault: BaseException | None = fault
        self.limit: float | None = limit


@dataclass
class CapturedOutput:
    """The start of what a plugin printed (`MOST_CAPTURED` at most), and its whole length."""

    start: str = ""
    length: int = 0

    def add(self, text: str) -> None:
        """Add text that was printed."""
        self.length += len(text)
        if len(self.start) < MOST_CAPTURED:
            self.start += text[: MOST_CAPTURED - len(self.start)]


def time_limit() -> float:
    """The time limit in seconds; infinite if there is none."""
    try:
        limit = float(os.environ.get(VARIABLE, LIMIT))
    except ValueError:
        limit = LIMIT
    return limit if limit > 0 else float("inf")


def run_guarded(call: Callable[[], T], output: CapturedOutput, limit: float | None = None) -> T:
    """Run plugin code and return its result; `output` receives what it prints.

    It may take `limit` seconds (`time_limit()` by default), without those in which answers are
    read.

    Raises:
        StoppedError: it raised an exception or took too long.
    """
    limit = time_limit() if limit is None else limit
    work, worker = Work(call), _idle_worker()
    with _restored_state(), _captured(output, worker) as capture:
        worker.start(work)
        work.wait(limit)
        if not work.done:
            stack = worker.stack()
            capture.goes_on = not worker.stop(work, GRACE)
            raise StoppedError(f"it took longer than {limit:g} seconds", stack, limit=limit)
    _IDLE.append(worker)
    if work.fault is not None:
        stack = traceback.extract_tb(work.fault.__traceback__)
        raise StoppedError(work.message, stack, work.fault) from work.fault
    return work.value


def _idle_worker() -> Worker:
    """A worker that makes no call; a process that was forked from this one has none at first."""
    with suppress(IndexError):
        if (worker := _IDLE.pop()).thread.is_alive():
            return worker
    return Worker()


@contextmanager
def _restored_state() -> Generator[None]:
    """Restore the working folder, environment, import path and other settings of the process."""
    environment, path, collects = dict(os.environ), list(sys.path), gc.isenabled()
    deepest = sys.getrecursionlimit()
    folder = None
    with suppress(OSError):
        folder = os.getcwd()  # noqa: PTH109 - a fifth of the time
    try:
        with warnings.catch_warnings():
            yield
    finally:
        sys.setrecursionlimit(deepest)
        if os.environ != environment:
            os.environ.clear()
            os.environ.update(environment)
        sys.path[:] = path
        (gc.enable if collects else gc.disable)()
        with suppress(OSError):
            if folder is not None and os.getcwd() != folder:  # noqa: PTH109
                os.chdir(folder)


@dataclass
class _Capture:
    """Set `goes_on` to keep capturing after the block."""

    goes_on: bool = False


@contextmanager
def _captured(output: CapturedOutput, worker: Worker) -> Generator[_Capture]:
    """Capture what a worker and new threads print; other threads print as before.

    A thread that could not be stopped may go on printing, so capturing can go on too.
    """
    capture = _Capture()
    before = sys.stdout, sys.stderr, sys.stdin
    ours = {thread.ident for thread in threading.enumerate()} - {worker.thread.ident}
    sys.stdout, sys.stderr = (_SplitStream(stream, ours, output) for stream in before[:2])
    sys.stdin = io.StringIO()
    try:
        yield capture
    finally:
        sys.stdin = before[2]
        if not capture.goes_on:
            sys.stdout, sys.stderr = before[:2]


class _SplitStream(io.TextIOBase):
    """Passes text of our own threads on to a stream, and captures the text of all others."""

    def __init__(self, stream: Any, ours: set[int | None], output: CapturedOutput) -> None:
        self._stream, self._ours, self._output = stream, ours, output

    @property
    def _is_ours(self) -> bool:
        return threading.get_ident() in self._ours

    def write(self, text: str, /) -> int:
        """Capture the text or print it."""
        if not self._is_ours:
            self._output.add(str(text))
        elif self._stream is not None:  # a program without a console has no streams
            self._stream.write(text)
        return len(text)

    def flush(self) -> None:
        """Flush the stream, if the thread is ours."""
        if self._is_ours and self._stream is not None:
            self._stream.flush()

    def isatty(self) -> bool:
        """Whether the stream is a terminal; False for threads of plugins."""
        return self._is_ours and bool(self._stream and self._stream.isatty())

    def __getattr__(self, name: str) -> Any:
        if self._is_ours:
            return getattr(self._stream, name)
        raise AttributeError(name)
