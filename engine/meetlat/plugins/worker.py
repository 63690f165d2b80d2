"""A thread that runs plugin code, and can be asked to stop.

A thread whose call ended in time makes the next call too. A new one for each call took a fifth of
the time in which the report of a group is derived.
"""

from __future__ import annotations

import ctypes
import sys
import threading
import traceback
from collections.abc import Callable
from contextlib import suppress
from contextvars import Context
from dataclasses import dataclass, field
from queue import SimpleQueue
from typing import Any, Generic, TypeVar

from meetlat.reading.responses.rows import READING

T = TypeVar("T")


class OverdueError(BaseException):
    """Raised in a thread whose time is up. `except Exception` does not catch it."""


@dataclass
class Work(Generic[T]):
    """A call and its result."""

    call: Callable[[], T]
    value: Any = None
    fault: BaseException | None = None
    message: str = ""
    ended: threading.Event = field(default_factory=threading.Event)

    @property
    def done(self) -> bool:
        """Whether the call returned or raised an exception."""
        return self.ended.is_set()

    def run(self) -> None:
        """Make the call and store its result or its exception.

        Variables of context, such as the precision of decimal numbers, are those of a new thread. A
        tracer or profiler that the call leaves behind does not see the next call.
        """
        tracer, profiler = sys.gettrace(), sys.getprofile()
        try:
            self.value = Context().run(self.call)
        except BaseException as fault:
            self.fault = fault
            # Under the time limit too: the exception's own `__str__` can also hang.
            self.message = _message_of(fault)
        finally:
            if sys.gettrace() is not tracer:
                sys.settrace(tracer)
            if sys.getprofile() is not profiler:
                sys.setprofile(profiler)
            self.ended.set()

    def wait(self, limit: float) -> None:
        """Wait for the call in short steps, so that Ctrl+C also works on Windows.

        The time in which answers are read from a large file does not count.
        """
        before = READING.seconds
        while (left := limit + READING.seconds - before) > 0:
            if self.ended.wait(min(left, 0.25)):
                break
            limit -= 0.25


def _message_of(fault: BaseException) -> str:
    name = type(fault).__name__
    try:
        # `str` of a SyntaxError includes its place, which is reported separately.
        message = fault.msg if isinstance(fault, SyntaxError) else str(fault)
    except OverdueError:
        raise
    except BaseException:
        return name
    return f"{name}: {message}" if message else name


class Worker:
    """A thread that makes the calls it is given, one after another."""

    def __init__(self) -> None:
        self._given: SimpleQueue[Work[Any] | None] = SimpleQueue()
        self.thread: threading.Thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def _run(self) -> None:
        with suppress(OverdueError):  # it may arrive when the call has just ended
            while work := self._given.get():
                work.run()
                del work

    def start(self, work: Work[Any]) -> None:
        """Start a call."""
        self._given.put(work)

    def stack(self) -> list[traceback.FrameSummary]:
        """The calls that plugin code is making now, the outermost first."""
        frame = sys._current_frames().get(self.thread.ident or 0)
        stack = list(traceback.extract_stack(frame)) if frame else []
        ours = [n for n, call in enumerate(stack) if call.filename == __file__]
        return stack[ours[-1] + 1 :] if ours else stack

    def stop(self, work: Work[Any], grace: float) -> bool:
        """Ask the thread to stop, several times if needed; return whether it did in this time."""
        self._given.put(None)
        raise_in = ctypes.pythonapi.PyThreadState_SetAsyncExc
        for _ in range(int(grace / 0.1)):
            raise_in(ctypes.c_ulong(self.thread.ident or 0), ctypes.py_object(OverdueError))
            if work.ended.wait(0.1):
                return True
        return False
