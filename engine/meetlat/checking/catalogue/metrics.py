"""The rows of Metrics: their questions and their parameters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from meetlat.checking.catalogue.parameters import check_parameters
from meetlat.checking.catalogue.rows import ids, lost, named_rows
from meetlat.checking.catalogue.scales import unscored
from meetlat.plugins.metrics import Metric
from meetlat.problems.problem import Problem
from meetlat.problems.suggestions import spelling
from meetlat.problems.text import nearest
from meetlat.reading.catalogue import Catalogue

Metrics = Mapping[str, Metric]


def questions_of_metrics(catalogue: Catalogue, metrics: Metrics) -> Iterator[Problem]:
    """A metric is for questions that are in Questions."""
    if not catalogue.has_column("Questions", "question") or catalogue.questions.is_empty():
        return
    known, missing = ids(catalogue, "Questions"), lost(catalogue, "Questions")
    spellings = {spelling(name): name for name in known}
    for row, line in enumerate(catalogue.metrics.iter_rows(named=True)):
        named = [name for name in split_questions(line["questions"]) if name not in known]
        explained = missing.among(named, known)
        for question in dict.fromkeys(name for name in named if name not in explained):
            own, near = spellings.get(spelling(question)), nearest(question, known)
            code = "name-otherwise" if own else "unknown-question"
            facts = {"other": own, "times": ""} if own else {"suggestion": near}
            yield catalogue.problem_at("Metrics", row, "questions", code, question, **facts)


def questions_with_scores(catalogue: Catalogue, metrics: Metrics) -> Iterator[Problem]:
    """A metric that needs scores names no question without them, unless that is told already."""
    scales = dict(catalogue.questions.select("question", "scale").iter_rows())
    without = unscored(catalogue)
    for row, line in named_rows(catalogue, "Metrics"):
        metric = metrics.get(line["metric"])
        if metric is None or not metric.needs_scores or not line["on"]:
            continue
        for name in dict.fromkeys(split_questions(line["questions"])):
            if scales.get(name) in without:
                facts = {"metric": metric.name}
                yield catalogue.problem_at(
                    "Metrics", row, "questions", "question-unscored", name, **facts
                )


def parameters(catalogue: Catalogue, metrics: Metrics) -> Iterator[Problem]:
    """A metric has the parameters that are filled in, and can read them."""
    for row, line in named_rows(catalogue, "Metrics"):
        if metric := metrics.get(line["metric"]):
            written = line["parameters"]
            yield from check_parameters(catalogue, "Metrics", row, "parameters", metric, written)


def split_questions(written: str | None) -> list[str]:
    """The questions in a cell: `work_1, work_2`."""
    return [part.strip() for part in (written or "").split(",") if part.strip()]
