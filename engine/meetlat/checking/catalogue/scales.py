"""Scales: answers that can be told apart, and scores that make sense."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

import polars as pl

from meetlat.plugins.metrics import Metric
from meetlat.problems.problem import Problem
from meetlat.problems.suggestions import spelling
from meetlat.reading.catalogue import Catalogue
from meetlat.reading.scale import answer_key

Metrics = Mapping[str, Metric]


def scored(catalogue: Catalogue, metrics: Metrics) -> Iterator[Problem]:
    """A scale whose scores are needed has some; one that has none is told once."""
    if not catalogue.has_column("Scales", "score"):
        return
    need = _need_scores(metrics)
    asked = catalogue.questions.with_row_index("row").filter(pl.col("metric").is_in(need))
    scores = _scores(catalogue)
    times = Counter(asked["scale"].to_list())
    for row, scale, metric in (
        asked.unique("scale", keep="first", maintain_order=True)
        .select("row", "scale", "metric")
        .iter_rows()
    ):
        if scale in scores and not scores[scale] and not _unreadable(catalogue, scale):
            often = f" ({times[scale]}x)" if times[scale] > 1 else ""
            facts = {"scale": scale, "metric": metric, "times": often}
            yield catalogue.problem_at("Questions", row, "scale", "scale-unscored", scale, **facts)


def several_scores(catalogue: Catalogue, metrics: Metrics) -> Iterator[Problem]:
    """Not all scored answers of a scale are worth the same."""
    for scale, scores in _scored(catalogue, metrics):
        if len({score for _, score in scores}) == 1 and not _unreadable(catalogue, scale):
            row, score = scores[0]
            facts = {"scale": scale}
            yield catalogue.problem_at("Scales", row, "score", "scale-one-score", score, **facts)


def in_order(catalogue: Catalogue, metrics: Metrics) -> Iterator[Problem]:
    """Scores run up or down the scale; one that does neither is a slip, as a rule."""
    for scale, scores in _scored(catalogue, metrics):
        position = out_of_order([score for _, score in scores])
        if position is not None:
            row, score = scores[position]
            facts = {"scale": scale}
            yield catalogue.problem_at("Scales", row, "score", "scores-unordered", score, **facts)


def out_of_order(scores: Sequence[float]) -> int | None:
    """The place of the score without which the others run one way; the last but one way, None."""
    if _runs(scores):
        return None
    without = ([*scores[:i], *scores[i + 1 :]] for i in range(len(scores)))
    return next((i for i, rest in enumerate(without) if _runs(rest)), 0)


def _runs(scores: Sequence[float]) -> bool:
    steps = [after - before for before, after in pairwise(scores)]
    return all(step >= 0 for step in steps) or all(step <= 0 for step in steps)


def _need_scores(metrics: Metrics) -> list[str]:
    """The metrics of questions that cannot do without scores."""
    return [metric.named for metric in metrics.values() if metric.named and metric.needs_scores]


def _scores(catalogue: Catalogue) -> dict[str, list[tuple[int, float]]]:
    """The scores of every scale, each with its row."""
    found: dict[str, list[tuple[int, float]]] = {}
    for row, (scale, score) in enumerate(catalogue.scales.select("scale", "score").iter_rows()):
        if scale is not None:
            found.setdefault(scale, []).extend([] if score is None else [(row, score)])
    return found


def unscored(catalogue: Catalogue) -> set[str]:
    """The scales of which no answer has a score: of choices, as a rule."""
    return {scale for scale, scores in _scores(catalogue).items() if not scores}


def _scored(
    catalogue: Catalogue, metrics: Metrics
) -> Iterator[tuple[str, list[tuple[int, float]]]]:
    """The scales that are used for their scores and have any."""
    asked = catalogue.questions.filter(pl.col("metric").is_in(_need_scores(metrics)))["scale"]
    used = set(asked)
    return ((scale, s) for scale, s in _scores(catalogue).items() if s and scale in used)


def _unreadable(catalogue: Catalogue, scale: str) -> bool:
    """Whether a score of it could not be read, or a row was lost to another spelling."""
    scores = catalogue.scales.select("scale", "score").iter_rows()
    unread = any(
        name == scale and score is None and catalogue.written("Scales", row, "score")
        for row, (name, score) in enumerate(scores)
    )
    return unread or is_incomplete(catalogue, scale)


def answers_apart(catalogue: Catalogue, metrics: Metrics) -> Iterator[Problem]:
    """No two answers of a scale are written alike, or have labels that are.

    Labels that are alike may be meant so ("don't know" twice), as long as the scores agree.
    """
    rows = catalogue.scales.rows(named=True)
    written: dict[tuple[str, str], int] = {}
    labelled: dict[tuple[str, str], int] = {}
    for row, answer in enumerate(rows):
        if answer["scale"] is None or answer["answer"] is None:
            continue
        first = written.setdefault((answer["scale"], answer_key(answer["answer"])), row)
        column, code = "answer", "answers-alike"
        if first == row:
            first = labelled.setdefault((answer["scale"], answer_key(answer["label"])), row)
            column, code = "label", "answers-alike"
            if rows[first]["score"] == answer["score"]:
                code = "labels-alike"
        # What is written in the very same way is a duplicate to the schema already.
        if first < row and rows[first]["answer"] != answer["answer"]:
            place = catalogue.place("Scales", first, column)
            yield catalogue.problem_at("Scales", row, column, code, answer[column], first=place)


def is_incomplete(catalogue: Catalogue, scale: str) -> bool:
    """Whether a row that may be of this scale has a problem with its scale or its answer."""
    return any(True for _ in _lost_rows(catalogue, scale))


def may_be_lost(catalogue: Catalogue, scale: str, answer: str) -> bool:
    """Whether an answer that a scale seems not to have may be one of its rows with a problem."""
    key = answer_key(answer)
    return any(
        own is None or key in (answer_key(own), answer_key(label))
        for own, label in _lost_rows(catalogue, scale)
    )


def _lost_rows(catalogue: Catalogue, scale: str) -> Iterator[tuple[str | None, str | None]]:
    """Answer and label of the rows that may be of a scale, and could not be told to be."""
    for name, own, label in catalogue.scales.select("scale", "answer", "label").iter_rows():
        is_of_it = name is None or spelling(name) == spelling(scale)
        if is_of_it and (own is None or name != scale):
            yield own, label
