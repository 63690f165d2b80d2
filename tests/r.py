"""Run R scripts that compute the same figures as Meetlat from real answers."""

from __future__ import annotations

import os
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest

# Exit code of our scripts if an R package that they need is not installed.
LACKS_A_PACKAGE = 3


def run_r(script: Path, folder: Path) -> Path:
    """Run an R script that writes tables into a folder; skip the test if R is not installed.

    Several files of tests need the same tables, so a script runs once in a run of all tests.
    """
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID")
    known = folder.parents[1] / f"{script.parent.name} {script.stem} {run}"
    if not (run and known.is_dir()):
        _run(script, folder)
        if run:
            copy = shutil.copytree(folder, folder.with_name(f"copy of {folder.name}"))
            with suppress(OSError):  # another worker was as quick
                copy.rename(known)
        return folder
    return shutil.copytree(known, folder, dirs_exist_ok=True)


def _run(script: Path, folder: Path) -> None:
    if not shutil.which("Rscript"):
        pytest.skip("R is not installed (Debian: r-base-core)")
    done = subprocess.run(
        ["Rscript", "--vanilla", str(script), str(folder)], capture_output=True, check=False
    )
    if done.returncode == LACKS_A_PACKAGE:
        pytest.skip("R lacks a package (Debian: r-cran-psych, r-cran-gparotation, r-cran-survey)")
    assert done.returncode == 0, done.stderr.decode(errors="replace")
