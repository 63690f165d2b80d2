"""One click: given to a warm process that has everything loaded, or else handled here.

`python -m meetlat.button` starts here. If a warm process (`meetlat.button.server`) of this user and
this installation answers, it handles the click. If none does, this process handles it, and starts
a warm process for the next click.

Imported at every click, so it imports only small parts of the standard library (pathlib is large).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Generator, Sequence
from contextlib import closing, contextmanager, suppress

from meetlat.button.address import connect, folder, read_address
from meetlat.button.arguments import CHECK, complete
from meetlat.button.protocol import CLIENT, SERVER, Line
from meetlat.startup import fast_start

# The environment variable that switches warm processes off if it is `0`.
SWITCH = "MEETLAT_WARM"

# Seconds to wait while clicks of other workbooks are handled.
TURN = 20.0


class NotWarm(Exception):  # noqa: N818 - an answer rather than an error
    """No warm process handled the click; nothing is lost."""


def press(arguments: Sequence[str]) -> int:
    """Handle one click; return the exit code of `meetlat.button.click.main`.

    A click that a warm process failed to handle is handled here again: recalculating twice does no
    harm, and the user sees what went wrong. It may succeed here, because a process that was started
    in another session of this user cannot see the Excel of this session.
    """
    arguments = complete(arguments)
    is_click = arguments != [CHECK]
    if is_click:
        with suppress(NotWarm):
            if hand_over(arguments) == 0:
                return 0
    fast_start()
    from meetlat.button.click import main

    try:
        return main(arguments)
    finally:
        if is_click:
            start()


def hand_over(arguments: Sequence[str]) -> int:
    """Let the warm process handle a click, print what it printed and return its exit code.

    Raises:
        NotWarm: there is none, it is busy for too long, or it ended too soon.
    """
    try:
        with _connected() as line:
            line.send("click", os.getcwd(), *arguments)
            line.set_timeout(TURN)
            if line.receive() != ["your turn"]:
                raise NotWarm
            line.send("go")
            line.set_timeout(None)
            code, output, errors = line.receive()
    except (OSError, ValueError) as fault:
        raise NotWarm from fault
    for stream, text in ((sys.stdout, output), (sys.stderr, errors)):
        if stream is not None and text:  # pythonw has no streams
            stream.write(text)
            stream.flush()
    return int(code)


def start() -> None:
    """Start a warm process, if they are not switched off, without waiting for it.

    It ends by itself if there is one already.
    """
    if not allowed():
        return
    import subprocess

    # CREATE_NO_WINDOW rather than DETACHED_PROCESS: the Python of a virtual environment on
    # Windows starts another one, which would then open a console.
    flags = 0
    if sys.platform == "win32":
        flags = subprocess.CREATE_NO_WINDOW | subprocess.CREATE_NEW_PROCESS_GROUP
    nothing = subprocess.DEVNULL
    with suppress(OSError):
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "meetlat.button.server"],
            cwd=folder(),
            stdin=nothing,
            stdout=nothing,
            stderr=nothing,
            creationflags=flags,
            start_new_session=True,
        )
        process.returncode = 0  # it outlives this process on purpose, so Python must not warn


def end() -> bool:
    """Ask the warm process to end, for example before an upgrade; return whether there was one."""
    try:
        with _connected() as line:
            line.send("end")
    except (NotWarm, OSError, ValueError):
        return False
    return True


def allowed() -> bool:
    """Whether warm processes are not switched off."""
    return os.environ.get(SWITCH) != "0"


@contextmanager
def _connected() -> Generator[Line]:
    """A line to the warm process, after both ends proved that they can read the address file."""
    if not allowed():
        raise NotWarm
    address, key = read_address()
    with connect(address) as link, closing(Line(link)) as line:
        line.prove_key(key, CLIENT)
        line.require_key(key, SERVER)
        yield line
