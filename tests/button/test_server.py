"""The warm process: who may call it, what it does when a job fails, and when it ends."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from meetlat.button import address, client, protocol, server
from meetlat.button.protocol import CLIENT, SERVER
from tests.imports import modules_after

STAND_IN = Path(__file__).with_name("stand_in_server.py")
POSIX = os.name == "posix"
# Seconds to wait; only a busy machine needs more than a moment.
PATIENCE = 60.0


@pytest.fixture(params=["socket", "loopback"])
def home(request, monkeypatch) -> Iterator[Path]:
    """A home folder that others may open; its path is too long for a socket if asked for."""
    if request.param == "socket" and not POSIX:
        pytest.skip("Windows has no sockets in folders")
    top = Path(tempfile.mkdtemp(prefix="meetlat-"))
    top.chmod(0o755)
    place = top if request.param == "socket" else top / ("long" * 30)
    place.mkdir(exist_ok=True)
    for name in ("XDG_RUNTIME_DIR", "LOCALAPPDATA", "HOME"):
        monkeypatch.setenv(name, str(place))
    monkeypatch.delenv(client.SWITCH, raising=False)
    yield place
    shutil.rmtree(top)


class WarmProcess:
    """A running warm process that runs stand_in_server.py."""

    def __init__(self, folder: Path, idle: float = 30) -> None:
        self.log = folder / "jobs.log"
        command = [sys.executable, STAND_IN, str(idle), self.log]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout
        self.greeting = self.process.stdout.readline().strip()
        if self.greeting == "ready":
            until(lambda: Path(address.path("address")).exists())

    def jobs(self) -> list[str]:
        return self.log.read_text(encoding="utf-8").splitlines() if self.log.exists() else []

    def end(self) -> None:
        self.process.kill()
        self.process.communicate(timeout=PATIENCE)


@pytest.fixture
def warmed(home) -> Iterator[WarmProcess]:
    one = WarmProcess(home)
    yield one
    one.end()


def until(condition, seconds: float = PATIENCE) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "the condition did not come true"
        time.sleep(0.02)


def not_warm(*arguments: str) -> bool:
    try:
        client.hand_over(arguments)
    except client.NotWarm:
        return True
    return False


# Clicks


def test_a_handed_over_click_keeps_its_folder_output_and_exit_code(
    warmed, tmp_path, monkeypatch, capsys
):
    (tmp_path / "mijn enquête & meer").mkdir()
    monkeypatch.chdir(tmp_path / "mijn enquête & meer")
    assert client.hand_over(["print", "één", "twee drie"]) == 3
    output = capsys.readouterr()
    assert output.out == "één twee drie meetlat.button mijn enquête & meer\n"
    assert output.err == "a warning\n"


def test_two_clicks_at_once_are_done_one_after_the_other(warmed):
    began = time.monotonic()
    with ThreadPoolExecutor(2) as pool:
        codes = list(pool.map(client.hand_over, [["sleep", "0.5"], ["sleep", "0.6"]]))
    assert codes == [2, 2]
    assert time.monotonic() - began >= 1.1
    assert sorted(warmed.jobs()) == ["sleep 0.5", "sleep 0.6"]


def test_a_click_that_gives_up_waiting_is_not_done_by_the_warm_process(warmed, monkeypatch):
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(client.hand_over, ["sleep", "2"])
        until(lambda: warmed.jobs() == ["sleep 2"])
        with monkeypatch.context() as context:
            context.setattr(client, "TURN", 0.1)
            assert not_warm("print", "impatient")
        assert first.result() == 2
    until(lambda: client.hand_over(["print", "afterwards"]) == 2)
    assert warmed.jobs() == ["sleep 2", "print afterwards"]


# Jobs that fail


@pytest.mark.parametrize(("argument", "code"), [("0", 0), ("3", 3), ("message", 1)])
def test_a_job_that_calls_exit_ends_its_click_only(warmed, argument, code, capsys):
    assert client.hand_over(["exit", argument]) == code
    assert ("called exit" in capsys.readouterr().err) == (argument == "message")
    assert client.hand_over(["print", "still here"]) == 2


def test_a_job_that_fails_is_handed_back_and_the_next_one_is_done(warmed):
    assert not_warm("fail")
    assert client.hand_over(["print", "still here"]) == 2


def test_a_job_that_ends_the_process_is_handed_back(warmed):
    assert not_warm("die")
    assert warmed.process.wait(timeout=PATIENCE) == 9
    assert not_warm("print", "hello")  # its address file still exists


def test_a_job_in_a_folder_that_no_longer_exists_is_handed_back(warmed, tmp_path):
    assert server.run(len, str(tmp_path / "gone")) is None
    assert client.hand_over(["print", "still here"]) == 2


# Who may call


def test_a_caller_without_the_key_is_refused_before_it_can_ask_anything(warmed):
    place, key = address.read_address()
    wrong = bytes(len(key))
    with address.connect(place) as link, closing(protocol.Line(link)) as talk:
        talk.prove_key(wrong, CLIENT)
        with pytest.raises((OSError, ValueError)):
            talk.require_key(wrong, SERVER)
    address.write_address(place, wrong)
    assert not_warm("print", "let me in")
    address.write_address(place, key)
    assert client.hand_over(["print", "the", "right", "one"]) == 4
    assert warmed.jobs() == ["print the right one"]


def test_a_silent_caller_does_not_block_others_for_long(warmed, monkeypatch):
    place, _ = address.read_address()
    with address.connect(place):
        monkeypatch.setattr(protocol, "HANDSHAKE", 15.0)  # the click's patience; theirs is 3 s
        assert client.hand_over(["print", "hello"]) == 2


def test_malformed_requests_are_ignored(warmed):
    place, _ = address.read_address()
    for noise in (b"GET / HTTP/1.1\r\n\r\n", b"99999999999\n", b"-1\n", b"\xff" * 5000, b""):
        with address.connect(place) as link:
            link.sendall(noise)
    assert client.hand_over(["print", "hello"]) == 2


def test_another_program_at_the_address_learns_nothing_and_is_not_trusted(home, monkeypatch):
    """After a crash another program may listen at the old port."""
    monkeypatch.setattr(protocol, "HANDSHAKE", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as stranger:
        address.write_address(f"127.0.0.1:{stranger.getsockname()[1]}", b"k" * 32)
        with ThreadPoolExecutor(1) as pool:
            click = pool.submit(not_warm, "print", "a secret")
            caller, _ = stranger.accept()
            with caller:
                caller.sendall(b"64\n" + b"0" * 64)
                heard = caller.recv(10_000) + caller.recv(10_000)
                caller.sendall(b"64\n" + b"0" * 64)
                assert click.result(timeout=PATIENCE)
                heard += caller.recv(10_000)
    assert b"secret" not in heard
    assert b"k" * 32 not in heard


@pytest.mark.skipif(not POSIX, reason="Windows keeps the folder private by the user's profile")
def test_only_the_user_can_read_the_key_and_open_the_folder(warmed):
    assert Path(address.folder()).stat().st_mode & 0o777 == 0o700
    for file in Path(address.folder()).iterdir():
        if not file.is_socket():
            assert file.stat().st_mode & 0o777 == 0o600, file


@pytest.mark.skipif(not POSIX or os.getuid() != 0, reason="needs root, to become another user")
def test_another_user_cannot_call_the_warm_process(warmed):
    place, _ = address.read_address()
    script = "import os, sys, socket; os.setgid(65534); os.setuid(65534)\n"
    script += "def tried(do, *args):\n    try: do(*args)\n    except PermissionError: print('no')\n"
    script += "tried(open, sys.argv[1])\n"
    script += "tried(os.listdir, sys.argv[2])\n"
    places = [address.path("address"), address.folder()]
    if place.startswith("/"):
        script += "tried(socket.socket(socket.AF_UNIX).connect, sys.argv[3])\n"
        places.append(place)
    done = subprocess.run(
        [sys.executable, "-c", script, *places], capture_output=True, text=True, check=False
    )
    assert done.stdout.split() == ["no"] * len(places), done.stderr


@pytest.mark.skipif(not POSIX, reason="Windows keeps the folder private by the user's profile")
def test_an_open_folder_is_made_private_and_one_of_another_user_is_refused(home, monkeypatch):
    place = Path(address.folder())
    place.chmod(0o777)
    assert Path(address.folder()).stat().st_mode & 0o777 == 0o700
    monkeypatch.setattr(os, "getuid", lambda: 12345)
    with pytest.raises(PermissionError):
        address.folder()
    assert not_warm("print", "hello")


# When it ends, and how it is found


def test_an_idle_warm_process_ends_and_removes_its_files(home):
    one = WarmProcess(home, idle=1.5)
    assert client.hand_over(["print", "hello"]) == 2
    assert one.process.wait(timeout=PATIENCE) == 0
    assert [file.suffix for file in Path(address.folder()).iterdir()] == [".lock"]
    assert not_warm("print", "hello")


def test_clicks_keep_the_warm_process_running(home):
    one = WarmProcess(home, idle=2)
    for _ in range(4):
        time.sleep(0.6)
        assert client.hand_over(["print", "hello"]) == 2
    assert one.process.wait(timeout=PATIENCE) == 0


def test_a_warm_process_ends_when_asked(warmed):
    assert client.end()
    assert warmed.process.wait(timeout=PATIENCE) == 0
    assert not client.end()


def test_only_one_warm_process_runs_at_a_time(warmed, home):
    second = WarmProcess(home)
    assert second.greeting == "one is running already"
    second.end()
    assert client.hand_over(["print", "hello"]) == 2


@pytest.mark.parametrize("left", ["", "nonsense", "127.0.0.1:1\n00\n", "/no/such\n00\n", "a\nzz\n"])
def test_an_address_file_left_by_a_crash_is_replaced(home, left):
    file = Path(address.path("address"))
    file.write_text(left, encoding="utf-8")
    assert not_warm("print", "hello")
    one = WarmProcess(home)
    until(lambda: not not_warm("print", "hello"))
    one.end()


def test_a_warm_process_is_not_called_if_it_is_switched_off(warmed, monkeypatch):
    monkeypatch.setenv(client.SWITCH, "0")
    assert not_warm("print", "hello")
    assert warmed.jobs() == []


def test_changed_code_on_disk_makes_the_warm_process_stale(tmp_path, monkeypatch):
    module = tmp_path / "upgraded_soon.py"
    module.write_text("RULE = 1\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    __import__("upgraded_soon")
    loaded = server.loaded_files()
    assert str(module) in loaded
    assert not server.stale(loaded)
    module.write_text("RULE = 22\n", encoding="utf-8")
    assert server.stale(loaded)


# The real warm process


def test_the_first_click_starts_a_warm_process_that_handles_the_next(home):
    assert not_warm("--check")
    assert client.press(["no workbook"]) == 3
    until(lambda: Path(address.path("address")).exists())
    assert client.hand_over(["--check"]) == 0  # it answers when everything is loaded
    assert client.hand_over(["no workbook"]) == 3
    assert client.end()
    until(lambda: not Path(address.path("address")).exists())


def test_a_click_that_the_warm_process_fails_is_handled_by_the_caller(warmed, monkeypatch):
    """The warm process may be of another session, which sees another Excel."""
    monkeypatch.setattr("meetlat.button.client.start", lambda: None)
    assert client.press(["exit", "3"]) == 3  # the caller's own exit code
    assert warmed.jobs() == ["exit 3"]
    monkeypatch.setattr("meetlat.button.click.main", lambda arguments: 0)
    assert client.press(["exit", "3"]) == 0
    assert client.press(["fail"]) == 0
    assert client.press(["print", "two words"]) == 0


def test_a_click_starts_no_warm_process_if_they_are_switched_off(home, monkeypatch):
    monkeypatch.setenv(client.SWITCH, "0")
    monkeypatch.setattr(subprocess, "Popen", lambda *_, **__: pytest.fail("started one"))
    assert client.press(["no workbook"]) == 3


def test_a_check_tests_this_python_and_neither_calls_nor_starts_a_warm_process(warmed, monkeypatch):
    monkeypatch.setattr(subprocess, "Popen", lambda *_, **__: pytest.fail("started one"))
    assert client.press(["--check"]) == 0
    assert warmed.jobs() == []


# What a click imports


def test_a_click_imports_nothing_large_before_it_is_handed_over():
    heavy = {"polars", "xlwings", "typer", "rich", "pandera", "subprocess", "json", "pathlib"}
    assert not heavy & (modules_after("import meetlat.button.client") - modules_after("pass"))
