"""Saving replaces the file in one step, keeps permissions, and is refused with a message."""

from __future__ import annotations

import errno
import os
import stat
import sys
from pathlib import Path

import contract_book
import pytest

headless = pytest.importorskip("xlengines.xlsx")
Refused = headless.Refused
posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions and links")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return contract_book.build(tmp_path / "survey.xlsx")


def write(path: Path, target: Path | None = None) -> None:
    book = headless.open_book(path)
    book.sheets["Data"]["A1"].value = "written"
    book.save(target) if target else book.save()


def value(path: Path) -> object:
    return headless.open_book(path).sheets["Data"]["A1"].value


def test_saving_leaves_no_other_files(path: Path):
    write(path)
    assert [p.name for p in path.parent.iterdir()] == ["survey.xlsx"]
    assert value(path) == "written"


@posix
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664])
def test_saving_keeps_permissions(path: Path, mode: int):
    path.chmod(mode)
    write(path)
    assert stat.S_IMODE(path.stat().st_mode) == mode


@posix
def test_saving_through_a_symbolic_link_keeps_the_link(path: Path, tmp_path: Path):
    folder = tmp_path / "shortcuts"
    folder.mkdir()
    link = folder / "link.xlsx"
    link.symlink_to(path)
    write(link)
    assert link.is_symlink()
    assert value(path) == "written"


@pytest.mark.parametrize("lock", ["~$survey.xlsx", ".~lock.survey.xlsx#"])
def test_saving_a_workbook_that_is_open_elsewhere_is_refused(path: Path, lock: str):
    (path.parent / lock).write_bytes(b"\x04anne" + bytes(50))
    before = path.read_bytes()
    with pytest.raises(Refused) as caught:
        write(path)
    assert "survey.xlsx" in str(caught.value)
    assert "open" in str(caught.value)
    assert path.read_bytes() == before


def test_a_lock_on_the_source_does_not_stop_saving_elsewhere(path: Path, tmp_path: Path):
    (path.parent / "~$survey.xlsx").write_bytes(b"\x04anne" + bytes(50))
    other = tmp_path / "elsewhere" / "copy.xlsx"
    other.parent.mkdir()
    write(path, other)
    assert value(other) == "written"


def test_saving_over_a_read_only_workbook_is_refused_and_leaves_nothing_behind(
    path: Path, monkeypatch
):
    """Windows deletes no file that is read-only, so there must be no copy of it to delete."""
    unlink, before = Path.unlink, path.read_bytes()

    def unlink_as_windows_does(self: Path, missing_ok: bool = False) -> None:
        if self.exists() and not self.stat().st_mode & stat.S_IWUSR:
            raise PermissionError(13, "read-only")
        unlink(self, missing_ok)

    monkeypatch.setattr(Path, "unlink", unlink_as_windows_does)
    path.chmod(0o444)
    with pytest.raises(Refused):
        write(path)
    assert path.read_bytes() == before
    assert not list(path.parent.glob(".*.tmp"))


@posix
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may write anywhere")
def test_saving_into_a_read_only_folder_is_refused(path: Path):
    path.parent.chmod(0o500)
    try:
        with pytest.raises(Refused):
            write(path)
    finally:
        path.parent.chmod(0o700)


def test_saving_into_a_missing_folder_is_refused(path: Path, tmp_path: Path):
    with pytest.raises(Refused) as caught:
        write(path, tmp_path / "nowhere" / "copy.xlsx")
    assert "nowhere" in str(caught.value)


def test_saving_over_a_file_changed_by_others_is_refused(path: Path):
    """Excel saved the file after it was opened here."""
    book = headless.open_book(path)
    book.sheets["Data"]["A1"].value = "ours"
    write(path)
    theirs = path.read_bytes()
    with pytest.raises(Refused):
        book.save()
    assert path.read_bytes() == theirs


def test_saving_the_same_change_twice_gives_the_same_bytes(path: Path, tmp_path: Path):
    for name in ("one.xlsx", "two.xlsx"):
        write(path, tmp_path / name)
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


def test_saving_a_macro_workbook_as_xlsx_is_refused(demanding_copy: Path, tmp_path: Path):
    """Excel does not open a macro workbook named .xlsx."""
    book = headless.open_book(demanding_copy)
    with pytest.raises(Refused):
        book.save(tmp_path / "plain.xlsx")
    assert not (tmp_path / "plain.xlsx").exists()


def test_the_backup_is_the_file_before_the_last_save(path: Path):
    before = path.read_bytes()
    for text in ("first", "second"):
        book = headless.open_book(path, backup=True)
        book.sheets["Data"]["A1"].value = text
        book.save()
        book.close()
        if text == "first":
            assert path.with_name("survey.bak.xlsx").read_bytes() == before
            middle = path.read_bytes()
    assert path.with_name("survey.bak.xlsx").read_bytes() == middle
    assert {p.name for p in path.parent.iterdir()} == {"survey.xlsx", "survey.bak.xlsx"}


def test_saving_without_changes_makes_no_backup(path: Path):
    book = headless.open_book(path, backup=True)
    book.save()
    assert [p.name for p in path.parent.iterdir()] == ["survey.xlsx"]


FAILURES = [errno.EACCES, errno.EBUSY, errno.EXDEV, errno.ENOTSUP, errno.ENOSPC, errno.EIO]


@pytest.mark.parametrize("step", ["replace", "fsync"])
@pytest.mark.parametrize("number", FAILURES, ids=lambda n: errno.errorcode[n])
def test_a_disk_error_is_refused_or_the_file_is_saved_completely(
    path: Path, monkeypatch: pytest.MonkeyPatch, step: str, number: int
):
    before, book = path.read_bytes(), headless.open_book(path)
    book.sheets["Data"]["A1"].value = "written"

    def fail(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch:
        patch.setattr(os, step, fail)
        try:
            book.save()
        except Refused as refusal:
            assert path.name in str(refusal) or "disk" in str(refusal)
            assert path.read_bytes() == before
        else:
            assert value(path) == "written"
    assert [p.name for p in path.parent.iterdir()] == ["survey.xlsx"]


def test_an_unwanted_change_is_detected_before_the_file_is_replaced(
    path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Every save compares the parts; here the theme is changed by mistake."""
    from xlengines.xlsx.package.package import Package

    before, book = path.read_bytes(), headless.open_book(path)
    book.sheets["Data"]["A1"].value = "written"
    whole = Package.saved_bytes

    def saved_bytes_with_an_error(self: Package) -> bytes:
        made = bytearray(whole(self))
        made[made.index(b"xl/theme/theme1.xml") + 60] ^= 1
        return bytes(made)

    monkeypatch.setattr(Package, "saved_bytes", saved_bytes_with_an_error)
    with pytest.raises(Refused):
        book.save()
    assert path.read_bytes() == before
