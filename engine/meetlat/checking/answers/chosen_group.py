"""The group that the report shows, and whether enough people answered to show anything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from meetlat.disclosure import Reason
from meetlat.groups import Group, parse_group
from meetlat.problems.problem import Problem
from meetlat.problems.text import nearest
from meetlat.reading.catalogue import Catalogue
from meetlat.reading.responses.coding import Segment


def check_group(catalogue: Catalogue, segments: Mapping[str, Segment]) -> Iterator[Problem]:
    """The group that the report is to show is one of those found."""
    wanted = catalogue.settings.group
    if wanted and (facts := _not_among(wanted, segments)):
        yield catalogue.setting_problem("group", "unknown-group", wanted, **facts)


def check_comparisons(catalogue: Catalogue, segments: Mapping[str, Segment]) -> Iterator[Problem]:
    """The groups that `Comparisons` has figures of are among those found; each told once."""
    groups = catalogue.comparisons["group"]
    for written, times in Counter(groups.drop_nulls()).items():
        if facts := _not_among(written, segments):
            row = groups.index_of(written) or 0
            facts |= {"times": f" ({times}x)" if times > 1 else ""}
            yield catalogue.problem_at(
                "Comparisons", row, "group", "comparison-of-no-group", written, **facts
            )


def _not_among(written: str, segments: Mapping[str, Segment]) -> dict[str, Any]:
    """What to say of a group that is not one of those found; nothing of one that is."""
    known = [f"{name}={group}" for name, segment in segments.items() for group in segment.groups]
    if "=".join(parse_group(written, segments)) in known:
        return {}
    alone = {one.partition("=")[2]: one for one in reversed(known)}  # the first of a name counts
    near = nearest(written, known) or alone.get(nearest(written, alone) or "")
    return {"suggestion": near, "example": next(iter(known), "division=North")}


def check_turnout(catalogue: Catalogue, groups: pl.DataFrame) -> Iterator[Problem]:
    """Remarks on how many answered: more than were invited, or too few to show anything.

    Args:
        catalogue: with the number invited and the smallest group.
        groups: with their sizes and why they are withheld, the whole organisation first.
    """
    respondents, settings = groups["n"][0], catalogue.settings
    if settings.invited is not None and respondents > settings.invited:
        facts = {"respondents": respondents}
        yield catalogue.setting_problem("invited", "more-than-invited", settings.invited, **facts)
    if respondents < settings.smallest_group:
        facts = {"smallest": settings.smallest_group}
        yield catalogue.setting_problem("smallest_group", "withheld", respondents, **facts)


def check_withheld(catalogue: Catalogue, group: Group, groups: pl.DataFrame) -> Iterator[Problem]:
    """Remark that the group of the report is suppressed, unless the whole organisation is."""
    settings = catalogue.settings
    if groups["withheld"][0]:
        return
    (because,) = group.rows_of(groups)["because"]
    if because is not None:
        code = "group-withheld" if because == Reason.FEW else "group-protects"
        facts = {"smallest": settings.smallest_group}
        yield catalogue.setting_problem("group", code, settings.group, **facts)
