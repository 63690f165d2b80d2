"""Drop problems that another problem explains.

A rule does this for its own problems (see `references.unknown_names`). This module handles problems
found in different steps: reading cells, checking the catalogue, coding the answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from meetlat.checking.catalogue.scales import is_incomplete, may_be_lost
from meetlat.checking.catalogue.sheets import unread_cells
from meetlat.problems.problem import Problem
from meetlat.reading.catalogue import Catalogue
from meetlat.reading.scale import answer_key

# Problems with the cell itself, not with its value.
OF_CELLS = ("cell-error", "merged-cells", "formula-uncomputed", "formula-circular", "rows-hidden")

# Problems with one answer that a scale lacks, and with many such answers.
ONE_ANSWER = ("not-on-scale", "outside-scale", "between-answers", "too-often-not-on-scale")
MANY_ANSWERS = (
    *("more-not-on-scale", "answers-of-other-scale", "scale-not-used"),
    *("answers-unlisted", "answers-caught"),
)

# Problems that make columns of the responses look unused.
EXPLAIN_UNUSED = ("table-misnamed", "table-missing", "table-empty", "two-stars", "column-shared")

# What a missing column explains, by its table and name: the table and code of other problems.
EXPLAINED_BY_COLUMN = {
    ("Questions", "column"): ("Questions", "no-such-column"),
    ("Questions", "metric"): ("Questions", "scale-unscored"),
    ("Comparisons", "answer"): ("Comparisons", "answer-blank"),
}


def without_explained(problems: Iterable[Problem], catalogue: Catalogue) -> list[Problem]:
    """The problems without those that another of them explains."""
    problems = _without_unread_cells(list(problems), catalogue)
    problems = _without_lost_segments(problems)
    problems = _without_lost_columns(problems, catalogue)
    return _without_lost_answers(problems, catalogue)


def _without_unread_cells(problems: Sequence[Problem], catalogue: Catalogue) -> list[Problem]:
    """A cell whose value cannot be read has no other problem."""
    unread = {p.place for p in problems if p.code == "cell-error"} | unread_cells(catalogue)
    return [p for p in problems if p.code in OF_CELLS or p.place not in unread]


def _without_lost_segments(problems: Sequence[Problem]) -> list[Problem]:
    """Drop the problems of segments and groups that another problem explains.

    - Every segment is unknown if the table Segments cannot be read.
    - Groups are missing from Population if their segment has another problem.
    - A chain of names in `merge` also leaves a group alone under its name.
    """
    is_lost = any(
        p.code in ("table-misnamed", "table-twice") and p.value == "Segments" for p in problems
    )
    has_persons = any(p.code == "segment-of-one" for p in problems)
    reported = {p.facts["question"] for p in problems if p.code == "column-shared"}
    reported |= {p.facts["segment"] for p in problems if p.code == "weights-unlisted"}

    has_chain = any(p.code == "merge-chain" for p in problems)

    def is_explained(problem: Problem) -> bool:
        if problem.code == "merge-alone":
            return has_chain
        if problem.code == "groups-unlisted":
            return has_persons or problem.value in reported
        is_missing = problem.code == "table-missing" and problem.value == "Segments"
        return is_lost and (is_missing or problem.code == "unknown-segment")

    return [problem for problem in problems if not is_explained(problem)]


def _without_lost_columns(problems: Sequence[Problem], catalogue: Catalogue) -> list[Problem]:
    """A missing column, or a misspelt question, is one problem."""
    sheets = {name: table.sheet for name, table in catalogue.tables.items()}
    suggested = {
        p.facts.get("suggestion")
        for p in problems
        if p.code == "no-such-column" and p.sheet == sheets.get("Questions", "")
    }
    explains_unused = any(problem.code in EXPLAIN_UNUSED for problem in problems)
    columns = {(p.facts["table"], p.value) for p in problems if p.code == "column-missing"}
    explained = [
        (sheets[table], code)
        for column, (table, code) in EXPLAINED_BY_COLUMN.items()
        if column in columns and table in sheets
    ]

    def is_explained(problem: Problem) -> bool:
        if problem.code in ("unknown-subject", "unknown-question") and problem.value in suggested:
            return True
        if problem.code == "columns-unused" and explains_unused:
            return True
        return (problem.sheet, problem.code) in explained

    return [problem for problem in problems if not is_explained(problem)]


def _without_lost_answers(problems: Sequence[Problem], catalogue: Catalogue) -> list[Problem]:
    """An answer is not missing from its scale if its row in Scales has a problem."""
    unknown = [p for p in problems if p.code == "unknown-answer"]
    reported = {(p.facts["scale"], answer_key(p.value)) for p in unknown}

    def is_explained(problem: Problem) -> bool:
        scale = problem.facts.get("scale", "")
        if problem.code in ONE_ANSWER:
            is_reported = (scale, answer_key(problem.value)) in reported
            return is_reported or may_be_lost(catalogue, scale, problem.value)
        return problem.code in MANY_ANSWERS and is_incomplete(catalogue, scale)

    return [problem for problem in problems if not is_explained(problem)]
