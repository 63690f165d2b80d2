"""Whether a file that is there may be replaced: one that Meetlat wrote, and nobody changed since.

What was written is known by the hash of its bytes, so it may be moved and renamed. Only that is
kept, in a file of the user's own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from meetlat.user_folders import lasting, private_folder, write_private

WRITTEN = "written"
MOST_KEPT = 1000
"""Of the latest: a file that is replaced every day is known for years."""


class NotOverwrittenError(Exception):
    """A file would be lost. The message names it and says what to do."""


def refuse_to_lose(
    target: Path | None, *, inputs: Iterable[Path | None] = (), force: bool = False
) -> None:
    """Refuse to write where something stands that is not ours to replace.

    Args:
        target: where is to be written, if anywhere.
        inputs: files that are read; they are never written over.
        force: whether anything else may be replaced.

    Raises:
        NotOverwrittenError: it may not.
    """
    if target is None or not target.exists():
        return
    for used in inputs:
        if used is not None and used.exists() and target.samefile(used):
            raise NotOverwrittenError(
                f"{target} is read for the report, and would be lost. Choose another name."
            )
    if target.is_dir():
        raise NotOverwrittenError(f"{target} is a folder. Name a file in it.")
    if not force and target.stat().st_size and not _is_ours(target):
        raise NotOverwrittenError(
            f"{target} is there already, and Meetlat did not write it, or it was changed since."
            " Nothing was written. Choose another name, or add --force to replace it."
        )


def remember(written: Path) -> None:
    """Know a file again that was written just now; where that cannot be kept, one is asked."""
    with suppress(OSError):
        mark = _hash(written)
        folder = private_folder(lasting())
        lines = [*(line for line in _known() if line != mark), mark][-MOST_KEPT:]
        write_private(str(Path(folder) / WRITTEN), "\n".join(lines) + "\n")


def _is_ours(file: Path) -> bool:
    return _hash(file) in _known()


def _known() -> list[str]:
    try:
        return (Path(lasting()) / WRITTEN).read_text(encoding="utf-8").split()
    except (OSError, ValueError):
        return []


def _hash(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
