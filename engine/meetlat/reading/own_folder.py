r"""Files that cells of a workbook name: only those in the folder of the workbook.

A workbook may come from anyone. If a cell could name any path, opening the report could make
Windows send the user's password hash to another computer (`\\server\share`), or read a file that
its author may not read. Nothing on the disk is asked, because asking would already do that.
"""

from __future__ import annotations

from pathlib import Path, PureWindowsPath


def own_file(name: str, folder: Path) -> Path | None:
    r"""The file of a name in the folder of the workbook or below it; None if it leads elsewhere.

    The name is as typed, on Windows or elsewhere; a full path within the folder will do.
    """
    typed, file = PureWindowsPath(name), folder / name
    if ".." in typed.parts:
        return None
    if not typed.drive and not typed.root:
        return file
    return file if Path(name).is_absolute() and file.is_relative_to(folder) else None
