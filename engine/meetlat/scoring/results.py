"""The results of a recalculation: tables by name, and what was remarkable on the way."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from meetlat.counting.weights import Weighting
from meetlat.groups import WHOLE, Group
from meetlat.languages import LANGUAGES
from meetlat.plugins.metrics import MetricError
from meetlat.plugins.result_contract import check_cells
from meetlat.problems.problem import Problem
from meetlat.problems.text import fold
from meetlat.reading.inputs import TABLES
from meetlat.reading.population import INVITED, Turnout, turnout
from meetlat.reading.settings import Settings
from meetlat.reading.typed_figures import COMPARED
from meetlat.reading.wave_columns import EarlierWave
from meetlat.scoring.all_groups import Everywhere
from meetlat.scoring.comparisons import beside
from meetlat.withholding_reasons import HIDDEN

TABLE_NAME = re.compile(r"(?![A-Za-z]{1,3}[0-9]+$|[RrCc]$)[^\W\d][\w.]{0,30}")
"""No reference to a cell, no blanks, and short enough for its sheet."""

MOST_ROWS, MOST_COLUMNS = 1_048_575, 16_384
"""Of a sheet, below the row of headings."""

MOMENTS = {
    **dict.fromkeys(("table", "subject", "answer"), pl.String()),
    **dict.fromkeys(("value", "n", "sd"), pl.Float64()),
}
"""The columns of `Results.moments`."""


def no_moments(group: tuple[str, str]) -> pl.DataFrame:
    """Of results that have no figures."""
    return pl.DataFrame(schema=MOMENTS)


@dataclass(frozen=True)
class ResultTable:
    """One table of the report.

    Attributes:
        name: of the Excel table it is written to.
        frame: its rows as shown, figures unrounded; null where there is no figure.
        formats: Excel number formats of its columns, used only where the table is made anew.
        comparisons: those of its columns that are comparisons; a null there is shown as `-`.
        varying: further columns that depend on the catalogue, such as a column a theme.
        headings: what a column is called instead, by language, where the table is made anew; such a
            heading is known as that column later.
        titles: what it tells, by language, above a table that is made anew: `Name: a sentence`.
        row_formats: number formats of its figures by row, where the rows are of several kinds.
        every_comparison: has a column for each comparison, also for one without any figure.
        optional: written only where the workbook has a table of that name; no sheet is made.
        prose: its texts are sentences, and its rows grow with them.
    """

    name: str
    frame: pl.DataFrame
    formats: Mapping[str, str] = field(default_factory=dict)
    comparisons: Sequence[str] = ()
    varying: Sequence[str] = ()
    headings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    row_formats: Sequence[str] = ()
    every_comparison: bool = False
    optional: bool = False
    prose: bool = False

    @property
    def new_comparisons(self) -> list[str]:
        """The comparisons that get a column where there is none yet: those with a figure."""
        every, frame = self.every_comparison, self.frame
        return [c for c in self.comparisons if every or frame[c].null_count() < frame.height]

    @property
    def new_columns(self) -> list[str]:
        """The columns of a table that is made anew."""
        without = set(self.comparisons).difference(self.new_comparisons)
        return [column for column in self.frame.columns if column not in without]

    def heading(self, column: str, language: str) -> str:
        """What a column is called in a table that is made anew."""
        called = self.headings.get(column, {}).get(language, column)
        taken = {fold(name) for name in (*self.comparisons, *self.varying) if name != column}
        return column if fold(called) in taken else called


@dataclass
class Results(Mapping[str, pl.DataFrame]):
    """The result tables as Polars frames, by name: `results["ThemeScores"]`.

    Empty where the workbook has errors; `problems` says which.

    Attributes:
        settings: what the `Survey` table says.
        problems: errors and remarks, errors first.
        tables: the result tables in the order in which they were made.
        groups: `segment`, `group`, `n` (respondents; null where withheld), `withheld` and
            `because` (`few`, `protects`); the whole organisation is the first, with blanks.
        hidden: of groups that are shown, the questions that are withheld: `segment`, `group`,
            `question` and `because` (also `alike`).
        invited: `segment`, `group` and `invited` (people), of groups of which that is known; the
            whole organisation is the first, with blanks.
        group: `segment` and `group` of the group that the tables show; blanks: everyone.
        everywhere: the outcome of each metric for all groups, by the name of its table; that of a
            metric over persons is computed when it is asked for.
        weighting: how the respondents were weighted; None where they were not.
        themes: their names in the survey's language, by id, in the catalogue's order.
        segments: the names of segments in the survey's language, by id.
        theme_texts: `theme`, `name`, `description`, `note` and `rule`, in the survey's language.
        questions: what a metric gets that asks for `questions`.
        scales: the input table, in the survey's language.
        comparisons: the figures that stand beside those of the group shown: `comparison`,
            `subject`, `answer`, `value`, `n`, `sd`, and `table`: the result table that a figure
            computed from answers is for (null: typed by HR, for whichever has its subject).
        comparison_names: of the comparisons, each a column, in the order of the report.
        whole: the one of them that is the organisation itself, beside a group; else blank.
        of_whole: those with typed figures of the whole organisation, beside a group.
        waves: the comparisons that are earlier waves with responses of their own.
        moments_of: how sure each figure of a group is (see
            `meetlat.scoring.significance.precision`): of its segment and name, `table`, `subject`,
            `answer`, `value`, `n` and `sd`. Computed once, when asked.
        moments_outside: the same of everyone who is not in a group: none of what too few of them
            answered, none of what is withheld of the group, and none outside the whole.
    """

    settings: Settings = field(default_factory=Settings)
    problems: list[Problem] = field(default_factory=list)
    tables: dict[str, ResultTable] = field(default_factory=dict)
    groups: pl.DataFrame = field(default_factory=pl.DataFrame)
    hidden: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=HIDDEN))
    invited: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=INVITED))
    weighting: Weighting | None = None
    everywhere: Everywhere = field(default_factory=Everywhere)
    themes: Mapping[str, str] = field(default_factory=dict)
    segments: Mapping[str, str] = field(default_factory=dict)
    theme_texts: pl.DataFrame = field(default_factory=pl.DataFrame)
    questions: pl.DataFrame = field(default_factory=pl.DataFrame)
    scales: pl.DataFrame = field(default_factory=pl.DataFrame)
    comparisons: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=COMPARED))
    comparison_names: list[str] = field(default_factory=list)
    group: Group = WHOLE
    whole: str = ""
    of_whole: list[str] = field(default_factory=list)
    waves: dict[str, EarlierWave] = field(default_factory=dict)
    moments_of: Callable[[Group], pl.DataFrame] = field(default=no_moments, repr=False)
    moments_outside: Callable[[Group], pl.DataFrame] = field(default=no_moments, repr=False)

    def __getitem__(self, name: str) -> pl.DataFrame:
        return self.tables[name].frame

    def __iter__(self) -> Iterator[str]:
        return iter(self.tables)

    def __len__(self) -> int:
        return len(self.tables)

    @property
    def errors(self) -> list[Problem]:
        """The problems for which nothing was recalculated."""
        return [p for p in self.problems if p.is_error]

    @property
    def respondents(self) -> int:
        """How many people answered, in the whole organisation."""
        return 0 if self.groups.is_empty() else self.groups["n"][0]

    @property
    def turnout(self) -> Turnout:
        """Of the group that is shown; of the whole organisation also where it is too small."""
        return self.turnout_of(self.group)

    def turnout_of(self, group: tuple[str, str]) -> Turnout:
        """How many of a group answered; nothing of a group that is withheld."""
        return turnout(self.groups, self.invited, group)

    @property
    def effective(self) -> float | None:
        """Kish's effective sample size of the group shown; None of one withheld, or unweighted."""
        if self.weighting is None or self.turnout.respondents is None:
            return None
        segment, group = self.group
        own = self.weighting.effective.filter(segment=segment, group=group)["effective"]
        return own[0] if len(own) else None

    @property
    def moments(self) -> pl.DataFrame:
        """How sure each figure that is shown is: `moments_of` its group.

        The standard error of a `value` is `sd / sqrt(n)`.
        """
        return self.moments_of(self.group)

    def beside(self, frame: pl.DataFrame, subject: str, table: str | None = None) -> pl.DataFrame:
        """The frame with a column for each comparison, matched by the column `subject`.

        `table` is the result table whose figures are meant, where several have that subject.
        """
        return beside(frame, self.comparisons, self.comparison_names, subject, table=table)

    def add(self, table: ResultTable) -> None:
        """Take in a result table.

        Raises:
            MetricError: its name is not for it, or no Excel table can hold its columns.
        """
        if not isinstance(table, ResultTable):
            raise MetricError(f"it gave {type(table).__name__}, not a ResultTable")
        self.refuse_second(table.name)
        check_frame(table)
        self.tables[table.name] = table

    def refuse_second(self, name: str) -> None:
        """Each result has a table of its own, and the input tables are HR's.

        Raises:
            MetricError: there is a table of that name, or it is no name for one.
        """
        if not isinstance(name, str):
            raise MetricError(f"{name!r} is no name for a table")
        if fold(name) in map(fold, self.tables):
            raise MetricError(f"the table {name} is another metric's already")
        if fold(name) in map(fold, (*TABLES, "Problems")):
            raise MetricError(f"the table {name} is not for results")
        if not TABLE_NAME.fullmatch(name):
            raise MetricError(f"{name!r} is not a name that Excel takes for a table and its sheet")


def check_frame(table: ResultTable) -> None:
    """An Excel table can hold it.

    Raises:
        MetricError: it is no frame, is too large, or has a column that no such table can have.
    """
    name, frame = table.name, table.frame
    if not isinstance(frame, pl.DataFrame):
        raise MetricError(f"the table {name} holds {type(frame).__name__}, not a Polars frame")
    if not frame.columns:
        raise MetricError(f"the table {name} has no columns")
    if len(frame) > MOST_ROWS or frame.width > MOST_COLUMNS:
        size = f"{len(frame)} rows and {frame.width} columns"
        raise MetricError(f"the table {name} has {size}, more than a sheet")
    if len(set(map(fold, frame.columns))) < frame.width:
        raise MetricError(f"two columns of the table {name} differ only by their capitals")
    check_cells(frame)
    names = set(map(fold, frame.columns))
    for language in LANGUAGES:
        called = {fold(c): fold(table.heading(c, language)) for c in frame.columns}
        headings = list(called.values())
        doubled = [h for c, h in called.items() if headings.count(h) > 1 or h in names - {c}]
        if twice := next(iter(doubled), None):
            raise MetricError(f'two columns of the table {name} are called "{twice}"')
