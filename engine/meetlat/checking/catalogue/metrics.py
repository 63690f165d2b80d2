"""Check Metrics: the questions and parameters of each metric."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from meetlat.checking.catalogue.parameters import check_parameters
from meetlat.checking.catalogue.rows import lost_names, named_rows, unique_names
from meetlat.checking.catalogue.scales import unscored_scales
from meetlat.plugins.metrics import Metric
from meetlat.problems.problem import Problem
from meetlat.problems.suggestions import spelling
from meetlat.problems.text import nearest
from meetlat.reading.catalogue import Catalogue

Metrics = Mapping[str, Metric]


def check_metric_questions(catalogue: Catalogue, metrics: Metrics) -> Iterator[Problem]:
    """The questions of a metric are in Questions."""
    if not catalogue.has_column("Questions", "question") or catalogue.questions.is_empty():
        return
    known, lost = unique_names(catalogue, "Questions"), lost_names(catalogue, "Questions")
    spellings = {spelling(name): name for name in known}
    for row, line in enumerate(catalogue.metrics.iter_rows(named=True)):
        unknown = [name for name in split_questions(line["questions"]) if name not in known]
        explained = lost.among(unknown, known)
        for name in dict.fromkeys(name for name in unknown if name not in explained):
            place = catalogue.place("Metrics", row, "questions")
            if other := spellings.get(spelling(name)):
                yield place.problem("name-otherwise", name, other=other, times="")
            else:
                yield place.problem("unknown-question", name, suggestion=nearest(name, known))


def check_scored_questions(catalogue: Catalogue, metrics: Metrics) -> Iterator[Problem]:
    """A metric that needs scores names only questions with scores."""
    scales = dict(catalogue.questions[["question", "scale"]].iter_rows())
    unscored = unscored_scales(catalogue)
    for row, line in named_rows(catalogue, "Metrics"):
        metric = metrics.get(line["metric"])
        if metric is None or not metric.needs_scores or not line["on"]:
            continue
        for name in dict.fromkeys(split_questions(line["questions"])):
            if scales.get(name) in unscored:
                facts = {"metric": metric.name}
                yield catalogue.problem_at(
                    "Metrics", row, "questions", "question-unscored", name, **facts
                )


def check_metric_parameters(catalogue: Catalogue, metrics: Metrics) -> Iterator[Problem]:
    """The parameters of a metric exist and can be read."""
    for row, line in named_rows(catalogue, "Metrics"):
        if metric := metrics.get(line["metric"]):
            written = line["parameters"]
            yield from check_parameters(catalogue, "Metrics", row, "parameters", metric, written)


def split_questions(written: str | None) -> list[str]:
    """The questions in a cell: `work_1, work_2`."""
    return [part.strip() for part in (written or "").split(",") if part.strip()]
