"""A LibreOffice of the tests' own: a private profile, a private pipe, and gone afterwards."""

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

STARTS_WITHIN = 60.0
"""Seconds; the first start makes a profile."""
ENDS_WITHIN = 20.0


@contextmanager
def office(*options: str, language: str = "C", asks: bool = False) -> Iterator[str]:
    """A LibreOffice without a window; gives the address at which it listens.

    One that `asks` shows its messages and waits for an answer, on a screen that is not there;
    the others take every message for closed. In a language whose locale the system does not have
    (`nl_NL`), names of files must be ASCII.
    """
    soffice = shutil.which("soffice") or pytest.skip("LibreOffice is not installed")
    connection = pytest.importorskip("xlengines.calc.connection")
    try:
        connection.load_uno()
    except connection.Refused as refusal:
        pytest.skip(str(refusal))
    with tempfile.TemporaryDirectory(prefix="meetlat-office-", ignore_cleanup_errors=True) as home:
        address = f"pipe,name={Path(home).name}"  # of no other office, in this process or another
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
    """The address of the one LibreOffice that serves every test which needs no other."""
    return _shared.enter_context(office())


def end_shared_office() -> None:
    """End it, where it was started."""
    _shared.close()
    shared_office.cache_clear()


def _end(process: subprocess.Popen[bytes]) -> None:
    """Wait for the whole group of processes, which is ours alone, and end it if it will not."""
    try:
        process.wait(ENDS_WITHIN)
    except subprocess.TimeoutExpired:
        if hasattr(os, "killpg"):
            with suppress(ProcessLookupError):
                os.killpg(process.pid, 9)
        process.kill()
        process.wait()
