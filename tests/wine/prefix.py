"""A fresh Wine, with what it lacks to run a CPython and NumPy; none of that is shipped."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

SHIMS = Path(__file__).with_name("shims")
COMPILER = "x86_64-w64-mingw32-gcc"

# The library with NumPy's complex functions, and the name that its place is taken with.
LACKING, INSTEAD = b"api-ms-win-crt-math-l1-1-0.dll", b"apx-ms-win-crt-math-l1-1-0.dll"

# Wine 8 has no CopyFile2, which shutil uses where Windows has it.
WITHOUT_COPYFILE2 = 'import _winapi\nif hasattr(_winapi, "CopyFile2"):\n    del _winapi.CopyFile2\n'


@dataclass(frozen=True)
class Done:
    """What a command did: its exit code, all that it said, and how long it took."""

    code: int
    said: str
    seconds: float


@dataclass(frozen=True)
class Wine:
    """A fresh Windows in a folder."""

    folder: Path

    @property
    def drive(self) -> Path:
        return self.folder / "drive_c"

    @property
    def meetlat(self) -> Path:
        """Where Meetlat is installed for the user."""
        (user,) = (self.drive / "users").glob("[!P]*")
        return user / "AppData" / "Local" / "Meetlat"

    def environment(self, more: Mapping[str, str] | None = None) -> dict[str, str]:
        return {
            **os.environ,
            "WINEPREFIX": str(self.folder),
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": "mscoree=;mshtml=",
            "LC_ALL": "C.UTF-8",
            **(more or {}),
        }

    def start(self) -> None:
        """Make the folder, as Windows 10."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        self.run("winecfg", "-v", "win10")

    def stay(self) -> None:
        """Keep Wine running between programs, with streams that nobody waits for."""
        subprocess.run(["wineserver", "-p"], env=self.environment(), check=True)
        null = subprocess.DEVNULL
        subprocess.run(
            ["wine", "cmd", "/c", "exit"], env=self.environment(), stdin=null, stdout=null,
            stderr=null, check=True,
        )  # fmt: skip

    def run(
        self, *command: str, cwd: Path | None = None, limit: float = 900, **environment: str
    ) -> Done:
        """Run a program of Windows; Wine needs pipes for its streams."""
        began = time.monotonic()
        done = subprocess.run(
            ["wine", *command], cwd=cwd, env=self.environment(environment), input=b"\n",
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=limit, check=False,
        )  # fmt: skip
        said = done.stdout.decode("cp1252", errors="replace").replace("\r\n", "\n")
        return Done(done.returncode, said, time.monotonic() - began)

    def background(
        self, *command: str, cwd: Path, output: Path, **environment: str
    ) -> subprocess.Popen[bytes]:
        """Start a program of Windows and do not wait for it; Wine needs pipes here too."""
        started = subprocess.Popen(
            ["wine", *command], cwd=cwd, env=self.environment(environment), stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        with output.open("wb") as stream:
            subprocess.Popen(["cat"], stdin=started.stdout, stdout=stream)
        return started

    def end(self) -> None:
        """End what still runs in this Windows."""
        subprocess.run(["wineserver", "-k"], env=self.environment(), check=False)


def add_what_wine_lacks(meetlat: Path) -> None:
    """Change an installed Meetlat so that Wine 8 can run it."""
    python = meetlat / "python"
    compile_shim("processprng.c", python / "bcryptprimitives.dll", "-ladvapi32")
    compile_shim("complexmath.c", python / INSTEAD.decode(), str(SHIMS / "complexmath.def"))
    (python / "DLLs" / "_wmi.pyd").unlink(missing_ok=True)
    replace_complex_functions(python / "Lib/site-packages/numpy")
    (search_path,) = python.glob("*._pth")
    search_path.write_text(search_path.read_text() + "import site\n")
    (python / "Lib/site-packages/sitecustomize.py").write_text(WITHOUT_COPYFILE2)


def replace_complex_functions(folder: Path) -> None:
    """Let the libraries of a package import the shim."""
    for library in folder.rglob("*.pyd"):
        content = library.read_bytes()
        if LACKING in content:
            library.write_bytes(content.replace(LACKING, INSTEAD))


def compile_shim(source: str, library: Path, *options: str) -> None:
    command = [COMPILER, "-shared", "-O1", "-static-libgcc", SHIMS / source, "-o", library]
    subprocess.run([*map(str, command), *options], check=True)


def windows_path(file: Path) -> str:
    """The path of a file as programs of Windows see it."""
    return "Z:" + str(file).replace("/", "\\")
