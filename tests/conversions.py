"""Conversions of workbooks by LibreOffice, all done by one LibreOffice that stays open."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import pytest

from meetlat.languages import Language, words
from meetlat.reporting.errors import NotPublishedError
from meetlat.reporting.pdf import SETTINGS, libreoffice

STARTS_WITHIN = 120.0
"""Seconds, on a busy machine; the first start makes a profile."""
PIPES = Path("/tmp")  # noqa: S108  LibreOffice puts them there, whatever TMPDIR says


def converted(workbook: Path, kind: str, folder: Path, language: Language = "nl") -> Path:
    """A workbook as LibreOffice saves it; every formula is computed anew.

    Args:
        workbook: only read.
        kind: what `soffice --convert-to` understands, such as `pdf` or `xlsx`.
        folder: gets a new folder with the file.
        language: decides on the decimal signs and dates.
    """
    folder = Path(tempfile.mkdtemp(prefix="converted-", dir=folder))
    command = [*_command(language), "--convert-to", kind, "--outdir", str(folder), str(workbook)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    (made,) = folder.iterdir()
    return made


class _Office:
    """A LibreOffice without a window, with a profile of its own."""

    def __init__(self, language: Language) -> None:
        program = str(libreoffice())
        self.home = Path(tempfile.mkdtemp(prefix="meetlat-conversions-"))
        settings = self.home / "user" / "registrymodifications.xcu"
        settings.parent.mkdir()
        settings.write_text(
            SETTINGS.format(locale=words(language)["format.locale"]), encoding="utf-8"
        )
        profile = f"-env:UserInstallation={self.home.as_uri()}"
        self.command = [program, profile, "--headless", "--norestore", "--nologo"]
        # A second soffice with the same profile leaves its work to the first one.
        self.process = self._start() if sys.platform == "linux" else None

    def _start(self) -> subprocess.Popen[bytes]:
        """Start it, and wait until it listens; with a document open it stays when it is done."""
        pipe, quiet = self.home.name, subprocess.DEVNULL
        command = [*self.command, f"--accept=pipe,name={pipe};urp;", "private:factory/scalc"]
        process = subprocess.Popen(command, stdout=quiet, stderr=quiet, start_new_session=True)
        end = time.monotonic() + STARTS_WITHIN
        while not list(PIPES.glob(f"OSL_PIPE_*_{pipe}")):
            assert process.poll() is None, "LibreOffice ended"
            assert time.monotonic() < end, "LibreOffice did not start"
            time.sleep(0.05)
        return process

    def end(self) -> None:
        """End the group of processes, which is ours alone."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        shutil.rmtree(self.home, ignore_errors=True)


_offices: dict[Language, _Office] = {}


def _command(language: Language) -> list[str]:
    """The beginning of a command for the LibreOffice of a language, which is started once."""
    if language not in _offices:
        try:
            _offices[language] = _Office(language)
        except NotPublishedError as reason:
            pytest.skip(str(reason))
    return _offices[language].command


def end_all() -> None:
    """End every LibreOffice that was started for conversions."""
    while _offices:
        _offices.popitem()[1].end()
