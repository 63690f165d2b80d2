"""Lay out the bundle: the Python, the packages in it, the installer, and the list of contents."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from email.message import Message
from email.parser import HeaderParser
from pathlib import Path, PurePosixPath

from meetlat_bundle.fetching import digest, python_files
from meetlat_bundle.recipe import HERE, PYTHON_TAG, PYTHON_VERSION, is_left_out

PACKAGES = "python/Lib/site-packages"

# pywin32 has libraries that Windows looks for beside the program.
BESIDE_PYTHON = "pywin32_system32/"

# With this file Python reads no environment variables, no registry, no folder of the user and no
# current folder: only what the bundle holds can be imported.
SEARCH_PATH = """\
.
DLLs
Lib
Lib\\site-packages
Lib\\site-packages\\win32
Lib\\site-packages\\win32\\lib
"""


@dataclass
class Component:
    """Something of a third party in the bundle, or Meetlat itself.

    Attributes:
        source: the SHA-256 of the file that it came from.
        files: the contents by their path in the bundle.
    """

    name: str
    version: str
    licence: str
    source: str
    files: dict[str, bytes] = field(default_factory=dict)


def python_component(file: Path) -> Component:
    """The Python, with the search path of the bundle."""
    found = python_files(file)
    python = Component("python", PYTHON_VERSION, "PSF-2.0", digest(file.read_bytes()))
    for path, content in found.items():
        if not is_left_out("python", path) and not path.endswith("._pth"):
            python.files[f"python/{path}"] = content
    zipped = "".join(f"{path}\n" for path in found if path == f"python{PYTHON_TAG[2:]}.zip")
    python.files[f"python/python{PYTHON_TAG[2:]}._pth"] = (zipped + SEARCH_PATH).encode()
    return python


def wheel_component(file: Path) -> Component:
    """The files of a wheel, where they belong in the bundle."""
    with zipfile.ZipFile(file) as wheel:
        names = [name for name in wheel.namelist() if not name.endswith("/")]
        (metadata,) = (n for n in names if n.count("/") == 1 and n.endswith(".dist-info/METADATA"))
        header = HeaderParser().parsestr(wheel.read(metadata).decode())
        name = header["Name"].lower().replace("_", "-")
        source = digest(file.read_bytes())
        made = Component(name, header["Version"], licence_of(name, header), source)
        for path in names:
            if not is_left_out(name, path):
                made.files[place_of(path)] = wheel.read(path)
    return made


def place_of(path: str) -> str:
    """The path in the bundle of a file in a wheel."""
    parts = PurePosixPath(path).parts
    if parts[0].endswith(".data") and parts[1] in ("purelib", "platlib"):
        parts = parts[2:]
    inside = "/".join(parts)
    if inside.startswith(BESIDE_PYTHON):
        return f"python/{inside.removeprefix(BESIDE_PYTHON)}"
    return f"{PACKAGES}/{inside}"


# Packages whose metadata names no licence in a form that programs can read.
LICENCES = {
    "polars": "MIT", "polars-runtime-32": "MIT", "xlwings": "BSD-3-Clause", "pandera": "MIT",
    "pywin32": "PSF-2.0", "lxml": "BSD-3-Clause", "python-pptx": "MIT", "pyreadstat": "Apache-2.0",
    "openpyxl": "MIT", "et-xmlfile": "MIT", "mdurl": "MIT", "watchfiles": "MIT",
    "pluggy": "MIT", "rich": "MIT", "xlsxwriter": "BSD-2-Clause", "colorama": "BSD-3-Clause",
    "mypy-extensions": "MIT", "shellingham": "ISC", "typing-inspect": "MIT",
    "jinja2": "BSD-3-Clause",
    "markdown-it-py": "MIT", "annotated-types": "MIT", "typeguard": "MIT", "narwhals": "MIT",
}  # fmt: skip


def licence_of(name: str, header: Message) -> str:
    """The licence of a package as an SPDX expression.

    Raises:
        ValueError: neither its metadata nor we know it, or it may not be in the bundle.
    """
    found = header["License-Expression"] or LICENCES.get(name)
    if found and re.search(r"\bA?GPL", found):
        raise ValueError(f"{name} is under {found}, which the bundle must not hold")
    if found:
        return found
    raise ValueError(f"the licence of {name} is not known: add it to layout.LICENCES")


def installer_component(version: str) -> Component:
    """The scripts of the bundle, with the line ends of Windows."""
    own = Component("meetlat-installer", version, "BSD-3-Clause", "")
    for file in sorted((HERE / "files").iterdir()):
        if file.is_file():
            content = file.read_text(encoding="ascii").replace("@VERSION@", version)
            own.files[file.name] = content.replace("\n", "\r\n").encode()
    return own


def licence_list(components: Iterable[Component]) -> bytes:
    """The component, version and licence of everything, with where the text of the licence is."""
    lines = ["Everything in this bundle, with its licence.", ""]
    for one in components:
        lines.append(f"{one.name} {one.version}: {one.licence}")
        lines += [f"    {path}" for path in sorted(one.files) if is_licence_text(path)]
    return ("\r\n".join(lines) + "\r\n").encode()


def is_licence_text(path: str) -> bool:
    """Whether a file holds the text of a licence."""
    name = path.rpartition("/")[2].upper()
    return name.startswith(("LICEN", "COPYING", "NOTICE")) and not name.endswith((".PY", ".PYC"))


def check_disjoint(components: Iterable[Component]) -> None:
    """Check that no file belongs to two components, also where capitals make no difference.

    Raises:
        ValueError: one does.
    """
    owners: dict[str, str] = {}
    for component in components:
        for path in component.files:
            other = owners.setdefault(path.lower(), component.name)
            if other != component.name:
                raise ValueError(f"{path} is in {other} and in {component.name}")
