"""Read names that refer to another table: capitals, accents and blanks make no difference.

The name in the report refers to a theme or segment too: HR renames `theme-1` to "Workload" in
`Themes`, and then types "Workload" in `Questions`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

import polars as pl

from meetlat.problems.problem import Problem
from meetlat.problems.text import often
from meetlat.reading.inputs import InputTable
from meetlat.reading.scale import loose_key

# What a comparison may be about, apart from questions and themes.
MEASURES = ("respondents", "invited", "response")

# The column that refers to other tables, and the columns with the names in those tables.
REFERENCES: Mapping[tuple[str, str], Sequence[tuple[str, str]]] = {
    ("Questions", "theme"): [("Themes", "theme")],
    ("Questions", "scale"): [("Scales", "scale")],
    ("Segments", "parent"): [("Segments", "segment")],
    ("Population", "segment"): [("Segments", "segment")],
    ("Comparisons", "subject"): [("Questions", "question"), ("Themes", "theme")],
}

# The columns with the names in the report, which refer to the same rows.
TITLES: Mapping[str, str] = {"Themes": "name", "Segments": "name"}


def read_references(
    frames: Mapping[str, pl.DataFrame], tables: Mapping[str, InputTable]
) -> tuple[dict[str, pl.DataFrame], list[Problem]]:
    """The input tables with references spelt as the names that they refer to.

    `frames` are the typed input tables by name, and `tables` the same as typed in the workbook.

    Returns:
        The tables, and a problem for each name in another spelling: a remark, or an error if it
        may mean several names.
    """
    found, problems = dict(frames), []
    for (table, column), homes in REFERENCES.items():
        names = [name for home, key in homes for name in _names(frames[home][key])]
        names += MEASURES if table == "Comparisons" else ()
        meant = _meant(found[table][column], list(dict.fromkeys(names)))
        problems += _problems(tables.get(table), column, found[table][column], meant)
        usual = {name: known[0] for name, known in meant.items()}
        usual |= _titled(found[table][column], homes, frames, {*names, *usual})
        if usual:
            found[table] = found[table].with_columns(pl.col(column).replace(usual))
    return found, problems


def _names(column: pl.Series) -> list[str]:
    """The different names in a column, in order, without blanks."""
    return [name for name in dict.fromkeys(column.to_list()) if name is not None]


def _titled(
    references: pl.Series,
    homes: Sequence[tuple[str, str]],
    frames: Mapping[str, pl.DataFrame],
    names: Collection[str],
) -> dict[str, str]:
    """The references that are no name, but the name in the report of exactly one row."""
    by_title: dict[str, list[str]] = {}
    for home, key in homes:
        if title := TITLES.get(home):
            for name, own in frames[home][[key, title]].iter_rows():
                if name is not None and own is not None:
                    by_title.setdefault(loose_key(own), []).append(name)
    unknown = [name for name in _names(references) if name not in names]
    meant = {name: by_title.get(loose_key(name), []) for name in unknown}
    return {name: own[0] for name, own in meant.items() if len(own) == 1}


def _meant(references: pl.Series, names: Sequence[str]) -> dict[str, list[str]]:
    """The names that each reference in another spelling may mean."""
    by_key: dict[str, list[str]] = {}
    for name in names:
        by_key.setdefault(loose_key(name), []).append(name)
    unknown = [name for name in _names(references) if name not in names]
    return {name: by_key[key] for name in unknown if (key := loose_key(name)) in by_key}


def _problems(
    table: InputTable | None,
    column: str,
    references: pl.Series,
    meant: Mapping[str, Sequence[str]],
) -> Iterator[Problem]:
    position = None if table is None else table.position(column)
    if table is None or position is None:
        return
    times = Counter(references)
    for name, known in meant.items():
        cell = table.cell(references.index_of(name) or 0, position)
        facts = {"other": known[0], "times": often(times[name])}
        code = "name-respelt"
        if len(known) > 1:
            code, facts = "name-ambiguous", {"first": known[0], "second": known[1]}
        yield Problem(code, table.sheet, cell, name, facts)
