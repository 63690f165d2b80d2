"""The second click is quick: hand it to a process that has everything loaded already.

`python -m meetlat.button` asks here first. Where a warm process (`meetlat.resident`) of this user
and this installation answers, it does the click; where none does, the click is done in this very
process, as if there were no warm ones, and one is left behind for the next.

Nothing but small parts of the standard library is imported before a click is handed over: that is
the whole point (and pathlib is not small).
"""

from __future__ import annotations

import hmac
import os
import socket
import sys
from collections.abc import Generator, Sequence
from contextlib import closing, contextmanager, suppress

SWITCH = "MEETLAT_WARM"
"""The environment variable that switches warm processes off where it is `0`."""

CONNECT, HANDSHAKE, TURN = 1.0, 3.0, 20.0
"""Seconds to wait for a connection, for each word of the handshake, and for one's turn."""

LARGEST = 16 << 20
"""Characters of one message; a click and its answer are far smaller."""

# The path of a Unix socket is short: 104 bytes on macOS, 108 on Linux, the closing zero included.
LONGEST_SOCKET_PATH = 100


class NotWarm(Exception):  # noqa: N818 - an answer, not a fault
    """There is no warm process that can do this click; nothing has been lost."""


def press(arguments: Sequence[str]) -> int:
    """One click, warm where that can be; the exit code of `meetlat.button.main(arguments)`.

    A click that a warm process could not finish is done again here: a recalculation may be
    repeated, and what went wrong is then told as it always is.
    """
    with suppress(NotWarm):
        return hand_over(arguments)
    from meetlat.button import main

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
            [sys.executable, "-P", "-m", "meetlat.resident"],
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


# Where it is


def folder() -> str:
    """The folder of addresses, which only this user can enter.

    Raises:
        PermissionError: somebody else owns it.
    """
    place = os.path.join(_home(), "warm")
    os.makedirs(place, mode=0o700, exist_ok=True)
    _keep_private(place, 0o700)
    return place


def _home() -> str:
    """Where a program keeps what it can do without: nothing here outlives a restart."""
    if sys.platform == "win32":  # its rights come from the profile: the user, and administrators
        local = os.environ.get("LOCALAPPDATA") or os.path.expanduser(r"~\AppData\Local")
        return os.path.join(local, "Meetlat")
    if sys.platform == "darwin":
        return os.path.expanduser("~/Library/Caches/Meetlat")
    base = os.environ.get("XDG_RUNTIME_DIR") or os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return os.path.join(os.path.expanduser(base), "meetlat")


def _keep_private(path: str, mode: int) -> None:
    """Close what is ours to others, and refuse what is not; Windows does that by the folder."""
    if sys.platform == "win32":
        return
    found = os.lstat(path)
    if found.st_uid != os.getuid():
        raise PermissionError(f"{path} belongs to somebody else")
    if found.st_mode & 0o077:
        os.chmod(path, mode)


def path(ending: str) -> str:
    """A file of this installation: another Python, or another Meetlat, has others."""
    installation = f"{sys.prefix}|{sys.version}|{os.path.dirname(__file__)}"
    name = hmac.new(b"meetlat", os.fsencode(installation), "sha256").hexdigest()[:16]
    return os.path.join(folder(), f"{name}.{ending}")


def write_address(address: str, key: bytes) -> None:
    """Say where the warm process is and what proves that one may ask, in one step."""
    file = path("address")
    temporary = f"{file}.{os.getpid()}"
    with suppress(FileNotFoundError):
        os.unlink(temporary)
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as written:
        written.write(f"{address}\n{key.hex()}\n")
    os.replace(temporary, file)


def read_address() -> tuple[str, bytes]:
    """Where a warm process is, or was.

    Raises:
        NotWarm: nowhere that is known, or the file is not one to trust.
    """
    try:
        file = path("address")
        _keep_private(file, 0o600)
        with open(file, encoding="utf-8") as read:
            address, key = read.read().splitlines()
        return address, bytes.fromhex(key)
    except (OSError, ValueError) as fault:
        raise NotWarm from fault


def listen() -> tuple[socket.socket, str]:
    """A place to be called at: a file in the private folder, or where there are no such, loopback.

    Only the warm process may ask for it, once it knows that it is the only one.
    """
    place = path("socket")
    if sys.platform != "win32" and len(os.fsencode(place)) <= LONGEST_SOCKET_PATH:
        with suppress(FileNotFoundError):
            os.unlink(place)
        link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        link.bind(place)
        address = place
    else:
        link = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        if sys.platform == "win32":  # else another program could listen at the same port
            link.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        link.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{link.getsockname()[1]}"
    link.listen(16)
    return link, address


def reach(address: str) -> socket.socket:
    """Connect to what `listen` gave."""
    host, _, port = address.partition(":")
    inet = host == "127.0.0.1"
    link = socket.socket(socket.AF_INET if inet else socket.AF_UNIX, socket.SOCK_STREAM)
    link.settimeout(CONNECT)
    try:
        link.connect((host, int(port)) if inet else address)
    except BaseException:
        link.close()
        raise
    return link


# What is said


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
