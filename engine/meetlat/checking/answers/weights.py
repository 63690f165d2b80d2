"""Check the setting `weights`: its segments are known, and Population lists all their groups."""

from __future__ import annotations

from collections.abc import Iterator

from meetlat.problems.problem import Problem
from meetlat.problems.text import listing, nearest
from meetlat.reading.catalogue import Catalogue
from meetlat.reading.population import listed_groups
from meetlat.reading.responses.coding import CodedAnswers
from meetlat.reading.weight_margins import (
    groups_not_invited,
    requested_segments,
    weight_margins,
)


def check_weights(catalogue: Catalogue, coded: CodedAnswers) -> Iterator[Problem]:
    """Report weights that were requested but cannot be computed.

    What follows from a row of Population with a problem is not reported again.
    """
    written = catalogue.settings.weights
    known = catalogue.segments["segment"].drop_nulls().to_list()
    requested = requested_segments(written, known)
    for name in requested or []:
        if name not in known:
            facts = {
                "known": listing(known) or "-",
                "times": "",
                "suggestion": nearest(name, known),
            }
            yield catalogue.setting_problem("weights", "unknown-segment", name, **facts)
    groups = {name: segment.groups for name, segment in coded.segments.items()}
    listed = listed_groups(catalogue, groups)
    if len(listed) < len(catalogue.population) or listed["invited"].null_count():
        return
    for segment, missing in groups_not_invited(catalogue, coded.segments).items():
        if missing and segment in (requested or []):
            facts = {"segment": segment, "groups": listing(missing)}
            yield catalogue.setting_problem("weights", "weights-unlisted", written, **facts)
    if requested is None and not weight_margins(catalogue, coded.segments):
        yield catalogue.setting_problem("weights", "weights-of-nothing", written)
