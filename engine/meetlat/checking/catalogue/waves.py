"""Check earlier waves: their responses, and the columns with their names."""

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

# The columns that describe a typed figure.
FIGURE_COLUMNS = ("group", "answer", "n", "sd")


def check_responses_named_once(catalogue: Catalogue, metrics: Metrics) -> Iterator[Problem]:
    """A wave has one set of responses; the rows with its figures may repeat the name."""
    rows, responses = wave_rows(catalogue), catalogue.comparisons["responses"]
    for row, comparison in enumerate(catalogue.comparisons["comparison"]):
        named, first = responses[row], rows.get(comparison, row)
        if named is not None and comparison is not None and named != responses[first]:
            place = catalogue.place(TABLE, first, "responses")
            facts = {"comparison": comparison, "first": place, "other": responses[first]}
            yield catalogue.problem_at(TABLE, row, "responses", "wave-twice", named, **facts)


def check_own_responses(catalogue: Catalogue, metrics: Metrics) -> Iterator[Problem]:
    """A wave does not have the responses of the current survey or of another wave."""
    current = catalogue.settings.responses
    seen = {fold(current): catalogue.setting_place("responses")} if current else {}
    for row in wave_rows(catalogue).values():
        named = catalogue.comparisons["responses"][row]
        place = catalogue.place(TABLE, row, "responses")
        other = seen.setdefault(fold(named), place)
        if other != place:
            yield place.problem("wave-same", named, other=other)


def check_response_rows(catalogue: Catalogue, metrics: Metrics) -> Iterator[Problem]:
    """A row that only names responses has no columns of a figure."""
    for row, line in enumerate(catalogue.comparisons.iter_rows(named=True)):
        if line["responses"] is None or line["subject"] is not None or line["value"] is not None:
            continue
        if columns := [column for column in FIGURE_COLUMNS if line[column] is not None]:
            facts = {"comparison": line["comparison"] or "-", "columns": listing(columns)}
            place = (TABLE, row, columns[0], "wave-row-more", line[columns[0]])
            yield catalogue.problem_at(*place, **facts)


def check_wave_columns(catalogue: Catalogue, metrics: Metrics) -> Iterator[Problem]:
    """A heading such as `column::Previous` names an existing wave."""
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
