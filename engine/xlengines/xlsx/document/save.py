"""Saving a document: what follows the changes, and the order in which all of it is written."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from xlengines.shared.errors import Refused
from xlengines.xlsx.package.saving import back_up, check_promise, refuse_if_open, write

from .charts import follow_charts
from .columns import rename_columns
from .document import Document, stamp_of
from .followers import follow_names, follow_on_sheet, follow_pivots
from .ownership import owned_parts
from .plain_references import fill_in_results
from .precedents import Precedents
from .reference_rule import Moves
from .stale import stale_cells
from .table_changes import write_table


def save(document: Document, path: Path | None = None) -> None:
    """Write the workbook, in place or to another path, in one step or not at all.

    Where nothing changed, the file's bytes stay as they are.

    Raises:
        Refused: something stands in the way; the file is as it was.
    """
    target = path or document.path
    in_place = _is_in_place(document, target)
    undo = _undo(document)
    try:
        data = _flushed(document)
        changed = data is not document.package.archive.data
        if changed or not in_place:
            _write(document, target, data, in_place)
    except BaseException:
        undo()
        raise
    if changed:
        document.reload(data)
    document.path, document.stamp = target, stamp_of(target)


def save_copy(document: Document, path: Path) -> None:
    """Write a copy to another path, and leave the document as it is: its changes wait for a save.

    That takes less time than `save`, after which the document is read again.

    Raises:
        Refused: something stands in the way; a file that is there is as it was.
    """
    undo = _undo(document)
    try:
        _write(document, path, _flushed(document), _is_in_place(document, path))
    finally:
        undo()


def _is_in_place(document: Document, path: Path) -> bool:
    return os.path.realpath(path) == os.path.realpath(document.path)


def _flushed(document: Document) -> bytes:
    """The file with all changes in it; the very bytes it had if there are none."""
    _flush(document)
    package = document.package
    changed = package.changed or package.dropped
    return package.saved_bytes() if changed else package.archive.data


def _undo(document: Document) -> Callable[[], None]:
    """How to go back to before the save, so that it can be tried again."""
    package = document.package
    changed, dropped = dict(package.changed), set(package.dropped)
    frames = {sheet.part: sheet.worksheet.frame for sheet in document.sheets if sheet.is_read}

    def undo() -> None:
        package.restore(changed, dropped)
        for sheet in document.sheets:
            sheet.formula_texts.clear()
            sheet.results.clear()
            if sheet.part in frames:
                sheet.worksheet.frame = frames[sheet.part]
            else:  # read while saving, so it has no changes of the caller's
                sheet.forget()

    return undo


def _flush(document: Document) -> None:
    """Put all changes into the package."""
    if document.changed_tables() or any(s.contents or s.shown for s in document.sheets):
        _follow(document)
    for sheet in document.sheets:
        sheet.flush()
    tables = document.changed_tables()
    for table in tables:
        write_table(table)
    document.styles.flush()
    if any(sheet.lost_formulas for sheet in document.sheets):
        document.workbook.drop_calculation_chain()
    if tables or any(sheet.contents or sheet.results for sheet in document.sheets):
        document.workbook.calculate_on_load()


def _follow(document: Document) -> None:
    """Let everything follow the tables that changed, and show the cells that did."""
    changed = document.changed_tables()
    for table in changed:
        rename_columns(document, table)
    moves = Moves(changed)
    if moves:
        follow_names(document, moves)
        for sheet in document.sheets:
            follow_on_sheet(sheet, moves)
    follow_pivots(document, moves)
    precedents = Precedents(document)
    for sheet, places in stale_cells(document, precedents).items():
        sheet.results |= dict.fromkeys(places)
    fill_in_results(document, precedents)
    follow_charts(document, moves)


def _write(document: Document, target: Path, data: bytes, in_place: bool) -> None:
    refuse_if_open(target)
    if in_place and document.stamp != stamp_of(document.path):
        raise Refused(
            f"{document.path.name} was changed by someone else since it was read.",
            "Start again, so that their changes are read too.",
        )
    package = document.package
    check_promise(package.archive, data, package, owned_parts(document))
    if document.backup and target.exists():
        back_up(target)
    write(target, data)
