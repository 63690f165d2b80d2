"""Parameters that HR filled in, of a metric or of a rule for themes: known, once, and readable."""

from __future__ import annotations

from collections.abc import Iterator

from meetlat.formatting import in_languages
from meetlat.plugins.declaration import Declared
from meetlat.plugins.metrics import Metric
from meetlat.plugins.parameters import parameter_pairs
from meetlat.problems.problem import Problem
from meetlat.problems.text import listing, nearest
from meetlat.reading.catalogue import Catalogue


def check_parameters(
    catalogue: Catalogue, table: str, row: int, column: str, declared: Declared, written: str | None
) -> Iterator[Problem]:
    """What is wrong with the parameters in a cell, each once.

    Args:
        catalogue: with the cell.
        table: where it stands.
        row: of that table.
        column: of that table.
        declared: whose parameters they are.
        written: what stands there of parameters: `boxes=2; base=all`.
    """
    own = "metric" if isinstance(declared, Metric) else "rule"
    codes = {"metric": ("unknown-parameter", "bad-parameter")}.get(
        own, ("unknown-rule-parameter", "bad-rule-parameter")
    )
    defined, seen = declared.parameters, set()
    for name, value in parameter_pairs(written):
        facts: dict[str, object] = {own: declared.name, "parameter": name}
        if name in seen:
            code, shown = "parameter-twice", name
        elif name not in defined:
            code, shown = codes[0], name
            facts |= {"known": listing(defined) or "-", "suggestion": nearest(name, defined)}
        elif not defined[name].can_read(value):
            code, shown = codes[1], value or name
            facts["example"] = in_languages(defined[name].example)
        else:
            code, shown = "", name
        seen.add(name)
        if code:
            yield catalogue.problem_at(table, row, column, code, shown, **facts)
