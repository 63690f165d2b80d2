"""Compare a drafted workbook with what a person makes of the same export."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl

from meetlat.opening import opened
from meetlat.reading.catalogue import Catalogue, read_catalogue
from meetlat.reading.inputs import read_inputs
from meetlat.reading.scale import answer_key
from tests.surveys import rows, shown

# What a person makes of each export, written before the code ran on it.
EXPECTED = Path(__file__).parent / "expected"


class Fact(NamedTuple):
    """One thing that a person would set, and what the draft has."""

    heading: str
    what: str
    expected: Any
    found: Any
    asked: bool

    @property
    def verdict(self) -> str:
        """Right; asked (HR is to confirm it); or wrong."""
        if self.expected == self.found:
            return "right"
        return "asked" if self.asked else "wrong"


@dataclass
class Drafted:
    """A drafted workbook: its catalogue, and the cells to confirm."""

    catalogue: Catalogue
    notes: list[list[Any]]
    seen: set[tuple[str, int]] = field(default_factory=set)

    @property
    def rows(self) -> set[tuple[str, int]]:
        """All questions and segments."""
        return {
            (table, row)
            for table in ("Questions", "Segments")
            for row in range(len(self.catalogue.frame(table)))
        }

    @classmethod
    def read(cls, workbook: Path) -> Drafted:
        with opened(workbook, save=False) as book:
            inputs = read_inputs(book)
            names = {table.name for sheet in book.sheets for table in sheet.tables}
        catalogue, problems = read_catalogue(inputs.tables, inputs.names)
        assert not problems
        table = names & {"TeBevestigen", "ToConfirm"}
        return cls(catalogue, shown(workbook, table.pop())[1:] if table else [])

    def asks(self, table: str, row: int) -> bool:
        """Whether a row of an input table, or the column behind it, is to be confirmed."""
        place = self.catalogue.tables[table]
        number = str(place.row_numbers[row])
        return any(
            sheet == place.sheet and str(cell).lstrip("ABCDEFGHIJ") == number
            for sheet, cell, *_ in self.notes
        )

    def row_of(self, heading: str) -> tuple[str, int] | None:
        """The row of the catalogue that uses a column: by its column, name or text."""
        key = answer_key(heading)
        for table, columns in (
            ("Questions", ("column", "question", "text")),
            ("Segments", ("column", "segment", "name")),
        ):
            for row in self.catalogue.frame(table).with_row_index().iter_rows(named=True):
                named = row[columns[0]] != row[columns[1]]
                own = [row[c] for c in (columns[:1] if named else columns)]
                if key in map(answer_key, own):
                    return table, row["index"]
        return None


def compare(workbook: Path, name: str) -> list[Fact]:
    """Every fact of an expected catalogue, beside what the draft has."""
    drafted = Drafted.read(workbook)
    facts: list[Fact] = []
    for line in read_rows(name):
        facts += _facts(drafted, line)
    facts += [
        Fact(str(row), "kind", "-", "question", False)
        for row in drafted.rows.difference(drafted.seen)
    ]
    return facts


def read_rows(name: str) -> list[dict[str, str]]:
    """The rows of a file in `expected`."""
    header, *lines = rows((EXPECTED / f"{name}.md").read_text(encoding="utf-8"))
    return [{str(k): str(v or "") for k, v in zip(header, line, strict=False)} for line in lines]


def _facts(drafted: Drafted, line: dict[str, Any]) -> list[Fact]:
    heading, kind = str(line["heading"]), line["kind"]
    place = drafted.row_of(heading)
    noted = any(answer_key(str(note[2])) == answer_key(heading) for note in drafted.notes)
    if place is None:
        return [Fact(heading, "kind", kind, "-", noted)]
    table, row = place
    drafted.seen.add(place)
    asked = noted or drafted.asks(table, row)
    if table == "Segments":
        return [Fact(heading, "kind", kind, "segment", asked)]
    own = drafted.catalogue.questions.row(row, named=True)
    facts = [Fact(heading, "kind", kind, own["metric"], asked)]
    if line.get("text"):
        facts.append(Fact(heading, "text", line["text"], own["text"], asked))
    if line["scale"]:
        scale = drafted.catalogue.scales.with_row_index().filter(pl.col("scale") == own["scale"])
        asks_scale = asked or drafted.asks("Scales", scale["index"][0])
        found = _answers(scale, kind)
        wanted = _wanted(str(line["scale"]), kind)
        facts.append(Fact(heading, "scale", wanted, found, asks_scale))
    if line.get("theme"):
        facts.append(Fact(heading, "theme", line["theme"], _theme(drafted, own["theme"]), asked))
    return facts


def _theme(drafted: Drafted, theme: str) -> str | None:
    return drafted.catalogue.theme_names.get(theme)


def _answers(scale: pl.DataFrame, kind: str) -> list[tuple[str, float | None]]:
    """What the answers mean, with their scores; in any order for a choice."""
    found = [(label, score) for label, score in scale.select("label", "score").iter_rows()]
    return sorted(found, key=str) if kind == "distribution" else found


def _wanted(scale: str, kind: str) -> list[tuple[str, float | None]]:
    """`Agree=10; Disagree=0; Don't know`, or the name of such a scale, as answers with scores."""
    answers = []
    named = {row["name"]: row["answers"] for row in read_rows("scales")}
    for part in named.get(scale, scale).split(";"):
        answer, equals, score = part.strip().partition("=")
        answers.append((answer, float(score) if equals else None))
    return sorted(answers, key=str) if kind == "distribution" else answers


def counted(facts: list[Fact]) -> Counter[str]:
    """How many facts are right, asked and wrong."""
    return Counter(fact.verdict for fact in facts)
