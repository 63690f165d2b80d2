"""Meetlat: a spreadsheet-driven engine for employee surveys.

Everything that a plugin or a script needs:

- `recalculate(workbook)` scores a survey, writes the report and returns `Results`.
- `check(workbook)` returns the list of every `Problem`, and `preview(workbook)` the `Report` with
  all that is known about it; both write nothing.
- `gap(report, one, other)` compares two groups: the difference of their scores and its interval.
- `metric`, `Counts`, `Answers` and `hookimpl` define a metric; `theme_rule` defines another way to
  score themes.
- A plugin returns a `Source` for a file it reads, and a `Finding` for a rule that is broken. It
  checks the `Catalogue`, or the answers in an `AnsweredSurvey`.
- A plugin that derives tables gets the `Report` so far and returns `ResultTable`s. `Figures` reads
  the tables of a report, with differences, marks and what stands out, as every report shows them.
  `main_finding(report)` is the sentence that each report begins with.
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
    from meetlat.reporting.story.findings import main_finding
    from meetlat.scoring.gaps import gap
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
    "gap",
    "holm",
    "hookimpl",
    "in_every_language",
    "main_finding",
    "metric",
    "percentage",
    "preview",
    "recalculate",
    "rounded",
    "signed",
    "theme_rule",
    "words",
]

# The public names of each module.
_NAMES = {
    "api": "check preview recalculate",
    "formatting": "Number day_in_words figure in_every_language percentage rounded signed",
    "groups": "WHOLE Group",
    "languages": "words",
    "plugins.answered_survey": "AnsweredSurvey",
    "plugins.findings": "Finding",
    "plugins.hooks": "hookimpl",
    "plugins.metrics": "Answers Counts Metric metric",
    "plugins.result_table": "ResultTable",
    "plugins.sources": "Source",
    "plugins.theme_rules": "ThemeRule theme_rule",
    "problems.problem": "Problem",
    "reading.catalogue": "Catalogue",
    "reporting.figures": "Figures",
    "reporting.story.findings": "main_finding",
    "scoring.gaps": "gap",
    "scoring.report": "Report",
    "scoring.results": "Results",
    "scoring.significance": "Figure",
    "scoring.significance.corrections": "benjamini_hochberg holm",
}
_HOMES = {name: module for module, names in _NAMES.items() for name in names.split()}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"meetlat.{_HOMES[name]}"), name)
