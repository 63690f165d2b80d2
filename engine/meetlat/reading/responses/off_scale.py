"""Answers that are not on their scale: each said once, and what is too much to leave out.

An answer that is not on its scale counts as missing. That does little harm to the figures while
such answers are rare. They are *too many* where they are at least `FEWEST` and more than `MOST` of
the answers given to a question, or to all questions of a scale: nothing is recalculated then.

Slips of the pen are rarer than that (about one in a hundred in answers typed over by hand), and a
row that is missing in Scales, or a wrong column, gives more. On a scale from 0 to 10 a twentieth
of the answers can move a mean by half a point, and an eNPS by ten.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import polars as pl

from meetlat.formatting import in_languages, written
from meetlat.languages import Language
from meetlat.problems.problem import Problem
from meetlat.problems.text import listing, nearest
from meetlat.reading.catalogue import Catalogue
from meetlat.reading.cells import as_it_stands, text
from meetlat.reading.responses.responses import Responses
from meetlat.reading.scale import Scale, answer_key, as_number, number_key

MOST = 0.05
FEWEST = 5
NEARLY_ALL = 0.9
"""With so many answers that are not on the scale, it is the scale or the column that is wrong."""

MOST_REMARKS = 10
"""On one scale; the rest of them are summed up."""

SHOWN = 3
"""Answers or questions named in a sentence; how many there are stands behind."""

SLICE = 100_000
"""Rows in which wrong answers are looked for at a time."""

ENCODINGS = ("utf-8", "mac_roman", "cp850")
"""What a file read as Windows-1252 may have been."""


@dataclass(frozen=True)
class Seen:
    """An answer that is not on its scale: how often one question got it, and where first.

    Its value is what stands there, a number as such, for each language writes that in its own way.
    """

    value: Any
    times: int
    row: int
    cell: str


@dataclass(frozen=True)
class Asked:
    """A question: its row in `Questions`, the answers given, and those not on its scale by key."""

    question: str
    row: int
    scale: Scale
    given: int
    unknown: Mapping[str, Seen]

    @property
    def left_out(self) -> int:
        """How many of its answers are not on the scale."""
        return sum(seen.times for seen in self.unknown.values())

    def without(self, keys: set[str]) -> Asked:
        """The same question, leaving aside answers that are told already."""
        return replace(self, unknown={k: s for k, s in self.unknown.items() if k not in keys})


@dataclass(frozen=True)
class LeftOut:
    """The answers to a question that are not on its scale, and in how many cells they stand."""

    cells: int = 0
    answers: Mapping[str, Seen] = field(default_factory=dict)

    @classmethod
    def of_column(
        cls,
        responses: Responses,
        given: str,
        coded: pl.Series,
        parts: Callable[[Any], Sequence[Any]],
    ) -> LeftOut:
        """Of one column: what is filled in, and not in the coded column.

        `parts` gives those of a value that are not on the scale; all of it, where a respondent
        gives one answer.
        """
        raw = responses.frame[given]
        missing = ~coded if coded.dtype == pl.Boolean else coded.is_null()
        cells, answers = 0, {}
        for value, times, row in _distinct(raw, missing & raw.is_not_null()).iter_rows():
            if answer_key(value):
                cells += times
                for part in parts(value):
                    _add(answers, as_it_stands(part), times, row, responses.cell(row, given))
        return cls(cells, answers)

    @classmethod
    def of_columns(
        cls,
        responses: Responses,
        unknown: Mapping[str, tuple[str, pl.Expr]],
        answered: pl.Series,
    ) -> LeftOut:
        """Of a column an answer: the ticks for answers that the scale does not have.

        `unknown` holds the answer in the heading of a column, and its ticks.
        """
        ticks = responses.frame.select(**{c: ticked for c, (_, ticked) in unknown.items()})
        alone = ticks.select(pl.any_horizontal(pl.all().fill_null(value=False))).to_series()
        answers: dict[str, Seen] = {}
        for column, (answer, _) in unknown.items():
            cell = responses.header_cell(responses.frame.get_column_index(column))
            _add(answers, answer, int(ticks[column].sum()), -1, cell)
        return cls(int((alone & ~answered).sum()), answers)


def _distinct(values: pl.Series, wrong: pl.Series) -> pl.DataFrame:
    """Each value that is wrong, how often, and the row where it stands first; in that order.

    Some rows at a time: what is held then goes with how many there are, not with their cells.
    """
    found = []
    for start in range(0, len(values), SLICE):
        rows = wrong.slice(start, SLICE).arg_true() + start
        some = pl.DataFrame({"value": values.gather(rows), "row": rows})
        found.append(some.group_by("value").agg(times=pl.len(), row=pl.col("row").min()))
    together = pl.concat(found).group_by("value")
    return together.agg(pl.col("times").sum(), pl.col("row").min()).sort("row")


def _add(answers: dict[str, Seen], value: Any, times: int, row: int, cell: str) -> None:
    """Spellings of one answer are told together, as the first of them."""
    known = answers.get(key := number_key(value) or answer_key(value))
    seen = Seen(value, times, row, cell)
    answers[key] = seen if known is None else replace(known, times=known.times + times)


def empty_columns(rows: Sequence[int], catalogue: Catalogue) -> Iterator[Problem]:
    """Questions, by their row, that nobody answered: said once where they are many."""
    names = [catalogue.questions["question"][row] for row in rows]
    if len(rows) > MOST_REMARKS:
        facts = {"questions": counted(names)}
        value = catalogue.questions["column"][rows[0]]
        yield catalogue.problem_at("Questions", rows[0], "column", "columns-empty", value, **facts)
        return
    for row, name in zip(rows, names, strict=True):
        value = catalogue.questions["column"][row]
        yield catalogue.problem_at("Questions", row, "column", "column-empty", value, question=name)


def unknown_answers(
    asked: Sequence[Asked], scales: Mapping[str, Scale], catalogue: Catalogue, source: str
) -> Iterator[Problem]:
    """What to say of them, scale by scale."""
    by_scale: dict[str, list[Asked]] = defaultdict(list)
    for question in asked:
        by_scale[question.scale.name].append(question)
    for name, questions in by_scale.items():
        if any(question.unknown for question in questions):
            yield from _Teller(scales[name], scales, catalogue, source).tell(questions)


@dataclass(frozen=True)
class _Teller:
    scale: Scale
    scales: Mapping[str, Scale]
    catalogue: Catalogue
    source: str

    def tell(self, asked: Sequence[Asked]) -> Iterator[Problem]:
        """The largest fault first, and what it explains no more."""
        foreign = [q for q in asked if is_foreign(q)]
        if len(foreign) > 1 and 2 * len(foreign) > len(asked):
            yield self._foreign_scale(foreign)
        else:
            yield from map(self._foreign_question, foreign)
        asked = [question for question in asked if question not in foreign]
        frequent = frequent_answers(asked)
        yield from (self._answer(key, asked, "too-often-not-on-scale") for key in frequent)
        asked = [question.without(frequent) for question in asked]
        mixed = [q for q in asked if is_too_much(q.left_out, q.given)]
        yield from map(self._foreign_question, mixed)
        yield from self._remarks([question for question in asked if question not in mixed])

    def _remarks(self, asked: Sequence[Asked]) -> Iterator[Problem]:
        """Most frequent first; what is left after some of them in one."""
        times = together(asked)
        keys = sorted(times, key=lambda key: (-times[key], self._first(key, asked).row))
        for key in keys[:MOST_REMARKS]:
            yield self._answer(key, asked, self._code(self._first(key, asked).value))
        if rest := keys[MOST_REMARKS:]:
            first = min((self._first(key, asked) for key in rest), key=lambda seen: seen.row)
            facts = {
                "scale": self.scale.name,
                "times": sum(times[key] for key in rest),
                "example": first.value,
            }
            yield Problem("more-not-on-scale", self.source, first.cell, str(len(rest)), facts)

    def _answer(self, key: str, asked: Sequence[Asked], code: str) -> Problem:
        """One answer, however many questions got it."""
        got = [question for question in asked if key in question.unknown]
        first = self._first(key, got)
        worst = max(got, key=lambda question: question.unknown[key].times / question.given)
        low, high = map(as_number, self.scale.ends or ("", ""))
        facts = {
            "scale": self.scale.name,
            "times": sum(question.unknown[key].times for question in got),
            "questions": counted([question.question for question in got]),
            "worst": worst.question,
            "share": percentage(worst.unknown[key].times, worst.given),
            "most": percentage(MOST, 1),
            "lowest": low,
            "highest": high,
            "known": in_languages(self._known),
            "suggestion": meant(text(first.value) or "", self.scale),
        }
        return Problem(code, self.source, first.cell, first.value, facts)

    def _first(self, key: str, asked: Sequence[Asked]) -> Seen:
        return min((q.unknown[key] for q in asked if key in q.unknown), key=lambda seen: seen.row)

    def _known(self, language: Language) -> str:
        """The answers of the scale; those of a scale of numbers as that language writes numbers."""
        if self.scale.ends is None:
            return listing(self.scale.answers)
        return listing(written(as_number(answer), language) for answer in self.scale.answers)

    def _code(self, value: Any) -> str:
        """Numbers off a scale of numbers are told as such."""
        number = as_number(value)
        if self.scale.ends is None or number is None:
            return "not-on-scale"
        low, high = (as_number(end) or 0.0 for end in self.scale.ends)
        return "between-answers" if low < number < high else "outside-scale"

    def _foreign_question(self, question: Asked) -> Problem:
        """A question that got other things than its scale has."""
        facts = {
            **self._examples([question]),
            "question": question.question,
            "share": percentage(question.left_out, question.given),
            "suggestion": self._better_scale(question),
        }
        value = self.scale.name
        return self.catalogue.problem_at(
            "Questions", question.row, "scale", "answers-of-other-scale", value, **facts
        )

    def _foreign_scale(self, asked: Sequence[Asked]) -> Problem:
        """A scale of which most questions got other things: codes for labels, another language."""
        row = self.catalogue.scales["scale"].index_of(self.scale.name) or 0
        left_out, given = sum(q.left_out for q in asked), sum(q.given for q in asked)
        facts = {
            **self._examples(asked),
            "questions": counted([question.question for question in asked]),
            "share": percentage(left_out, given),
            "known": in_languages(self._known),
        }
        value = self.scale.name
        return self.catalogue.problem_at("Scales", row, "answer", "scale-not-used", value, **facts)

    def _examples(self, asked: Sequence[Asked]) -> dict[str, object]:
        times = together(asked)
        keys = sorted(times, key=lambda key: (-times[key], self._first(key, asked).row))
        values = [self._first(key, asked).value for key in keys]

        def examples(language: Language) -> str:
            return counted([f'"{written(value, language)}"' for value in values])

        return {
            "scale": self.scale.name,
            "most": percentage(MOST, 1),
            "examples": in_languages(examples),
        }

    def _better_scale(self, question: Asked) -> str | None:
        """The scale that has all those answers, if there is just one."""
        values = [seen.value for seen in question.unknown.values()]
        having = [
            scale.name
            for scale in self.scales.values()
            if all(scale.code(value) is not None for value in values)
        ]
        return having[0] if len(having) == 1 else None


def is_foreign(question: Asked) -> bool:
    """Whether nearly all answers, of more than one kind, are not on the scale."""
    left_out, given = question.left_out, question.given
    return left_out >= max(FEWEST, NEARLY_ALL * given) and len(question.unknown) > 1


def frequent_answers(asked: Sequence[Asked]) -> set[str]:
    """Answers (their keys) that alone are too much of what was given to a question or the scale."""
    given, times = sum(question.given for question in asked), together(asked)
    too_much = {key for key, n in times.items() if is_too_much(n, given)}
    for question in asked:
        many = {k for k, s in question.unknown.items() if s.times > MOST * question.given}
        too_much |= {key for key in many if times[key] >= FEWEST}
    return too_much


def together(asked: Sequence[Asked]) -> Mapping[str, int]:
    """How often each answer was given to these questions."""
    times: dict[str, int] = defaultdict(int)
    for question in asked:
        for key, seen in question.unknown.items():
            times[key] += seen.times
    return times


def is_too_much(left_out: int, given: int) -> bool:
    """Whether figures without these answers would be wrong; see the module."""
    return left_out >= FEWEST and left_out > MOST * given


def percentage(part: float, whole: float) -> str:
    """A share in whole per cents; no share that is not one is said to be 0 or 100."""
    share = 100 * part / whole
    return f"{min(99, max(1, round(share))) if part < whole else 100}%"


def counted(names: Sequence[str]) -> str:
    """`pride, trust, energy, … (68)`: the first few, and how many there are."""
    shown = listing(names, SHOWN)
    return f"{shown} ({len(names)})" if len(names) > SHOWN else shown


def meant(value: str, scale: Scale) -> str | None:
    """The answer of which this may be a slip of the pen, or damaged on its way: a letter or two.

    No more than that, for `agree` and `disagree` are much alike.
    """
    names = [*scale.labels, *scale.answers]  # of two alike, the last is suggested
    repaired = next((r for r in _repairs(value) if scale.code(r) is not None), None)
    if repaired is not None:
        return scale.answers[scale.code(repaired) or 0]
    if as_number(value) is not None:  # 11 is no slip for 10: who knows
        return None
    near = nearest(value, names, cutoff=0.8)
    return near if near and abs(len(near) - len(value)) <= 1 else None


def _repairs(value: str) -> Iterator[str]:
    """What a text may have been before its letters were read as those of another code."""
    for encoding in ENCODINGS:
        try:
            yield value.encode("cp1252").decode(encoding)
        except UnicodeError:
            continue
