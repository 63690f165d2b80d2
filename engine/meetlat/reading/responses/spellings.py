"""Values of the responses that are on their scale: by themselves, spelt otherwise, or by label."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from meetlat.problems.problem import Problem
from meetlat.reading.cells import text
from meetlat.reading.responses.responses import Responses
from meetlat.reading.scale import Scale


class Spellings:
    """Reads the values of columns, and keeps what should be known of how they are spelt."""

    def __init__(self, responses: Responses) -> None:
        self._responses = responses
        self._otherwise: dict[str, dict[str, tuple[str, Any, str]]] = {}
        self._by_comma: dict[str, list[tuple[str, Any]]] = {}
        self._disagreeing: dict[str, tuple[str, Any, str, str]] = {}

    def read(self, column: str, values: Sequence[Any], scale: Scale) -> Mapping[Any, int]:
        """The code of each value that is on the scale.

        A value counts by itself if it is on the scale, and otherwise by the label that its source
        gives it. Where both are on the scale, as different answers, either may be meant.
        """
        codes = {}
        for value in values:
            label = self._responses.label(column, value)
            code, by_label = scale.code(value), None if label is None else scale.code(label)
            if code is None:
                code = by_label
            elif by_label not in (None, code):
                fault = (column, value, label or "", scale.labels[code])
                self._disagreeing.setdefault(scale.name, fault)
            elif not scale.is_written(value):
                known = self._otherwise.setdefault(scale.name, {})
                known.setdefault(text(value) or "", (column, value, scale.answers[code]))
            if code is not None:
                codes[value] = code
        return codes

    def keep_commas(self, column: str, values: Sequence[Any], scale: Scale) -> None:
        """Keep which of the values, that are several answers each, have commas between those."""
        for value in values:
            if len(scale.with_commas(value)) > 1:
                self._by_comma.setdefault(scale.name, []).append((column, value))

    def problems(self) -> Iterator[Problem]:
        """At most one of each kind a scale."""
        for scale, (column, value, label, answer) in self._disagreeing.items():
            facts = {"scale": scale, "label": label, "answer": answer}
            yield self._at("labels-disagree", column, value, facts)
        for scale, spelt in self._otherwise.items():
            column, value, answer = next(iter(spelt.values()))
            facts = {"scale": scale, "answer": answer, "spellings": len(spelt)}
            yield self._at("spelt-otherwise", column, value, facts)
        for scale, found in self._by_comma.items():
            facts = {"scale": scale, "combinations": len({text(value) for _, value in found})}
            yield self._at("commas-between", *found[0], facts)

    def _at(self, code: str, column: str, value: Any, facts: Mapping[str, Any]) -> Problem:
        """At the first cell that holds the value."""
        row = (self._responses.frame[column] == value).arg_max() or 0
        cell = self._responses.cell(row, column)
        return Problem(code, self._responses.source, cell, text(value) or "", facts)
