"""Fixtures for tests of engines: the demanding workbooks, built once."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import demanding
import engines


@pytest.fixture(scope="session")
def fixtures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the demanding workbooks, read only."""
    folder = tmp_path_factory.mktemp("demanding")
    for build in (demanding.build_demanding, demanding.build_1904, demanding.build_prefixed):
        build(folder)
    return folder


@pytest.fixture
def demanding_copy(fixtures: Path, tmp_path: Path) -> Path:
    """A copy of the demanding workbook."""
    return Path(shutil.copy(fixtures / "demanding.xlsm", tmp_path))


@pytest.fixture(params=["demanding", "demanding-1904", "demanding-prefixed"])
def any_demanding(request: pytest.FixtureRequest, fixtures: Path, tmp_path: Path) -> Path:
    """Each of the demanding workbooks in turn."""
    return Path(shutil.copy(fixtures / f"{request.param}.xlsm", tmp_path))


@pytest.fixture(scope="session", params=engines.PARAMETERS)
def opener(request: pytest.FixtureRequest) -> Iterator[engines.Opener]:
    """Opens a workbook in each engine in turn; in Excel only with `-m excel`."""
    if request.param == "excel" and "excel" not in request.config.getoption("markexpr"):
        pytest.skip("runs with `pytest -m excel`")
    with engines.ENGINES[request.param]() as open_it:
        yield open_it
