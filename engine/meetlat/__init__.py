"""Meetlat: a spreadsheet-driven engine for employee surveys.

The whole vocabulary of a plugin author or a script:

- `recalculate(workbook)` does the work and returns `Results`; `check(workbook)` only looks.
- `metric`, `Counts`, `Answers` and `hookimpl` make a metric of one's own, and `theme_rule` another
  way to score themes.
- `Source` and `Finding` are what a plugin gives that reads a kind of file, or has its own rules.
- `Figure` and `holm` tell whether a difference is more than chance.
- `Results`, `ResultTable` and `Problem` are what one meets on the way.
- `words(language)` holds Meetlat's own texts, and `in_every_language(key)` has one by language.

Everything is imported when it is first asked for, for start-up counts at every click. No module
is called as a name above is: importing a module sets it on the package, in the name's place.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from meetlat.languages import in_every_language, words
    from meetlat.plugins.findings import Finding
    from meetlat.plugins.hooks import hookimpl
    from meetlat.plugins.metrics import Answers, Counts, Metric, metric
    from meetlat.plugins.sources import Source
    from meetlat.plugins.theme_rules import ThemeRule, theme_rule
    from meetlat.problems.problem import Problem
    from meetlat.reading.catalogue import Catalogue
    from meetlat.recalculation import check, recalculate
    from meetlat.scoring.results import Results, ResultTable
    from meetlat.scoring.significance import Figure, holm

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
    "in_every_language",
    "metric",
    "recalculate",
    "theme_rule",
    "words",
]

_HOMES = {
    "Answers": "plugins.metrics",
    "Catalogue": "reading.catalogue",
    "Counts": "plugins.metrics",
    "Figure": "scoring.significance",
    "Finding": "plugins.findings",
    "Metric": "plugins.metrics",
    "Problem": "problems.problem",
    "ResultTable": "scoring.results",
    "Results": "scoring.results",
    "Source": "plugins.sources",
    "ThemeRule": "plugins.theme_rules",
    "check": "recalculation",
    "holm": "scoring.significance",
    "hookimpl": "plugins.hooks",
    "in_every_language": "languages",
    "metric": "plugins.metrics",
    "recalculate": "recalculation",
    "theme_rule": "plugins.theme_rules",
    "words": "languages",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"meetlat.{_HOMES[name]}"), name)
