"""Refuse to overwrite: a file that exists is replaced only on request, one that is read never."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from meetlat.reporting.errors import NotPublishedError


class NotOverwrittenError(NotPublishedError):
    """A file would be lost. The message names it and says what to do."""


def refuse_to_overwrite(
    targets: Iterable[Path], *, read: Iterable[Path | None], force: bool = False
) -> None:
    """Check that files may be written, before any of them is.

    Those in `read` are never replaced; they are asked for only if a target exists. With `force`
    other files may be.

    Raises:
        NotOverwrittenError: one of them may not be written.
    """
    existing = [target for target in targets if target.exists()]
    sources = [file for file in read if file and file.exists()] if existing else []
    for target in existing:
        if any(target.samefile(source) for source in sources):
            raise NotOverwrittenError.of("command.is_read", file=target)
        if target.is_dir():
            raise NotOverwrittenError.of("command.file_is_folder", file=target)
        if not force:
            raise NotOverwrittenError.of("command.exists", file=target)
