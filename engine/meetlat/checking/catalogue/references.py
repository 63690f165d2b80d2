"""Names that refer to another table: themes, scales and metrics of questions, parents of segments.

An unknown name is one problem, at the first row that uses it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

from meetlat.checking.catalogue.rows import KEYS, LostNames, lost_names, unique_names
from meetlat.plugins.metrics import Metric
from meetlat.problems.problem import Problem
from meetlat.problems.suggestions import spelling
from meetlat.problems.text import listing, nearest, often
from meetlat.reading.catalogue import Catalogue

Metrics = Mapping[str, Metric]
NOTHING_LOST = LostNames()


def check_question_themes(catalogue: Catalogue, metrics: Metrics) -> Iterator[Problem]:
    """The theme of a question is in Themes."""
    themes = catalogue.tables.get("Themes")
    if themes and not themes.values and catalogue.questions["theme"].count():
        yield Problem("table-empty", themes.sheet, themes.header_cell(0), "Themes")
    else:
        yield from _check_references(catalogue, "Questions", "theme", "Themes", "unknown-theme")


def check_question_scales(catalogue: Catalogue, metrics: Metrics) -> Iterator[Problem]:
    """The scale of a question is in Scales."""
    yield from _check_references(catalogue, "Questions", "scale", "Scales", "unknown-scale")


def check_segment_parents(catalogue: Catalogue, metrics: Metrics) -> Iterator[Problem]:
    """The parent of a segment is a segment."""
    yield from _check_references(catalogue, "Segments", "parent", "Segments", "unknown-parent")


def check_question_metrics(catalogue: Catalogue, metrics: Metrics) -> Iterator[Problem]:
    """The metric of a question is installed."""
    known = _question_metrics(metrics)
    yield from unknown_names(catalogue, "Questions", "metric", known, "unknown-metric")


def check_listed_metrics(catalogue: Catalogue, metrics: Metrics) -> Iterator[Problem]:
    """A metric in Metrics is installed; if a question uses it too, it is reported there."""
    used = set(catalogue.questions["metric"]).difference(_question_metrics(metrics))
    gone = gone_metrics(catalogue, metrics)
    known, reported = sorted(metrics), {*used.difference(metrics), *gone}
    yield from unknown_names(
        catalogue, "Metrics", "metric", known, "unknown-metric", reported=reported
    )
    for name, row in gone.items():
        if name not in used and catalogue.metrics["on"][row]:
            suggestion = nearest(name, metrics)
            yield catalogue.problem_at(
                "Metrics", row, "metric", "metric-gone", name, suggestion=suggestion
            )


def gone_metrics(catalogue: Catalogue, metrics: Metrics) -> dict[str, int]:
    """The metrics in Metrics that are not installed any more, each with its first row.

    Meetlat added such a row while the metric was installed, so it is no error. A name that is
    close to an installed metric without a row was typed by the user, and is a mistake.
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


def _question_metrics(metrics: Metrics) -> list[str]:
    """The names that a question may have as its metric: theme scores follow from `likert`."""
    return sorted({metric.named or name for name, metric in metrics.items()})


def _check_references(
    catalogue: Catalogue, table: str, column: str, home: str, code: str
) -> Iterator[Problem]:
    """The names in a column are names of another table, if that table can be read."""
    if catalogue.has_column(home, KEYS[home]) and catalogue.tables[home].values:
        known, lost = unique_names(catalogue, home), lost_names(catalogue, home)
        titles = catalogue.theme_names.values() if home == "Themes" else ()
        also = [title for title in titles if title]
        yield from unknown_names(catalogue, table, column, known, code, lost, also=also)


def unknown_names(
    catalogue: Catalogue,
    table: str,
    column: str,
    known: Sequence[str],
    code: str,
    lost: LostNames = NOTHING_LOST,
    reported: Collection[str] = (),
    also: Sequence[str] = (),
) -> Iterator[Problem]:
    """Report the unknown names in a column, each once, at its first row.

    Not reported are names that were `lost` by a problem that is already reported, and names that
    are `reported` elsewhere. `also` are other texts that refer to the known names, such as the
    names in the report; they are suggested too.
    """
    names = catalogue.frame(table)[column].to_list()
    ignored = {None, *known, *reported}
    times = Counter(name for name in names if name not in ignored)
    for name in lost.among((name for name, _ in times.most_common()), known):
        del times[name]
    spellings = {spelling(other): other for other in known} if times else {}
    renamed = _only_unused(names, known) if len(times) == 1 else None
    for name, n in times.items():
        place = catalogue.place(table, names.index(name), column)
        if other := spellings.get(spelling(name)):
            yield place.problem("name-otherwise", name, times=often(n), other=other)
        else:
            near = nearest(name, known) or nearest(name, also)
            facts = {"known": listing(known) or "-", "suggestion": near or renamed}
            yield place.problem(code, name, times=often(n), **facts)


def _only_unused(names: Collection[str | None], known: Sequence[str]) -> str | None:
    """The only known name that is not used: the one unknown name may be its old name."""
    unused = [name for name in known if name not in names]
    return unused[0] if len(unused) == 1 and len(known) > 1 else None
