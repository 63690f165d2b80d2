"""Find questions with a scale that does not suit their metric or reverse coding."""

from __future__ import annotations

from collections.abc import Iterator

from meetlat.problems.problem import Problem
from meetlat.problems.text import fold
from meetlat.reading.catalogue import Catalogue

# The scores of the scale for eNPS.
ENPS = [float(score) for score in range(11)]


def check_enps_questions(catalogue: Catalogue) -> Iterator[Problem]:
    """Remarks on eNPS questions with another scale than 0 to 10, or with reverse coding."""
    for row, question in enumerate(catalogue.questions.iter_rows(named=True)):
        if question["metric"] != "enps":
            continue
        scores = catalogue.scale(question["scale"])["score"].drop_nulls().sort()
        if scores.to_list() != ENPS:
            yield catalogue.problem_at("Questions", row, "scale", "enps-scale", question["scale"])
        if question["reverse"]:
            name = question["question"]
            yield catalogue.problem_at("Questions", row, "reverse", "enps-reversed", name)


def check_reverse_coding(catalogue: Catalogue) -> Iterator[Problem]:
    """Remarks on reverse-coded questions with a scale without scores."""
    scored = set(catalogue.scales.drop_nulls("score")["scale"])
    for row, question in enumerate(catalogue.questions.iter_rows(named=True)):
        if question["reverse"] and question["scale"] not in scored:
            name, facts = question["question"], {"scale": question["scale"]}
            yield catalogue.problem_at("Questions", row, "reverse", "reverse-idle", name, **facts)


def check_shared_columns(catalogue: Catalogue) -> Iterator[Problem]:
    """Remarks on columns of the responses that two metrics read with different scales.

    With one scale, such as for a score and a distribution, it may be meant. Two questions with the
    same metric are an error (see `questions.check_shared_columns`).
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
