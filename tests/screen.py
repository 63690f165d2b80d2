"""A screen in memory (Xvfb), for what has a window."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Self


class Screen:
    """A screen in memory; `name` is what programs call it."""

    name: str

    def __enter__(self) -> Self:
        reading, writing = os.pipe()
        command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "900x600x24"]
        self._running = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
        os.close(writing)
        with os.fdopen(reading) as number:
            self.name = f":{number.readline().strip()}"
        return self

    def picture(self, file: Path) -> None:
        """Draw what is on the screen, if ImageMagick is installed."""
        if program := shutil.which("import"):
            command = [program, "-display", self.name, "-window", "root", str(file)]
            subprocess.run(command, check=True)

    def __exit__(self, *fault: object) -> None:
        self._running.terminate()
        self._running.wait(timeout=60)
