"""Match values of the responses with a scale: as typed, in another spelling, or by their label."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from meetlat.problems.problem import Problem
from meetlat.reading.cells import text
from meetlat.reading.responses.responses import Responses
from meetlat.reading.scale import Scale, answer_key


class Spellings:
    """Reads the values of columns, and collects remarks about their spelling."""

    def __init__(self, responses: Responses) -> None:
        self._responses = responses
        self._respelt: dict[str, dict[str, tuple[str, Any, str]]] = {}
        self._comma_separated: dict[str, list[tuple[str, Any]]] = {}
        self._conflicting: dict[str, tuple[str, Any, str, str]] = {}
        self._ambiguous: dict[tuple[str, str], Problem] = {}

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
            else:
                self._note(column, value, value, scale)
            if code is not None:
                codes[value] = code
        return codes

    def note_several(
        self, column: str, values: Mapping[Any, Sequence[tuple[int | None, str]]], scale: Scale
    ) -> None:
        """Note the spelling of each part, and which values have commas between the answers."""
        for value, parts in values.items():
            if len(scale.codes_between_commas(value)) > 1:
                self._comma_separated.setdefault(scale.name, []).append((column, value))
            for part in [part for code, part in parts if code is not None]:
                self._note(column, value, " ".join(part.split()), scale)

    def code_of_heading(self, column: str, answer: str, scale: Scale) -> int | None:
        """The code of the answer that a heading names; it may be ambiguous."""
        meanings = scale.meanings(answer)
        if len(meanings) > 1:
            position = self._responses.position(column)
            cell = self._responses.header_cell(position)
            self._add_ambiguous(cell, answer, meanings, scale)
        return next(iter(meanings), None)

    def _note(self, column: str, value: Any, answer: Any, scale: Scale) -> None:
        """Note that an answer in a value is spelt otherwise than in Scales, or ambiguous."""
        meanings = scale.meanings(answer)
        if len(meanings) > 1:
            cell = self._responses.cell(self._responses.first_row(column, value), column)
            self._add_ambiguous(cell, text(answer) or "", meanings, scale)
        elif not scale.has_spelling(answer):
            respelt = self._respelt.setdefault(scale.name, {})
            found = (column, value, scale.answers[meanings[0]])
            respelt.setdefault(text(answer) or "", found)

    def _add_ambiguous(self, cell: str, answer: str, meanings: Sequence[int], scale: Scale) -> None:
        facts = {"scale": scale.name, "first": scale.described(meanings[0])}
        facts["second"] = scale.described(meanings[1])
        problem = Problem("answer-ambiguous", self._responses.source, cell, answer, facts)
        self._ambiguous.setdefault((scale.name, answer_key(answer)), problem)

    def problems(self) -> Iterator[Problem]:
        """At most one problem of each kind for each scale, and each ambiguous answer once."""
        yield from self._ambiguous.values()
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
        cell = self._responses.cell(self._responses.first_row(column, value), column)
        return Problem(code, self._responses.source, cell, text(value) or "", facts)
