"""What a metric is: a function from answers to a result table, and what it says of itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import FunctionType
from typing import ClassVar

import polars as pl

from meetlat.languages import LANGUAGES, in_every_language, words
from meetlat.plugins.declaration import Declared, Texts, check_languages, is_heading
from meetlat.plugins.parameters import MetricError
from meetlat.problems.text import fold


class Counts(pl.DataFrame):
    """How often each answer was given: one row per group, question and answer.

    Columns: `segment`, `group`, `question` (together `Counts.KEYS`), `base` (a number that rows of
    the same group and question share; to group by it is quicker), `theme`, `weight` (of the
    question in its theme), `answer`, `label`, `score` (after reverse coding; null: not scored),
    `from_top`, `from_bottom` (rank among the scored answers; 1 is the most and the least
    favourable), `n` (how often the answer was given) and `answered` (how many in the group
    answered the question at all: the base of shares, also where several answers are allowed).
    The whole organisation is the group with `segment` and `group` blank.

    Where HR has respondents weighted for non-response, `n` and `answered` are sums of weights, and
    `squares` those of their squares: means and shares are weighted with no code for it. A column
    `n` that a metric makes is shown as how many people there are all the same. Its margins of error
    want `Counts.effective_n(counts)` in place of the sum of `n`.

    The keys say what one row of a metric's table is about: a question, a theme, an answer to a
    question, or (`GROUP_KEYS`) the group as a whole.
    """

    GROUP_KEYS: ClassVar[tuple[str, ...]] = ("segment", "group")
    KEYS: ClassVar[tuple[str, ...]] = (*GROUP_KEYS, "question")
    THEME_KEYS: ClassVar[tuple[str, ...]] = (*GROUP_KEYS, "theme")
    ANSWER_KEYS: ClassVar[tuple[str, ...]] = (*KEYS, "answer")

    @staticmethod
    def effective_n(counts: pl.DataFrame) -> pl.Expr:
        """On how many people the figure of some rows rests, for its margin of error.

        The sum of their `n`; where respondents are weighted, Kish's effective sample size: so many
        people of equal weight would tell as much.
        """
        n = pl.col("n").sum()
        return n**2 / pl.col("squares").sum() if "squares" in counts.columns else n


class Answers(pl.DataFrame):
    """The scored answers of one group: one row a respondent, one Float64 column a question.

    A column is called as its question, in the catalogue's order. Reverse-coded questions are
    mirrored; null is no answer, or one that is not scored. Questions that take several answers,
    or whose scale has no scores, are left out, and so is a question that fewer people in this
    group gave a scored answer to than may be shown.

    A metric that asks for `answers` is called for one group at a time and returns the rows of that
    group: the engine puts `segment` and `group` in front. It is called for the group that the
    report shows; for every other that may be shown only when a derived table asks for them (see
    `Results.everywhere`). The `questions` it may ask for beside them are those of the columns.

    One that asks for `groups` beside them is called for all groups of a segment together, which for
    many groups is far quicker. A question that too few of a group answered is then blank for
    everyone in it, and its table has a column `group` of its own.

    Where its table has a column `n`, how many people a row rests on, rows of fewer than may be
    shown are left out; write one, for of a large group few may have answered everything.
    """


# What the engine puts in front of a metric's figures, and how many answers they rest on.
KEY_COLUMNS = ("question", "text", "theme", "theme_name", "name", "answer", "n")


@dataclass(frozen=True)
class Metric(Declared):
    """A function that makes a result table; see `Declared` for what it may ask for.

    Attributes:
        table: name of its result table in the workbook.
        keys: columns that name a row: `Counts.KEYS`, `THEME_KEYS`, `ANSWER_KEYS` or `GROUP_KEYS`.
        named: fits only questions whose `metric` is this; None: all questions with scores.
        formats: Excel number format of its columns, for a table that is made anew.
        main: the column that comparisons stand beside; the last one unless told.
        on: whether it is on where `Metrics` does not say. None: on when its file was dropped in
            the folder of plugins, off when it came with an installed package.
        needs_scores: fits only questions whose scale has scores.
        columns: by column, its heading by language, for a table that is made anew.
    """

    part: ClassVar[str] = "metrics"

    table: str
    keys: Sequence[str] = field(default=Counts.KEYS, kw_only=True)
    named: str | None = None
    formats: Mapping[str, str] = field(default_factory=dict)
    main: str | None = None
    on: bool | None = None
    needs_scores: bool = True
    columns: Mapping[str, Texts] = field(default_factory=dict)

    @property
    def is_on(self) -> bool:
        """Whether it is computed where `Metrics` does not say."""
        return self.dropped if self.on is None else self.on

    @property
    def headings(self) -> Mapping[str, Texts]:
        """What its columns are called where its table is made anew, by column and language."""
        usual = {column: in_every_language(f"headings.{column}") for column in KEY_COLUMNS}
        if tuple(self.keys) == Counts.THEME_KEYS:  # the name of the theme stands beside it
            usual["theme"] = in_every_language("headings.theme_code")
        return {**usual, **self.own_headings}

    @cached_property
    def own_headings(self) -> Mapping[str, Texts]:
        """The same of the columns of figures: by the author, or by the files of languages."""
        known: dict[str, dict[str, str]] = {}
        for language in LANGUAGES:
            texts = words(language).under(f"{self.part}.{self.name}.columns")
            for column, text in texts.items():
                known.setdefault(column, {})[language] = text
        return {**known, **self.columns}

    def headings_among(self, columns: Sequence[str]) -> Mapping[str, Texts]:
        """The same for a table of these columns; the author's names come before the usual ones."""
        own = self.own_headings
        said = {fold(text) for texts in own.values() for text in texts.values()}
        taken = said.union(map(fold, columns))
        return {
            column: texts
            for column, texts in self.headings.items()
            if column in own or not (set(map(fold, texts.values())) & taken - {column})
        }

    def subject(self, key: str) -> str:
        """What `Comparisons.subject` calls a row of this metric.

        A question or theme by itself means its own metric (`work_1`: its score); any other
        metric stands before it (`favourable:work_1`), and one that has a single row by itself.
        """
        if tuple(self.keys) == Counts.GROUP_KEYS:
            return self.name
        return key if self.named else f"{self.name}:{key}"


def metric(
    *,
    table: str,
    keys: Sequence[str] = Counts.KEYS,
    named: str | None = None,
    formats: Mapping[str, str] | None = None,
    main: str | None = None,
    on: bool | None = None,
    needs_scores: bool = True,
    titles: Texts | None = None,
    descriptions: Texts | None = None,
    columns: Mapping[str, Texts] | None = None,
) -> Callable[[FunctionType], Metric]:
    """Declare a function to be a metric; see `Metric` for what the arguments mean.

    Each argument of the function that the engine does not give is a parameter with a default,
    filled from the table `Metrics` (see `meetlat.plugins.parameters`).

    Raises:
        MetricError: the function, or what is said of it here, cannot be.
    """
    several = (Counts.KEYS, Counts.THEME_KEYS, Counts.ANSWER_KEYS, Counts.GROUP_KEYS)
    if tuple(keys) not in several:
        raise MetricError(
            "keys must be Counts.KEYS, Counts.THEME_KEYS, Counts.ANSWER_KEYS or Counts.GROUP_KEYS"
        )
    _check_columns(columns or {})
    _check_formats(formats or {})
    _check_texts(table=table, named=named or "", main=main or "")
    _check_switches(on=on or False, needs_scores=needs_scores)

    def declare(function: FunctionType) -> Metric:
        declared = Metric(
            function,
            table=table,
            keys=tuple(keys),
            named=named,
            formats=dict(formats or {}),
            main=main,
            on=on,
            needs_scores=needs_scores,
            titles=titles or {},
            descriptions=descriptions or {},
            columns=dict(columns or {}),
        )
        declared.check("counts", "answers", "theme_scores")
        return declared

    return declare


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
    """Excel opens no workbook with a number format that it cannot read."""
    if not isinstance(formats, Mapping):
        raise MetricError(f'formats is {formats!r}; write {{"share": "0%"}}')
    for name, written in formats.items():
        if not (is_heading(written) and _is_balanced(written)):
            raise MetricError(f"{str(written)[:40]!r} is no number format for the column {name}")


def _is_balanced(written: str) -> bool:
    """Whether what is quoted and what is bracketed in a number format comes to an end."""
    plain = re.sub(r'\\.|"[^"]*"|\[[^\[\]]+\]', "", written)
    return not set(plain) & set('"[]\\')
