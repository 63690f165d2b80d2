"""Check the group of the report and the groups of comparisons, and whether they can be shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import Any

import polars as pl

from meetlat.groups import WHOLE, Group, parse_group
from meetlat.problems.problem import Problem
from meetlat.problems.text import nearest, often
from meetlat.reading.catalogue import Catalogue
from meetlat.reading.responses.coding import Segment
from meetlat.reading.scale import answer_key


def check_chosen_group(catalogue: Catalogue, segments: Mapping[str, Segment]) -> Iterator[Problem]:
    """Check that the group of the report is in the responses."""
    written = catalogue.settings.group
    if written and not _is_known(written, segments):
        facts = _closest_group(written, segments)
        yield catalogue.setting_problem("group", "unknown-group", written, **facts)


def check_comparison_groups(
    catalogue: Catalogue, segments: Mapping[str, Segment]
) -> Iterator[Problem]:
    """Check that the groups of typed figures are in the responses; report each group once."""
    groups = catalogue.comparisons["group"]
    for written, times in Counter(groups.drop_nulls()).items():
        if not _is_known(written, segments):
            facts = _closest_group(written, segments) | {"times": often(times)}
            place = ("Comparisons", groups.index_of(written) or 0, "group")
            yield catalogue.problem_at(*place, "comparison-of-no-group", written, **facts)


def _is_known(written: str, segments: Mapping[str, Segment]) -> bool:
    group = parse_group(written, segments)
    return group.segment in segments and group.name in segments[group.segment].groups


def _closest_group(written: str, segments: Mapping[str, Segment]) -> dict[str, Any]:
    """The group that was probably meant, and an example of how to write one.

    For a group that is reported together with others, the suggestion is the merged group.
    """
    group = parse_group(written, segments)
    own = segments[group.segment].reported if group.segment in segments else {}
    by_key = {answer_key(name): reported for name, reported in own.items()}
    merged = by_key.get(answer_key(group.name))
    known = [f"{name}={group}" for name, segment in segments.items() for group in segment.groups]
    # Each name without its segment; if several groups have the name, the first counts.
    by_name = {one.partition("=")[2]: one for one in reversed(known)}
    suggestion = nearest(written, known) or by_name.get(nearest(written, by_name) or "")
    suggestion = str(Group(group.segment, merged)) if merged else suggestion
    return {"suggestion": suggestion, "example": next(iter(known), "division=North")}


def check_turnout(catalogue: Catalogue, groups: pl.DataFrame) -> Iterator[Problem]:
    """Check the number of respondents: more than were invited, or too few to show anything.

    `groups` are all groups (see `meetlat_schemas.GroupsSchema`), the whole organisation first.
    """
    respondents, settings = groups["n"][0], catalogue.settings
    if settings.invited is not None and respondents > settings.invited:
        facts = {"respondents": respondents}
        yield catalogue.setting_problem("invited", "more-than-invited", settings.invited, **facts)
    if respondents < settings.smallest_group:
        facts = {"smallest": settings.smallest_group}
        yield catalogue.setting_problem("smallest_group", "withheld", respondents, **facts)


def check_withheld(
    catalogue: Catalogue, group: Group, withheld: Collection[Group]
) -> Iterator[Problem]:
    """Report that the group of the report is suppressed, unless the whole organisation is."""
    settings = catalogue.settings
    if group in withheld and WHOLE not in withheld:
        facts = {"smallest": settings.smallest_group}
        yield catalogue.setting_problem("group", "group-withheld", settings.group, **facts)
