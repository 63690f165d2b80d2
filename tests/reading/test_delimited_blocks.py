"""A large file of text is read in blocks of rows, and gives what the file read whole gives."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetlat.reading.responses import arrow_batches, delimited_blocks, locate
from meetlat.reading.responses.delimited import read_delimited
from meetlat.reading.responses.responses import Responses, Unreadable
from meetlat.recalculation import compute
from meetlat.testing import inputs
from tests.reading.messy_survey import messy, tables

pytest.importorskip("pyarrow")


@pytest.fixture(scope="module")
def file(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("answers") / "a.csv"


def content(responses: Responses) -> tuple[object, ...]:
    text = pl.all().cast(pl.String)
    frame = responses.frame.select(text) if responses.columns else responses.frame
    where = responses.header_row, responses.source
    return frame.rows(), frame.columns, responses.headings, [*responses.row_numbers], where


def reading(read, file: Path) -> object:
    """What a file holds, or why it cannot be read."""
    try:
        return content(read(file))
    except Unreadable as fault:
        return fault.code, fault.facts


def in_blocks(file: Path) -> Responses:
    """The file in blocks, or whole if they may not be rows, as a large file is read."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(locate, "LARGE_TEXT", 0)
        return locate.read_file(file)


QUOTED = st.text('ab ,;\n\r"é', max_size=4).map(lambda t: '"' + t.replace('"', '""') + '"')
BARE = st.text("abé ", max_size=4)
STRAY = st.sampled_from(['5" pipe', '"', '"a"b', ' "a"', 'a"', '""a""', "a\tb", "\x00", "#"])
TIDY = BARE | QUOTED
CELL = st.one_of(BARE, BARE, BARE, QUOTED, STRAY)


def rows_of(cell: st.SearchStrategy[str]) -> st.SearchStrategy[list[list[str]]]:
    return st.lists(st.lists(cell, min_size=1, max_size=4), min_size=1, max_size=12)


@given(
    rows=rows_of(TIDY) | rows_of(CELL),
    width=st.sampled_from([None, None, 3]),
    above=st.sampled_from(["", "\n", "\n\n", "sep=;\n"]),
    headings=st.sampled_from(["a{0}b{0}c", "a{0}a{0}", '"a\nb"{0}c{0}d', "a", '"a'])
    | st.just("a{0}b{0}c"),
    separator=st.sampled_from([";", ",", "\t", "|"]),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    last=st.booleans(),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
    block=st.sampled_from([1, 7, 20, 1000]),
)
def test_a_file_in_blocks_is_the_file_read_whole(
    file, rows, width, above, headings, separator, end, last, encoding, block
):
    if width:  # a file of which every row has as many values
        rows = [[*row, "", "", ""][:width] for row in rows]
    lines = [headings.format(separator), *(separator.join(row) for row in rows)]
    text = above + end.join(lines) + end * last
    file.write_bytes(text.encode(encoding))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(delimited_blocks, "BLOCK", block)
        patch.setattr(arrow_batches, "ROWS", 16)
        found = reading(in_blocks, file)
    assert found == reading(read_delimited, file)


@pytest.mark.parametrize("quoted", ["always", "necessary"])
def test_plain_text_is_read_in_blocks(file, monkeypatch, quoted):
    frame = messy(300, 4, 0.1).with_columns(comment=pl.lit('one "word"\nand; another'))
    frame.write_csv(file, separator=";", quote_style=quoted)
    monkeypatch.setattr(delimited_blocks, "BLOCK", 900)
    monkeypatch.setattr(locate, "read_delimited", None)
    assert in_blocks(file).rows.height == frame.height


def test_a_report_is_the_same_in_blocks(file, monkeypatch):
    messy(500, 3, 0.05).write_csv(file)
    whole = compute(inputs(**tables()), file)
    monkeypatch.setattr(delimited_blocks, "BLOCK", 900)
    monkeypatch.setattr(locate, "LARGE_TEXT", 0)
    found = compute(inputs(**tables()), file)
    assert [*map(str, found.problems)] == [*map(str, whole.problems)]
    assert not found.errors
    for name in whole.tables.keys() - {"LastRun"}:
        assert found.tables[name].frame.equals(whole.tables[name].frame)


def test_a_row_that_is_too_long_is_named(file, monkeypatch):
    rows = "x;y\n" * 500
    file.write_text(f"a;b\n{rows}x;y;z\n{rows}", encoding="utf-8")
    monkeypatch.setattr(delimited_blocks, "BLOCK", 900)
    with pytest.raises(Unreadable) as fault:
        in_blocks(file)
    assert (fault.value.code, fault.value.facts["row"]) == ("responses-ragged", 502)


def test_a_value_without_an_end_is_read_whole(file, monkeypatch):
    file.write_text('a;b\nx;"' + "y\n" * 5000, encoding="utf-8")
    monkeypatch.setattr(delimited_blocks, "BLOCK", 100)
    monkeypatch.setattr(delimited_blocks, "LONGEST_ROW", 1000)
    with pytest.raises(Unreadable, match="responses-quotes"):
        in_blocks(file)
