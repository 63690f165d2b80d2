"""Convert workbooks with LibreOffice; one for each language stays open for all tests."""

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

# Seconds to wait for a start on a busy machine; the first start makes a profile.
STARTS_WITHIN = 120.0
# LibreOffice creates its pipes here, even if TMPDIR names another folder.
PIPES = Path("/tmp")  # noqa: S108


def converted(workbook: Path, kind: str, folder: Path, language: Language = "nl") -> Path:
    """Return a copy of a workbook that LibreOffice saved, with every formula recalculated.

    Args:
        workbook: the file to convert; it is not changed.
        kind: a format of `soffice --convert-to`, such as `pdf` or `xlsx`.
        folder: the copy is written to a new folder inside it.
        language: decides how numbers and dates are written.
    """
    folder = Path(tempfile.mkdtemp(prefix="converted-", dir=folder))
    command = [*_command(language), "--convert-to", kind, "--outdir", str(folder), str(workbook)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    (made,) = folder.iterdir()
    return made


class _Office:
    """A LibreOffice without a window and with its own profile."""

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
        """Start LibreOffice and wait until it listens; an open document keeps it running."""
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
        """Kill the process group; it holds nothing but this LibreOffice."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        shutil.rmtree(self.home, ignore_errors=True)


_offices: dict[Language, _Office] = {}


def _command(language: Language) -> list[str]:
    """Start the LibreOffice of a language if needed; return the start of a command for it."""
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
