"""Start LibreOffice for tests, with its own profile and pipe, and end it afterwards."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import cache
from pathlib import Path

import pytest

# Seconds; the first start creates a profile.
STARTS_WITHIN = 60.0
ENDS_WITHIN = 20.0


@contextmanager
def office(*options: str, language: str = "C", asks: bool = False) -> Iterator[str]:
    """Start LibreOffice without a window; yields the address at which it listens.

    With `asks`, it shows messages on a virtual screen and waits for an answer; otherwise every
    message counts as closed. In a language without a locale on this system (`nl_NL`), file names
    must be ASCII.
    """
    soffice = shutil.which("soffice") or pytest.skip("LibreOffice is not installed")
    connection = pytest.importorskip("xlengines.calc.connection")
    try:
        connection.load_uno()
    except connection.Refused as refusal:
        pytest.skip(str(refusal))
    with tempfile.TemporaryDirectory(prefix="meetlat-office-", ignore_cleanup_errors=True) as home:
        address = f"pipe,name={Path(home).name}"  # unique among processes
        profile = (Path(home) / "profile").as_uri()
        command = [soffice, "--norestore", "--nologo", "--nodefault"]
        command += [] if asks else ["--headless"]
        command += [f"-env:UserInstallation={profile}", f"--accept={address};urp;", *options]
        process = subprocess.Popen(
            command,
            env={**os.environ, "LC_ALL": f"{language}.UTF-8", "SAL_USE_VCLPLUGIN": "svp"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            desktop = connection.find_desktop(address, patience=STARTS_WITHIN)
            yield address
            with suppress(Exception):  # the bridge may go before the answer
                desktop.terminate()
        finally:
            _end(process)


_shared = ExitStack()


@cache
def shared_office() -> str:
    """The address of the LibreOffice that tests share."""
    return _shared.enter_context(office())


def end_shared_office() -> None:
    """End the shared LibreOffice, if it was started."""
    _shared.close()
    shared_office.cache_clear()


def _end(process: subprocess.Popen[bytes]) -> None:
    """Wait for the process group, which belongs to this test run, and kill it if needed."""
    try:
        process.wait(ENDS_WITHIN)
    except subprocess.TimeoutExpired:
        if hasattr(os, "killpg"):
            with suppress(ProcessLookupError):
                os.killpg(process.pid, 9)
        process.kill()
        process.wait()
