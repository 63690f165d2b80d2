"""Programs that tests start."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest


def meetlat_program() -> str:
    """The command `meetlat` beside this Python, or the test is skipped."""
    found = shutil.which("meetlat", path=Path(sys.executable).parent)
    return found or pytest.skip("the Python of the bundle has no `meetlat.exe` beside it")
