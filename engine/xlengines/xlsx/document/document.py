"""A workbook as one thing: its parts, its sheets, and the order in which a save is made."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cached_property
from pathlib import Path

from xlengines.shared.errors import Refused
from xlengines.xlsx.package.package import Package
from xlengines.xlsx.package.saving import back_up, check_promise, refuse_if_open, write
from xlengines.xlsx.parts.new_styles import Styles
from xlengines.xlsx.parts.strings import shared_strings
from xlengines.xlsx.parts.theme import Theme
from xlengines.xlsx.parts.workbook import WorkbookPart

from .charts import follow_charts
from .columns import Renames, rename_in_cells, rename_in_frames, rename_in_tables
from .followers import follow_names, follow_on_sheet, follow_pivots
from .ownership import owned_parts
from .reference_rule import Moves
from .sheets import Sheet
from .tables import Table


class Document:
    """A workbook file, held as it was when it was opened, with the changes made since."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.stamp = _stamp(path)
        try:
            self._open()
        except Refused as refused:  # which file it is must be said too
            problem = refused.args[0]
            named = f"{path.name}: {problem[:1].lower()}{problem[1:]}"
            raise Refused(named, refused.remedy) from refused
        self.backup = False
        """Whether a save first copies the old file beside it (`name.bak.xlsx`)."""
        self._saved = b""
        self.pictures: set[str] = set()
        """Parts that changed because a picture shows another image."""

    def _open(self) -> None:
        self.package = Package(_read(self.path))
        self.workbook = WorkbookPart(self.package)
        self.date1904 = self.workbook.date1904
        self.styles = Styles(self.package, self.workbook.part)
        self.theme = Theme(self.package, self.workbook.part)
        self.sheets = [
            Sheet(self, each.name, each.part, each.kind, each.state)
            for each in self.workbook.sheets()
        ]

    @cached_property
    def strings(self) -> list[str]:
        """The shared strings."""
        return shared_strings(self.package, self.workbook.part)

    def strings_part(self) -> bytes | None:
        """The shared strings as they stand in their part."""
        parts = self.package.targets(self.workbook.part, "sharedStrings")
        return self.package.read(parts[0]) if parts else None

    def styles_part(self) -> bytes | None:
        """The styles as they stand in their part."""
        return self.package.read(self.styles.part) if self.styles.part else None

    def sheet(self, name: str) -> Sheet | None:
        """A sheet by its name, in whatever case."""
        return next((each for each in self.sheets if each.name.lower() == name.lower()), None)

    def tables(self) -> list[Table]:
        """Every table of the workbook."""
        return [table for sheet in self.sheets for table in sheet.tables]

    def loaded_tables(self) -> list[Table]:
        """The tables that somebody asked for; no other can have changed."""
        return [table for sheet in self.sheets for table in sheet.__dict__.get("tables", ())]

    # Saving

    def save(self, path: Path | None = None) -> None:
        """Write the workbook, in place or to another path, in one step or not at all.

        Where nothing changed, the file's bytes stay as they are.

        Raises:
            Refused: something stands in the way; the file is as it was.
        """
        target = path or self.path
        in_place = _same_file(target, self.path)
        undo = self._undo()
        try:
            self._flush()
            self._write(target, in_place)
        except BaseException:
            undo()
            raise
        self._reopen(target)

    def _undo(self) -> Callable[[], None]:
        """How to go back to before the save, so that it can be tried again."""
        package = self.package
        changed, dropped = dict(package.changed), set(package.dropped)
        frames = {
            sheet.part: (sheet.worksheet.frame, sheet.frame_changed)
            for sheet in self.sheets
            if "worksheet" in sheet.__dict__
        }

        def undo() -> None:
            package.restore(changed, dropped)
            for sheet in self.sheets:
                sheet.formula_texts.clear()
                if sheet.part in frames:
                    sheet.worksheet.frame, sheet.frame_changed = frames[sheet.part]
                else:  # read while saving, so nothing was asked of it
                    sheet.forget()
                    sheet.frame_changed = False

        return undo

    def _flush(self) -> None:
        self._follow()
        for sheet in self.sheets:
            sheet.flush()
        for table in self.loaded_tables():
            table.flush()
        self.styles.flush()
        if any(sheet.lost_formulas for sheet in self.sheets):
            self.workbook.drop_calculation_chain()
        tables = any(table.changed for table in self.loaded_tables())
        if tables or any(sheet.contents for sheet in self.sheets):
            self.workbook.calculate_on_load()

    def _follow(self) -> None:
        """Let everything follow the tables that changed, and show the cells that did."""
        changed = [table for table in self.loaded_tables() if table.changed]
        if not changed and not any(sheet.contents for sheet in self.sheets):
            return
        for renames in map(Renames.of, changed):
            if renames.names:
                rename_in_cells(self, renames)
                rename_in_frames(self, renames)
                rename_in_tables(self, renames)
        moves = Moves(changed)
        if moves:
            follow_names(self, moves)
            for sheet in self.sheets:
                if sheet.kind == "worksheet" and follow_on_sheet(sheet, moves):
                    sheet.frame_changed = True
        follow_pivots(self, moves)
        follow_charts(self, moves)

    def _write(self, target: Path, in_place: bool) -> None:
        changed = bool(self.package.changed or self.package.dropped)
        if in_place and not changed:
            return
        refuse_if_open(target)
        if in_place:
            self._refuse_if_changed_meanwhile()
        data = self.package.saved_bytes() if changed else self.package.archive.data
        check_promise(self.package.archive, data, self.package, self.owned())
        if self.backup and target.exists():
            back_up(target)
        write(target, data)
        self._saved = data

    def _refuse_if_changed_meanwhile(self) -> None:
        if self.stamp != _stamp(self.path):
            raise Refused(
                f"{self.path.name} was changed by someone else since it was read.",
                "Start again, so that their changes are read too.",
            )

    def owned(self) -> set[str]:
        """The parts that this save may touch; all others must keep every byte."""
        return owned_parts(self)

    def _reopen(self, target: Path) -> None:
        """Go on with what was saved."""
        if self.package.changed or self.package.dropped:
            package = Package(self._saved)
            self.package.__dict__.update(package.__dict__)
            self.__dict__.pop("strings", None)
            self.styles.forget()
            self.pictures.clear()
            for sheet in self.sheets:
                sheet.reload()
        self.path, self.stamp = target, _stamp(target)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise Refused("There is no such file.", "Check the name and the folder.") from None
    except IsADirectoryError:
        raise Refused("This is a folder.", "Name the workbook in it.") from None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise Refused(
            f"It cannot be read ({reason}).", "Close it elsewhere and try again."
        ) from error


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns


def _same_file(one: Path, two: Path) -> bool:
    return os.path.realpath(one) == os.path.realpath(two)
