"""The second click is quick: hand it to a process that has everything loaded already.

`python -m meetlat.button` asks here first. Where a warm process (`meetlat.button.server`) of this
user and this installation answers, it does the click; where none does, the click is done in this
very process, as if there were no warm ones, and one is left behind for the next.

Nothing but small parts of the standard library is imported before a click is handed over: that is
the whole point (and pathlib is not small).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Generator, Sequence
from contextlib import closing, contextmanager, suppress

from meetlat.button.address import folder, reach, read_address
from meetlat.button.protocol import Line
from meetlat.startup import fast_start

SWITCH = "MEETLAT_WARM"
"""The environment variable that switches warm processes off where it is `0`."""

TURN = 20.0
"""Seconds to wait for one's turn while others are served."""


class NotWarm(Exception):  # noqa: N818 - an answer, not a fault
    """There is no warm process that can do this click; nothing has been lost."""


def press(arguments: Sequence[str]) -> int:
    """One click, warm where that can be; the exit code of `meetlat.button.command.main(arguments)`.

    A click that a warm process could not do is done again here: a recalculation may be repeated,
    and what went wrong is then told as it always is. It may well go right: a process that was
    started in another session of this user cannot see the Excel of this one.
    """
    with suppress(NotWarm):
        if hand_over(arguments) == 0:
            return 0
    fast_start()
    from meetlat.button.command import main

    try:
        return main(list(arguments))
    finally:
        start()


def hand_over(arguments: Sequence[str]) -> int:
    """Let the warm process do a click, say what it said, and give its exit code.

    Raises:
        NotWarm: there is none, it is busy for too long, or it ended before it was done.
    """
    try:
        with _called() as line:
            line.say("click", os.getcwd(), *arguments)
            line.wait(TURN)
            if line.hear() != ["your turn"]:
                raise NotWarm
            line.say("go")
            line.wait(None)
            code, said, complained = line.hear()
    except (OSError, ValueError) as fault:
        raise NotWarm from fault
    for stream, words in ((sys.stdout, said), (sys.stderr, complained)):
        if stream is not None and words:  # pythonw has none
            stream.write(words)
            stream.flush()
    return int(code)


def start() -> None:
    """Leave a warm process behind, if there is none and it is allowed; do not wait for it."""
    if not allowed():
        return
    import subprocess

    # CREATE_NO_WINDOW rather than DETACHED_PROCESS: the Python of a virtual environment on
    # Windows starts another one, which would then open a console of its own.
    apart = 0
    if sys.platform == "win32":
        apart = subprocess.CREATE_NO_WINDOW | subprocess.CREATE_NEW_PROCESS_GROUP
    nothing = subprocess.DEVNULL
    with suppress(OSError):
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "meetlat.button.server"],
            cwd=folder(),
            stdin=nothing,
            stdout=nothing,
            stderr=nothing,
            creationflags=apart,
            start_new_session=True,
        )
        process.returncode = 0  # it outlives us on purpose: no warning that it is still running


def end() -> bool:
    """Ask the warm process to end, for example before an upgrade; whether there was one."""
    try:
        with _called() as line:
            line.say("end")
    except (NotWarm, OSError, ValueError):
        return False
    return True


def allowed() -> bool:
    """Whether warm processes are not switched off."""
    return os.environ.get(SWITCH) != "0"


@contextmanager
def _called() -> Generator[Line]:
    """A line to the warm process, both ends knowing that the other may read the address file."""
    if not allowed():
        raise NotWarm
    address, key = read_address()
    with reach(address) as link, closing(Line(link)) as line:
        line.prove(key, "click")
        line.demand_proof(key, "resident")
        yield line
