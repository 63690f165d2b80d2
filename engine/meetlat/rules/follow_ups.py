"""What follows from one fault is told once: pairs of rules of which one explains the other.

Within a rule that is the rule's own affair (see `references.unknown`). Here are the pairs that
come from different steps: reading cells, checking the catalogue, coding the answers.
"""

from __future__ import annotations

from collections.abc import Iterable

from meetlat.answers import answer_key
from meetlat.catalogue import Catalogue
from meetlat.problem import Problem
from meetlat.rules.scales import may_be_lost
from meetlat.rules.sheets import unread_cells

OF_CELLS = ("merged-cells", "formula-uncomputed", "rows-hidden")


def told_once(problems: Iterable[Problem], catalogue: Catalogue) -> list[Problem]:
    """The problems without those that another of them explains."""
    problems = list(problems)
    unreadable = {p.place for p in problems if p.code == "cell-error"}
    unread = unread_cells(catalogue)
    misspelt = {
        p.facts.get("suggestion")
        for p in problems
        if p.code == "no-such-column" and p.sheet == _sheet(catalogue, "Questions")
    }
    unknown_answers = {
        (p.facts["scale"], answer_key(p.value)) for p in problems if p.code == "unknown-answer"
    }

    def is_explained(problem: Problem) -> bool:
        if problem.place in unreadable:
            return problem.code != "cell-error"
        if problem.place in unread:
            return problem.code not in OF_CELLS
        if problem.code in ("unknown-subject", "unknown-question"):
            return problem.value in misspelt  # the question's own name is what is wrong
        if problem.code == "not-on-scale":
            scale = problem.facts["scale"]
            known = (scale, answer_key(problem.value)) in unknown_answers
            return known or may_be_lost(catalogue, scale, problem.value)
        return False

    return [problem for problem in problems if not is_explained(problem)]


def _sheet(catalogue: Catalogue, table: str) -> str:
    return catalogue.tables[table].sheet if table in catalogue.tables else ""
