"""What follows from one fault is told once: pairs of rules of which one explains the other.

Within a rule that is the rule's own affair (see `references.unknown`). Here are the pairs that
come from different steps: reading cells, checking the catalogue, coding the answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from meetlat.checking.catalogue.scales import is_incomplete, may_be_lost
from meetlat.checking.catalogue.sheets import unread_cells
from meetlat.problems.problem import Problem
from meetlat.reading.catalogue import Catalogue
from meetlat.reading.scale import answer_key

OF_CELLS = ("merged-cells", "formula-uncomputed", "rows-hidden")
ONE_ANSWER = ("not-on-scale", "outside-scale", "between-answers", "too-often-not-on-scale")
MANY_ANSWERS = ("more-not-on-scale", "answers-of-other-scale", "scale-not-used")
# Problems for which columns of the responses seem to be of no use.
UNUSED = ("table-misnamed", "table-missing", "table-empty", "two-stars", "column-shared")

# By table and column: what seems to be wrong, and where, when that column has another name.
OF_MISSING_COLUMN = {
    ("Questions", "column"): {("Questions", "no-such-column")},
    ("Questions", "metric"): {("Questions", "scale-unscored")},
    ("Comparisons", "answer"): {("Comparisons", "answer-blank")},
}


def told_once(problems: Iterable[Problem], catalogue: Catalogue) -> list[Problem]:
    """The problems without those that another of them explains."""
    problems = list(problems)
    problems = _of_columns(_of_tables(_of_cells(problems, catalogue)), catalogue)
    return list(_of_answers(problems, catalogue))


def _of_tables(problems: Sequence[Problem]) -> list[Problem]:
    """What is not in Segments or its columns, where those cannot be read."""
    lost = any(
        p.code in ("table-misnamed", "table-twice") and p.value == "Segments" for p in problems
    )
    persons = any(p.code == "segment-of-one" for p in problems)
    told = {p.facts["question"] for p in problems if p.code == "column-shared"}
    told |= {p.facts["segment"] for p in problems if p.code == "weights-unlisted"}
    return [
        problem
        for problem in problems
        if not (lost and problem.code == "unknown-segment")
        and not (lost and problem.code == "table-missing" and problem.value == "Segments")
        and not (problem.code == "groups-unlisted" and (persons or problem.value in told))
    ]


def _of_cells(problems: Sequence[Problem], catalogue: Catalogue) -> list[Problem]:
    """A cell whose value does not show breaks no rule besides."""
    errors = {p.place for p in problems if p.code == "cell-error"}
    unread = unread_cells(catalogue)
    return [
        problem
        for problem in problems
        if problem.code in ("cell-error", *OF_CELLS)
        or (problem.place not in errors and problem.place not in unread)
    ]


def _of_columns(problems: Sequence[Problem], catalogue: Catalogue) -> list[Problem]:
    """A slip in a question's own name is a column that there is not, and nothing more."""
    questions = catalogue.tables.get("Questions")
    sheet = questions.sheet if questions else ""
    missing = [p for p in problems if p.code == "no-such-column" and p.sheet == sheet]
    meant = {p.facts.get("suggestion") for p in missing}
    explains_unused = any(problem.code in UNUSED for problem in problems)
    explained = {
        (catalogue.tables[table].sheet, code)
        for p in problems
        if p.code == "column-missing"
        for table, code in OF_MISSING_COLUMN.get((p.facts["table"], p.value), ())
        if table in catalogue.tables
    }
    return [
        problem
        for problem in problems
        if not (problem.code in ("unknown-subject", "unknown-question") and problem.value in meant)
        and not (problem.code == "columns-unused" and explains_unused)
        and (problem.sheet, problem.code) not in explained
    ]


def _of_answers(problems: Sequence[Problem], catalogue: Catalogue) -> list[Problem]:
    """An answer whose row in Scales has a problem is not on its scale for that."""
    unknown = [p for p in problems if p.code == "unknown-answer"]
    told = {(p.facts["scale"], answer_key(p.value)) for p in unknown}

    def is_explained(problem: Problem) -> bool:
        scale = problem.facts.get("scale", "")
        if problem.code in ONE_ANSWER:
            answer = answer_key(problem.value)
            return (scale, answer) in told or may_be_lost(catalogue, scale, problem.value)
        return problem.code in MANY_ANSWERS and is_incomplete(catalogue, scale)

    return [problem for problem in problems if not is_explained(problem)]
