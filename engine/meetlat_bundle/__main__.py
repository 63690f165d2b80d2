"""`python -m meetlat_bundle`: make the bundle for Windows, and a folder of wheels for pip."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from meetlat_bundle.archive import write_zip
from meetlat_bundle.bytecode import compiled, find_compiler
from meetlat_bundle.fetching import build_wheel, digest, fetch_python, fetch_wheels
from meetlat_bundle.layout import (
    Component,
    check_disjoint,
    installer_component,
    licence_list,
    python_component,
    wheel_component,
)
from meetlat_bundle.recipe import HERE, MOST_BYTES, PYTHON_TAG, WHEELS
from meetlat_bundle.sbom import SBOM, bill_of_materials

PROJECT = HERE.parent.parent

# Reading SPSS files.
SPSS = ("pyreadstat", "narwhals")


def main() -> None:
    """Make both zip files."""
    options = _parser().parse_args()
    with tempfile.TemporaryDirectory() as folder:
        downloads = options.downloads or Path(folder)
        wheels = _wheels(downloads)
        python = options.python or fetch_python(Path(folder))
        components = [python_component(python), *map(wheel_component, wheels)]
        if options.without_spss:
            components = [one for one in components if one.name not in SPSS]
        version = next(one.version for one in components if one.name == "meetlat")
        components.append(installer_component(version))
        name = f"meetlat-{version}-windows-x64"
        bundle = options.output / f"{name}.zip"
        write_bundle(bundle, components, version, options.compiler or find_compiler(PYTHON_TAG))
        wheelhouse = options.output / f"{name}-wheelhouse.zip"
        write_zip(wheelhouse, wheelhouse_contents(wheels))
    for file in (bundle, wheelhouse):
        sys.stdout.write(f"{digest(file.read_bytes())}  {file} ({file.stat().st_size:,} bytes)\n")
    if bundle.stat().st_size > MOST_BYTES:
        sys.exit(f"{bundle} is larger than {MOST_BYTES:,} bytes")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m meetlat_bundle", description=__doc__)
    parser.add_argument("--output", type=Path, default=PROJECT / "dist", help="default: dist")
    parser.add_argument("--python", type=Path, help="a Python for Windows, instead of fetching it")
    parser.add_argument("--downloads", type=Path, help="a folder to keep the wheels in")
    parser.add_argument("--compiler", help="a Python of the same version on this computer")
    parser.add_argument("--without-spss", action="store_true", help="leave out reading SPSS files")
    return parser


def _wheels(downloads: Path) -> list[Path]:
    """All wheels, fetched or built, in the order of their names."""
    fetch_wheels(downloads)
    for old in downloads.glob("meetlat-*.whl"):
        old.unlink()
    build_wheel(PROJECT, downloads)
    return sorted(downloads.glob("*.whl"))


def write_bundle(file: Path, components: list[Component], version: str, compiler: str) -> None:
    """Write the bundle, with the bytecode and list of contents of its components."""
    for component in components:
        component.files |= compiled(component.files, compiler, PYTHON_TAG)
    components[-1].files["LICENCES.txt"] = licence_list(components)
    check_disjoint(components)
    contents = {path: data for one in components for path, data in one.files.items()}
    sizes = sorted(((sum(map(len, c.files.values())), c.name) for c in components), reverse=True)
    for size, name in sizes[:8]:
        sys.stdout.write(f"{size:>12,} bytes  {name}\n")
    write_zip(file, {**contents, SBOM: bill_of_materials(components, version)})


def wheelhouse_contents(wheels: list[Path]) -> dict[str, bytes]:
    """The wheels, and a file that lets pip install exactly these without a network."""
    (own,) = (wheel for wheel in wheels if wheel.name.startswith("meetlat-"))
    hashed = f"meetlat=={own.name.split('-')[1]} --hash=sha256:{digest(own.read_bytes())}\n"
    requirements = hashed + WHEELS.read_text(encoding="ascii")
    files = {wheel.name: wheel.read_bytes() for wheel in wheels}
    return {**files, "requirements.txt": requirements.encode()}


if __name__ == "__main__":
    main()
