"""What a metric is: a function from answers to a result table, and what it says of itself."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import FunctionType
from typing import Any, ClassVar

import polars as pl

from meetlat.messages import Language
from meetlat.parameters import MetricError, Parameter, parameters_of

Texts = Mapping[str, str]
"""A text by language: `{"nl": "Gunstig"}`."""

ARGUMENTS = ("counts", "answers", "questions", "themes")
"""What the engine gives to a function that asks for it by name; all else is a parameter."""

LANGUAGES = ("en", "nl")


class Counts(pl.DataFrame):
    """How often each answer was given: one row per group, question and answer.

    Columns: `segment`, `group`, `question` (together `Counts.KEYS`), `theme`, `weight` (of the
    question in its theme), `answer`, `label`, `score` (after reverse coding; null: not scored),
    `from_top`, `from_bottom` (rank among the scored answers; 1 is the most and the least
    favourable), `n` (how often the answer was given) and `answered` (how many in the group
    answered the question at all: the base of shares, also where several answers are allowed).
    The whole organisation is the group with `segment` and `group` blank.

    The keys say what one row of a metric's table is about: a question, a theme, an answer to a
    question, or (`GROUP_KEYS`) the group as a whole.
    """

    GROUP_KEYS: ClassVar[tuple[str, ...]] = ("segment", "group")
    KEYS: ClassVar[tuple[str, ...]] = (*GROUP_KEYS, "question")
    THEME_KEYS: ClassVar[tuple[str, ...]] = (*GROUP_KEYS, "theme")
    ANSWER_KEYS: ClassVar[tuple[str, ...]] = (*KEYS, "answer")


class Answers(pl.DataFrame):
    """The scored answers of one group: one row a respondent, one Float64 column a question.

    A column is called as its question, in the catalogue's order. Reverse-coded questions are
    mirrored; null is no answer, or one that is not scored. Questions that take several answers,
    or whose scale has no scores, are left out, and so is a question that fewer people in this
    group gave a scored answer to than may be shown.

    A metric that asks for `answers` is called once for every group that may be shown, and returns
    the rows of that group: the engine puts `segment` and `group` in front. The `questions` it may
    ask for beside them are those of the columns.
    """


@dataclass(frozen=True)
class Metric:
    """A function that turns answers into a result table, and all the engine knows of it.

    The arguments the function asks for decide what it gets:

    - `counts`: a `Counts` frame of all groups at once (of the one group, beside `answers`);
    - `answers`: an `Answers` frame of one group; the function is called for each;
    - `questions`: a frame of the questions it is computed for: `question`, `text`, `theme`,
      `metric`, `scale`, `reverse`, `weight`, `lowest`, `highest` (scores of the scale);
    - `themes`: a frame of `theme` and `name`, in the order of the report.

    Attributes:
        function: the author's own.
        table: name of its result table in the workbook.
        keys: columns that name a row: `Counts.KEYS`, `THEME_KEYS`, `ANSWER_KEYS` or `GROUP_KEYS`.
        named: fits only questions whose `metric` is this; None: all questions with scores.
        formats: Excel number format of its columns, for a table that is made anew.
        main: the column that comparisons stand beside; the last one unless told.
        on: whether it is on where `Metrics` does not say. None: on when its file was dropped in
            the folder of plugins, off when it came with an installed package.
        needs_scores: fits only questions whose scale has scores.
        titles: the title by language; in English the first line of the docstring.
        descriptions: what it is, by language; in English the docstring.
        columns: by column, its heading by language, for a table that is made anew.
        plugin: where it came from (a file or a package), for blame.
        dropped: whether that is a file in the folder of plugins.
    """

    function: FunctionType
    table: str
    keys: Sequence[str] = Counts.KEYS
    named: str | None = None
    formats: Mapping[str, str] = field(default_factory=dict)
    main: str | None = None
    on: bool | None = None
    needs_scores: bool = True
    titles: Texts = field(default_factory=dict)
    descriptions: Texts = field(default_factory=dict)
    columns: Mapping[str, Texts] = field(default_factory=dict)
    plugin: str = ""
    dropped: bool = False

    @property
    def name(self) -> str:
        """The function's name; what `Questions.metric` and `Metrics.metric` call it."""
        return self.function.__name__

    @property
    def title(self) -> str:
        """The first line of the docstring."""
        return self.title_in("en")

    def title_in(self, language: Language) -> str:
        """The title in a language; the first line of the docstring where there is none."""
        return self.titles.get(language) or self.description_in("en").splitlines()[0]

    def description_in(self, language: Language) -> str:
        """What it is, in a language; the docstring where nobody wrote that."""
        return self.descriptions.get(language) or inspect.getdoc(self.function) or self.name

    @cached_property
    def asks(self) -> frozenset[str]:
        """Those of `ARGUMENTS` that the function asks for."""
        return frozenset(inspect.signature(self.function).parameters).intersection(ARGUMENTS)

    @cached_property
    def parameters(self) -> Mapping[str, Parameter]:
        """What may be filled in in `Metrics`, by name."""
        return parameters_of(self.function, ARGUMENTS)

    @property
    def is_on(self) -> bool:
        """Whether it is computed where `Metrics` does not say."""
        return self.dropped if self.on is None else self.on

    def from_plugin(self, plugin: str, *, dropped: bool = False) -> Metric:
        """The same metric, knowing where it came from."""
        return replace(self, plugin=plugin, dropped=dropped)

    def __call__(self, *arguments: Any, **parameters: Any) -> pl.DataFrame:
        """Call the function as it stands, such as from a test or a notebook."""
        return self.function(*arguments, **parameters)

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
    filled from the table `Metrics` (see `meetlat.parameters`).

    Raises:
        MetricError: the function, or what is said of it here, cannot be.
    """
    several = (Counts.KEYS, Counts.THEME_KEYS, Counts.ANSWER_KEYS, Counts.GROUP_KEYS)
    if tuple(keys) not in several:
        raise MetricError(
            "keys must be Counts.KEYS, Counts.THEME_KEYS, Counts.ANSWER_KEYS or Counts.GROUP_KEYS"
        )
    for texts in (titles or {}, descriptions or {}, *(columns or {}).values()):
        _check_languages(texts)

    def declare(function: FunctionType) -> Metric:
        declared = Metric(
            function=function,
            table=table,
            keys=tuple(keys),
            named=named,
            formats=dict(formats or {}),
            main=main,
            on=on,
            needs_scores=needs_scores,
            titles=dict(titles or {}),
            descriptions=dict(descriptions or {}),
            columns=dict(columns or {}),
        )
        _check_arguments(declared)
        return declared

    return declare


def _check_arguments(declared: Metric) -> None:
    _ = declared.parameters  # each must be one
    if not declared.asks & {"counts", "answers"}:
        raise MetricError(f"{declared.name} asks for neither counts nor answers")


def _check_languages(texts: Texts) -> None:
    for language in texts:
        if language not in LANGUAGES:
            raise MetricError(f"{language!r} is no language of Meetlat: {', '.join(LANGUAGES)}")
