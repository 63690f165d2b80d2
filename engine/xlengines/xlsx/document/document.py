"""A workbook file that is open: its parts, its sheets, and where it came from."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from xlengines.shared.errors import Refused
from xlengines.xlsx.parts.stored_book import StoredBook

from .sheets import Sheet
from .tables import Table


class Document(StoredBook):
    """A workbook as it was when it was opened, with the changes made since."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.stamp = stamp_of(path)
        # Whether a save first copies the old file beside it (`name.bak.xlsx`).
        self.backup = False
        # Parts that changed because a picture shows another image.
        self.pictures: set[str] = set()
        # Whether rows went down because a table above them grew.
        self.has_moved_rows = False
        # The formulas that were read for the last save, after what they depend on.
        self.formulas: tuple[object, Sequence[Any]] = None, ()
        try:
            super().__init__(_read(path))
            self.sheets = [Sheet(self, each) for each in self.workbook.sheets()]
        except Refused as refused:  # its message must also say which file
            problem = refused.args[0]
            named = f"{path.name}: {problem[:1].lower()}{problem[1:]}"
            refusal = Refused(named, refused.remedy, refused.kind)
            refusal.file = path.name
            raise refusal from refused

    def sheet(self, name: str) -> Sheet | None:
        """A sheet by its name, in any case."""
        return next((each for each in self.sheets if each.name.lower() == name.lower()), None)

    def tables(self) -> list[Table]:
        """Every table of the workbook."""
        return [table for sheet in self.sheets for table in sheet.tables]

    def changed_tables(self) -> list[Table]:
        """The tables whose parts must be written."""
        loaded = (table for sheet in self.sheets for table in sheet.loaded_tables)
        return [table for table in loaded if table.changed]

    def reload(self, data: bytes) -> None:
        """Go on with what was saved; styles that were made keep their numbers."""
        made = self.styles.made
        self.load(data)
        self.styles.made = made
        self.pictures.clear()
        self.has_moved_rows = False
        for sheet in self.sheets:
            sheet.reload()


def _read(path: Path) -> bytes:
    try:
        # Reading a pipe would block, and it cannot be written back.
        if path.exists() and not (path.is_file() or path.is_dir()):
            raise Refused(
                "This is a pipe or a device, not a file.", "Save the workbook, and name that file."
            )
        return path.read_bytes()
    except FileNotFoundError:
        remedy = "Check the name and the folder."
        raise Refused("There is no such file.", remedy, "missing") from None
    except IsADirectoryError:
        raise Refused("This is a folder.", "Name the workbook in it.", "folder") from None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        remedy = "Close it elsewhere and try again."
        kind = "open" if isinstance(error, PermissionError) else ""
        raise Refused(f"It cannot be read ({reason}).", remedy, kind) from error


def stamp_of(path: Path) -> tuple[int, int] | None:
    """Size and time of a file, by which a change of it shows; None where it is gone."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns
