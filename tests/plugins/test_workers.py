"""The threads that run plugin code: one serves for many calls, unless it had to be stopped."""

from __future__ import annotations

import sys
import threading
import time
import warnings
from contextvars import ContextVar

import pytest

from meetlat.plugins import supervision
from meetlat.plugins.supervision import CapturedOutput, StoppedError, run_guarded

SHARED: ContextVar[str] = ContextVar("SHARED", default="new")


@pytest.fixture(autouse=True)
def none_idle(monkeypatch):
    monkeypatch.setattr(supervision, "_IDLE", [])


def thread() -> threading.Thread:
    return run_guarded(threading.current_thread, CapturedOutput())


def test_calls_after_each_other_run_in_one_other_thread():
    assert thread() is thread()
    assert thread() is not threading.current_thread()


def test_a_thread_serves_again_after_an_exception():
    before = thread()
    with pytest.raises(StoppedError, match="ZeroDivisionError"):
        run_guarded(lambda: 1 / 0, CapturedOutput())
    assert thread() is before


def test_a_thread_that_was_stopped_ends_and_serves_no_more():
    before = thread()
    with pytest.raises(StoppedError, match="longer than"):
        run_guarded(lambda: [time.sleep(0.01) for _ in range(500)], CapturedOutput(), 0.1)
    before.join(5)
    assert not before.is_alive()
    assert thread() is not before


def test_a_call_within_a_call_has_a_thread_and_output_of_its_own():
    outer, inner = CapturedOutput(), CapturedOutput()

    def call() -> threading.Thread:
        print("outer")
        within = run_guarded(lambda: print("inner") or threading.current_thread(), inner)
        print("outer again")
        return within

    assert run_guarded(call, outer) is not thread()
    assert (outer.start, inner.start) == ("outer\nouter again\n", "inner\n")


def test_output_of_each_call_is_its_own(capsys):
    one, other = CapturedOutput(), CapturedOutput()
    for output, text in ((one, "one"), (other, "other")):
        run_guarded(lambda text=text: print(text), output)
        print("ours")
    assert (one.start, other.start) == ("one\n", "other\n")
    assert capsys.readouterr().out == "ours\nours\n"


class SilentError(Exception):
    def __str__(self) -> str:
        raise SystemExit


def test_an_exception_that_exits_when_it_is_shown_is_named_and_ends_no_thread():
    before = thread()

    def call() -> None:
        raise SilentError

    with pytest.raises(StoppedError, match="SilentError"):
        run_guarded(call, CapturedOutput())
    assert thread() is before


def found_and_left() -> tuple[object, ...]:
    """Settings of the process and the thread, and change them."""
    found = sys.gettrace(), sys.getprofile(), sys.getrecursionlimit(), [*warnings.filters]
    sys.settrace(lambda *call: None)
    sys.setprofile(lambda *call: None)
    sys.setrecursionlimit(5_000)
    warnings.simplefilter("error")
    return found


def test_settings_that_a_call_leaves_behind_do_not_change_the_next_one():
    first, second = (run_guarded(found_and_left, CapturedOutput()) for _ in "ab")
    assert first == second == (None, None, sys.getrecursionlimit(), [*warnings.filters])


def test_variables_of_context_are_new_in_each_call():
    SHARED.set("of the caller")
    found = [
        run_guarded(lambda: (SHARED.get(), SHARED.set("left")), CapturedOutput())[0] for _ in "ab"
    ]
    assert found == ["new", "new"]
