"""Segments: each below another, and none below itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from meetlat.checking.catalogue.rows import named_rows
from meetlat.plugins.metrics import Metric
from meetlat.problems.problem import Problem
from meetlat.problems.suggestions import spelling
from meetlat.reading.catalogue import Catalogue


def no_circles(catalogue: Catalogue, metrics: Mapping[str, Metric]) -> Iterator[Problem]:
    """Parents do not go round in a circle; each circle is told once, at its first row."""
    rows = list(named_rows(catalogue, "Segments"))
    parents = {line["segment"]: line["parent"] for _, line in rows}
    told: set[str] = set()
    for row, line in rows:
        found = circle(line["segment"], parents)
        if found and told.isdisjoint(found):
            told.update(found)
            facts = {"circle": " → ".join([*found, found[0]])}
            name = line["segment"]
            yield catalogue.problem_at("Segments", row, "parent", "parent-cycle", name, **facts)


def columns_shared(catalogue: Catalogue, metrics: Mapping[str, Metric]) -> Iterator[Problem]:
    """No two segments divide people by the same column."""
    first: dict[str, tuple[int, str]] = {}
    for row, line in named_rows(catalogue, "Segments"):
        other, name = first.setdefault(spelling(line["column"]), (row, line["segment"]))
        if other != row:
            facts = {"question": line["segment"], "other": name}
            place, column = catalogue.place("Segments", other, "column"), line["column"]
            yield catalogue.problem_at(
                "Segments", row, "column", "column-shared", column, first=place, **facts
            )


def circle(segment: str, parents: Mapping[str, str | None]) -> list[str]:
    """The segments from this one up to itself again; none if it never comes back."""
    above, path = parents.get(segment), [segment]
    while above is not None and above not in path:
        path.append(above)
        above = parents.get(above)
    return path if above == segment else []
