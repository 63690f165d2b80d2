"""What a metric is: a function from counts to a result table, and what it says of itself."""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import FunctionType
from typing import Any, ClassVar

import polars as pl

from meetlat.cells import Unreadable, yes_or_no


class Counts(pl.DataFrame):
    """How often each answer was given: one row per group, question and answer.

    Columns: `segment`, `group`, `question` (together `Counts.KEYS`), `theme`, `weight` (of the
    question in its theme), `answer`, `label`, `score` (after reverse coding; null: not scored),
    `from_top`, `from_bottom` (rank among the scored answers; 1 is the most and the least
    favourable), `n` (how often the answer was given) and `answered` (how many in the group
    answered the question at all: the base of shares, also where several answers are allowed).
    The whole organisation is the group with `segment` and `group` blank.
    """

    KEYS: ClassVar[tuple[str, ...]] = ("segment", "group", "question")
    THEME_KEYS: ClassVar[tuple[str, ...]] = ("segment", "group", "theme")
    ANSWER_KEYS: ClassVar[tuple[str, ...]] = (*KEYS, "answer")


class MetricError(Exception):
    """A metric that does not keep what it promised, in words for its author."""


@dataclass(frozen=True)
class Metric:
    """A function that turns counts into a result table, and all the engine knows of it.

    Attributes:
        function: the author's own.
        table: name of its result table in the workbook.
        keys: columns that name a row: `Counts.KEYS`, `THEME_KEYS` or `ANSWER_KEYS`.
        named: fits only questions whose `metric` is this; None: all questions with scores.
        formats: Excel number format of its columns, for a table that is made anew.
        main: the column that comparisons stand beside; the last one unless told.
        plugin: where it came from (a file or a package), for blame.
    """

    function: FunctionType
    table: str
    keys: Sequence[str] = Counts.KEYS
    named: str | None = None
    formats: Mapping[str, str] = field(default_factory=dict)
    main: str | None = None
    plugin: str = ""

    @property
    def name(self) -> str:
        """The function's name; what `Questions.metric` and `Metrics.metric` call it."""
        return self.function.__name__

    @property
    def title(self) -> str:
        """The first line of the docstring."""
        return (inspect.getdoc(self.function) or self.name).splitlines()[0]

    @property
    def parameters(self) -> dict[str, Any]:
        """Its keyword arguments and their defaults; the type of a default is the type asked for."""
        parameters = list(inspect.signature(self.function).parameters.values())[1:]
        return {p.name: p.default for p in parameters}

    def from_plugin(self, plugin: str) -> Metric:
        """The same metric, knowing where it came from."""
        return replace(self, plugin=plugin)

    def __call__(self, counts: pl.DataFrame, **parameters: Any) -> pl.DataFrame:
        """Compute it; counts of any groups and questions will do."""
        return self.function(counts, **parameters)

    def subject(self, key: str) -> str:
        """What `Comparisons.subject` calls a row of this metric.

        A question or theme by itself means its own metric (`work_1`: its score); any other
        metric stands before it (`favourable:work_1`).
        """
        return key if self.named else f"{self.name}:{key}"


def metric(
    *,
    table: str,
    keys: Sequence[str] = Counts.KEYS,
    named: str | None = None,
    formats: Mapping[str, str] | None = None,
    main: str | None = None,
) -> Callable[[FunctionType], Metric]:
    """Declare a function to be a metric; see `Metric` for what the arguments mean.

    The function's first argument is `counts`; each further one is a parameter with a default,
    filled from the table `Metrics`.
    """
    if tuple(keys) not in (Counts.KEYS, Counts.THEME_KEYS, Counts.ANSWER_KEYS):
        raise MetricError("keys must be Counts.KEYS, Counts.THEME_KEYS or Counts.ANSWER_KEYS")

    def declare(function: FunctionType) -> Metric:
        _check_signature(function)
        return Metric(function, table, tuple(keys), named, dict(formats or {}), main)

    return declare


def _check_signature(function: FunctionType) -> None:
    parameters = list(inspect.signature(function).parameters.values())
    if [parameter.name for parameter in parameters[:1]] != ["counts"]:
        raise MetricError(f"the first argument of {function.__name__} must be called counts")
    for parameter in parameters[1:]:
        if not isinstance(parameter.default, (bool, int, float, str)):
            raise MetricError(
                f"the parameter {parameter.name} of {function.__name__} needs a default that is"
                " a number, a text, or True or False"
            )


def read_parameter(written: str, default: bool | float | str) -> bool | float | str:
    """A parameter as HR writes it (`2`, `0,5`, `yes`), of the type of its default.

    Raises:
        ValueError: it cannot be read as that type.
    """
    if isinstance(default, bool):
        return _yes_or_no(written)
    if isinstance(default, int):
        return int(written)
    if isinstance(default, float):
        return _finite(float(written.replace(",", ".")))
    return written


def _yes_or_no(written: str) -> bool:
    try:
        answer = yes_or_no(written)
    except Unreadable as fault:
        raise ValueError(written) from fault
    if answer is None:
        raise ValueError(written)
    return answer


def _finite(number: float) -> float:
    if not math.isfinite(number):
        raise ValueError(number)
    return number
