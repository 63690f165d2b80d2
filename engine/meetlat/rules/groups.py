"""The group that the report shows, and whether enough people answered to show anything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import polars as pl

from meetlat.catalogue import Catalogue
from meetlat.coding import Segment
from meetlat.problem import Problem, nearest


def check_group(catalogue: Catalogue, segments: Mapping[str, Segment]) -> Iterator[Problem]:
    """The group that the report is to show is one of those found."""
    wanted = catalogue.settings.group
    if not wanted:
        return
    known = [f"{name}={group}" for name, segment in segments.items() for group in segment.groups]
    segment, group = chosen_group(wanted, segments)
    if f"{segment}={group}" not in known:
        facts = {
            "suggestion": nearest(wanted, known),
            "example": next(iter(known), "division=North"),
        }
        yield catalogue.setting_place("group", "unknown-group", value=wanted, **facts)


def check_turnout(catalogue: Catalogue, groups: pl.DataFrame) -> Iterator[Problem]:
    """Remarks on how many answered: more than were invited, or too few to show anything.

    Args:
        catalogue: with the number invited, the smallest group and the group chosen.
        groups: with their sizes, the whole organisation first.
    """
    respondents, settings = groups["n"][0], catalogue.settings
    if settings.invited is not None and respondents > settings.invited:
        facts = {"value": settings.invited, "respondents": respondents}
        yield catalogue.setting_place("invited", "more-than-invited", **facts)
    if respondents < settings.smallest_group:
        facts = {"value": respondents, "smallest": settings.smallest_group}
        yield catalogue.setting_place("smallest_group", "withheld", **facts)
        return
    segment, group = chosen_group(settings.group, catalogue.segments["segment"])
    (size,) = groups.filter(segment=segment, group=group)["n"]
    if size < settings.smallest_group:
        smallest = settings.smallest_group
        facts = {"value": settings.group, "respondents": size, "smallest": smallest}
        yield catalogue.setting_place("group", "group-withheld", **facts)


def chosen_group(written: str, segments: Iterable[str]) -> tuple[str, str]:
    """`division=North` as segment and group; blank is the whole organisation.

    A segment's own name may hold a `=`, so those there are decide where it ends.
    """
    parts = written.split("=")
    splits = [
        ("=".join(parts[:i]).strip(), "=".join(parts[i:]).strip()) for i in range(1, len(parts))
    ]
    known = set(segments)
    return next((split for split in splits if split[0] in known), ("", written.strip()))
