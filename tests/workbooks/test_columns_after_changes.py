"""After any change of the catalogue, each column has a heading, format and width as its neighbours.

Random changes follow each other in one workbook, as HR makes them over the years.
"""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pytest
import xlwings as xw
from openpyxl.utils import get_column_letter, range_boundaries
from other_catalogue import opened, replace_rows, rows

from meetlat import recalculate
from meetlat_workbooks.content import HOME
from meetlat_workbooks.workbook import read_labels

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")

# The column of each table that its comparisons are beside.
FIGURES = {"Summary": "current", "Enps": "enps", "ThemeScores": "score", "QuestionScores": "score"}
FIGURES |= {"Distributions": "share", "Chapters": "score"}

Change = Callable[[xw.Book, random.Random], None]


def add_theme(book: xw.Book, draw: random.Random) -> None:
    """Add a theme at any place, with one question."""
    themes, questions = rows(book, "Themes"), rows(book, "Questions")
    new = f"thema_{draw.randrange(10_000)}"
    names = {"name::nl": f"Over {new}", "name::en": f"About {new}"}
    themes.insert(draw.randint(0, len(themes)), {"theme": new, **names})
    asked = draw.choice([q for q in questions if q["theme"] and q["scale"] == "agreement"])
    column = asked["column"] or asked["question"]
    question = {"question": f"{new}_1", "theme": new, "column": column, "weight": None}
    replace_rows(book, "Themes", themes)
    replace_rows(book, "Questions", [*questions, asked | question])


def remove_theme(book: xw.Book, draw: random.Random) -> None:
    themes = rows(book, "Themes")
    if len(themes) == 1:
        return
    gone = draw.choice(themes)["theme"]
    questions = [q for q in rows(book, "Questions") if q["theme"] != gone]
    subjects = {q["question"] for q in questions} | {t["theme"] for t in themes} - {gone}
    kept = [c for c in rows(book, "Comparisons") if c["subject"] in {*subjects, "response"}]
    replace_rows(book, "Themes", [t for t in themes if t["theme"] != gone])
    replace_rows(book, "Questions", questions)
    replace_rows(book, "Comparisons", kept)


def rename_theme(book: xw.Book, draw: random.Random) -> None:
    themes = rows(book, "Themes")
    draw.choice(themes)["name::nl"] = f"Hernoemd {draw.randrange(10_000)}"
    replace_rows(book, "Themes", themes)


def reorder_themes(book: xw.Book, draw: random.Random) -> None:
    themes = rows(book, "Themes")
    draw.shuffle(themes)
    replace_rows(book, "Themes", themes)


def add_comparison(book: xw.Book, draw: random.Random) -> None:
    themes = [theme["theme"] for theme in rows(book, "Themes")]
    name = f"Onderzoek {draw.randrange(10_000)}"
    new = [{"comparison": name, "subject": s, "value": 6.5} for s in themes]
    new.append({"comparison": name, "subject": "response", "value": 0.7})
    replace_rows(book, "Comparisons", [*rows(book, "Comparisons"), *new])


def remove_comparison(book: xw.Book, draw: random.Random) -> None:
    known = rows(book, "Comparisons")
    if names := sorted({c["comparison"] for c in known if c["comparison"]}):
        gone = draw.choice(names)
        replace_rows(book, "Comparisons", [c for c in known if c["comparison"] != gone])


def rename_comparison(book: xw.Book, draw: random.Random) -> None:
    known = rows(book, "Comparisons")
    if names := sorted({c["comparison"] for c in known if c["comparison"]}):
        old, new = draw.choice(names), f"Hernoemd {draw.randrange(10_000)}"
        renamed = [c | ({"comparison": new} if c["comparison"] == old else {}) for c in known]
        replace_rows(book, "Comparisons", renamed)


def reorder_comparisons(book: xw.Book, draw: random.Random) -> None:
    known = rows(book, "Comparisons")
    draw.shuffle(known)
    replace_rows(book, "Comparisons", known)


def change_segments(book: xw.Book, draw: random.Random) -> None:
    """Leave the segments, rename one or turn their order around."""
    segments = rows(book, "Segments")
    draw.choice(segments)["name::nl"] = f"Indeling {draw.randrange(10_000)}"
    replace_rows(book, "Segments", segments if draw.random() < 0.5 else segments[::-1])


def remove_segment(book: xw.Book, draw: random.Random) -> None:
    segments = rows(book, "Segments")
    parents = {s["parent"] for s in segments}
    free = [s for s in segments if s["segment"] not in parents]
    if len(segments) > 1:
        gone = draw.choice(free)
        replace_rows(book, "Segments", [s for s in segments if s is not gone])


def switch_metric(book: xw.Book, draw: random.Random) -> None:
    metrics = rows(book, "Metrics")
    chosen = draw.choice([m for m in metrics if m["metric"] in ("enps", "distribution")])
    chosen["on"] = "nee" if chosen["on"] == "ja" else "ja"
    replace_rows(book, "Metrics", metrics)


CHANGES: tuple[Change, ...] = (
    *(add_theme, remove_theme, rename_theme, reorder_themes),
    *(add_comparison, remove_comparison, rename_comparison, reorder_comparisons),
    *(change_segments, remove_segment, switch_metric),
)


class Shown(NamedTuple):
    """A column of a table as people see it."""

    header: str
    heading: Any
    width: float
    hidden: bool
    formats: tuple[str, ...]
    values: tuple[Any, ...]
    rotation: int


class Book:
    """A workbook in the file, with the values that are stored in it."""

    def __init__(self, file: Path) -> None:
        book = openpyxl.load_workbook(file, data_only=True)
        self.tables = {
            name: [*_columns(sheet, ref)] for sheet in book for name, ref in sheet.tables.items()
        }
        self.texts = {
            str(cell.value)
            for sheet in book
            if sheet.sheet_state == "visible"
            for row in sheet.iter_rows()
            for cell in row
            if cell.value is not None
        }

    def rows(self, table: str) -> list[dict[str, Any]]:
        columns = {column.header: column.values for column in self.tables[table]}
        return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _columns(sheet: Any, ref: str) -> Iterator[Shown]:
    left, top, right, bottom = range_boundaries(ref)
    widths = {
        at: (each.width, each.hidden)
        for each in sheet.column_dimensions.values()
        for at in range(each.min, each.max + 1)
    }
    for column in range(left, right + 1):
        letter = get_column_letter(column)
        body = [sheet[f"{letter}{row}"] for row in range(top + 1, bottom + 1)]
        width, hidden = widths.get(column, (8.43, False))
        yield Shown(
            str(sheet[f"{letter}{top}"].value),
            sheet[f"{letter}{top - 1}"].value if top > 1 else None,
            round(width, 1),
            hidden,
            tuple(cell.number_format for cell in body),
            tuple(cell.value for cell in body),
            sheet[f"{letter}{top}"].alignment.textRotation,
        )


def check_columns(book: Book, names: list[str], themes: list[str]) -> None:
    headings = {*map(str, read_labels("nl")["headings"].values())}
    for table, figure in FIGURES.items():
        columns = {column.header: column for column in book.tables[table]}
        for column in columns.values():
            expected = {column.header} if column.header not in book_columns(table) else headings
            assert column.heading in expected, (table, column.header)
        beside = [columns[name] for name in columns if name not in book_columns(table)]
        assert {c.header for c in beside if {*c.values} - {"-", None}} <= {*names}, table
        for column in beside:
            assert column.formats == columns[figure].formats, (table, column.header)
            assert (column.width, column.hidden) == (12.7, False), (table, column.header)
    check_heat_map(book, themes)


@cache
def book_columns(table: str) -> set[str]:
    """The columns of a table that do not depend on the survey."""
    shipped = Book(HOME / "starter" / "survey.xlsx")
    return {column.header for column in shipped.tables[table]} - {"Vorig onderzoek"}


def check_heat_map(book: Book, themes: list[str]) -> None:
    columns = book.tables["SegmentScores"]
    fixed = ["segment", "segment_name", "group", "n", "withheld", "enps"]
    assert [column.header for column in columns[: len(fixed)]] == fixed
    own = columns[len(fixed) :]
    assert {*themes} == {column.header for column in own if any(column.values)}
    for column in own:
        assert {*column.formats} == {"0.0"}, column.header
        assert (column.width, column.hidden, column.rotation) == (7.3, False, 90), column.header


def check_metrics(book: Book, on: dict[str, bool]) -> None:
    """A metric that is off leaves no figure."""
    shares = [row["share"] for row in book.rows("Distributions")]
    assert any(share is not None for share in shares) == on["distribution"]
    (headline,) = book.rows("Headline")
    assert (headline["promoters"] is not None) == on["enps"]
    if not on["enps"]:
        assert not [row for row in book.rows("Summary") if row["measure"] == "enps"]
        figures = [v for row in book.rows("Enps") for v in row.values() if not isinstance(v, str)]
        assert {*figures} <= {None}
        assert {row["enps"] for row in book.rows("SegmentScores")} == {None}
        assert not [text for text in book.texts if re.search("Promotors [0-9]", text)]


def check(workbook: Path) -> None:
    book = Book(workbook)
    names = [name for name in (row["comparison"] for row in book.rows("Comparisons")) if name]
    themes = [row["name"] for row in book.rows("ThemeScores") if row["name"]]
    catalogue = [row["name::nl"] or row["theme"] for row in book.rows("Themes")]
    assert themes == catalogue, "in the order of the catalogue"
    assert [row["name"] for row in book.rows("ThemeRows")] == catalogue
    assert [r["text"] for r in book.rows("Chapters") if r["kind"] == "theme"] == catalogue
    check_columns(book, names, themes)
    check_metrics(book, {row["metric"]: row["on"] == "ja" for row in book.rows("Metrics")})


@pytest.mark.parametrize(
    ("survey", "host", "seed"),
    [
        ("starter", "headless", 0),
        *(pytest.param("starter", "headless", n, marks=pytest.mark.nightly) for n in (1, 2, 3)),
        pytest.param("provincie-utrecht", "headless", 4, marks=pytest.mark.nightly),
        pytest.param("starter", "libreoffice", 5, marks=pytest.mark.nightly),
    ],
)
def test_columns_follow_the_catalogue_after_every_change(survey, host, seed, tmp_path):
    shutil.copytree(HOME / survey, tmp_path, dirs_exist_ok=True)
    workbook, draw = tmp_path / "survey.xlsx", random.Random(seed)  # noqa: S311
    made = []
    for change in draw.sample(CHANGES, len(CHANGES)):
        made.append(change.__name__)
        with opened(workbook, host) as book:
            change(book, draw)
            problems = recalculate(book).errors
        assert not problems, (made, problems)
        check(workbook)
