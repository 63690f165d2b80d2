"""Check the parameters of metrics and theme rules: known, given once, and readable."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

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
    """Report the parameters in a cell (`boxes=2; base=all`) that are unknown or unreadable."""
    place = catalogue.place(table, row, column)
    if isinstance(declared, Metric):
        kind, unknown, unreadable = "metric", "unknown-parameter", "bad-parameter"
    else:
        kind, unknown, unreadable = "rule", "unknown-rule-parameter", "bad-rule-parameter"
    known, seen = declared.parameters, set()
    for name, value in parameter_pairs(written):
        facts: dict[str, object] = {kind: declared.name, "parameter": name}
        if name in seen:
            yield place.problem("parameter-twice", name, **facts)
        elif name not in known:
            facts |= {"known": listing(known) or "-", "suggestion": nearest(name, known)}
            yield place.problem(unknown, name, **facts)
        elif not known[name].can_read(value):
            facts["example"] = in_languages(known[name].example)
            yield place.problem(unreadable, value or name, **facts)
        elif isinstance(declared, Metric) and _is_former(declared, name, value):
            facts["default"] = in_languages(partial(known[name].write, known[name].default))
            yield place.problem("parameter-former-default", value, **facts)
        seen.add(name)


def _is_former(metric: Metric, name: str, written: str) -> bool:
    """Whether a value is an earlier default, and not the present one."""
    parameter = metric.parameters[name]
    value = parameter.read(written)
    return value != parameter.default and value in metric.former.get(name, ())
