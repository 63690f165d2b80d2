"""Meetlat: a spreadsheet-driven engine for employee surveys.

Everything that a plugin or a script needs:

- `recalculate(workbook)` scores a survey, writes the report and returns `Results`.
- `check(workbook)` returns the list of every `Problem`, and `preview(workbook)` the `Report` with
  all that is known about it; both write nothing.
- `metric`, `Counts`, `Answers` and `hookimpl` define a metric; `theme_rule` defines another way to
  score themes.
- A plugin returns a `Source` for a file it reads, and a `Finding` for a rule that is broken. It
  checks the `Catalogue`, or the answers in an `AnsweredSurvey`.
- A plugin that derives tables gets the `Report` so far and returns `ResultTable`s. `Figures` reads
  the tables of a report, with differences, marks and what stands out, as every report shows them.
- `Group` is a segment and the name of a group in it; `WHOLE` is the whole organisation.
- `Figure` tests whether a difference is more than chance; `holm` and `benjamini_hochberg` adjust
  for how many differences are tested.
- `words(language)` holds Meetlat's own texts; `in_every_language(key)` returns one by language.
  A `Number` in it has a fixed number of decimals, as each language writes them.
- `figure`, `signed`, `percentage` and `day_in_words` write figures and days as a language does;
  `rounded` rounds as Excel does.

Names are imported when they are first used, because start-up time counts at every click. No module
of the package has one of these names: importing such a module would replace the name.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from meetlat.api import check, preview, recalculate
    from meetlat.formatting import (
        Number,
        day_in_words,
        figure,
        in_every_language,
        percentage,
        rounded,
        signed,
    )
    from meetlat.groups import WHOLE, Group
    from meetlat.languages import words
    from meetlat.plugins.answered_survey import AnsweredSurvey
    from meetlat.plugins.findings import Finding
    from meetlat.plugins.hooks import hookimpl
    from meetlat.plugins.metrics import Answers, Counts, Metric, metric
    from meetlat.plugins.result_table import ResultTable
    from meetlat.plugins.sources import Source
    from meetlat.plugins.theme_rules import ThemeRule, theme_rule
    from meetlat.problems.problem import Problem
    from meetlat.reading.catalogue import Catalogue
    from meetlat.reporting.figures import Figures
    from meetlat.scoring.report import Report
    from meetlat.scoring.results import Results
    from meetlat.scoring.significance import Figure
    from meetlat.scoring.significance.corrections import benjamini_hochberg, holm

__all__ = [
    "WHOLE",
    "AnsweredSurvey",
    "Answers",
    "Catalogue",
    "Counts",
    "Figure",
    "Figures",
    "Finding",
    "Group",
    "Metric",
    "Number",
    "Problem",
    "Report",
    "ResultTable",
    "Results",
    "Source",
    "ThemeRule",
    "benjamini_hochberg",
    "check",
    "day_in_words",
    "figure",
    "holm",
    "hookimpl",
    "in_every_language",
    "metric",
    "percentage",
    "preview",
    "recalculate",
    "rounded",
    "signed",
    "theme_rule",
    "words",
]

_HOMES = {
    "WHOLE": "groups",
    "Group": "groups",
    "AnsweredSurvey": "plugins.answered_survey",
    "Answers": "plugins.metrics",
    "Catalogue": "reading.catalogue",
    "Counts": "plugins.metrics",
    "Figure": "scoring.significance",
    "Figures": "reporting.figures",
    "Finding": "plugins.findings",
    "Metric": "plugins.metrics",
    "Number": "formatting",
    "Problem": "problems.problem",
    "ResultTable": "plugins.result_table",
    "Report": "scoring.report",
    "Results": "scoring.results",
    "Source": "plugins.sources",
    "ThemeRule": "plugins.theme_rules",
    "benjamini_hochberg": "scoring.significance.corrections",
    "check": "api",
    "day_in_words": "formatting",
    "figure": "formatting",
    "holm": "scoring.significance.corrections",
    "hookimpl": "plugins.hooks",
    "in_every_language": "formatting",
    "metric": "plugins.metrics",
    "percentage": "formatting",
    "preview": "api",
    "recalculate": "api",
    "rounded": "formatting",
    "signed": "formatting",
    "theme_rule": "plugins.theme_rules",
    "words": "languages",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"meetlat.{_HOMES[name]}"), name)
