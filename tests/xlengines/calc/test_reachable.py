"""`meetlat button --libreoffice` makes LibreOffice listen from its next start."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from meetlat.button.setup import NotPreparedError, let_libreoffice_listen

connection = pytest.importorskip("xlengines.calc.connection")
ADDRESS = f"pipe,name=meetlat-reachable-{os.getpid()}"


@contextmanager
def running(home: Path, *options: str) -> Iterator[None]:
    """Start LibreOffice with this profile; it listens only if its settings say so."""
    soffice = shutil.which("soffice") or pytest.skip("LibreOffice is not installed")
    try:
        connection.load_uno()
    except connection.Refused as refusal:
        pytest.skip(str(refusal))
    profile = f"-env:UserInstallation={home.as_uri()}"
    command = [soffice, "--headless", "--norestore", "--nologo", "--nodefault", profile, *options]
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, stdout=quiet, stderr=quiet, start_new_session=True)
    try:
        yield
        process.wait(60)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, 9)
            process.wait()


@pytest.fixture
def profile(tmp_path) -> Path:
    """The settings that LibreOffice writes at its first start."""
    with running(tmp_path / "home", "--terminate_after_init"):
        pass
    return tmp_path / "home" / "user"


def test_libreoffice_listens_after_it_was_prepared(profile):
    assert let_libreoffice_listen(profile, ADDRESS)
    with running(profile.parent):
        desktop = connection.find_desktop(ADDRESS, patience=60)
        desktop.terminate()
    assert not let_libreoffice_listen(profile, ADDRESS), "LibreOffice kept the setting"


def test_preparing_leaves_an_existing_connection_unchanged(profile):
    assert let_libreoffice_listen(profile, "socket,host=127.0.0.1,port=2002")
    before = (profile / "registrymodifications.xcu").read_bytes()
    with pytest.raises(NotPreparedError, match="listens elsewhere"):
        let_libreoffice_listen(profile, ADDRESS)
    assert (profile / "registrymodifications.xcu").read_bytes() == before


def test_preparing_a_running_or_unused_libreoffice_is_an_error(profile, tmp_path):
    (profile.parent / ".lock").touch()
    with pytest.raises(NotPreparedError, match="Close LibreOffice first"):
        let_libreoffice_listen(profile)
    with pytest.raises(NotPreparedError, match="Start LibreOffice once"):
        let_libreoffice_listen(tmp_path / "nowhere")
