"""The engine keeps every feature, and the page that compares it with others is true."""

from __future__ import annotations

from pathlib import Path

import keeps
import pytest
from features import FEATURES
from package_check import Package

headless = pytest.importorskip("xlengines.xlsx")
PAGE = Path(headless.__file__).with_name("KEEPS.md")


def verdicts(page: str, writer: int) -> dict[str, str]:
    """Feature -> verdict in one column of a page, 1 being the first writer."""
    rows = [line.strip("| ").split(" | ") for line in page.splitlines()]
    return {row[0]: row[writer] for row in rows if row[0] in FEATURES}


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page as it would be written now."""
    return keeps.page(tmp_path_factory.mktemp("keeps"))


@pytest.mark.parametrize("title", FEATURES)
def test_the_demanding_workbook_has_it(title: str, fixtures: Path):
    assert list(FEATURES[title](Package(fixtures / "demanding.xlsm")))


def test_meetlat_keeps_everything(measured: str):
    assert set(verdicts(measured, 1).values()) == {"kept"}


def test_the_measure_can_tell(measured: str):
    """A measure by which openpyxl lost nothing would measure nothing."""
    lost = {title for title, verdict in verdicts(measured, 2).items() if verdict == "lost"}
    assert lost >= {"Slicers", "Sparklines", "Threaded comments", "Custom XML"}


def test_the_page_is_true(measured: str):
    told = PAGE.read_text("utf-8")
    if keeps.office_version() and keeps.office_version() in told:
        assert told == measured, "run tests/xlengines/keeps.py engine/xlengines/xlsx/KEEPS.md"
    for writer in (1, 2):  # another LibreOffice, or none, may keep other things
        assert verdicts(told, writer) == verdicts(measured, writer)
