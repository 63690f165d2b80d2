"""Which modules a piece of code imports."""

from __future__ import annotations

import subprocess
import sys


def modules_after(code: str) -> set[str]:
    """Run code in a new Python; return the modules that are imported afterwards."""
    script = f"{code}\nimport sys\nprint('modules:', *sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    return set(done.stdout.rpartition("modules:")[2].split())
