"""The engine keeps every feature, and the page that compares it with others is true."""

from __future__ import annotations

from pathlib import Path

import keeps
import pytest
from features import FEATURES
from package_check import Package

headless = pytest.importorskip("meetlat.hosts.headless")
PAGE = Path(headless.__file__).with_name("KEEPS.md")


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, str]]:
    return keeps.measure(tmp_path_factory.mktemp("keeps"))[0]


@pytest.mark.parametrize("title", FEATURES)
def test_the_demanding_workbook_has_it(title: str, fixtures: Path):
    assert list(FEATURES[title](Package(fixtures / "demanding.xlsm")))


def test_meetlat_keeps_everything(measured: dict[str, dict[str, str]]):
    assert {t: v for t, v in measured["Meetlat"].items() if v != "kept"} == {}


def test_the_measure_can_tell(measured: dict[str, dict[str, str]]):
    """A measure by which openpyxl lost nothing would measure nothing."""
    lost = [t for t, v in measured["openpyxl"].items() if v == "lost"]
    assert {"Slicers", "Sparklines", "Threaded comments", "Custom XML"} <= set(lost)


def test_the_page_is_true(measured: dict[str, dict[str, str]], tmp_path: Path):
    rows = [line.strip("| ").split(" | ") for line in PAGE.read_text("utf-8").splitlines()]
    told = {row[0]: row[1:] for row in rows if row[0] in FEATURES}
    writers = [w for w in keeps.WRITERS if w in measured]
    if keeps.office_version() not in PAGE.read_text("utf-8"):
        writers = ["Meetlat", "openpyxl"]  # another LibreOffice may keep other things
    for title in FEATURES:
        assert told[title][: len(writers)] == [measured[w][title] for w in writers], title
