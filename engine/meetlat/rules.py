"""What the tables of a catalogue say of each other: every name must mean something.

Rules of one table by itself stand in its Pandera schema; these need two.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain

import polars as pl

from meetlat.catalogue import Catalogue
from meetlat.metrics import Metric, read_parameter
from meetlat.problem import Problem, listing, nearest

MEASURES = ("respondents", "invited", "response")

Metrics = Mapping[str, Metric]


def check_rules(catalogue: Catalogue, metrics: Metrics) -> list[Problem]:
    """Every rule across tables; `metrics` are those installed, by name."""
    rules: Sequence[Callable[[Catalogue, Metrics], Iterator[Problem]]] = (
        question_references,
        scored_scales,
        comparison_subjects,
        segment_parents,
        metric_rows,
    )
    return list(chain.from_iterable(rule(catalogue, metrics) for rule in rules))


def question_references(catalogue: Catalogue, metrics: Metrics) -> Iterator[Problem]:
    """A question's theme, scale and metric are known."""
    themes, scales = _ids(catalogue.themes["theme"]), _ids(catalogue.scales["scale"])
    yield from _known(catalogue, "Questions", "theme", themes, "unknown-theme")
    yield from _known(catalogue, "Questions", "scale", scales, "unknown-scale")
    yield from _known(catalogue, "Questions", "metric", sorted(metrics), "unknown-metric")


def scored_scales(catalogue: Catalogue, metrics: Metrics) -> Iterator[Problem]:
    """A question measured by its score has a scale with scores."""
    scored = set(catalogue.scales.drop_nulls("score")["scale"])
    known = set(catalogue.scales["scale"])
    for row, question in enumerate(catalogue.questions.iter_rows(named=True)):
        scale = question["scale"]
        if question["metric"] == "likert" and scale in known and scale not in scored:
            yield catalogue.problem_at(
                "Questions", row, "scale", "scale-unscored", scale, scale=scale
            )


def comparison_subjects(catalogue: Catalogue, metrics: Metrics) -> Iterator[Problem]:
    """A comparison is with something there is, and with an answer its scale has."""
    questions = dict(catalogue.questions.select("question", "scale").iter_rows())
    plain = [*_ids(catalogue.themes["theme"]), *MEASURES]
    known = {*questions, *plain}
    known |= {m.subject(key) for m in metrics.values() for key in (*questions, *plain)}
    for row, comparison in enumerate(catalogue.comparisons.iter_rows(named=True)):
        subject, answer = comparison["subject"], comparison["answer"]
        if subject is not None and subject not in known:
            suggestion = nearest(subject, [s for s in known if s])
            yield catalogue.problem_at(
                "Comparisons", row, "subject", "unknown-subject", subject, suggestion=suggestion
            )
        elif answer is not None and subject in questions:
            yield from _answer_on_scale(catalogue, row, answer, questions[subject])


def _answer_on_scale(catalogue: Catalogue, row: int, answer: str, scale: str) -> Iterator[Problem]:
    answers = catalogue.scale(scale)
    labels = _ids(answers["label"])
    if answer not in labels and answer not in set(answers["answer"]):
        facts = {"scale": scale, "known": listing(labels), "suggestion": nearest(answer, labels)}
        yield catalogue.problem_at("Comparisons", row, "answer", "unknown-answer", answer, **facts)


def segment_parents(catalogue: Catalogue, metrics: Metrics) -> Iterator[Problem]:
    """A segment's parent is a segment, and never below itself."""
    segments = _ids(catalogue.segments["segment"])
    yield from _known(catalogue, "Segments", "parent", segments, "unknown-parent")
    parents = dict(catalogue.segments.select("segment", "parent").iter_rows())
    for row, segment in enumerate(catalogue.segments["segment"]):
        above, seen = parents.get(segment), set()
        while above is not None and above != segment and above not in seen:
            seen.add(above)
            above = parents.get(above)
        if above is not None and above == segment:
            yield catalogue.problem_at("Segments", row, "parent", "parent-cycle", segment)


def metric_rows(catalogue: Catalogue, metrics: Metrics) -> Iterator[Problem]:
    """A row of `Metrics` names an installed metric, known questions and parameters it has."""
    yield from _known(catalogue, "Metrics", "metric", sorted(metrics), "unknown-metric")
    questions = set(catalogue.questions["question"])
    for row, line in enumerate(catalogue.metrics.iter_rows(named=True)):
        for question in split_questions(line["questions"]):
            if question not in questions:
                suggestion = nearest(question, [q for q in questions if q])
                yield catalogue.problem_at(
                    "Metrics", row, "questions", "unknown-question", question, suggestion=suggestion
                )
        if line["metric"] in metrics:
            yield from _parameters(catalogue, row, metrics[line["metric"]], line["parameters"])


def check_group(catalogue: Catalogue, groups: pl.DataFrame) -> Iterator[Problem]:
    """The group that the report is to show is one of those found."""
    wanted = catalogue.settings.group
    if not wanted:
        return
    known = [f"{s}={g}" for s, g in groups.select("segment", "group").iter_rows() if s]
    segment, group = chosen_group(wanted)
    if f"{segment}={group}" not in known:
        facts = {
            "suggestion": nearest(wanted, known),
            "example": next(iter(known), "division=North"),
        }
        yield catalogue.setting_place("group", "unknown-group", value=wanted, **facts)


def check_turnout(catalogue: Catalogue, groups: pl.DataFrame) -> Iterator[Problem]:
    """Remarks on how many answered: more than were invited, or too few to show anything."""
    respondents, settings = groups["n"][0], catalogue.settings
    if settings.invited is not None and respondents > settings.invited:
        facts = {"value": settings.invited, "respondents": respondents}
        yield catalogue.setting_place("invited", "more-than-invited", **facts)
    if respondents < settings.smallest_group:
        facts = {"value": respondents, "smallest": settings.smallest_group}
        yield catalogue.setting_place("smallest_group", "withheld", **facts)


def chosen_group(written: str) -> tuple[str, str]:
    """`division=North` as segment and group; blank is the whole organisation."""
    segment, _, group = written.partition("=")
    return segment.strip(), group.strip()


def split_questions(written: str | None) -> list[str]:
    """The questions in a cell: `work_1, work_2`."""
    return [part.strip() for part in (written or "").split(",") if part.strip()]


def split_parameters(written: str | None) -> dict[str, str]:
    """The parameters in a cell: `boxes=2; base=all`."""
    pairs = [part.partition("=") for part in (written or "").split(";") if part.strip()]
    return {name.strip(): value.strip() for name, _, value in pairs}


def _parameters(
    catalogue: Catalogue, row: int, metric: Metric, written: str | None
) -> Iterator[Problem]:
    defaults = metric.parameters
    for name, value in split_parameters(written).items():
        if name not in defaults:
            known = {"known": listing(defaults) or "-", "suggestion": nearest(name, defaults)}
            code, shown, facts = "unknown-parameter", name, known
        elif not _readable(value, defaults[name]):
            example = {"parameter": name, "example": f"{name}={defaults[name]}"}
            code, shown, facts = "bad-parameter", value, example
        else:
            continue
        yield catalogue.problem_at(
            "Metrics", row, "parameters", code, shown, metric=metric.name, **facts
        )


def _readable(value: str, default: bool | float | str) -> bool:
    try:
        read_parameter(value, default)
    except ValueError:
        return False
    return True


def _known(
    catalogue: Catalogue, table: str, column: str, known: Sequence[str], code: str
) -> Iterator[Problem]:
    """Every name in a column is one of those known."""
    frame = getattr(catalogue, table.lower())
    for row, name in enumerate(frame[column]):
        if name is not None and name not in known:
            facts = {"known": listing(known) or "-", "suggestion": nearest(name, known)}
            yield catalogue.problem_at(table, row, column, code, name, **facts)


def _ids(column: pl.Series) -> list[str]:
    return column.drop_nulls().unique(maintain_order=True).to_list()
