"""Earlier waves: each names its responses once, and columns of then are those of a wave."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from meetlat.plugins.metrics import Metric
from meetlat.problems.problem import Problem
from meetlat.problems.text import fold, listing, nearest
from meetlat.reading.catalogue import Catalogue
from meetlat.reading.cells import text
from meetlat.reading.wave_columns import MAPPED, wave_heading, wave_rows

Metrics = Mapping[str, Metric]
TABLE = "Comparisons"
# What says something of a figure, and nothing of responses.
OF_FIGURES = ("group", "answer", "n", "sd")


def named_once(catalogue: Catalogue, metrics: Metrics) -> Iterator[Problem]:
    """A wave has one set of responses; the rows of its figures may repeat which."""
    rows, responses = wave_rows(catalogue), catalogue.comparisons["responses"]
    for row, comparison in enumerate(catalogue.comparisons["comparison"]):
        own, first = responses[row], rows.get(comparison, row)
        if own is not None and comparison is not None and own != responses[first]:
            place = catalogue.place(TABLE, first, "responses")
            facts = {"comparison": comparison, "first": place, "other": responses[first]}
            yield catalogue.problem_at(TABLE, row, "responses", "wave-twice", own, **facts)


def with_responses_of_their_own(catalogue: Catalogue, metrics: Metrics) -> Iterator[Problem]:
    """A wave is not compared with itself."""
    ours = catalogue.settings.responses
    seen = {fold(ours): catalogue.setting_place("responses")} if ours else {}
    for row in wave_rows(catalogue).values():
        named = catalogue.comparisons["responses"][row]
        place = catalogue.place(TABLE, row, "responses")
        other = seen.setdefault(fold(named), place)
        if other != place:
            yield catalogue.problem_at(TABLE, row, "responses", "wave-same", named, other=other)


def nothing_else_in_the_row(catalogue: Catalogue, metrics: Metrics) -> Iterator[Problem]:
    """A row that only names responses says nothing of a figure."""
    for row, line in enumerate(catalogue.comparisons.iter_rows(named=True)):
        if line["responses"] is None or line["subject"] is not None or line["value"] is not None:
            continue
        if columns := [column for column in OF_FIGURES if line[column] is not None]:
            facts = {"comparison": line["comparison"] or "-", "columns": listing(columns)}
            place = (TABLE, row, columns[0], "wave-row-more", line[columns[0]])
            yield catalogue.problem_at(*place, **facts)


def columns_of_waves(catalogue: Catalogue, metrics: Metrics) -> Iterator[Problem]:
    """A heading `column::Previous` is of a wave there is."""
    known = [wave_heading(name) for name in wave_rows(catalogue)]
    folded = set(map(fold, known))
    for table in MAPPED:
        source = catalogue.tables.get(table)
        for position, heading in enumerate(source.header if source else ()):
            written = text(heading) or ""
            if source and fold(written).startswith("column::") and fold(written) not in folded:
                names = [name.partition("::")[2] for name in known]
                facts = {"known": listing(names) or "-", "suggestion": nearest(written, known)}
                cell = source.header_cell(position)
                yield Problem("wave-unknown", source.sheet, cell, written, facts)
