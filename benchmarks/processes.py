"""Ways to do the same work, each measured in a process of its own."""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path


def arguments(ways: Iterable[str], respondents: int, rounds: int) -> argparse.Namespace:
    """What the command line says: `respondents`, `rounds`, or a `way` with its `file`."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--respondents", type=int, default=respondents)
    parser.add_argument("--rounds", type=int, default=rounds)
    parser.add_argument("--way", choices=[*ways])
    parser.add_argument("file", type=Path, nargs="?")
    return parser.parse_args()


def alone(script: str, way: str, file: Path) -> list[float]:
    """The figures that a script prints of one way, in a process of its own."""
    command = [sys.executable, script, "--way", way, str(file)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return [float(figure) for figure in done.stdout.split()]


def peak_memory() -> float:
    """The most memory of this process so far, in MiB (Linux only)."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    peak = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
    return int(peak) / 1024
