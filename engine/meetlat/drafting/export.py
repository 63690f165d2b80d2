"""The columns of an export: headings, texts, and how often each answer was given."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from html import unescape
from typing import Any

import polars as pl

from meetlat.reading.cells import text
from meetlat.reading.responses.columns import numbered_headings
from meetlat.reading.responses.responses import Responses, times_given
from meetlat.reading.scale import answer_key

# Distinct answers that are looked at; a column with more is open text or a number.
MOST_DISTINCT = 200


class Kind(StrEnum):
    """What a column is."""

    TOOL = "tool"
    PERSON = "person"
    EMPTY = "empty"
    NO_HEADING = "no_heading"
    OPEN = "open"
    NUMBER = "number"
    WEIGHT = "weight"
    RANKING = "ranking"
    SEGMENT = "segment"
    LIKERT = "likert"
    ENPS = "enps"
    CHOICE = "choice"
    OPTION = "option"
    JOINED = "joined"


@dataclass(frozen=True)
class Column:
    """One column of an export.

    Attributes:
        name: its name in the frame of the responses.
        heading: as it stands in the file, on one line; with a number if it occurs twice.
        text: the text of the question, which is the heading unless the file has both.
        answers: how often each answer was given, the most frequent first; at most `MOST_DISTINCT`.
        labels: the meaning of answers that are codes.
        distinct: how many different answers there are.
        answered: how many people answered.
        aside: whether the reader of the file says that the tool added the column.
        described: whether a structure file describes the column.
        section: the part of the survey that it is in, from that file.
        kind: what it is, if that file says so.
    """

    name: str
    heading: str
    text: str
    answers: Mapping[str, int]
    labels: Mapping[str, str] = field(default_factory=dict)
    distinct: int = 0
    answered: int = 0
    aside: bool = False
    described: bool = False
    section: str = ""
    kind: Kind | None = None

    def meaning(self, answer: str) -> str:
        """The label of an answer, or the answer itself."""
        return self.labels.get(answer, answer)

    @property
    def meanings(self) -> list[str]:
        """What the answers mean, the most frequent first."""
        return [self.meaning(answer) for answer in self.answers]


def read_columns(responses: Responses) -> list[Column]:
    """Every column with a heading, in the order of the file."""
    return list(_columns(responses))


def _columns(responses: Responses) -> Iterator[Column]:
    numbered = {column: heading for heading, column in numbered_headings(responses).items()}
    for name, heading in zip(responses.frame.columns, responses.headings, strict=True):
        if not heading:
            continue
        counted = _counted(responses.frame[name])
        given = responses.labels.get(name, {})
        labels = {key: one_line(label) for v, label in given.items() if (key := text(v))}
        yield Column(
            name,
            one_line(numbered.get(name, heading)),
            plain_text(responses.texts.get(name) or heading),
            dict(list(counted.items())[:MOST_DISTINCT]),
            labels,
            len(counted),
            sum(counted.values()),
            name in responses.aside,
        )


def cells_without_heading(responses: Responses) -> list[str]:
    """The cells above columns with answers and without a heading, which are not read."""
    columns = enumerate(zip(responses.frame.columns, responses.headings, strict=True))
    empty = [position for position, (_, heading) in columns if not heading]
    return [
        responses.header_cell(position)
        for position in empty
        if _counted(responses.frame[:, position])
    ]


def _counted(values: pl.Series) -> dict[str, int]:
    """How often each answer was given; spellings of one answer count as the first of them."""
    first: dict[str, str] = {}
    counted: dict[str, int] = {}
    for value, n in sorted(times_given(values), key=lambda row: (-row[1], str(row[0]))):
        if answer := _answer(value):
            key = first.setdefault(answer_key(answer), answer)
            counted[key] = counted.get(key, 0) + n
    return counted


def _answer(value: Any) -> str:
    return one_line(text(value) or "")


def plain_text(value: str) -> str:
    """A text without the marks of a web page that some tools export with it."""
    return one_line(unescape(re.sub(r"</?[A-Za-z][^<>]*>", " ", value)))


def one_line(value: str) -> str:
    """A text without line breaks and other repeated blanks."""
    return " ".join(value.split())
