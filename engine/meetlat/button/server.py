"""The warm process: everything loaded, waiting for clicks of its own user, gone when idle.

A click starts it (`meetlat.button.client.start`), and nothing is seen of it;
`python -m meetlat.button.server --end` ends it, for example before an upgrade. It listens in a
folder that only its user can enter (on Windows at 127.0.0.1, with the key in that folder), never at
the network; both ends prove that they have the key before anything is asked. One click is done at a
time, on the main thread, as Excel's COM wants it.
"""

from __future__ import annotations

import gc
import os
import queue
import socket
import sys
from collections.abc import Callable, Generator, Iterator
from contextlib import chdir, closing, contextmanager, redirect_stderr, redirect_stdout, suppress
from io import StringIO
from threading import Thread

from meetlat.button.address import folder, listen, path, write_address
from meetlat.button.client import end
from meetlat.button.protocol import HANDSHAKE, Line
from meetlat.startup import fast_start

IDLE = 600.0
"""Seconds without a click after which it ends."""

Job = Callable[[list[str]], int]
Asked = tuple[Line, list[str]]
Files = dict[str, tuple[int, int, int]]


def main() -> None:
    """Serve the clicks of this user, unless another warm process does already; or end that."""
    if "--end" in sys.argv:
        print("It ends." if end() else "There is none.")  # noqa: T201
        return
    with suppress(OSError), alone() as first:
        if first:
            fast_start()
            serve(click, rehearse)


def serve(job: Job, prepare: Callable[[], None] = lambda: None, idle: float = IDLE) -> None:
    """Do one job after another until nothing was asked for `idle` seconds, or one asks to end.

    Nothing that a job does ends it, short of ending the process. Where the code it has loaded is
    no longer the code on the disk, it ends too: the next one loads the new code.
    """
    key = os.urandom(32)
    asked: queue.SimpleQueue[Asked] = queue.SimpleQueue()
    link, address = listen()
    try:
        Thread(target=_take_calls, args=(link, key, asked), daemon=True).start()
        write_address(address, key)
        prepare()
        loaded = loaded_files()
        gc.freeze()  # what is loaded stays: looking through it for garbage is waste
        os.chdir(folder())  # or Windows would not let the user move the folder we are in
        with suppress(queue.Empty):
            while _answered(*asked.get(timeout=idle), job, loaded):
                gc.collect()  # a reference to Excel that is left would keep Excel from ending
    finally:
        for left in ("address", "socket"):
            with suppress(OSError):
                os.unlink(path(left))  # noqa: PTH108
        _hang_up(link, asked)


def _take_calls(link: socket.socket, key: bytes, asked: queue.SimpleQueue[Asked]) -> None:
    """On a thread of its own, so that a caller knows at once that somebody is there."""
    while True:
        try:
            caller, _ = link.accept()
        except OSError:
            return  # closed: the end
        line = Line(caller)
        try:
            line.demand_proof(key, "click")
            line.prove(key, "resident")
            asked.put((line, line.hear()))
        except (OSError, ValueError):
            line.close()


def _hang_up(link: socket.socket, asked: queue.SimpleQueue[Asked]) -> None:
    """Whoever still waits does it himself."""
    with suppress(OSError):
        link.shutdown(socket.SHUT_RDWR)  # closing alone would not wake the thread on Linux
    link.close()
    with suppress(queue.Empty):
        while True:
            asked.get_nowait()[0].close()


def _answered(line: Line, asked: list[str], job: Job, loaded: Files) -> bool:
    """Do what was asked for; whether to go on."""
    with closing(line), suppress(OSError, ValueError):
        kind, *fields = asked
        if kind != "click" or stale(loaded):
            return False  # it hears us hang up, and does it itself
        line.say("your turn")
        line.wait(HANDSHAKE)
        if line.hear() != ["go"]:  # it gave up waiting, and does it itself
            return True
        answer = do(job, *fields)
        if answer is not None:
            line.say(*answer)
    return True


def do(job: Job, where: str, *arguments: str) -> tuple[str, str, str] | None:
    """A job as if in a process of its own: exit code, what it printed, and what it complained of.

    None for one that failed in a way that it should not: the caller does it again itself, and
    shows what is wrong as it would without us.
    """
    said, complained = StringIO(), StringIO()
    command, sys.argv = sys.argv, ["meetlat.button", *arguments]  # Book.caller() reads it
    try:
        with chdir(where), redirect_stdout(said), redirect_stderr(complained):
            code = _exit_code(job, list(arguments), complained)
    except (Exception, KeyboardInterrupt):
        return None
    finally:
        sys.argv = command
    return str(code), said.getvalue(), complained.getvalue()


def _exit_code(job: Job, arguments: list[str], complained: StringIO) -> int:
    """What Python makes of `sys.exit`: nothing is 0, words are printed and are 1."""
    try:
        return job(arguments)
    except SystemExit as left:
        if left.code is None or isinstance(left.code, int):
            return left.code or 0
        complained.write(f"{left.code}\n")
        return 1


def click(arguments: list[str]) -> int:
    """The job of the real one."""
    from meetlat.button.command import main as button

    return button(arguments)


def rehearse() -> None:
    """Load all that a click needs, by checking the survey that comes with Meetlat."""
    with suppress(Exception, SystemExit):  # a broken plugin is told of at the click
        from importlib.resources import as_file, files

        import meetlat.button.click
        import meetlat.button.command
        import meetlat.reporting.workbook.write  # noqa: F401
        from meetlat.recalculation import check

        with as_file(files("meetlat_workbooks") / "starter") as starter:
            check(starter / "survey.xlsx")


# Only one, and only while it is as new as the code on the disk


@contextmanager
def alone() -> Generator[bool]:
    """Whether we are the only warm process; the system takes the lock back however we end."""
    handle = os.open(path("lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        yield _locked(handle)
    finally:
        os.close(handle)


def _locked(handle: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def loaded_files() -> Files:
    """The files of all loaded modules, as they are now; plugins of a folder are loaded anew."""
    return {file: found for file in _module_files() if (found := _as_it_is(file))}


def _module_files() -> Iterator[str]:
    for name, module in list(sys.modules.items()):
        file = getattr(module, "__file__", None)
        if file and not name.startswith("meetlat_plugin_"):
            yield file


def _as_it_is(file: str) -> tuple[int, int, int] | None:
    try:
        found = os.stat(file)  # noqa: PTH116 - some 1500 of them, at every click
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def stale(loaded: Files) -> bool:
    """Whether Meetlat or something it uses was upgraded since it was loaded."""
    return any(_as_it_is(file) != found for file, found in loaded.items())


if __name__ == "__main__":
    main()
