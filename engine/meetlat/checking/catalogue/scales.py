"""Check Scales: answers that differ, and scores that make sense."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

import polars as pl

from meetlat.plugins.metrics import Metric
from meetlat.problems.problem import Problem
from meetlat.problems.suggestions import spelling
from meetlat.problems.text import often
from meetlat.reading.catalogue import Catalogue
from meetlat.reading.scale import UNLISTED, answer_key

Metrics = Mapping[str, Metric]

# With fewer different scores, one of them may well be far from the others.
FEWEST_SCORES = 4


def check_scores_exist(catalogue: Catalogue, metrics: Metrics) -> Iterator[Problem]:
    """A scale has scores if a metric needs them; a scale without scores is reported once."""
    if not catalogue.has_column("Scales", "score"):
        return
    needs_scores = pl.col("metric").is_in(_metrics_with_scores(metrics))
    asked = catalogue.questions.with_row_index("row").filter(needs_scores)
    scores = _scores(catalogue)
    times = Counter(asked["scale"].to_list())
    for row, scale, metric in (
        asked.unique("scale", keep="first", maintain_order=True)
        .select("row", "scale", "metric")
        .iter_rows()
    ):
        if scale in scores and not scores[scale] and not _has_lost_scores(catalogue, scale):
            facts = {"scale": scale, "metric": metric, "times": often(times[scale])}
            yield catalogue.problem_at("Questions", row, "scale", "scale-unscored", scale, **facts)


def check_scores_differ(catalogue: Catalogue, metrics: Metrics) -> Iterator[Problem]:
    """The scored answers of a scale do not all have the same score."""
    for scale, scores in _used_scores(catalogue, metrics):
        if len({score for _, score in scores}) == 1 and not _has_lost_scores(catalogue, scale):
            row, score = scores[0]
            facts = {"scale": scale}
            yield catalogue.problem_at("Scales", row, "score", "scale-one-score", score, **facts)


def check_score_order(catalogue: Catalogue, metrics: Metrics) -> Iterator[Problem]:
    """Scores run up or down the scale; a score out of order is usually a mistake."""
    for scale, scores in _used_scores(catalogue, metrics):
        position = out_of_order([score for _, score in scores])
        if position is not None:
            row, score = scores[position]
            facts = {"scale": scale}
            yield catalogue.problem_at("Scales", row, "score", "scores-unordered", score, **facts)


def check_score_gaps(catalogue: Catalogue, metrics: Metrics) -> Iterator[Problem]:
    """The highest or lowest score is not far from the others, such as 100 typed for 10.

    Scores out of order have their own problem.
    """
    for scale, scores in _used_scores(catalogue, metrics):
        in_order = sorted({score for _, score in scores})
        if (
            len(in_order) < FEWEST_SCORES
            or out_of_order([score for _, score in scores]) is not None
        ):
            continue
        half = (in_order[-1] - in_order[0]) / 2
        for score, next_to in ((in_order[-1], in_order[-2]), (in_order[0], in_order[1])):
            if abs(score - next_to) > half:
                row = next(row for row, own in scores if own == score)
                others = "; ".join(f"{other:g}" for other in in_order if other != score)
                facts = {"scale": scale, "others": others}
                yield catalogue.problem_at("Scales", row, "score", "score-apart", score, **facts)


def out_of_order(scores: Sequence[float]) -> int | None:
    """The position of the score without which the others run one way; None if all of them do.

    It is 0 if more than one score is out of order.
    """
    if _is_monotonic(scores):
        return None
    without = ([*scores[:i], *scores[i + 1 :]] for i in range(len(scores)))
    return next((i for i, rest in enumerate(without) if _is_monotonic(rest)), 0)


def _is_monotonic(scores: Sequence[float]) -> bool:
    steps = [after - before for before, after in pairwise(scores)]
    return all(step >= 0 for step in steps) or all(step <= 0 for step in steps)


def _metrics_with_scores(metrics: Metrics) -> list[str]:
    """The metrics of questions that need scores."""
    return [metric.named for metric in metrics.values() if metric.named and metric.needs_scores]


def _scores(catalogue: Catalogue) -> dict[str, list[tuple[int, float]]]:
    """The row and score of each scored answer, by scale."""
    found: dict[str, list[tuple[int, float]]] = {}
    for row, (scale, score) in enumerate(catalogue.scales[["scale", "score"]].iter_rows()):
        if scale is not None:
            found.setdefault(scale, []).extend([] if score is None else [(row, score)])
    return found


def unscored_scales(catalogue: Catalogue) -> set[str]:
    """The scales without any score, usually lists of choices."""
    return {scale for scale, scores in _scores(catalogue).items() if not scores}


def _used_scores(
    catalogue: Catalogue, metrics: Metrics
) -> Iterator[tuple[str, list[tuple[int, float]]]]:
    """The scores of each scale that is used for its scores, if it has any."""
    needs_scores = pl.col("metric").is_in(_metrics_with_scores(metrics))
    used = set(catalogue.questions.filter(needs_scores)["scale"])
    return ((scale, s) for scale, s in _scores(catalogue).items() if s and scale in used)


def _has_lost_scores(catalogue: Catalogue, scale: str) -> bool:
    """Whether a score of the scale cannot be read, or one of its rows has a problem."""
    scores = catalogue.scales[["scale", "score"]].iter_rows()
    is_unreadable = any(
        name == scale and score is None and catalogue.written("Scales", row, "score")
        for row, (name, score) in enumerate(scores)
    )
    return is_unreadable or is_incomplete(catalogue, scale)


def check_unlisted_answers(catalogue: Catalogue, metrics: Metrics) -> Iterator[Problem]:
    """Only a list of choices has the answer `*`, which catches what is not listed.

    On a scale with scores it would hide that the file has other answers, such as codes.
    """
    scored = {scale for scale, scores in _scores(catalogue).items() if scores}
    for row, (scale, answer) in enumerate(catalogue.scales[["scale", "answer"]].iter_rows()):
        if answer == UNLISTED and scale in scored:
            facts = {"scale": scale}
            yield catalogue.problem_at("Scales", row, "answer", "unlisted-scored", answer, **facts)


def check_similar_answers(catalogue: Catalogue, metrics: Metrics) -> Iterator[Problem]:
    """The answers of a scale differ in spelling, and so do their labels.

    Two answers may have the same label ("don't know" twice) if they have the same score: then it is
    a remark only.
    """
    rows = catalogue.scales.rows(named=True)
    by_answer: dict[tuple[str, str], int] = {}
    by_label: dict[tuple[str, str], int] = {}
    for row, answer in enumerate(rows):
        if answer["scale"] is None or answer["answer"] is None:
            continue
        first = by_answer.setdefault((answer["scale"], answer_key(answer["answer"])), row)
        column, code = "answer", "answers-alike"
        if first == row:
            first = by_label.setdefault((answer["scale"], answer_key(answer["label"])), row)
            column, code = "label", "answers-alike"
            if rows[first]["score"] == answer["score"]:
                code = "labels-alike"
        # The schema already reports answers with exactly the same spelling.
        if first < row and rows[first]["answer"] != answer["answer"]:
            place = catalogue.place("Scales", first, column)
            yield catalogue.problem_at("Scales", row, column, code, answer[column], first=place)


def is_incomplete(catalogue: Catalogue, scale: str) -> bool:
    """Whether a row that may belong to this scale has a problem with its scale or answer."""
    return any(True for _ in _lost_rows(catalogue, scale))


def may_be_lost(catalogue: Catalogue, scale: str, answer: str) -> bool:
    """Whether an answer that a scale seems to lack may be one of its rows with a problem."""
    key = answer_key(answer)
    return any(
        other is None or key in (answer_key(other), answer_key(label))
        for other, label in _lost_rows(catalogue, scale)
    )


def _lost_rows(catalogue: Catalogue, scale: str) -> Iterator[tuple[str | None, str | None]]:
    """The answer and label of rows that may belong to a scale, but have a problem."""
    for name, answer, label in catalogue.scales[["scale", "answer", "label"]].iter_rows():
        may_belong = name is None or spelling(name) == spelling(scale)
        if may_belong and (answer is None or name != scale):
            yield answer, label
