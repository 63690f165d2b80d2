"""The bundle for Windows, made from a small Python and small wheels."""

from __future__ import annotations

import json
import re
import sys
import tomllib
import zipfile
from email.message import Message
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

import pytest

from meetlat_bundle import __main__ as bundling
from meetlat_bundle import fetching
from meetlat_bundle.archive import SUMS
from meetlat_bundle.bytecode import compiled
from meetlat_bundle.fetching import UntrustedError, digest, python_files
from meetlat_bundle.layout import (
    Component,
    check_disjoint,
    installer_component,
    licence_of,
    python_component,
    wheel_component,
)
from meetlat_bundle.recipe import WHEELS, is_left_out
from meetlat_bundle.sbom import SBOM

PROJECT = Path(__file__).parents[2]
TAG = f"cp{sys.version_info[0]}{sys.version_info[1]}"


@pytest.fixture
def python(tmp_path, monkeypatch) -> Path:
    """A zip file with what a Python for Windows has, and some that is left out."""
    monkeypatch.setattr(fetching, "_check_signatures", lambda files: None)
    monkeypatch.setattr(bundling, "PYTHON_TAG", TAG)
    return zipped(
        tmp_path / "python.zip",
        {
            "python.exe": b"MZ", "LICENSE.txt": b"PSF", "Lib/os.py": b"a = 1\n", "NEWS.txt": b"",
            "Lib/test/test_os.py": b"", "Lib/__pycache__/os.cpython-313.pyc": b"", "a._pth": b"..",
        },
    )  # fmt: skip


@pytest.fixture
def wheels(tmp_path) -> list[Path]:
    folder = tmp_path / "wheels"
    folder.mkdir()
    return [
        wheel(folder, "meetlat", {"meetlat/__init__.py": b"print('hello')\n"}),
        wheel(folder, "pywin32", {"pywin32_system32/pywintypes313.dll": b"", "a.pth": b""}),
        wheel(folder, "xlwings", {"xlwings/main.py": b"", "xlwings/pro/paid.py": b""}),
    ]


def zipped(file: Path, contents: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(file, "w") as archive:
        for path, content in contents.items():
            archive.writestr(path, content)
    return file


def wheel(folder: Path, name: str, contents: dict[str, bytes]) -> Path:
    about = f"Metadata-Version: 2.4\nName: {name}\nVersion: 1.0\nLicense-Expression: MIT\n\n"
    info = {f"{name}-1.0.dist-info/{n}": about.encode() for n in ("METADATA", "licenses/LICENSE")}
    return zipped(folder / f"{name}-1.0-py3-none-any.whl", {**contents, **info})


def made(file: Path, python: Path, wheels: list[Path]) -> dict[str, bytes]:
    """The contents of a bundle."""
    components = [python_component(python), *map(wheel_component, wheels)]
    components.append(installer_component("1.0"))
    bundling.write_bundle(file, components, "1.0", sys.executable)
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_two_bundles_of_the_same_parts_are_equal(tmp_path, python, wheels):
    made(tmp_path / "a.zip", python, wheels)
    made(tmp_path / "b.zip", python, wheels)
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


def test_every_file_is_in_one_component_and_has_its_hash(tmp_path, python, wheels):
    contents = made(tmp_path / "a.zip", python, wheels)
    components = json.loads(contents[SBOM])["components"]
    listed = [
        (file["name"], file["hashes"][0]["content"])
        for component in components
        for file in component["components"]
    ]
    assert len({name for name, _ in listed}) == len(listed)
    expected = {n: digest(data) for n, data in contents.items() if n not in (SBOM, SUMS)}
    assert dict(listed) == expected
    sums = dict(reversed(line.split("  ")) for line in contents[SUMS].decode().splitlines())
    assert sums == {n: digest(data) for n, data in contents.items() if n != SUMS}


def test_the_python_is_closed_and_has_its_packages_and_bytecode(tmp_path, python, wheels):
    contents = made(tmp_path / "a.zip", python, wheels)
    (search_path,) = (data.decode() for name, data in contents.items() if name.endswith("._pth"))
    assert "import site" not in search_path
    assert "python/pywintypes313.dll" in contents
    package = "python/Lib/site-packages/meetlat"
    bytecode = f"{package}/__pycache__/__init__.cpython-{TAG[2:]}.pyc"
    assert contents[bytecode][4:8] == (1).to_bytes(4, "little"), "it does not depend on a moment"
    assert str(tmp_path).encode() not in contents[bytecode]


def test_parts_that_nobody_needs_are_left_out(tmp_path, python, wheels):
    contents = made(tmp_path / "a.zip", python, wheels)
    unwanted = ("NEWS.txt", "/Lib/test/", "/xlwings/pro/", ".pth")
    assert not [name for name in contents if any(part in name for part in unwanted)]
    assert "python/LICENSE.txt" in contents
    assert is_left_out("pywin32", "adodbapi/license.txt")
    assert not is_left_out("numpy", "numpy/__init__.py")


def test_scripts_have_the_line_ends_of_windows_and_the_version():
    files = installer_component("1.2.3").files
    assert all(b"\n" not in data.replace(b"\r\n", b"") for data in files.values())
    assert b"Meetlat 1.2.3" in files["READ-ME.txt"]
    assert b" -P " in files["meetlat.cmd"]


def test_a_file_of_two_components_is_refused():
    one, other = (Component(n, "1", "MIT", "", {f"python/{n}.py": b""}) for n in ("a", "A"))
    with pytest.raises(ValueError, match=r"A\.py"):
        check_disjoint([one, other])


def test_a_python_with_another_hash_or_signature_is_refused(tmp_path):
    (tmp_path / "python.tar.gz").write_bytes(b"something else")
    with pytest.raises(UntrustedError, match="another hash"):
        python_files(tmp_path / "python.tar.gz")
    if fetching.shutil.which("osslsigncode"):
        names = ("python.exe", "pythonw.exe", "python313.dll")
        unsigned = zipped(tmp_path / "python.zip", dict.fromkeys(names, b"MZ"))
        with pytest.raises(UntrustedError, match="not signed"):
            python_files(unsigned)


def test_bytecode_of_another_version_is_refused():
    with pytest.raises(ValueError, match="cp399"):
        compiled({"python/a.py": b""}, sys.executable, "cp399")


# Versions and licences


def locked() -> dict[str, str]:
    return dict(re.findall(r"^([\w-]+)==(\S+)", WHEELS.read_text(encoding="ascii"), re.MULTILINE))


def test_the_bundle_has_the_versions_that_are_tested_and_a_hash_of_each():
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    tested = dict(line.split("==") for line in project["tool"]["uv"]["constraint-dependencies"])
    assert {n: v for n, v in locked().items() if tested.get(n, v) != v} == {}
    assert locked().keys() - tested.keys() <= {"colorama", "pywin32"}, "only on Windows"
    parts = re.split(r"^(?=\w)", WHEELS.read_text(encoding="ascii"), flags=re.MULTILINE)[1:]
    assert all("--hash=sha256:" in part for part in parts)
    assert "://" not in WHEELS.read_text(encoding="ascii"), "no name of a registry"


def test_the_bundle_has_every_package_that_the_wheel_asks_for():
    """All but pyarrow and pyspark, which are large: HR has no millions of respondents."""
    asked = {
        re.split(r"[ <>=;\[(]", line)[0].lower()
        for line in metadata("meetlat").get_all("Requires-Dist") or []
        if not re.search(r"""extra == ['"](big|spark)['"]""", line)
    }
    assert asked <= locked().keys()


def test_the_licence_of_every_package_is_known_and_allows_handing_it_out():
    for name in locked():
        try:
            header = metadata(name)
        except PackageNotFoundError:  # it is for Windows only
            header = Message()
            header["License-Expression"] = "MIT" if name == "colorama" else "PSF-2.0"
        assert licence_of(name, header)  # type: ignore[arg-type]


@pytest.mark.parametrize("licence", ["GPL-3.0-only", "MIT AND AGPL-3.0-or-later", None])
def test_a_package_under_the_gpl_or_an_unknown_licence_is_refused(licence):
    header = Message()
    if licence:
        header["License-Expression"] = licence
    with pytest.raises(ValueError, match="unheard-of"):
        licence_of("unheard-of", header)
