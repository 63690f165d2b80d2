"""The engine keeps every feature, and KEEPS.md is up to date."""

from __future__ import annotations

from pathlib import Path

import keeps
import pytest
from features import FEATURES
from package_check import Package

headless = pytest.importorskip("xlengines.xlsx")
PAGE = Path(headless.__file__).with_name("KEEPS.md")


def verdicts(page: str, writer: int) -> dict[str, str]:
    """The verdict on each feature in one column of a page; 1 is the first writer."""
    rows = [line.strip("| ").split(" | ") for line in page.splitlines()]
    return {row[0]: row[writer] for row in rows if row[0] in FEATURES}


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page with current measurements."""
    return keeps.page(tmp_path_factory.mktemp("keeps"))


@pytest.mark.parametrize("title", FEATURES)
def test_the_demanding_workbook_has_every_feature(title: str, fixtures: Path):
    assert list(FEATURES[title](Package(fixtures / "demanding.xlsm")))


def test_meetlat_keeps_every_feature(measured: str):
    assert set(verdicts(measured, 1).values()) == {"kept"}


def test_the_measurement_finds_features_that_openpyxl_loses(measured: str):
    """Openpyxl is known to lose these features."""
    lost = {title for title, verdict in verdicts(measured, 2).items() if verdict == "lost"}
    assert lost >= {"Slicers", "Sparklines", "Threaded comments", "Custom XML"}


def test_the_page_of_kept_features_is_up_to_date(measured: str):
    published = PAGE.read_text("utf-8")
    if keeps.office_version() and keeps.office_version() in published:
        assert published == measured, "run tests/xlengines/keeps.py engine/xlengines/xlsx/KEEPS.md"
    for writer in (1, 2):  # the results of LibreOffice depend on its version
        assert verdicts(published, writer) == verdicts(measured, writer)
