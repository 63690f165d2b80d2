"""Remarks on surveys that are allowed, but probably not meant, and on duplicate respondents.

Each remark must be rare in a sound survey, and the user must be able to act on it.
"""

from collections.abc import Iterator

from meetlat import AnsweredSurvey, Catalogue, Finding, hookimpl
from meetlat_plausibility.descriptions import check_descriptions
from meetlat_plausibility.duplicates import check_duplicates
from meetlat_plausibility.ranges import check_ranges
from meetlat_plausibility.reversals import check_reversals
from meetlat_plausibility.scales import (
    check_enps_questions,
    check_reverse_coding,
    check_shared_columns,
    check_theme_scales,
)
from meetlat_plausibility.shares import check_totals
from meetlat_plausibility.theme_figures import check_theme_figures

CATALOGUE_CHECKS = (
    check_descriptions,
    check_enps_questions,
    check_theme_scales,
    check_reverse_coding,
    check_shared_columns,
    check_ranges,
    check_theme_figures,
)


@hookimpl
def check_catalogue(catalogue: Catalogue) -> Iterator[Finding]:
    """Find what is wrong with the catalogue, whatever people answered."""
    for check in CATALOGUE_CHECKS:
        yield from check(catalogue)


@hookimpl
def check_answers(survey: AnsweredSurvey) -> Iterator[Finding]:
    """Find duplicate respondents, and what the answers show to be wrong with the catalogue."""
    duplicates = [f for each in (survey, *survey.waves) for f in check_duplicates(each)]
    yield from duplicates
    if any(finding.error for finding in duplicates):
        return  # correlations of people who are counted twice prove nothing
    yield from check_totals(survey)
    yield from check_reversals(survey)
