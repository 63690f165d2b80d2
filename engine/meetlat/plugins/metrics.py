"""Metrics: functions that turn answers into a result table, and the frames they get."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import FunctionType
from typing import Any, ClassVar

import polars as pl

from meetlat.formatting import in_every_language
from meetlat.languages import LANGUAGES, words
from meetlat.plugins.declaration import Declared, Texts, check_languages, is_heading
from meetlat.plugins.parameters import MetricError
from meetlat.problems.text import fold


class Counts(pl.DataFrame):
    """How often each answer was given: one row per group, question and answer.

    Every answer of the scale has a row, also if its `n` is 0. The whole organisation is the group
    with a blank `segment` and `group`. The columns:

    - `segment`, `group`, `question`: together `Counts.KEYS`.
    - `base`: a number for each combination of group and question. Grouping by `base` is faster
      than grouping by `Counts.KEYS`.
    - `theme`: the theme of the question; null if it has none.
    - `weight`: the weight of the question in its theme.
    - `answer`, `label`: the answer as it is stored, and its text.
    - `score`: the score after reverse coding; null if the answer is not scored.
    - `from_top`, `from_bottom`: the rank among the scored answers; 1 is the most favourable answer,
      or the least favourable one.
    - `n`: how often the answer was given.
    - `answered`: how many people in the group answered the question. It is the base of shares,
      also for questions that allow several answers.

    If respondents are weighted, `n` and `answered` are sums of weights (of people in small groups,
    which are not weighted) and a column `squares` holds the sum of the squared weights. Means and
    shares are then weighted without further code, and
    the engine replaces a column `n` in the metric's table by numbers of people. For a margin of
    error, use `Counts.effective_n(counts)` instead of the sum of `n`.

    The keys are the possible values of `keys` of a metric: one row of its table is about a question
    (`KEYS`), a theme (`THEME_KEYS`), an answer (`ANSWER_KEYS`) or the group itself (`GROUP_KEYS`).
    """

    GROUP_KEYS: ClassVar[tuple[str, ...]] = ("segment", "group")
    KEYS: ClassVar[tuple[str, ...]] = (*GROUP_KEYS, "question")
    THEME_KEYS: ClassVar[tuple[str, ...]] = (*GROUP_KEYS, "theme")
    ANSWER_KEYS: ClassVar[tuple[str, ...]] = (*KEYS, "answer")

    @staticmethod
    def effective_n(counts: pl.DataFrame) -> pl.Expr:
        """The number of people for a margin of error, as an expression over some rows.

        It is the sum of `n`. If respondents are weighted, it is Kish's effective sample size: the
        number of people with equal weights that would give the same margin of error.
        """
        n = pl.col("n").sum()
        return n**2 / pl.col("squares").sum() if "squares" in counts.columns else n


class Answers(pl.DataFrame):
    """The scored answers of one group: one row per respondent, one Float64 column per question.

    The columns are named after the questions, in the order of the catalogue. Scores are after
    reverse coding; null means no answer, or an answer without a score. Questions without scores,
    questions that allow several answers, and questions with too few scored answers in the group
    are left out.

    A metric that takes `answers` is called for one group at a time and returns the rows of that
    group; the engine adds `segment` and `group`. It is called for the group of the report, and for
    other groups only if a derived table needs them (see `Report.all_groups`). The frame `questions`
    has the questions of these columns.

    A metric that also takes `groups` is called once for all groups of a segment, which is much
    faster if there are many. Its table has a column `group`. A question with too few scored answers
    in a group is null for everyone in that group.

    Give the table a column `n` with the number of people behind each row: the engine removes rows
    of too few people. Even in a large group few people may have answered every question.
    """


# The columns that the engine adds to a metric's figures.
KEY_COLUMNS = ("question", "text", "theme", "theme_name", "name", "answer", "n", "low", "high")


@dataclass(frozen=True)
class Metric(Declared):
    """A function that makes a result table; see `Declared` for the arguments it can take.

    Attributes:
        table: the name of its result table in the workbook.
        keys: the columns that identify a row: `Counts.KEYS`, `Counts.THEME_KEYS`,
            `Counts.ANSWER_KEYS` or `Counts.GROUP_KEYS`.
        named: use only questions that have this in the column `metric`; None for all questions.
        without: leave out questions that have one of these in the column `metric`, unless the table
            `Metrics` names them.
        formats: Excel number formats by column, used when the table is created.
        main: the column that comparisons refer to; the last column by default.
        on: whether the metric is on if the table `Metrics` does not list it. None means on for a
            file in the folder of plugins, and off for an installed package.
        needs_scores: use only questions whose scale has scores.
        columns: headings by column and language, used when the table is created.
        former: earlier defaults of parameters by name, such as `{"boxes": [1]}`. A workbook that
            has one of them in `Metrics` gets a remark, because it may have been copied there.
    """

    part: ClassVar[str] = "metrics"

    table: str
    keys: Sequence[str] = field(default=Counts.KEYS, kw_only=True)
    named: str | None = None
    without: Sequence[str] = ()
    formats: Mapping[str, str] = field(default_factory=dict)
    main: str | None = None
    on: bool | None = None
    needs_scores: bool = True
    columns: Mapping[str, Texts] = field(default_factory=dict)
    former: Mapping[str, Sequence[Any]] = field(default_factory=dict)

    @property
    def is_on(self) -> bool:
        """Whether it is on if `Metrics` does not list it."""
        return self.dropped if self.on is None else self.on

    @property
    def headings(self) -> Mapping[str, Texts]:
        """The headings of its columns by column and language, used when the table is created."""
        usual = {column: in_every_language(f"headings.{column}") for column in KEY_COLUMNS}
        if tuple(self.keys) == Counts.THEME_KEYS:  # the table also has the name of the theme
            usual["theme"] = in_every_language("headings.theme_code")
        return {**usual, **self.own_headings}

    @cached_property
    def own_headings(self) -> Mapping[str, Texts]:
        """The headings of its figures: the plugin's, or those in the files of languages."""
        known: dict[str, dict[str, str]] = {}
        for language in LANGUAGES:
            texts = words(language).under(f"{self.part}.{self.name}.columns")
            for column, text in texts.items():
                known.setdefault(column, {})[language] = text
        return {**known, **self.columns}

    def headings_among(self, columns: Sequence[str]) -> Mapping[str, Texts]:
        """The headings for a table with these columns, without usual headings that are taken."""
        own = self.own_headings
        said = {fold(text) for texts in own.values() for text in texts.values()}
        taken = said.union(map(fold, columns))
        return {
            column: texts
            for column, texts in self.headings.items()
            if column in own or not (set(map(fold, texts.values())) & taken - {column})
        }

    def subject(self, key: str) -> str:
        """The name of a row of this metric in `Comparisons.subject`.

        For a metric with one row per group, that is the name of the metric. For a metric with
        `named`, it is the question or theme (`work_1`). For others it is both: `favourable:work_1`.
        """
        if tuple(self.keys) == Counts.GROUP_KEYS:
            return self.name
        return key if self.named else f"{self.name}:{key}"


def metric(
    *,
    table: str,
    keys: Sequence[str] = Counts.KEYS,
    named: str | None = None,
    without: Sequence[str] = (),
    formats: Mapping[str, str] | None = None,
    main: str | None = None,
    on: bool | None = None,
    needs_scores: bool = True,
    titles: Texts | None = None,
    descriptions: Texts | None = None,
    columns: Mapping[str, Texts] | None = None,
    former: Mapping[str, Sequence[Any]] | None = None,
    by_group: bool = False,
    fewest: int = 0,
) -> Callable[[FunctionType], Metric]:
    """Declare a function as a metric; see `Metric` and `Declared` for the arguments.

    Every argument of the function that is not in `meetlat.plugins.declaration.ARGUMENTS` is a
    parameter. It needs a default, and its value comes from the table `Metrics` (see
    `meetlat.plugins.parameters`).

    Raises:
        MetricError: the function or one of the arguments is not valid.
    """
    valid = (Counts.KEYS, Counts.THEME_KEYS, Counts.ANSWER_KEYS, Counts.GROUP_KEYS)
    if tuple(keys) not in valid:
        raise MetricError(
            "keys must be Counts.KEYS, Counts.THEME_KEYS, Counts.ANSWER_KEYS or Counts.GROUP_KEYS"
        )
    if isinstance(without, str):
        raise MetricError(f'without is {without!r}; write ("{without}",)')
    _check_columns(columns or {})
    _check_formats(formats or {})
    _check_texts(table=table, named=named or "", main=main or "")
    _check_switches(on=on or False, needs_scores=needs_scores, by_group=by_group)
    if isinstance(fewest, bool) or not isinstance(fewest, int) or fewest < 0:
        raise MetricError(f"fewest is {fewest!r}; write a number of people")

    def declare(function: FunctionType) -> Metric:
        declared = Metric(
            function,
            table=table,
            keys=tuple(keys),
            named=named,
            without=tuple(without),
            formats=dict(formats or {}),
            main=main,
            on=on,
            needs_scores=needs_scores,
            titles=titles or {},
            descriptions=descriptions or {},
            columns=dict(columns or {}),
            former=dict(former or {}),
            by_group=by_group,
            fewest=fewest,
        )
        declared.check("counts", "answers", "person_means", "theme_scores")
        _check_former(declared)
        return declared

    return declare


def _check_former(declared: Metric) -> None:
    for name, values in declared.former.items():
        if name not in declared.parameters:
            raise MetricError(f"former names {name}, which is no parameter of {declared.name}")
        if not isinstance(values, (list, tuple)):
            raise MetricError(f"former of {name} is {values!r}; write a list of earlier defaults")


def _check_texts(**given: object) -> None:
    for name, value in given.items():
        if not isinstance(value, str):
            raise MetricError(f"{name} is {value!r}; write a text between quotation marks")


def _check_switches(**given: object) -> None:
    for name, value in given.items():
        if not isinstance(value, bool):
            raise MetricError(f"{name} is {value!r}; write True or False")


def _check_columns(columns: Mapping[str, Texts]) -> None:
    if not isinstance(columns, Mapping):
        raise MetricError(f'columns is {columns!r}; write {{"share": {{"nl": "aandeel"}}}}')
    for name, texts in columns.items():
        check_languages(texts)
        if wrong := [words for words in texts.values() if not is_heading(words)]:
            raise MetricError(f"{wrong[0][:40]!r} is no heading for the column {name}")


def _check_formats(formats: Mapping[str, str]) -> None:
    """Check number formats: Excel does not open a workbook with an invalid one."""
    if not isinstance(formats, Mapping):
        raise MetricError(f'formats is {formats!r}; write {{"share": "0%"}}')
    for name, number_format in formats.items():
        if not (is_heading(number_format) and _is_balanced(number_format)):
            shown = str(number_format)[:40]
            raise MetricError(f"{shown!r} is no number format for the column {name}")


def _is_balanced(number_format: str) -> bool:
    """Whether every quotation mark and bracket in a number format is closed."""
    plain = re.sub(r'\\.|"[^"]*"|\[[^\[\]]+\]', "", number_format)
    return not set(plain) & set('"[]\\')
