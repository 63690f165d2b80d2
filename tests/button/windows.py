"""A stand-in for Excel on Windows: it runs the macro as VBA, and starts programs.

pyOpenVBA's interpreter, which was compared with Excel's own, runs the language. This module adds
the workbook, the application, message boxes (recorded, not shown), `WScript.Shell`, and a computer:
its files, its environment and its registry.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pyopenvba.exceptions import VBARuntimeError
from pyopenvba.interpreter import HostBridge, Interpreter, VBAObject, member, method
from pyopenvba.interpreter._runtime import UNRESOLVED

from meetlat_workbooks.button.project import SOURCE

POLICY = r"HKLM\SOFTWARE\Policies\Meetlat\Python"
LOCALAPPDATA = r"C:\Users\Zoë & Co\AppData\Local"
FOR_ONE_USER = rf"{LOCALAPPDATA}\Meetlat\python\pythonw.exe"


@dataclass
class Computer:
    """What the macro may look at: files, environment and registry.

    `files` has, for each path of Windows, the program on this computer that starts in its place.
    """

    files: Mapping[str, Path | None] = field(default_factory=dict)
    variables: Mapping[str, str] = field(default_factory=dict)
    registry: Mapping[str, str] = field(default_factory=dict)

    def variable(self, name: str) -> str | None:
        usual = {"ProgramW6432": r"C:\Program Files", "LOCALAPPDATA": LOCALAPPDATA}
        return {n.lower(): v for n, v in {**usual, **self.variables}.items()}.get(name.lower())

    def expanded(self, text: str) -> str:
        return re.sub(r"%([^%]+)%", lambda m: self.variable(m[1]) or m[0], text)


@dataclass
class Cell(VBAObject):
    value: object

    @member
    def Value(self) -> object:  # noqa: N802 - the names are Excel's
        return self.value


@dataclass
class Sheet(VBAObject):
    """A sheet on which every cell names a Python."""

    poison: str

    @method
    def Cells(self, row: object, column: object) -> object:  # noqa: N802
        names = ("python_windows", "python_mac", "python_libreoffice")
        return Cell(names[int(str(row)) % 3] if int(str(column)) == 1 else self.poison)

    @method
    def Range(self, address: object) -> object:  # noqa: N802
        return Cell(self.poison)


@dataclass
class Workbook(VBAObject):
    path: str
    poison: str

    @member
    def Path(self) -> object:  # noqa: N802
        return self.path.rpartition("/")[0]

    @member
    def Name(self) -> object:  # noqa: N802
        return self.path.rpartition("/")[2]

    @method
    def Worksheets(self, name: object) -> object:  # noqa: N802
        return Sheet(self.poison)

    Sheets = Worksheets


class Application(VBAObject):
    @member
    def Version(self) -> object:  # noqa: N802
        return "16.0"

    @member
    def Path(self) -> object:  # noqa: N802
        return r"C:\Program Files\Microsoft Office\root\Office16"

    @member
    def Hwnd(self) -> object:  # noqa: N802
        return 917


@dataclass
class Shell(VBAObject):
    """`WScript.Shell`: Windows splits a line into arguments, and no command interpreter sees it."""

    computer: Computer
    environment: Mapping[str, str]
    lines: list[str] = field(default_factory=list)

    @method
    def Run(self, line: object, window: object, wait: object) -> object:  # noqa: N802
        assert (window, bool(wait)) == (0, True), "without a window, and waiting"
        self.lines.append(self.computer.expanded(str(line)))
        python, *arguments = as_windows_reads(self.lines[-1])
        program = self.computer.files.get(python)
        if program is None:
            return 0
        try:
            return subprocess.run(
                [program, *arguments],
                env=dict(self.environment),
                capture_output=True,
                timeout=120,
            ).returncode
        except OSError as fault:
            raise VBARuntimeError(-2147024894, f"Method 'Run' failed: {fault}") from fault

    @method
    def RegRead(self, name: object) -> object:  # noqa: N802
        if name not in self.computer.registry:
            raise VBARuntimeError(-2147024894, "Invalid root in registry key")
        return self.computer.registry[str(name)]

    @method
    def ExpandEnvironmentStrings(self, text: object) -> object:  # noqa: N802
        return self.computer.expanded(str(text))


@dataclass
class Files(VBAObject):
    """`Scripting.FileSystemObject`."""

    computer: Computer

    @method
    def FileExists(self, path: object) -> object:  # noqa: N802
        return path in self.computer.files


class Excel(HostBridge):
    """An Excel in which one workbook is open, with `poison` in all its cells."""

    def __init__(
        self,
        workbook: Path | str,
        computer: Computer,
        environment: Mapping[str, str] | None = None,
        poison: str = "",
    ) -> None:
        self.workbook = Workbook(str(workbook), poison)
        self.shell, self.files = Shell(computer, environment or {}), Files(computer)

    def global_object(self, name: str) -> object:
        known = {"thisworkbook": self.workbook, "application": Application()}
        return known.get(name.lower(), UNRESOLVED)

    def create(self, type_name_: str) -> object:
        known = {"WScript.Shell": self.shell, "Scripting.FileSystemObject": self.files}
        return known.get(type_name_, UNRESOLVED)

    def press(self) -> list[str]:
        """Run the macro; return the texts of its message boxes."""
        vba = Interpreter(self)
        vba.add_module(SOURCE.read_text(encoding="ascii"))
        vba.run("Recalculate")
        return [text for _, text, _, _ in vba.dialogs]


def as_windows_reads(line: str) -> list[str]:
    """Split a line as CommandLineToArgvW does: backslashes matter before a quotation mark only."""
    arguments, current, quoted, started, i = [], "", False, False, 0
    while i < len(line):
        slashes = len(line[i:]) - len(line[i:].lstrip("\\"))
        mark = line[i + slashes : i + slashes + 1]
        if slashes and mark == '"':
            current, started = current + "\\" * (slashes // 2), True
            quoted = quoted if slashes % 2 else not quoted
            current += '"' if slashes % 2 else ""
            i += slashes + 1
        elif slashes:
            current, started, i = current + "\\" * slashes, True, i + slashes
        elif line[i] == '"':
            quoted, started, i = not quoted, True, i + 1
        elif line[i] in " \t" and not quoted:
            arguments += [current] if started else []
            current, started, i = "", False, i + 1
        else:
            current, started, i = current + line[i], True, i + 1
    return [*arguments, current] if started else arguments
