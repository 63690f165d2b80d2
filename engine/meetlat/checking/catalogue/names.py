"""Names that would be taken for one another: each must mean one thing, and head one column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from meetlat.checking.catalogue.rows import KEYS, named_rows
from meetlat.plugins.metrics import Metric
from meetlat.problems.problem import Problem
from meetlat.problems.suggestions import spelling
from meetlat.problems.text import fold
from meetlat.reading.catalogue import Catalogue
from meetlat_schemas import RESULT_TABLES

# Characters; Excel refuses more in the heading of a table's column.
LONGEST_HEADING = 255

HEAT_MAP = "SegmentScores"
COMPARED = ("Summary", "ThemeScores", "QuestionScores", "Enps", "Distributions")


def names_apart(catalogue: Catalogue, metrics: Mapping[str, Metric]) -> Iterator[Problem]:
    """No two names of a table differ in capitals, blanks or the form of accents alone.

    The spelling that fewer rows have is the one that is told of.
    """
    for table, key in KEYS.items():
        names = catalogue.frame(table)[key].to_list()
        spellings: dict[str, str] = {}
        for name, _ in Counter(name for name in names if name is not None).most_common():
            own = spellings.setdefault(spelling(name), name)
            if own != name:
                first = catalogue.place(table, names.index(own), key)
                facts = {"other": own, "first": first}
                row = names.index(name)
                yield catalogue.problem_at(table, row, key, "names-alike", name, **facts)


def headings_apart(catalogue: Catalogue, metrics: Mapping[str, Metric]) -> Iterator[Problem]:
    """The names of themes and comparisons become headings, which Excel wants short and unique."""
    themes = [(row, line["name"]) for row, line in named_rows(catalogue, "Themes")]
    yield from _headings(catalogue, "Themes", "name", themes, _of_heat_map(catalogue))
    comparisons = [(row, line["comparison"]) for row, line in named_rows(catalogue, "Comparisons")]
    taken = {fold(heading): table for table in COMPARED for heading in result_columns(table)}
    yield from _headings(catalogue, "Comparisons", "comparison", comparisons, taken)


def _of_heat_map(catalogue: Catalogue) -> dict[str, str]:
    """The columns beside those of themes, and the table they are in."""
    turnout = ("invited", "response") if len(catalogue.population) else ()
    return dict.fromkeys(map(fold, (*result_columns(HEAT_MAP), "enps", *turnout)), HEAT_MAP)


def _headings(
    catalogue: Catalogue,
    table: str,
    column: str,
    names: Iterable[tuple[int, str | None]],
    taken: Mapping[str, str],
) -> Iterator[Problem]:
    """Names (each with its row in an input table) that cannot be headings beside those taken."""
    heads: dict[str, object] = dict(taken)
    for row, name in names:
        if name is None:
            continue
        own = catalogue.place(table, row, column)
        other = heads.setdefault(fold(name), own)
        if other != own:
            yield catalogue.problem_at(table, row, column, "heading-taken", name, other=other)
        elif not name.isprintable():
            yield catalogue.problem_at(table, row, column, "heading-breaks", name)
        elif len(name) > LONGEST_HEADING:
            facts = {"most": LONGEST_HEADING}
            yield catalogue.problem_at(table, row, column, "heading-long", name, **facts)


def result_columns(table: str) -> list[str]:
    """The columns that a result table has whatever the survey."""
    return list(RESULT_TABLES[table].to_schema().columns)


def beside_comparisons() -> list[str]:
    """All columns that stand in one table with comparisons, whatever the survey."""
    return [column for table in COMPARED for column in result_columns(table)]
