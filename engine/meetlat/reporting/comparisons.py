"""Which comparisons readers get, and which of them are earlier surveys."""

from __future__ import annotations

import re
from functools import cache

from meetlat.languages import LANGUAGES, words
from meetlat.problems.text import fold
from meetlat.scoring.report import Report

YEAR = re.compile(r"(19|20)\d\d")


def fair_comparisons(report: Report) -> list[str]:
    """The comparisons without those of a group with an earlier survey of the whole organisation.

    Readers would take such a difference for a change in the group.
    """
    whole = report.comparisons.of_organisation
    return [n for n in report.comparisons.names if n not in whole or not is_earlier(report, n)]


def is_earlier(report: Report, name: str) -> bool:
    """Whether a comparison is an earlier survey, by its responses or by every word of its name.

    A benchmark with a year in its name is not one, so no figure "rises" beside it.
    """
    if name in report.comparisons.waves:
        return True
    if name == report.comparisons.organisation:
        return False
    found = re.findall(r"\w+", fold(name))
    earlier = [word for word in found if word in _words_of("earlier") or YEAR.fullmatch(word)]
    return bool(earlier) and all(w in earlier or w in _words_of("survey") for w in found)


@cache
def _words_of(key: str) -> frozenset[str]:
    """Words in names of earlier surveys, in every language: HR may name them in any."""
    return frozenset(w for language in LANGUAGES for w in words(language)[f"story.{key}"].split())
