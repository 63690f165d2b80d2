"""Every name means something: a question's theme, scale and metric, a segment's parent.

A name that is nowhere is one problem, however many rows use it: at the first of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

from meetlat.checking.catalogue.rows import KEYS, Lost, ids, lost
from meetlat.plugins.metrics import Metric
from meetlat.problems.problem import Problem
from meetlat.problems.suggestions import spelling
from meetlat.problems.text import listing, nearest
from meetlat.reading.catalogue import Catalogue

Metrics = Mapping[str, Metric]
NOTHING_LOST = Lost()


def themes_of_questions(catalogue: Catalogue, metrics: Metrics) -> Iterator[Problem]:
    """A question's theme is in Themes."""
    themes = catalogue.tables.get("Themes")
    if themes and not themes.values and catalogue.questions["theme"].count():
        yield Problem("table-empty", themes.sheet, themes.header_cell(0), "Themes")
    else:
        yield from _in_table(catalogue, "Questions", "theme", "Themes", "unknown-theme")


def scales_of_questions(catalogue: Catalogue, metrics: Metrics) -> Iterator[Problem]:
    """A question's scale is in Scales."""
    yield from _in_table(catalogue, "Questions", "scale", "Scales", "unknown-scale")


def parents_of_segments(catalogue: Catalogue, metrics: Metrics) -> Iterator[Problem]:
    """A segment's parent is a segment."""
    yield from _in_table(catalogue, "Segments", "parent", "Segments", "unknown-parent")


def metrics_of_questions(catalogue: Catalogue, metrics: Metrics) -> Iterator[Problem]:
    """A question's metric is installed."""
    yield from unknown(catalogue, "Questions", "metric", _named(metrics), "unknown-metric")


def listed_metrics(catalogue: Catalogue, metrics: Metrics) -> Iterator[Problem]:
    """A metric in Metrics is installed; one that a question asks for too is told there."""
    asked = set(catalogue.questions["metric"]).difference(_named(metrics))
    gone = gone_metrics(catalogue, metrics)
    known, told = sorted(metrics), {*asked.difference(metrics), *gone}
    yield from unknown(catalogue, "Metrics", "metric", known, "unknown-metric", told=told)
    for name, row in gone.items():
        if name not in asked and catalogue.metrics["on"][row]:
            near = {"suggestion": nearest(name, metrics)}
            yield catalogue.problem_at("Metrics", row, "metric", "metric-gone", name, **near)


def gone_metrics(catalogue: Catalogue, metrics: Metrics) -> dict[str, int]:
    """The rows of Metrics whose metric is not installed any more, by its name.

    Meetlat added such a row when there was such a metric, so it blocks nothing. A name that is
    nearly that of a metric without a row is HR's own, and a slip.
    """
    listed = catalogue.metrics["metric"].to_list()
    unlisted = [name for name in metrics if name not in listed]
    spellings = {spelling(name) for name in metrics}
    return {
        name: row
        for row, name in reversed([*enumerate(listed)])
        if name is not None
        and name not in metrics
        and spelling(name) not in spellings
        and not nearest(name, unlisted)
    }


def _named(metrics: Metrics) -> list[str]:
    """What a question may be measured by: theme scores follow from `likert`."""
    return sorted({metric.named or name for name, metric in metrics.items()})


def _in_table(
    catalogue: Catalogue, table: str, column: str, home: str, code: str
) -> Iterator[Problem]:
    """The names in a column are those of the rows of another table, if that can be read at all."""
    if catalogue.has_column(home, KEYS[home]) and catalogue.tables[home].values:
        known, missing = ids(catalogue, home), lost(catalogue, home)
        yield from unknown(catalogue, table, column, known, code, missing)


def unknown(
    catalogue: Catalogue,
    table: str,
    column: str,
    known: Sequence[str],
    code: str,
    missing: Lost = NOTHING_LOST,
    told: Collection[str] = (),
) -> Iterator[Problem]:
    """The names in a column that are not known, each once, at its first row.

    Args:
        catalogue: the whole of it.
        table: where the names are used.
        column: of that table.
        known: the names there are.
        code: of the problem.
        missing: names that are unknown for a problem that is told already.
        told: names that are a problem elsewhere.
    """
    names = catalogue.frame(table)[column].to_list()
    taken = {None, *known, *told}
    times = Counter(name for name in names if name not in taken)
    for name in missing.among((name for name, _ in times.most_common()), known):
        del times[name]
    spellings = {spelling(other): other for other in known} if times else {}
    renamed = _only_unused(names, known) if len(times) == 1 else None
    for name, often in times.items():
        facts = {"times": f" ({often}x)" if often > 1 else ""}
        if own := spellings.get(spelling(name)):
            found, facts = "name-otherwise", {**facts, "other": own}
        else:
            facts = {**facts, "known": listing(known) or "-"}
            found, facts = code, {**facts, "suggestion": nearest(name, known) or renamed}
        yield catalogue.problem_at(table, names.index(name), column, found, name, **facts)


def _only_unused(names: Collection[str | None], known: Sequence[str]) -> str | None:
    """The one known name that nothing uses: what the one unknown name may be called by now."""
    unused = [name for name in known if name not in names]
    return unused[0] if len(unused) == 1 and len(known) > 1 else None
