"""Run R scripts that compute the same figures as Meetlat from real answers."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

# Exit code of our scripts if an R package that they need is not installed.
LACKS_A_PACKAGE = 3


def run_r(script: Path, folder: Path) -> Path:
    """Run an R script that writes tables into a folder; skip the test if R is not installed."""
    if not shutil.which("Rscript"):
        pytest.skip("R is not installed (Debian: r-base-core)")
    done = subprocess.run(
        ["Rscript", "--vanilla", str(script), str(folder)], capture_output=True, check=False
    )
    if done.returncode == LACKS_A_PACKAGE:
        pytest.skip("R lacks a package (Debian: r-cran-psych, r-cran-gparotation, r-cran-survey)")
    assert done.returncode == 0, done.stderr.decode(errors="replace")
    return folder
