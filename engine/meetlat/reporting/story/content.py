"""The records of a story: slides with a finding, and what each shows.

Figures are numbers and texts at once: charts need the number, and readers the text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from meetlat.reporting.figures import Compared, Shown

UP, DOWN = "▲", "▼"


class Run(NamedTuple):
    """A part of a sentence; a strong part is what the sentence is about."""

    text: str
    strong: bool = False


Sentence = Sequence[Run]


class Note(NamedTuple):
    """A line of a card, with its mark."""

    text: str
    mark: str = ""


class Part(NamedTuple):
    """A part of a whole, such as the promoters."""

    name: str
    share: Shown


@dataclass(frozen=True)
class Card:
    """One large figure: its heading, caption, parts of a whole if it has any, and comparisons."""

    heading: str
    figure: str
    caption: str
    notes: Sequence[Note] = ()
    parts: Sequence[Part] = ()


class Scored(NamedTuple):
    """A theme or a question with its score and its comparisons."""

    name: str
    score: Shown
    compared: Sequence[Compared] = ()


@dataclass(frozen=True)
class Glance:
    """The figures that a board asks for first, and what is better and what needs attention.

    Attributes:
        cards: the figures.
        better: a heading and its sentences.
        attention: a heading and its sentences.
        themes: a heading and all themes, from high to low.
        highest: the end of the scale.
    """

    cards: Sequence[Card]
    better: tuple[str, Sequence[Sentence]]
    attention: tuple[str, Sequence[Sentence]]
    themes: tuple[str, Sequence[Scored]]
    highest: float


@dataclass(frozen=True)
class Ranking:
    """Themes from high to low beside their comparisons.

    Attributes:
        headings: of the name and of the score.
        comparisons: each with the heading of its difference; blank for one without differences.
        rows: the themes.
        scale: the lowest and the highest score.
        between: which themes are left out between the highest and the lowest; blank if none.
    """

    headings: tuple[str, str]
    comparisons: Sequence[tuple[str, str]]
    rows: Sequence[Scored]
    scale: tuple[float, float]
    between: str = ""


class Change(NamedTuple):
    """A figure that differs from a comparison."""

    name: str
    score: Shown
    compared: Compared


@dataclass(frozen=True)
class Changes:
    """What differs most from one comparison: panels of themes and of questions.

    Attributes:
        panels: a heading and its changes, from the largest rise to the largest fall.
        headings: of the comparison, of the current score and of the difference.
    """

    panels: Sequence[tuple[str, Sequence[Change]]]
    headings: tuple[str, str, str]


class Asked(NamedTuple):
    """A question with its score, and the shares of favourable, neutral and unfavourable answers.

    `shares` is empty if the table `Favourable` does not have them.
    """

    text: str
    score: Shown
    shares: Sequence[Shown]
    compared: Compared | None


@dataclass(frozen=True)
class Questions:
    """The questions with the highest and the lowest scores.

    Attributes:
        parts: a heading and its questions.
        sides: the names of favourable, neutral and unfavourable; empty if no question has shares.
        headings: of the score and of the difference; the last is blank if nothing is compared.
        highest: the end of the scale.
    """

    parts: Sequence[tuple[str, Sequence[Asked]]]
    sides: Sequence[str]
    headings: tuple[str, str]
    highest: float


class Point(NamedTuple):
    """A theme in the matrix; `first` if it is important and scores below average."""

    name: str
    importance: Shown
    score: Shown
    first: bool


@dataclass(frozen=True)
class Matrix:
    """Score against importance.

    Attributes:
        points: the themes.
        cross: the average importance and the average score, which divide the quadrants.
        ends: of the axis of importance and of that of scores, with a margin around the points.
        quadrants: the names of the four, in the order of reading: high scores first, and important
            themes at the right.
        axes: the names of importance and score.
        list_heading: the heading of the list of themes to start with.
        reading: sentences that explain the matrix.
    """

    points: Sequence[Point]
    cross: tuple[float, float]
    ends: tuple[tuple[float, float], tuple[float, float]]
    quadrants: tuple[str, str, str, str]
    axes: tuple[str, str]
    list_heading: str
    reading: Sequence[str]

    @property
    def first_to_start(self) -> list[Point]:
        """The points, with the themes to start with on top."""
        return sorted(self.points, key=lambda point: not point.first)


class Cell(NamedTuple):
    """A figure of a heat map, and its level: -3 (far below the organisation) to 3 (far above)."""

    text: str
    level: int = 0
    value: float | None = None


class HeatRow(NamedTuple):
    """A group of a heat map.

    Attributes:
        name: the group.
        depth: 0 for the organisation, 1 for a group, 2 for a group in it, and so on.
        n: the number of respondents, as text.
        cells: a figure for each column; none in the heading of another segment.
    """

    name: str
    depth: int
    n: str
    cells: Sequence[Cell]


@dataclass(frozen=True)
class HeatMap:
    """Groups beside the organisation.

    Attributes:
        headings: of the name and of the number of respondents.
        columns: the themes.
        rows: the organisation, and then the groups; the groups in a group follow it.
        withheld: one row that names the groups without figures; blank if there are none.
    """

    headings: tuple[str, str]
    columns: Sequence[str]
    rows: Sequence[HeatRow]
    withheld: str = ""


@dataclass(frozen=True)
class Choices:
    """How people chose: for each question its answers with their shares."""

    panels: Sequence[tuple[str, Sequence[Scored]]]


@dataclass(frozen=True)
class Method:
    """How it was measured: topics and sentences."""

    topics: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Actions:
    """Empty lines for what a team will do, and what may help to choose.

    Attributes:
        heading: of the sentences.
        points: sentences on what needs attention.
        columns: the headings of the lines.
        lines: how many there are.
    """

    heading: str
    points: Sequence[Sentence]
    columns: Sequence[str]
    lines: int


Content = Glance | Ranking | Changes | Questions | Matrix | HeatMap | Choices | Method | Actions


@dataclass(frozen=True)
class Slide:
    """One slide.

    Attributes:
        title: the finding; the subject if there is none.
        subject: what the slide is about; blank if the title says it.
        content: what it shows.
        legend: a sentence that explains the signs.
    """

    title: str
    subject: str
    content: Content
    legend: str = ""


@dataclass(frozen=True)
class Story:
    """The slides of a report, with its language and the line at the foot of each slide."""

    title: str
    source: str
    language: str
    slides: Sequence[Slide]
