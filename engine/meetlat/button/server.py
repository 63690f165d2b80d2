"""The warm process: has everything loaded, waits for clicks of its user, and ends when idle.

A click starts it (`meetlat.button.client.start`), and the user sees nothing of it;
`python -m meetlat.button.server --end` ends it, for example before an upgrade. It listens in a
folder that only its user can open (on Windows at 127.0.0.1, with the key in that folder), never on
the network, and both ends prove that they have the key before anything is asked. Clicks are
handled one at a time on the main thread, as Excel's COM needs.
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
from meetlat.button.protocol import CLIENT, HANDSHAKE, SERVER, Line
from meetlat.startup import fast_start

# Seconds without a click after which the process ends.
IDLE = 600.0

Job = Callable[[list[str]], int]
Request = tuple[Line, list[str]]
Files = dict[str, tuple[int, int, int]]


def main() -> None:
    """Handle the clicks of this user, unless another warm process does; or end that one."""
    if "--end" in sys.argv:
        print("It ends." if end() else "There is none.")  # noqa: T201
        return
    with suppress(OSError), lock() as is_first:
        if is_first:
            fast_start()
            serve(click, preload)


def serve(job: Job, prepare: Callable[[], None] = lambda: None, idle: float = IDLE) -> None:
    """Do one job after another, until none comes for `idle` seconds or a caller asks to end.

    A job cannot end it, except by ending the process. It also ends if a file of the loaded code
    has changed, so that the next process loads the new code.
    """
    key = os.urandom(32)
    requests: queue.SimpleQueue[Request] = queue.SimpleQueue()
    link, address = listen()
    try:
        Thread(target=_accept, args=(link, key, requests), daemon=True).start()
        write_address(address, key)
        prepare()
        loaded = loaded_files()
        gc.freeze()  # loaded code is no garbage, so it need not be searched
        os.chdir(folder())  # or Windows would not let the user move the current folder
        with suppress(queue.Empty):
            while _answer(*requests.get(timeout=idle), job, loaded):
                gc.collect()  # a reference to Excel that is left would keep Excel from ending
    finally:
        for left in ("address", "socket"):
            with suppress(OSError):
                os.unlink(path(left))  # noqa: PTH108
        _close(link, requests)


def _accept(link: socket.socket, key: bytes, requests: queue.SimpleQueue[Request]) -> None:
    """Accept callers, on a separate thread, so that they know at once that they are heard."""
    while True:
        try:
            caller, _ = link.accept()
        except OSError:
            return  # the socket is closed
        line = Line(caller)
        try:
            line.require_key(key, CLIENT)
            line.prove_key(key, SERVER)
            requests.put((line, line.receive()))
        except (OSError, ValueError):
            line.close()


def _close(link: socket.socket, requests: queue.SimpleQueue[Request]) -> None:
    """Stop listening; callers that still wait handle their own click."""
    with suppress(OSError):
        link.shutdown(socket.SHUT_RDWR)  # closing alone would not wake the thread on Linux
    link.close()
    with suppress(queue.Empty):
        while True:
            requests.get_nowait()[0].close()


def _answer(line: Line, request: list[str], job: Job, loaded: Files) -> bool:
    """Do what was asked; return whether to go on."""
    with closing(line), suppress(OSError, ValueError):
        kind, *fields = request
        if kind != "click" or stale(loaded):
            return False  # the caller sees the line close, and handles the click itself
        line.send("your turn")
        line.set_timeout(HANDSHAKE)
        if line.receive() != ["go"]:  # the caller gave up waiting, and handles the click itself
            return True
        answer = run(job, *fields)
        if answer is not None:
            line.send(*answer)
    return True


def run(job: Job, where: str, *arguments: str) -> tuple[str, str, str] | None:
    """Run a job as if in its own process.

    Returns:
        Exit code, standard output and standard error; None for a job that failed: the caller
        then handles the click itself, and shows what is wrong.
    """
    output, errors = StringIO(), StringIO()
    command, sys.argv = sys.argv, ["meetlat.button", *arguments]  # Book.caller() reads it
    try:
        with chdir(where), redirect_stdout(output), redirect_stderr(errors):
            code = _exit_code(job, list(arguments), errors)
    except (Exception, KeyboardInterrupt):
        return None
    finally:
        sys.argv = command
    return str(code), output.getvalue(), errors.getvalue()


def _exit_code(job: Job, arguments: list[str], errors: StringIO) -> int:
    """The exit code of a job that may call `sys.exit`: a text is printed, and is code 1."""
    try:
        return job(arguments)
    except SystemExit as left:
        if left.code is None or isinstance(left.code, int):
            return left.code or 0
        errors.write(f"{left.code}\n")
        return 1


def click(arguments: list[str]) -> int:
    """Handle a click: the job of the real warm process."""
    from meetlat.button.click import main

    return main(arguments)


def preload() -> None:
    """Load all that a click needs, by checking the starter survey."""
    with suppress(Exception, SystemExit):  # a click reports what is wrong
        from importlib.resources import as_file, files

        import meetlat.button.click
        import meetlat.reporting.workbook.write  # noqa: F401
        from meetlat.api import check

        with as_file(files("meetlat_workbooks") / "starter") as starter:
            check(starter / "survey.xlsx")


# Only one process, and only while its code is the code on the disk


@contextmanager
def lock() -> Generator[bool]:
    """Whether this is the only warm process; the system releases the lock when it ends."""
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
    """The files of all loaded modules, as they are now; a folder's plugins are loaded each time."""
    return {file: found for file in _module_files() if (found := _state(file))}


def _module_files() -> Iterator[str]:
    for name, module in list(sys.modules.items()):
        file = getattr(module, "__file__", None)
        if file and not name.startswith("meetlat_plugin_"):
            yield file


def _state(file: str) -> tuple[int, int, int] | None:
    """When a file was changed, its size and its number; None if it does not exist."""
    try:
        found = os.stat(file)  # noqa: PTH116 - for some 1,500 files, at every click
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def stale(loaded: Files) -> bool:
    """Whether Meetlat, or a library that it uses, was upgraded since it was loaded."""
    return any(_state(file) != found for file, found in loaded.items())


if __name__ == "__main__":
    main()
