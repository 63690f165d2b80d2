"""Compile the bundle for its own Python, so that its first start needs to write nothing."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

# A name that says where a line in an error report is, whatever folder the bundle is in.
COMPILE = """
import sys, py_compile
from pathlib import Path
root = Path(sys.argv[1])
for file in sorted(root.rglob("*.py")):
    try:
        py_compile.compile(
            str(file), dfile=file.relative_to(root).as_posix(), doraise=True,
            invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
        )
    except py_compile.PyCompileError:
        pass
print(sys.implementation.cache_tag)
"""


def compiled(files: Mapping[str, bytes], compiler: str, tag: str) -> dict[str, bytes]:
    """The bytecode of all Python files, by their paths in the bundle.

    Args:
        files: contents by path.
        compiler: a Python of the version of the bundle; its bytecode is the same on all systems.
        tag: the version: `cp313`.

    Raises:
        ValueError: the compiler is of another version.
    """
    sources = {p: content for p, content in files.items() if p.endswith(".py") and "/" in p}
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for path, content in sources.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(content)
        command = [compiler, "-I", "-W", "ignore", "-c", COMPILE, folder]
        done = subprocess.run(command, capture_output=True, text=True)  # noqa: S603
        if done.stdout.split()[-1:] != [f"cpython-{tag.removeprefix('cp')}"]:
            raise ValueError(f"{compiler} is no Python {tag}: {done.stdout}{done.stderr}")
        made = sorted(root.rglob("*.pyc"))
        return {file.relative_to(root).as_posix(): file.read_bytes() for file in made}


def find_compiler(tag: str) -> str:
    """A Python of that version on this computer.

    Raises:
        ValueError: uv finds none.
    """
    version = f"{tag[2]}.{tag[3:]}"
    command = [sys.executable, "-m", "uv", "python", "find", "--no-project", version]
    for candidate in (command, ["uv", *command[3:]]):
        try:
            done = subprocess.run(candidate, capture_output=True, text=True)  # noqa: S603
        except OSError:
            continue
        if done.returncode == 0:
            return done.stdout.strip()
    raise ValueError(
        f"Python {version} is needed to compile the bundle: uv python install {version}"
    )
