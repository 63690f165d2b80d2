"""The installer of the bundle, except for what only Windows has: `just windows` tries that."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from meetlat_bundle.archive import sums
from meetlat_bundle.recipe import HERE

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="it would change the registry")


@pytest.fixture(scope="module")
def installer() -> ModuleType:
    """`install.py`, which is a script."""
    spec = importlib.util.spec_from_file_location("install", HERE / "files" / "install.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def bundle(tmp_path) -> Path:
    """An unpacked bundle, whose Python is a shell script."""
    return unpacked(tmp_path / "Gedownload & uitgepakt", "1.0")


@pytest.fixture
def target(tmp_path, monkeypatch) -> Path:
    """Where Meetlat is installed; what the user keeps is there already."""
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "Zoë"))
    kept = tmp_path / "Zoë" / "Meetlat" / "trust"
    kept.mkdir(parents=True)
    return kept.parent


def unpacked(folder: Path, version: str, code: int = 0) -> Path:
    script = f"#!/bin/sh\necho meetlat {version}\nexit {code}\n"
    contents = {
        "python/python.exe": script.encode(),
        f"python/only-in-{version}.py": b"",
        "meetlat.cmd": version.encode(),
    }
    for path, content in {**contents, "SHA256SUMS": sums(contents)}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder


def install(installer: ModuleType, bundle: Path, monkeypatch) -> int:
    """Run it as install.cmd does; files of Windows may be run without a mark."""
    copy = installer.copy_files

    def copy_and_mark(source, to, files):
        copy(source, to, files)
        (to / "python" / "python.exe").chmod(0o755)

    monkeypatch.setattr(installer, "copy_files", copy_and_mark)
    monkeypatch.setattr(installer, "HERE", bundle)
    return installer.main(["/QUIET"])


def test_all_files_are_installed_and_what_the_user_keeps_stays(
    installer, bundle, target, monkeypatch, capsys
):
    assert install(installer, bundle, monkeypatch) == 0
    assert "Installed meetlat 1.0" in capsys.readouterr().out
    names = {"python", "meetlat.cmd", "SHA256SUMS", "trust"}
    assert {file.name for file in target.iterdir()} == names


def test_a_new_version_replaces_the_old_one_completely(
    installer, bundle, target, monkeypatch, tmp_path
):
    install(installer, bundle, monkeypatch)
    install(installer, unpacked(tmp_path / "new", "2.0"), monkeypatch)
    assert (target / "meetlat.cmd").read_text() == "2.0"
    assert not (target / "python" / "only-in-1.0.py").exists()
    assert not {"old", "new"} & {file.name for file in target.iterdir()}


@pytest.mark.parametrize("damage", ["changed", "missing"])
def test_a_damaged_bundle_is_refused_and_nothing_changes(
    installer, bundle, target, monkeypatch, capsys, damage
):
    file = bundle / "meetlat.cmd"
    file.write_text("format c:") if damage == "changed" else file.unlink()
    assert install(installer, bundle, monkeypatch) == 1
    assert "meetlat.cmd" in capsys.readouterr().out
    assert [file.name for file in target.iterdir()] == ["trust"]


def test_a_version_in_use_is_kept_whole(installer, bundle, target, monkeypatch, capsys, tmp_path):
    install(installer, bundle, monkeypatch)
    rename = Path.rename

    def in_use(self, to):
        if self == target / "python":
            raise PermissionError(13, "used by another process")
        return rename(self, to)

    monkeypatch.setattr(Path, "rename", in_use)
    assert install(installer, unpacked(tmp_path / "new", "2.0"), monkeypatch) == 1
    assert "Close Excel" in capsys.readouterr().out
    assert (target / "meetlat.cmd").read_text() == "1.0"
    assert (target / "python" / "only-in-1.0.py").exists()


def test_an_unknown_switch_installs_nothing(installer, target):
    assert installer.main(["/silent"]) == 2
    assert [file.name for file in target.iterdir()] == ["trust"]


def test_the_search_path_of_the_user_loses_only_our_folder(installer):
    folders = ["C:\\A", "c:\\users\\zoë\\MEETLAT\\", "C:\\B"]
    assert installer.without(folders, "C:\\Users\\Zoë\\Meetlat") == ["C:\\A", "C:\\B"]
