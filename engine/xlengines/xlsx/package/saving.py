"""Writing a workbook to disk: afterwards the old or the new file is there, complete."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import shutil
import stat
from pathlib import Path

from xlengines.shared.errors import Refused

from .archive import Archive
from .package import Package
from .remembered import remembered
from .xml import parse, parser

_USE_OUTPUT = "Or write to another file (--output)."
# A Windows program that has the file open answers these (sharing and lock violation).
_WINDOWS_IN_USE = (32, 33)


def check_promise(source: Archive, made: bytes, package: Package, owned: set[str]) -> None:
    """Compare what is about to be saved with the source, part by part.

    Every part outside the owned set must be there with the very bytes it had, every changed part
    must be the one that was meant, and be well-formed. Otherwise the save is refused.
    """
    result = Archive(made)
    allowed = {name.lower() for name in owned}
    written = {name.lower(): data for name, data in package.changed.items()}
    for key, entry in source.entries.items():
        if key in package.dropped:
            _demand(key in allowed and key not in result.entries, entry.name)
        elif key not in written:
            kept = result.entries.get(key)
            same = kept is not None and result.packed(kept) == source.packed(entry)
            _demand(same and kept is not None and kept.info.CRC == entry.info.CRC, entry.name)
    for key, data in written.items():
        _demand(key in allowed and result.holds(key, data), key)
        if key.endswith((".xml", ".rels", ".vml")):
            _check_well_formed(data, key)
    expected = (source.entries.keys() - package.dropped) | written.keys()
    _demand(result.entries.keys() == expected, "zip")


@remembered(100)
def _check_well_formed(data: bytes, part: str) -> None:
    parse(parser(part), data, part)


def _demand(kept: bool, part: str) -> None:
    if not kept:
        raise Refused(
            f"Nothing was saved: {part} would have changed although nobody asked for it.",
            "This is a fault of the program. Please report it with the workbook, if you may.",
        )


def refuse_if_open(path: Path) -> None:
    """Refuse a workbook that a lock file of Excel or LibreOffice marks as open."""
    for lock in (path.with_name(f"~${path.name}"), path.with_name(f".~lock.{path.name}#")):
        if lock.exists():
            program = "LibreOffice" if lock.name.startswith(".~") else "Excel"
            raise _open(
                path,
                f"{path.name} is open in {program}.",
                f"Close it there and try again. If nobody has it open, delete {lock.name}. ",
            )


def _open(path: Path, problem: str, remedy: str) -> Refused:
    """The refusal to write a file that another program has open."""
    refused = Refused(problem, remedy + _USE_OUTPUT, "open")
    refused.file = path.name
    return refused


def back_up(path: Path) -> None:
    """Copy a file beside itself, as `name.bak.xlsx`; a copy made before is replaced."""
    copy = path.with_name(f"{path.stem}.bak{path.suffix}")
    try:
        shutil.copy2(path, copy)
    except OSError as error:
        raise _refusal(copy, error) from error


def write(path: Path, data: bytes) -> None:
    """Put the bytes in the place of a file, in one step.

    They go to a temporary file in the same folder first, flushed to the disk; a file that is there
    keeps its permissions, a symbolic link keeps pointing where it pointed.
    """
    path = Path(os.path.realpath(path))
    temporary = path.with_name(f".{path.stem}-{secrets.token_hex(4)}.tmp")
    try:
        _refuse_read_only(path)
        _fill(temporary, data, path)
        _replace(temporary, path)
    except OSError as error:
        raise _refusal(path, error) from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def _refuse_read_only(path: Path) -> None:
    """Before there is a temporary file: Windows would not delete one that is read-only too."""
    if path.exists() and not path.stat().st_mode & stat.S_IWUSR:
        raise PermissionError(errno.EACCES, "read-only", str(path))


def _fill(temporary: Path, data: bytes, path: Path) -> None:
    with temporary.open("xb") as file:
        if path.exists():  # before the first byte, which not everyone may read
            _keep_owner(path, temporary)
            shutil.copymode(path, temporary)
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _keep_owner(path: Path, temporary: Path) -> None:
    if hasattr(os, "chown"):
        old = path.stat()
        with contextlib.suppress(OSError):
            os.chown(temporary, old.st_uid, old.st_gid)


def _replace(temporary: Path, path: Path) -> None:
    try:
        temporary.replace(path)
    except OSError as error:
        if error.errno not in (errno.EXDEV, errno.ENOTSUP, errno.EINVAL, errno.ENOSYS):
            raise
        _overwrite(temporary, path)
    _flush_folder(path.parent)


def _overwrite(temporary: Path, path: Path) -> None:
    """For folders that cannot rename: keep a copy beside it until the new bytes are in."""
    rescue = path.with_name(f"{path.name}.rescue")
    if path.exists():
        shutil.copyfile(path, rescue)
    shutil.copyfile(temporary, path)
    with path.open("rb+") as file:
        os.fsync(file.fileno())
    rescue.unlink(missing_ok=True)


def _flush_folder(folder: Path) -> None:
    """Make the new name last through a power cut, where the system lets us."""
    with contextlib.suppress(OSError, AttributeError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _refusal(path: Path, error: OSError) -> Refused:
    if getattr(error, "winerror", None) in _WINDOWS_IN_USE:
        return _open(path, f"{path.name} is open in another program.", "Close it. ")
    if isinstance(error, PermissionError):
        return _open(
            path,
            f"{path.name} cannot be written: it, or its folder, is read-only or open elsewhere.",
            "Close it everywhere and see that you may change it. ",
        )
    if error.errno == errno.ENOSPC:
        return Refused(f"The disk is full: {path.name} was not written.", "Make room and retry.")
    if isinstance(error, FileNotFoundError):
        return Refused(f"The folder {path.parent} is not there.", "Choose another folder.")
    reason = error.strerror or type(error).__name__
    return Refused(f"{path.name} cannot be written ({reason}).", _USE_OUTPUT)
