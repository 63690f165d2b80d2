"""Meetlat: a spreadsheet-driven engine for employee surveys.

The whole vocabulary of a plugin author or a script:

- `recalculate(workbook)` does the work and returns `Results`; `check(workbook)` only looks.
- `metric`, `Counts`, `Answers` and `hookimpl` make a metric of one's own, and `theme_rule` another
  way to score themes.
- `Source` and `Finding` are what a plugin gives that reads a kind of file, or has its own rules.
- `Figure` and `holm` tell whether a difference is more than chance.
- `Results`, `ResultTable` and `Problem` are what one meets on the way.

Everything is imported when it is first asked for, for start-up counts at every click. No module
is called as a name above is: importing a module sets it on the package, in the name's place.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from meetlat.catalogue import Catalogue
    from meetlat.findings import Finding
    from meetlat.hookspecs import hookimpl
    from meetlat.metrics import Answers, Counts, Metric, metric
    from meetlat.problem import Problem
    from meetlat.recalculation import check, recalculate
    from meetlat.results import Results, ResultTable
    from meetlat.significance import Figure, holm
    from meetlat.sources import Source
    from meetlat.theme_rules import ThemeRule, theme_rule

__all__ = [
    "Answers",
    "Catalogue",
    "Counts",
    "Figure",
    "Finding",
    "Metric",
    "Problem",
    "ResultTable",
    "Results",
    "Source",
    "ThemeRule",
    "check",
    "holm",
    "hookimpl",
    "metric",
    "recalculate",
    "theme_rule",
]

_HOMES = {
    "Answers": "metrics",
    "Catalogue": "catalogue",
    "Counts": "metrics",
    "Figure": "significance",
    "Finding": "findings",
    "Metric": "metrics",
    "Problem": "problem",
    "ResultTable": "results",
    "Results": "results",
    "Source": "sources",
    "ThemeRule": "theme_rules",
    "check": "recalculation",
    "holm": "significance",
    "hookimpl": "hookspecs",
    "metric": "metrics",
    "recalculate": "recalculation",
    "theme_rule": "theme_rules",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"meetlat.{_HOMES[name]}"), name)
