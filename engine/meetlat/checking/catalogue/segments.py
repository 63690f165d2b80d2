"""Check Segments: parents without cycles, and a column for each segment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from meetlat.checking.catalogue.rows import named_rows, own_rows
from meetlat.plugins.metrics import Metric
from meetlat.problems.problem import Problem
from meetlat.problems.suggestions import spelling
from meetlat.reading.catalogue import Catalogue


def check_parent_cycles(catalogue: Catalogue, metrics: Mapping[str, Metric]) -> Iterator[Problem]:
    """No segment is its own ancestor; each cycle is reported once, at its first row."""
    rows = list(named_rows(catalogue, "Segments"))
    parents = {line["segment"]: line["parent"] for _, line in rows}
    reported: set[str] = set()
    for row, line in rows:
        name = line["segment"]
        cycle = parent_cycle(name, parents)
        if cycle and reported.isdisjoint(cycle):
            reported.update(cycle)
            facts = {"circle": " → ".join([*cycle, cycle[0]])}
            yield catalogue.problem_at("Segments", row, "parent", "parent-cycle", name, **facts)


def check_shared_columns(catalogue: Catalogue, metrics: Mapping[str, Metric]) -> Iterator[Problem]:
    """Segments read different columns."""
    first: dict[str, tuple[int, str]] = {}
    for row, line in own_rows(catalogue, "Segments"):
        if line["column"] is None:
            continue
        own = line["segment"] or line["column"]
        first_row, name = first.setdefault(spelling(line["column"]), (row, own))
        if first_row != row:
            facts = {"question": own, "other": name}
            place, column = catalogue.place("Segments", first_row, "column"), line["column"]
            yield catalogue.problem_at(
                "Segments", row, "column", "column-shared", column, first=place, **facts
            )


def parent_cycle(segment: str, parents: Mapping[str, str | None]) -> list[str]:
    """The segment and its ancestors, if it is its own ancestor; else empty."""
    parent, path = parents.get(segment), [segment]
    while parent is not None and parent not in path:
        path.append(parent)
        parent = parents.get(parent)
    return path if parent == segment else []
