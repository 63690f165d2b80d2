"""Questions on a scale that does not go with what is asked of it."""

from __future__ import annotations

from collections.abc import Iterator

from meetlat.problems.problem import Problem
from meetlat.problems.text import fold
from meetlat.reading.catalogue import Catalogue

# The scores of the scale that eNPS is asked on.
ENPS = [float(score) for score in range(11)]


def enps_questions(catalogue: Catalogue) -> Iterator[Problem]:
    """Remarks on eNPS that is asked on another scale than 0 to 10, or reverse-coded."""
    for row, question in enumerate(catalogue.questions.iter_rows(named=True)):
        if question["metric"] != "enps":
            continue
        scores = catalogue.scale(question["scale"])["score"].drop_nulls().sort()
        if scores.to_list() != ENPS:
            yield catalogue.problem_at("Questions", row, "scale", "enps-scale", question["scale"])
        if question["reverse"]:
            name = question["question"]
            yield catalogue.problem_at("Questions", row, "reverse", "enps-reversed", name)


def idle_reverse(catalogue: Catalogue) -> Iterator[Problem]:
    """Remarks on questions that are reverse-coded where there is no score to mirror."""
    scored = set(catalogue.scales.drop_nulls("score")["scale"])
    for row, question in enumerate(catalogue.questions.iter_rows(named=True)):
        if question["reverse"] and question["scale"] not in scored:
            name, facts = question["question"], {"scale": question["scale"]}
            yield catalogue.problem_at("Questions", row, "reverse", "reverse-idle", name, **facts)


def two_scales(catalogue: Catalogue) -> Iterator[Problem]:
    """Remarks on columns of the responses that two metrics read on different scales.

    On one scale (its score, and its distribution) that may be meant; two questions of one metric
    have a rule of their own.
    """
    first: dict[str, dict] = {}
    for row, question in enumerate(catalogue.questions.iter_rows(named=True)):
        other = first.setdefault(fold(question["column"]), question)
        if other["metric"] != question["metric"] and other["scale"] != question["scale"]:
            facts = {
                "question": question["question"],
                "scale": question["scale"],
                "other": other["question"],
                "other_scale": other["scale"],
            }
            yield catalogue.problem_at(
                "Questions", row, "column", "column-on-two-scales", question["column"], **facts
            )
