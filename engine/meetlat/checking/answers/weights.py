"""The setting `weights`: its segments are known, and Population tells of every group of them."""

from __future__ import annotations

from collections.abc import Iterator

from meetlat.problems.problem import Problem
from meetlat.problems.text import listing, nearest
from meetlat.reading.catalogue import Catalogue
from meetlat.reading.population import listed_groups
from meetlat.reading.responses.coding import CodedAnswers
from meetlat.reading.weight_margins import groups_not_invited, requested_segments, weight_margins


def check_weights(catalogue: Catalogue, coded: CodedAnswers) -> Iterator[Problem]:
    """What is asked can be done: figures without the weights that HR asked for are other figures.

    Where rows of Population are problems already, what follows from those is none besides.
    """
    written = catalogue.settings.weights
    known = catalogue.segments["segment"].drop_nulls().to_list()
    asked = requested_segments(written, known)
    for name in asked or []:
        if name not in known:
            facts = {
                "known": listing(known) or "-",
                "times": "",
                "suggestion": nearest(name, known),
            }
            yield catalogue.setting_problem("weights", "unknown-segment", name, **facts)
    listed = listed_groups(
        catalogue, {segment: own.groups for segment, own in coded.segments.items()}
    )
    if len(listed) < len(catalogue.population) or listed["invited"].null_count():
        return
    for segment, groups in groups_not_invited(catalogue, coded.segments).items():
        if groups and segment in (asked or []):
            facts = {"segment": segment, "groups": listing(groups)}
            yield catalogue.setting_problem("weights", "weights-unlisted", written, **facts)
    if asked is None and not weight_margins(catalogue, coded.segments):
        yield catalogue.setting_problem("weights", "weights-of-nothing", written)
