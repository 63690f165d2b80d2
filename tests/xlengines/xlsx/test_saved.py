"""Saving: one step, in the right place, with the file's own permissions, and said in words."""

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


def test_nothing_is_left_beside_the_file(path: Path):
    write(path)
    assert [p.name for p in path.parent.iterdir()] == ["survey.xlsx"]
    assert value(path) == "written"


@posix
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664])
def test_permissions_are_kept(path: Path, mode: int):
    path.chmod(mode)
    write(path)
    assert stat.S_IMODE(path.stat().st_mode) == mode


@posix
def test_a_link_stays_a_link(path: Path, tmp_path: Path):
    folder = tmp_path / "shortcuts"
    folder.mkdir()
    link = folder / "link.xlsx"
    link.symlink_to(path)
    write(link)
    assert link.is_symlink()
    assert value(path) == "written"


@pytest.mark.parametrize("lock", ["~$survey.xlsx", ".~lock.survey.xlsx#"])
def test_a_workbook_open_elsewhere_is_named(path: Path, lock: str):
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


@posix
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written(path: Path):
    path.parent.chmod(0o500)
    try:
        with pytest.raises(Refused):
            write(path)
    finally:
        path.parent.chmod(0o700)


def test_a_target_folder_that_is_not_there(path: Path, tmp_path: Path):
    with pytest.raises(Refused) as caught:
        write(path, tmp_path / "nowhere" / "copy.xlsx")
    assert "nowhere" in str(caught.value)


def test_a_file_changed_meanwhile_is_not_overwritten_blindly(path: Path):
    """Someone saved in Excel between our reading and our writing: their work is not lost."""
    book = headless.open_book(path)
    book.sheets["Data"]["A1"].value = "ours"
    write(path)
    theirs = path.read_bytes()
    with pytest.raises(Refused):
        book.save()
    assert path.read_bytes() == theirs


def test_two_saves_of_the_same_change_are_the_same_bytes(path: Path, tmp_path: Path):
    for name in ("one.xlsx", "two.xlsx"):
        write(path, tmp_path / name)
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


def test_a_macro_workbook_keeps_its_kind(demanding_copy: Path, tmp_path: Path):
    """An .xlsm saved as .xlsx would not open in Excel: refused, not written."""
    book = headless.open_book(demanding_copy)
    with pytest.raises(Refused):
        book.save(tmp_path / "plain.xlsx")
    assert not (tmp_path / "plain.xlsx").exists()


def test_a_backup_is_the_file_as_it_was(path: Path):
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


def test_no_backup_of_what_did_not_change(path: Path):
    book = headless.open_book(path, backup=True)
    book.save()
    assert [p.name for p in path.parent.iterdir()] == ["survey.xlsx"]


FAILURES = [errno.EACCES, errno.EBUSY, errno.EXDEV, errno.ENOTSUP, errno.ENOSPC, errno.EIO]


@pytest.mark.parametrize("step", ["replace", "fsync"])
@pytest.mark.parametrize("number", FAILURES, ids=lambda n: errno.errorcode[n])
def test_a_disk_that_fails(path: Path, monkeypatch: pytest.MonkeyPatch, step: str, number: int):
    """Whichever step fails, and however: refused in words, or saved after all; never in between."""
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


def test_a_slip_in_the_writing_is_seen_before_the_file_is_replaced(
    path: Path, monkeypatch: pytest.MonkeyPatch
):
    """The promise is checked at every save: here a part that nobody asked for is changed."""
    from xlengines.xlsx.package.package import Package

    before, book = path.read_bytes(), headless.open_book(path)
    book.sheets["Data"]["A1"].value = "written"
    whole = Package.saved_bytes

    def slip(self: Package) -> bytes:
        made = bytearray(whole(self))
        made[made.index(b"xl/theme/theme1.xml") + 60] ^= 1
        return bytes(made)

    monkeypatch.setattr(Package, "saved_bytes", slip)
    with pytest.raises(Refused):
        book.save()
    assert path.read_bytes() == before
