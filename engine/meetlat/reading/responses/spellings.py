"""Match values of the responses with a scale: as typed, in another spelling, or by their label."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from meetlat.problems.problem import Problem
from meetlat.reading.cells import text
from meetlat.reading.responses.responses import Responses
from meetlat.reading.scale import Scale


class Spellings:
    """Reads the values of columns, and collects remarks about their spelling."""

    def __init__(self, responses: Responses) -> None:
        self._responses = responses
        self._respelt: dict[str, dict[str, tuple[str, Any, str]]] = {}
        self._comma_separated: dict[str, list[tuple[str, Any]]] = {}
        self._conflicting: dict[str, tuple[str, Any, str, str]] = {}

    def read(self, column: str, values: Sequence[Any], scale: Scale) -> Mapping[Any, int]:
        """The code of each value that is on the scale.

        The value itself counts if it is on the scale, and its label in the source if it is not. If
        both are on the scale as different answers, either may be meant: that is a problem.
        """
        codes = {}
        for value in values:
            label = self._responses.label(column, value)
            code, by_label = scale.code(value), None if label is None else scale.code(label)
            if code is None:
                code = by_label
            elif by_label not in (None, code):
                conflict = (column, value, label or "", scale.labels[code])
                self._conflicting.setdefault(scale.name, conflict)
            elif not scale.has_spelling(value):
                respelt = self._respelt.setdefault(scale.name, {})
                respelt.setdefault(text(value) or "", (column, value, scale.answers[code]))
            if code is not None:
                codes[value] = code
        return codes

    def note_commas(self, column: str, values: Sequence[Any], scale: Scale) -> None:
        """Note which values are several answers with commas between them."""
        for value in values:
            if len(scale.codes_between_commas(value)) > 1:
                self._comma_separated.setdefault(scale.name, []).append((column, value))

    def problems(self) -> Iterator[Problem]:
        """At most one problem of each kind for each scale."""
        for scale, (column, value, label, answer) in self._conflicting.items():
            facts = {"scale": scale, "label": label, "answer": answer}
            yield self._problem("labels-disagree", column, value, facts)
        for scale, respelt in self._respelt.items():
            column, value, answer = next(iter(respelt.values()))
            facts = {"scale": scale, "answer": answer, "spellings": len(respelt)}
            yield self._problem("spelt-otherwise", column, value, facts)
        for scale, found in self._comma_separated.items():
            facts = {"scale": scale, "combinations": len({text(value) for _, value in found})}
            yield self._problem("commas-between", *found[0], facts)

    def _problem(self, code: str, column: str, value: Any, facts: Mapping[str, Any]) -> Problem:
        """A problem with the first cell that holds the value."""
        row = (self._responses.frame[column] == value).arg_max() or 0
        cell = self._responses.cell(row, column)
        return Problem(code, self._responses.source, cell, text(value) or "", facts)
