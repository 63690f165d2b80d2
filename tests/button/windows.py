"""A stand-in for Excel on Windows: it runs the macro as VBA, and starts programs through a shell.

pyOpenVBA's interpreter, which was compared with Excel's own, runs the language. This module adds
the workbook, the application, message boxes (recorded, not shown) and `WScript.Shell`, which runs a
command line.
"""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pyopenvba.interpreter import EMPTY, HostBridge, Interpreter, VBAObject, member, method
from pyopenvba.interpreter._runtime import UNRESOLVED

from meetlat_workbooks.button.project import SOURCE


@dataclass
class Cell(VBAObject):
    text: str

    @member
    def Value(self) -> object:  # noqa: N802 - the names are Excel's
        return self.text or EMPTY


@dataclass
class Settings(VBAObject):
    """The sheet `meetlat.conf`; any other sheet is an error, as in Excel."""

    rows: Mapping[str, str]

    @method
    def Cells(self, row: object, column: object) -> object:  # noqa: N802
        pairs = [("setting", "value"), *self.rows.items()]
        found = pairs[int(str(row)) - 1] if int(str(row)) <= len(pairs) else ("", "")
        return Cell(found[int(str(column)) - 1])


@dataclass
class Workbook(VBAObject):
    path: Path
    settings: Mapping[str, str]

    @member
    def Path(self) -> object:  # noqa: N802
        return str(self.path.parent)

    @member
    def Name(self) -> object:  # noqa: N802
        return self.path.name

    @method
    def Worksheets(self, name: object) -> object:  # noqa: N802
        assert name == "meetlat.conf"
        return Settings(self.settings)


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
    """`WScript.Shell`, which runs a command line unchanged."""

    environment: Mapping[str, str]
    lines: list[str] = field(default_factory=list)

    @method
    def Run(self, line: object, window: object, wait: object) -> object:  # noqa: N802
        assert (window, bool(wait)) == (0, True), "without a window, and waiting"
        self.lines.append(str(line))
        done = subprocess.run(
            ["sh", "-c", str(line)], env=dict(self.environment), capture_output=True, timeout=120
        )
        return done.returncode


class Excel(HostBridge):
    """An Excel in which one workbook is open."""

    def __init__(
        self, workbook: Path, settings: Mapping[str, str], environment: Mapping[str, str]
    ) -> None:
        self.workbook, self.shell = Workbook(workbook, settings), Shell(environment)

    def global_object(self, name: str) -> object:
        known = {"thisworkbook": self.workbook, "application": Application()}
        return known.get(name.lower(), UNRESOLVED)

    def create(self, type_name_: str) -> object:
        return self.shell if type_name_ == "WScript.Shell" else UNRESOLVED

    def press(self) -> list[str]:
        """Run the macro; return the texts of its message boxes."""
        vba = Interpreter(self)
        vba.add_module(SOURCE.read_text(encoding="ascii"))
        vba.run("Recalculate")
        return [text for _, text, _, _ in vba.dialogs]
