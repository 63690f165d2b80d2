"""R beside Python: figures that another hand computed, from real answers."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

LACKS_A_PACKAGE = 3
"""What our scripts end with where a package of R that they need is not installed."""


def run_r(script: Path, folder: Path) -> Path:
    """Let a script of R write its tables into a folder; skip the test where there is no R."""
    if not shutil.which("Rscript"):
        pytest.skip("R is not installed (Debian: r-base-core)")
    done = subprocess.run(
        ["Rscript", "--vanilla", str(script), str(folder)], capture_output=True, check=False
    )
    if done.returncode == LACKS_A_PACKAGE:
        pytest.skip("R lacks a package (Debian: r-cran-psych, r-cran-gparotation, r-cran-survey)")
    assert done.returncode == 0, done.stderr.decode(errors="replace")
    return folder
