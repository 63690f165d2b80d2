"""Which modules a piece of code imports."""

from __future__ import annotations

import subprocess
import sys


def modules_after(code: str) -> set[str]:
    """Run code in a new Python; return the modules that are imported afterwards."""
    script = f"{code}\nimport sys\nprint('modules:', *sys.modules)"
    command = [sys.executable, "-X", "utf8", "-c", script]  # a pipe of Windows lacks characters
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    return set(done.stdout.rpartition("modules:")[2].split())
