"""The setting `accent` sets the theme colours, unless HR chose others."""

from __future__ import annotations

import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from meetlat import recalculate
from meetlat.reporting.colours import READABLE, contrast
from meetlat.reporting.workbook.accent_colour import (
    ACCENT_NAME,
    ACCENTS,
    MEETLAT_COLOURS,
    apply_accent,
    palette,
)
from meetlat_workbooks.content import HOME
from tests.workbooks.workbook_parts import parts
from xlengines.xlsx import open_book

PLUM, MOSS, YELLOW = "#7A1F5C", "#3B6E22", "#FFDD00"
THEME = "xl/theme/theme1.xml"


@pytest.fixture
def workbook(tmp_path) -> Path:
    shutil.copytree(HOME / "starter", tmp_path, dirs_exist_ok=True)
    assert not recalculate(tmp_path / "survey.xlsx").errors
    return tmp_path / "survey.xlsx"


def set_accent(workbook: Path, accent: str) -> None:
    book = open_book(workbook)
    cells = book.sheets["Survey"].used_range
    next(cell for cell in cells if cell.value == "accent").offset(0, 1).value = accent or None
    book.save()
    assert not recalculate(workbook).errors


def colours(workbook: Path) -> dict[str, str]:
    return open_book(workbook).impl.theme_colours()


def choose_colour(workbook: Path, slot: str, colour: str) -> None:
    """Change a theme colour, as HR does in Excel with Page Layout, Colors."""
    book = open_book(workbook)
    book.impl.set_theme_colours({slot: colour})
    book.save()


def test_accent_changes_only_the_colours_of_the_theme(workbook):
    before = parts(workbook)
    set_accent(workbook, PLUM)
    after = parts(workbook)
    found = colours(workbook)
    assert {found["accent1"], found["hlink"]} == {PLUM}
    assert found["accent2"] == "#D9731A", "the colour of warnings does not follow the accent"
    appearance = [
        name for name in before if "chart" in name or "styles" in name or "drawing" in name
    ]
    assert all(after[name] == before[name] for name in appearance)
    old, new = before[THEME].decode(), after[THEME].decode()
    for slot, colour in palette(PLUM).items():
        old = old.replace(f"<a:{slot}><a:srgbClr val=\"{MEETLAT_COLOURS[slot][1:]}\"/>",
                          f"<a:{slot}><a:srgbClr val=\"{colour[1:]}\"/>")  # fmt: skip
    assert new == old, "only the colours differ"


def test_theme_follows_a_changed_accent_and_returns_without_one(workbook):
    before = parts(workbook)[THEME]
    set_accent(workbook, PLUM)
    set_accent(workbook, MOSS)
    assert colours(workbook)["accent1"] == MOSS
    theme = parts(workbook)[THEME]
    recalculate(workbook)
    assert colours(workbook)["accent1"] == MOSS
    assert parts(workbook)[THEME] == theme
    set_accent(workbook, "")
    assert parts(workbook)[THEME] == before
    assert ACCENT_NAME not in [name.name for name in open_book(workbook).names]


def test_accent_leaves_a_theme_that_hr_chose(workbook):
    choose_colour(workbook, "accent1", "#4472C4")
    theme = parts(workbook)[THEME]
    set_accent(workbook, PLUM)
    assert parts(workbook)[THEME] == theme


def test_accent_leaves_a_theme_that_hr_chose_later(workbook):
    set_accent(workbook, PLUM)
    choose_colour(workbook, "accent1", "#4472C4")
    theme = parts(workbook)[THEME]
    set_accent(workbook, MOSS)
    set_accent(workbook, "")
    assert parts(workbook)[THEME] == theme


def test_accent_keeps_one_colour_that_hr_chose_and_changes_the_others(workbook):
    choose_colour(workbook, "lt2", "#FFF4E0")
    set_accent(workbook, PLUM)
    found = colours(workbook)
    assert (found["lt2"], found["accent1"]) == ("#FFF4E0", PLUM)


@pytest.mark.parametrize("accent", [PLUM, MOSS, YELLOW, "#FFFFFF", "#000000", "#888888", "#7ad0ff"])
def test_text_is_readable_on_every_accent(accent):
    found = palette(accent)
    assert {found[slot] for slot in ACCENTS} == {found["accent1"]}
    assert contrast(found["accent1"], "#FFFFFF") >= READABLE
    assert contrast(found["dk2"], "#FFFFFF") >= READABLE
    assert contrast(found["dk2"], found["lt2"]) >= READABLE


def test_a_dark_accent_is_used_unchanged():
    assert palette(PLUM)["accent1"] == PLUM
    assert palette("") == MEETLAT_COLOURS


class Excel:
    """Stands in for a workbook in Excel: its theme and its defined names."""

    impl = object()

    def __init__(self, accent: int) -> None:
        self.slots = {number: SimpleNamespace(RGB=0) for number in range(1, 13)}
        for slot, number in {"accent1": 5, "hlink": 11}.items():
            self.slots[number].RGB = accent or _bgr(MEETLAT_COLOURS[slot])
        scheme = SimpleNamespace(Colors=self.slots.__getitem__)
        self.api = SimpleNamespace(Theme=SimpleNamespace(ThemeColorScheme=scheme))
        self.names = Names()


class Names(list):
    def add(self, name, refers_to):
        self.append(SimpleNamespace(name=name, refers_to=refers_to, delete=self.clear))


def _bgr(colour: str) -> int:
    return int(colour[5:7] + colour[3:5] + colour[1:3], 16)


def test_theme_in_excel_follows_the_accent():
    book = Excel(0)
    apply_accent(book, PLUM)
    assert book.slots[5].RGB == book.slots[11].RGB == _bgr(PLUM)
    assert [(name.name, name.refers_to) for name in book.names] == [(ACCENT_NAME, f'="{PLUM}"')]
    apply_accent(book, "")
    assert _bgr(MEETLAT_COLOURS["accent1"]) == book.slots[5].RGB
    assert not book.names
    chosen = Excel(_bgr("#4472C4"))
    apply_accent(chosen, PLUM)
    assert _bgr("#4472C4") == chosen.slots[5].RGB


def test_an_application_without_a_theme_is_no_error():
    apply_accent(SimpleNamespace(impl=None, api=None, names=[]), PLUM)
