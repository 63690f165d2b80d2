"""Run what somebody else wrote: within a time limit, heard, and leaving things as they were.

It runs in a thread of its own, which is asked to stop when the time is over. Python can do that
between two of its own steps only: what hangs inside a library is left behind, and what ends the
whole process at once (`os._exit`, a crash in compiled code) nobody can hold.
"""

from __future__ import annotations

import ctypes
import gc
import io
import os
import sys
import threading
import traceback
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, TypeVar

T = TypeVar("T")

VARIABLE = "MEETLAT_TIME_LIMIT"
"""The environment variable that sets another limit, in seconds; 0 is none."""

LIMIT = 60.0
"""Seconds for a plugin to load, or for a metric to be computed."""

GRACE = 2.0
"""Seconds to stop in, once asked."""

MOST_HEARD = 2_000
"""Characters that are kept of what somebody prints."""


class StoppedError(Exception):
    """It did not come to an end as it should.

    Attributes:
        words: of the exception, in its author's own words.
        stack: where it was, the outermost call first.
        fault: the exception itself; None where the time was over.
        limit: the seconds it had, where the time was over.
    """

    def __init__(
        self,
        words: str,
        stack: Sequence[traceback.FrameSummary],
        fault: BaseException | None = None,
        limit: float | None = None,
    ) -> None:
        super().__init__(words)
        self.words, self.stack, self.fault, self.limit = words, stack, fault, limit


class OverdueError(BaseException):
    """Raised in a thread whose time is over; no `except Exception` should take it."""


@dataclass
class Heard:
    """What somebody printed: how it begins, and how much it was."""

    words: str = ""
    length: int = 0

    def take(self, words: str) -> None:
        """Keep the beginning; there may be no end."""
        self.length += len(words)
        if len(self.words) < MOST_HEARD:
            self.words += words[: MOST_HEARD - len(self.words)]


def time_limit() -> float:
    """The limit in seconds; infinite where there is none."""
    try:
        limit = float(os.environ.get(VARIABLE, LIMIT))
    except ValueError:
        limit = LIMIT
    return limit if limit > 0 else float("inf")


def guarded(call: Callable[[], T], heard: Heard, limit: float | None = None) -> T:
    """What `call` gives.

    Args:
        call: somebody else's.
        heard: takes what it prints.
        limit: seconds it may take; `time_limit()` unless told.

    Raises:
        StoppedError: it raised, or took too long.
    """
    limit = time_limit() if limit is None else limit
    work = _Work(call)
    with _as_it_was(), _listening(heard) as listening:
        thread = threading.Thread(target=work.run, daemon=True)
        thread.start()
        work.wait(limit)
        if not work.done:
            stack = _stack_of(thread)
            listening.left_behind = not _stop(thread, work)
            raise StoppedError(f"it took longer than {limit:g} seconds", stack, limit=limit)
    if work.fault is not None:
        raise StoppedError(work.words, _outside(work.fault), work.fault) from work.fault
    return work.value


@dataclass
class _Work(Generic[T]):
    """A call, and how it ended."""

    call: Callable[[], T]
    value: Any = None
    fault: BaseException | None = None
    words: str = ""
    ended: threading.Event = field(default_factory=threading.Event)

    @property
    def done(self) -> bool:
        """Whether it ended, well or not."""
        return self.ended.is_set()

    def run(self) -> None:
        """Call it, and keep what comes of it."""
        try:
            self.value = self.call()
        except BaseException as fault:
            self.fault = fault
            self.words = _words(fault)  # here, for an author's exception may hang as well
        finally:
            self.ended.set()

    def wait(self, limit: float) -> None:
        """Wait in short pieces, so that Ctrl+C is heard on Windows too."""
        while limit > 0 and not self.ended.wait(min(limit, 0.25)):
            limit -= 0.25


def _words(fault: BaseException) -> str:
    name = type(fault).__name__
    try:
        # Of Python's own words on syntax the place is left out, which is told apart.
        said = fault.msg if isinstance(fault, SyntaxError) else str(fault)
    except Exception:
        return name
    return f"{name}: {said}" if said else name


def _outside(fault: BaseException) -> list[traceback.FrameSummary]:
    return list(traceback.extract_tb(fault.__traceback__))


def _stack_of(thread: threading.Thread) -> list[traceback.FrameSummary]:
    """Where it is now, from the call that was given on."""
    frame = sys._current_frames().get(thread.ident or 0)
    stack = list(traceback.extract_stack(frame)) if frame else []
    ours = [n for n, call in enumerate(stack) if call.filename == __file__]
    return stack[ours[-1] + 1 :] if ours else stack


def _stop(thread: threading.Thread, work: _Work) -> bool:
    """Ask a thread to stop, again where it did not listen; whether it did."""
    raise_in = ctypes.pythonapi.PyThreadState_SetAsyncExc
    for _ in range(int(GRACE / 0.1)):
        raise_in(ctypes.c_ulong(thread.ident or 0), ctypes.py_object(OverdueError))
        if work.ended.wait(0.1):
            return True
    return False


@contextmanager
def _as_it_was() -> Generator[None]:
    """Put back what a plugin may have changed for all: the folder, the environment, the path."""
    environment, path, collects = dict(os.environ), list(sys.path), gc.isenabled()
    folder = None
    with suppress(OSError):
        folder = Path.cwd()
    try:
        yield
    finally:
        if os.environ != environment:
            os.environ.clear()
            os.environ.update(environment)
        sys.path[:] = path
        (gc.enable if collects else gc.disable)()
        with suppress(OSError):
            if folder is not None and Path.cwd() != folder:
                os.chdir(folder)


@dataclass
class _Listening:
    left_behind: bool = False


@contextmanager
def _listening(heard: Heard) -> Generator[_Listening]:
    """Hear what is printed by threads that begin now; ours print as before.

    A thread that is left behind goes on printing, so then the ears stay.
    """
    listening = _Listening()
    before = sys.stdout, sys.stderr, sys.stdin
    ours = {thread.ident for thread in threading.enumerate()}
    sys.stdout, sys.stderr = (_Ear(stream, ours, heard) for stream in before[:2])
    sys.stdin = io.StringIO()
    try:
        yield listening
    finally:
        sys.stdin = before[2]
        if not listening.left_behind:
            sys.stdout, sys.stderr = before[:2]


class _Ear(io.TextIOBase):
    """A stream that tells the threads of a plugin from ours."""

    def __init__(self, stream: Any, ours: set[int | None], heard: Heard) -> None:
        self._stream, self._ours, self._heard = stream, ours, heard

    def write(self, words: str, /) -> int:
        """Keep it, or print it."""
        if threading.get_ident() not in self._ours:
            self._heard.take(str(words))
        elif self._stream is not None:  # a program without a window has none
            self._stream.write(words)
        return len(words)

    def flush(self) -> None:
        """As the stream does."""
        if threading.get_ident() in self._ours and self._stream is not None:
            self._stream.flush()

    def isatty(self) -> bool:
        """Whether our own threads write on a screen."""
        return threading.get_ident() in self._ours and bool(self._stream and self._stream.isatty())

    def __getattr__(self, name: str) -> Any:
        """Whatever else our own threads ask of a stream."""
        if threading.get_ident() in self._ours:
            return getattr(self._stream, name)
        raise AttributeError(name)
