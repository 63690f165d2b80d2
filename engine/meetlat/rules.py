"""What the tables of a catalogue say of each other: every name must mean something.

Rules of one table by itself stand in its Pandera schema; these need two.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain

import polars as pl

from meetlat.catalogue import Catalogue
from meetlat.clashes import CLASHES
from meetlat.coding import Segment
from meetlat.comparisons import MEASURES
from meetlat.metrics import Metric
from meetlat.parameters import Parameter
from meetlat.problem import Problem, listing, nearest

Metrics = Mapping[str, Metric]


def check_rules(catalogue: Catalogue, metrics: Metrics) -> list[Problem]:
    """Every rule across tables; `metrics` are those installed, by name."""
    rules: Sequence[Callable[[Catalogue, Metrics], Iterator[Problem]]] = (
        question_references,
        scored_scales,
        column_patterns,
        comparison_subjects,
        segment_parents,
        metric_rows,
    )
    found = chain.from_iterable(rule(catalogue, metrics) for rule in rules)
    return [*found, *chain.from_iterable(clash(catalogue) for clash in CLASHES)]


def question_references(catalogue: Catalogue, metrics: Metrics) -> Iterator[Problem]:
    """A question's theme, scale and metric are known."""
    themes, scales = _ids(catalogue.themes["theme"]), _ids(catalogue.scales["scale"])
    yield from _known(catalogue, "Questions", "theme", themes, "unknown-theme")
    yield from _known(catalogue, "Questions", "scale", scales, "unknown-scale")
    named = sorted({metric.named or name for name, metric in metrics.items()})
    yield from _known(catalogue, "Questions", "metric", named, "unknown-metric")


def scored_scales(catalogue: Catalogue, metrics: Metrics) -> Iterator[Problem]:
    """A question measured by its score has a scale with scores."""
    need = {metric.named or name for name, metric in metrics.items() if metric.needs_scores}
    scored = set(catalogue.scales.drop_nulls("score")["scale"])
    known = set(catalogue.scales["scale"])
    for row, question in enumerate(catalogue.questions.iter_rows(named=True)):
        scale, metric = question["scale"], question["metric"]
        if metric in need and scale in known and scale not in scored:
            facts = {"scale": scale, "metric": metric}
            yield catalogue.problem_at("Questions", row, "scale", "scale-unscored", scale, **facts)


def column_patterns(catalogue: Catalogue, metrics: Metrics) -> Iterator[Problem]:
    """A pattern has one `*`, for what stands there is the answer."""
    for row, column in enumerate(catalogue.questions["column"]):
        if column is not None and column.count("*") > 1:
            yield catalogue.problem_at("Questions", row, "column", "two-stars", column)


def comparison_subjects(catalogue: Catalogue, metrics: Metrics) -> Iterator[Problem]:
    """A comparison is with something there is, and with an answer its scale has."""
    questions = dict(catalogue.questions.select("question", "scale").iter_rows())
    scales = _ids(catalogue.scales["scale"])
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
        elif answer is not None and questions.get(subject) in scales:
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


def check_group(catalogue: Catalogue, segments: Mapping[str, Segment]) -> Iterator[Problem]:
    """The group that the report is to show is one of those found."""
    wanted = catalogue.settings.group
    if not wanted:
        return
    known = [f"{name}={group}" for name, segment in segments.items() for group in segment.groups]
    segment, group = chosen_group(wanted, segments)
    if f"{segment}={group}" not in known:
        facts = {
            "suggestion": nearest(wanted, known),
            "example": next(iter(known), "division=North"),
        }
        yield catalogue.setting_place("group", "unknown-group", value=wanted, **facts)


def check_turnout(catalogue: Catalogue, groups: pl.DataFrame) -> Iterator[Problem]:
    """Remarks on how many answered: more than were invited, or too few to show anything.

    Args:
        catalogue: with the number invited, the smallest group and the group chosen.
        groups: with their sizes, the whole organisation first.
    """
    respondents, settings = groups["n"][0], catalogue.settings
    if settings.invited is not None and respondents > settings.invited:
        facts = {"value": settings.invited, "respondents": respondents}
        yield catalogue.setting_place("invited", "more-than-invited", **facts)
    if respondents < settings.smallest_group:
        facts = {"value": respondents, "smallest": settings.smallest_group}
        yield catalogue.setting_place("smallest_group", "withheld", **facts)
        return
    segment, group = chosen_group(settings.group, catalogue.segments["segment"])
    (size,) = groups.filter(segment=segment, group=group)["n"]
    if size < settings.smallest_group:
        smallest = settings.smallest_group
        facts = {"value": settings.group, "respondents": size, "smallest": smallest}
        yield catalogue.setting_place("group", "group-withheld", **facts)


def chosen_group(written: str, segments: Iterable[str]) -> tuple[str, str]:
    """`division=North` as segment and group; blank is the whole organisation.

    A segment's own name may hold a `=`, so those there are decide where it ends.
    """
    parts = written.split("=")
    splits = [
        ("=".join(parts[:i]).strip(), "=".join(parts[i:]).strip()) for i in range(1, len(parts))
    ]
    known = set(segments)
    return next((split for split in splits if split[0] in known), ("", written.strip()))


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
    defined = metric.parameters
    for name, value in split_parameters(written).items():
        if name not in defined:
            known = {"known": listing(defined) or "-", "suggestion": nearest(name, defined)}
            code, shown, facts = "unknown-parameter", name, known
        elif not _readable(value, defined[name]):
            example = {"parameter": name, "example": defined[name].example}
            code, shown, facts = "bad-parameter", value, example
        else:
            continue
        yield catalogue.problem_at(
            "Metrics", row, "parameters", code, shown, metric=metric.name, **facts
        )


def _readable(value: str, parameter: Parameter) -> bool:
    try:
        parameter.read(value)
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
