"""Report answers that are not on their scale, each once; too many of them are an error.

An answer that is not on its scale is unknown, and counts as missing. A few such answers do little
harm. There are too many if they are at least `FEWEST` and more than `MOST` of the answers to a
question, or to all questions of a scale: then nothing is recalculated.

Typing mistakes are rarer than that (about one in a hundred answers typed by hand). A row that is
missing in Scales, or a wrong column, gives more. On a scale from 0 to 10, a twentieth of the
answers can move a mean by half a point and an eNPS by ten.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
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
# With this share of unknown answers, the scale or the column is wrong.
NEARLY_ALL = 0.9

# Remarks about one scale; the rest are summed up in one more.
MOST_REMARKS = 10

# Answers or questions that a message names before it gives their number.
SHOWN = 3

# Rows that are searched at a time.
SLICE = 100_000

# Possible encodings of a file that was read as Windows-1252.
ENCODINGS = ("utf-8", "mac_roman", "cp850")


@dataclass(frozen=True)
class UnknownAnswer:
    """An answer that is not on the scale of a question, and how often it was given.

    Attributes:
        value: the answer as given; a number stays a number, to be written in each language.
        times: how often it was given.
        row: the first respondent who gave it.
        cell: the cell of that answer.
    """

    value: Any
    times: int
    row: int
    cell: str


@dataclass(frozen=True)
class AskedQuestion:
    """A question and its unknown answers.

    Attributes:
        question: the name of the question.
        row: its row in Questions.
        scale: its scale.
        answered: how many respondents answered, with known or unknown answers.
        uncoded: how many of them gave no known answer.
        unknown: the unknown answers by key.
    """

    question: str
    row: int
    scale: Scale
    answered: int
    uncoded: int
    unknown: Mapping[str, UnknownAnswer]

    @property
    def times_unknown(self) -> int:
        """How often unknown answers were given."""
        return sum(answer.times for answer in self.unknown.values())

    def share_of(self, key: str) -> float:
        """The share of the answers that are this unknown one; 0 if nobody ticked any box."""
        return self.unknown[key].times / max(self.answered, 1)

    def without(self, keys: set[str]) -> AskedQuestion:
        """The question without some unknown answers, such as those already reported."""
        return replace(self, unknown={k: a for k, a in self.unknown.items() if k not in keys})


@dataclass(frozen=True)
class Uncoded:
    """The unknown answers to a question, by key, and the number of cells with nothing else."""

    cells: int = 0
    answers: Mapping[str, UnknownAnswer] = field(default_factory=dict)

    @classmethod
    def of_column(
        cls,
        responses: Responses,
        source: str,
        unlisted: Mapping[Any, Sequence[tuple[int | None, Any]]],
    ) -> Uncoded:
        """The unknown answers in one column.

        Args:
            responses: the responses as given.
            source: the column of their frame.
            unlisted: each value with an unknown answer: its parts, with the code of each.
        """
        values = responses.column(source)
        is_unlisted = values.is_in(pl.Series(list(unlisted), dtype=values.dtype).implode())
        cells, answers = 0, {}
        for value, times, row in _distinct(values, is_unlisted.fill_null(value=False)).iter_rows():
            parts = unlisted[value]
            cells += times if all(code is None for code, _ in parts) else 0
            for part in [part for code, part in parts if code is None]:
                _add(answers, as_it_stands(part), times, row, responses.cell(row, source))
        return cls(cells, answers)

    @classmethod
    def of_columns(
        cls,
        responses: Responses,
        unknown: Mapping[str, tuple[str, pl.Expr]],
        listed: pl.DataFrame,
    ) -> Uncoded:
        """The unknown answers of a question with one column per answer.

        Args:
            responses: the responses as given.
            unknown: for each column with an unknown answer, that answer and its ticks.
            listed: whether a respondent ticked each known answer; null if there is no tick box.
        """
        answered = pl.any_horizontal(pl.lit(value=False), pl.all().is_not_null())
        frame = responses.rows.select([*unknown])
        ticks = frame.select(**{c: ticked for c, (_, ticked) in unknown.items()})
        any_tick = ticks.select(pl.any_horizontal(pl.all().fill_null(value=False))).to_series()
        answers: dict[str, UnknownAnswer] = {}
        for column, (answer, _) in unknown.items():
            cell = responses.header_cell(responses.position(column))
            _add(answers, answer, int(ticks[column].sum()), -1, cell)
        return cls(int((any_tick & ~listed.select(answered).to_series()).sum()), answers)


def _distinct(values: pl.Series, wanted: pl.Series) -> pl.DataFrame:
    """The distinct wanted values, how often each occurs (`times`) and first where (`row`).

    They are sorted by row. Slices keep memory proportional to the distinct values, not the cells.
    """
    parts = []
    for start in range(0, len(values), SLICE):
        rows = wanted.slice(start, SLICE).arg_true() + start
        part = pl.DataFrame({"value": values.gather(rows), "row": rows})
        parts.append(part.group_by("value").agg(times=pl.len(), row=pl.col("row").min()))
    by_value = pl.concat(parts).group_by("value")
    return by_value.agg(pl.col("times").sum(), pl.col("row").min()).sort("row")


def _add(answers: dict[str, UnknownAnswer], value: Any, times: int, row: int, cell: str) -> None:
    """Add an unknown answer; spellings of one answer are added to the first."""
    key = number_key(value) or answer_key(value)
    if known := answers.get(key):
        answers[key] = replace(known, times=known.times + times)
    else:
        answers[key] = UnknownAnswer(value, times, row, cell)


def empty_columns(rows: Sequence[int], catalogue: Catalogue) -> Iterator[Problem]:
    """Report the questions in these rows, which nobody answered; many become one problem."""
    asked = catalogue.questions["question"].fill_null(catalogue.questions["column"])
    names = [asked[row] for row in rows]
    if len(rows) > MOST_REMARKS:
        facts = {"questions": first_few(names)}
        value = catalogue.questions["column"][rows[0]]
        yield catalogue.problem_at("Questions", rows[0], "column", "columns-empty", value, **facts)
        return
    for row, name in zip(rows, names, strict=True):
        value = catalogue.questions["column"][row]
        yield catalogue.problem_at("Questions", row, "column", "column-empty", value, question=name)


def unknown_answers(
    asked: Sequence[AskedQuestion],
    scales: Mapping[str, Scale],
    catalogue: Catalogue,
    source: str,
) -> Iterator[Problem]:
    """Report the unknown answers, scale by scale."""
    by_scale: dict[str, list[AskedQuestion]] = defaultdict(list)
    for question in asked:
        by_scale[question.scale.name].append(question)
    for name, questions in by_scale.items():
        if any(question.unknown for question in questions):
            yield from _ScaleReport(scales[name], scales, catalogue, source).problems(questions)


@dataclass(frozen=True)
class _ScaleReport:
    """Reports the unknown answers to the questions of one scale."""

    scale: Scale
    scales: Mapping[str, Scale]
    catalogue: Catalogue
    source: str

    def problems(self, asked: Sequence[AskedQuestion]) -> Iterator[Problem]:
        """Report the largest fault first, and then what it does not explain."""
        misfits = [question for question in asked if has_wrong_scale(question)]
        if len(misfits) > 1 and 2 * len(misfits) > len(asked):
            yield self._unused_scale(misfits)
        else:
            yield from map(self._wrong_scale, misfits)
        asked = [question for question in asked if question not in misfits]
        if self.scale.unlisted is not None:
            yield from (self._caught(question) for question in asked if question.unknown)
            return
        frequent = frequent_answers(asked)
        yield from (self._answer(key, asked, "too-often-not-on-scale") for key in frequent)
        asked = [question.without(frequent) for question in asked]
        mixed = [q for q in asked if are_too_many(q.times_unknown, q.answered)]
        yield from map(self._unlisted, mixed)
        yield from self._remarks([question for question in asked if question not in mixed])

    def _remarks(self, asked: Sequence[AskedQuestion]) -> Iterator[Problem]:
        """One remark for each of the most frequent answers, and one for all others."""
        times, keys = times_given(asked), self._by_frequency(asked)
        for key in keys[:MOST_REMARKS]:
            yield self._answer(key, asked, self._code(self._first(key, asked).value))
        if rest := keys[MOST_REMARKS:]:
            first = min((self._first(key, asked) for key in rest), key=lambda answer: answer.row)
            facts = {
                "scale": self.scale.name,
                "times": sum(times[key] for key in rest),
                "example": first.value,
            }
            yield Problem("more-not-on-scale", self.source, first.cell, str(len(rest)), facts)

    def _answer(self, key: str, asked: Sequence[AskedQuestion], code: str) -> Problem:
        """One unknown answer to any number of questions."""
        with_answer = [question for question in asked if key in question.unknown]
        first = self._first(key, with_answer)
        worst = max(with_answer, key=lambda question: question.share_of(key))
        low, high = map(as_number, self.scale.ends or ("", ""))
        facts = {
            "scale": self.scale.name,
            "times": sum(question.unknown[key].times for question in with_answer),
            "questions": first_few([question.question for question in with_answer]),
            "worst": worst.question,
            "share": percentage(worst.share_of(key), 1),
            "most": percentage(MOST, 1),
            "lowest": low,
            "highest": high,
            "known": in_languages(self._known),
            "suggestion": suggested_answer(text(first.value) or "", self.scale),
        }
        return Problem(code, self.source, first.cell, first.value, facts)

    def _by_frequency(self, asked: Sequence[AskedQuestion]) -> list[str]:
        """The keys of unknown answers, the most frequent first, then by row."""
        times = times_given(asked)
        return sorted(times, key=lambda key: (-times[key], self._first(key, asked).row))

    def _first(self, key: str, asked: Sequence[AskedQuestion]) -> UnknownAnswer:
        answers = (question.unknown[key] for question in asked if key in question.unknown)
        return min(answers, key=lambda answer: answer.row)

    def _known(self, language: Language) -> str:
        """The answers of the scale, with numbers as a language writes them."""
        if self.scale.ends is None:
            return listing(self.scale.answers)
        return listing(written(as_number(answer), language) for answer in self.scale.answers)

    def _code(self, value: Any) -> str:
        """The code of the problem; a scale of numbers has its own codes for other numbers."""
        number = as_number(value)
        if self.scale.ends is None or number is None:
            return "not-on-scale"
        low, high = (as_number(end) or 0.0 for end in self.scale.ends)
        return "between-answers" if low < number < high else "outside-scale"

    def _wrong_scale(self, question: AskedQuestion) -> Problem:
        """A question with answers that its scale does not have."""
        facts = {
            **self._examples([question]),
            "question": question.question,
            "share": percentage(question.times_unknown, question.answered),
            "suggestion": self._better_scale(question),
        }
        value = self.scale.name
        return self.catalogue.problem_at(
            "Questions", question.row, "scale", "answers-of-other-scale", value, **facts
        )

    def _unlisted(self, question: AskedQuestion) -> Problem:
        """Many answers that a list of choices lacks; people may have written their own."""
        problem = self._wrong_scale(question)
        if self.scale.is_scored or problem.facts["suggestion"]:
            return problem
        return replace(problem, code="answers-unlisted", facts=self._written([question], problem))

    def _caught(self, question: AskedQuestion) -> Problem:
        """The answers that count as `*`; one that many people gave may lack a row in Scales."""
        problem = self._wrong_scale(question)
        label = self.scale.labels[self.scale.unlisted or 0]
        facts = {**self._written([question], problem), "label": label, "suggestion": None}
        return replace(problem, code="answers-caught", facts=facts)

    def _written(self, asked: Sequence[AskedQuestion], problem: Problem) -> dict[str, object]:
        """The facts of a problem, with the most frequent answers and how often each was given."""
        times, keys = times_given(asked), self._by_frequency(asked)
        values = {key: self._first(key, asked).value for key in keys[:MOST_REMARKS]}

        def answers(language: Language) -> str:
            shown = [f'"{written(v, language)}" ({times[key]}x)' for key, v in values.items()]
            return "; ".join(shown) + f"; … ({len(keys)})" * (len(keys) > MOST_REMARKS)

        return {**problem.facts, "times": sum(times.values()), "written": in_languages(answers)}

    def _unused_scale(self, asked: Sequence[AskedQuestion]) -> Problem:
        """Most questions of a scale have other answers, such as codes or another language."""
        row = self.catalogue.scales["scale"].index_of(self.scale.name) or 0
        unknown, answered = sum(q.times_unknown for q in asked), sum(q.answered for q in asked)
        facts = {
            **self._examples(asked),
            "questions": first_few([question.question for question in asked]),
            "share": percentage(unknown, answered),
            "known": in_languages(self._known),
        }
        value = self.scale.name
        return self.catalogue.problem_at("Scales", row, "answer", "scale-not-used", value, **facts)

    def _examples(self, asked: Sequence[AskedQuestion]) -> dict[str, object]:
        values = [self._first(key, asked).value for key in self._by_frequency(asked)]

        def examples(language: Language) -> str:
            return first_few([f'"{written(value, language)}"' for value in values])

        return {
            "scale": self.scale.name,
            "most": percentage(MOST, 1),
            "examples": in_languages(examples),
        }

    def _better_scale(self, question: AskedQuestion) -> str | None:
        """The scale that has all these answers, if there is exactly one."""
        values = [answer.value for answer in question.unknown.values()]
        matches = [
            scale.name
            for scale in self.scales.values()
            if all(scale.code(value) is not None for value in values)
        ]
        return matches[0] if len(matches) == 1 else None


def has_wrong_scale(question: AskedQuestion) -> bool:
    """Whether nearly all answers are unknown, and there is more than one unknown answer."""
    fewest = max(FEWEST, NEARLY_ALL * question.answered)
    uncoded = min(question.uncoded, question.times_unknown)
    return uncoded >= fewest and len(question.unknown) > 1


def frequent_answers(asked: Sequence[AskedQuestion]) -> set[str]:
    """The keys of answers that are too frequent on their own, for a question or for the scale."""
    answered, times = sum(question.answered for question in asked), times_given(asked)
    frequent = {key for key, n in times.items() if are_too_many(n, answered)}
    for question in asked:
        many = {k for k, a in question.unknown.items() if a.times > MOST * question.answered}
        frequent |= {key for key in many if times[key] >= FEWEST}
    return frequent


def times_given(asked: Sequence[AskedQuestion]) -> Mapping[str, int]:
    """How often each unknown answer was given to these questions, by key."""
    times: dict[str, int] = defaultdict(int)
    for question in asked:
        for key, answer in question.unknown.items():
            times[key] += answer.times
    return times


def are_too_many(part: int, whole: int) -> bool:
    """Whether figures would be wrong if this part of the answers or respondents is wrong."""
    return part >= FEWEST and part > MOST * whole


def percentage(part: float, whole: float) -> str:
    """A share as a whole percentage, at least 1%; only a share that is 1 becomes 100%."""
    share = 100 * part / whole
    return f"{min(99, max(1, round(share))) if part < whole else 100}%"


def first_few(names: Sequence[str]) -> str:
    """`pride, trust, energy, … (68)`: the first names, and how many there are."""
    shown = listing(names, SHOWN)
    return f"{shown} ({len(names)})" if len(names) > SHOWN else shown


def suggested_answer(value: str, scale: Scale) -> str | None:
    """The answer that was probably meant: misspelt, or damaged by a wrong encoding.

    The length may differ by one letter only, because `agree` and `disagree` are similar.
    """
    for repaired in _repairs(value):
        code = scale.code(repaired)
        if code is not None:
            return scale.answers[code]
    if as_number(value) is not None:  # 11 need not be a slip for 10
        return None
    # If a label and an answer differ only in case, the answer is suggested: the last name counts.
    name = nearest(value, [*scale.labels, *scale.answers], cutoff=0.8)
    return name if name and abs(len(name) - len(value)) <= 1 else None


def _repairs(value: str) -> Iterator[str]:
    """The texts that a value may have been before it was read with the wrong encoding."""
    for encoding in ENCODINGS:
        try:
            yield value.encode("cp1252").decode(encoding)
        except UnicodeError:
            continue
