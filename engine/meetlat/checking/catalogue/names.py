"""Check names: each is spelt in one way, and can be the heading of a column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from meetlat.checking.catalogue.rows import KEYS, named_rows, own_rows
from meetlat.plugins.metrics import Metric
from meetlat.problems.problem import Problem
from meetlat.problems.suggestions import spelling
from meetlat.problems.text import fold
from meetlat.reading.catalogue import Catalogue
from meetlat_schemas import RESULT_TABLES

# The number of characters that Excel allows in the heading of a table.
LONGEST_HEADING = 255

# The result table with a column for each theme.
HEAT_MAP = "SegmentScores"

# The result tables with a column for each comparison.
COMPARED = ("Summary", "ThemeScores", "QuestionScores", "Enps", "Distributions")


def check_similar_names(catalogue: Catalogue, metrics: Mapping[str, Metric]) -> Iterator[Problem]:
    """The names in a table differ in more than capitals, blanks or how accents are encoded.

    The less frequent spelling is reported.
    """
    for table, key in KEYS.items():
        names = catalogue.frame(table)[key].to_list()
        spellings: dict[str, str] = {}
        for name, _ in Counter(name for name in names if name is not None).most_common():
            usual = spellings.setdefault(spelling(name), name)
            if usual != name:
                first = catalogue.place(table, names.index(usual), key)
                facts = {"other": usual, "first": first}
                row = names.index(name)
                yield catalogue.problem_at(table, row, key, "names-alike", name, **facts)


def check_headings(catalogue: Catalogue, metrics: Mapping[str, Metric]) -> Iterator[Problem]:
    """The names of themes and comparisons can be headings of a table: short and unique."""
    themes = [(row, line["name"]) for row, line in own_rows(catalogue, "Themes")]
    yield from _headings(catalogue, "Themes", "name", themes, _heat_map_columns(catalogue))
    comparisons = [(row, line["comparison"]) for row, line in named_rows(catalogue, "Comparisons")]
    taken = {fold(heading): table for table in COMPARED for heading in result_columns(table)}
    yield from _headings(catalogue, "Comparisons", "comparison", comparisons, taken)


def _heat_map_columns(catalogue: Catalogue) -> dict[str, str]:
    """The columns of the heat map other than themes, each with the name of the table."""
    turnout = ("invited", "response") if len(catalogue.population) else ()
    return dict.fromkeys(map(fold, (*result_columns(HEAT_MAP), "enps", *turnout)), HEAT_MAP)


def _headings(
    catalogue: Catalogue,
    table: str,
    column: str,
    names: Iterable[tuple[int, str | None]],
    taken: Mapping[str, str],
) -> Iterator[Problem]:
    """Report names that cannot be headings.

    `names` has each name with its row, and `taken` the headings of result tables, each with its
    table.
    """
    headings: dict[str, object] = dict(taken)
    for row, name in names:
        if name is None:
            continue
        place = catalogue.place(table, row, column)
        other = headings.setdefault(fold(name), place)
        if other != place:
            yield place.problem("heading-taken", name, other=other)
        elif not name.isprintable():
            yield place.problem("heading-breaks", name)
        elif len(name) > LONGEST_HEADING:
            yield place.problem("heading-long", name, most=LONGEST_HEADING)


def result_columns(table: str) -> list[str]:
    """The columns of a result table that do not depend on the survey."""
    return list(RESULT_TABLES[table].to_schema().columns)


def columns_beside_comparisons() -> list[str]:
    """The columns of all result tables with comparisons that do not depend on the survey."""
    return [column for table in COMPARED for column in result_columns(table)]
