"""What could be worked out from what stands beside the figures: typed ones, and earlier waves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from meetlat.groups import chosen_group
from meetlat.problems.problem import Problem
from meetlat.problems.text import listing
from meetlat.reading.catalogue import Catalogue
from meetlat.reading.responses.coding import Coded
from meetlat.reading.wave_columns import wave_rows
from meetlat.withholding_reasons import ALIKE

TABLE = "Comparisons"

Counted = tuple[Coded, pl.DataFrame]
"""Responses, and their groups with `n` (null where withheld)."""


def check_typed_groups(catalogue: Catalogue, groups: pl.DataFrame) -> Iterator[Problem]:
    """Typed figures of a group that is withheld now; each group is told once.

    Not where it stands beside them that enough people answered: an earlier survey may have had
    more of them. How many were invited is no answer of anyone.
    """
    smallest, segments = catalogue.settings.smallest_group, catalogue.segments["segment"]
    if groups["withheld"][0]:  # of everyone, which is told
        return
    withheld = set(groups.filter("withheld").select("segment", "group").rows())
    found: dict[str, list[int]] = {}
    columns = catalogue.comparisons.select("group", "subject", "value", "n").iter_rows()
    for row, (group, subject, value, n) in enumerate(columns):
        is_figure = value is not None and subject != "invited"
        if group and is_figure and (n is None or n < smallest):
            found.setdefault(group, []).append(row)
    for group, rows in found.items():
        if chosen_group(group, segments) in withheld:
            times = f" ({len(rows)}x)" if len(rows) > 1 else ""
            facts = {"times": times, "smallest": smallest}
            place = (TABLE, rows[0], "group", "comparison-of-withheld", group)
            yield catalogue.problem_at(*place, **facts)


def check_waves_apart(
    catalogue: Catalogue, now: Counted, waves: Mapping[str, Counted]
) -> Iterator[Problem]:
    """Earlier waves that are the responses of now, but for a few people, in the group shown.

    Who answers anew tells nothing of others. The same answers with a few added (the same survey
    a week before, say) tell what those few answered: the one sum minus the other.
    """
    group = chosen_group(catalogue.settings.group, catalogue.segments["segment"])
    smallest = catalogue.settings.smallest_group
    for comparison, then in waves.items():
        own, other = _size(now[1], group), _size(then[1], group)
        if own is None or other is None or not 0 < abs(own - other) < smallest:
            continue
        if 0 < _apart(now[0], then[0], group) < smallest:
            whose = catalogue.settings.group
            facts = {"group": f" ({whose})" if whose else "", "smallest": smallest}
            row = wave_rows(catalogue)[comparison]
            place = (TABLE, row, "responses", "wave-few-apart", comparison)
            yield catalogue.problem_at(*place, **facts)


def check_unanimous(catalogue: Catalogue, hidden: pl.DataFrame) -> Iterator[Problem]:
    """Report the questions to which all respondents gave the same answer: none of them is shown.

    Args:
        catalogue: with the setting that asks for this.
        hidden: the questions that are withheld of groups that are shown, and why.
    """
    of_all = hidden.filter(segment="", because=ALIKE)["question"]
    if len(of_all):
        facts = {"questions": listing(of_all)}
        yield catalogue.setting_place("withhold_unanimous", "unanimous-withheld", **facts)


def _size(groups: pl.DataFrame, group: tuple[str, str]) -> int | None:
    """None where there is no such group, or it is withheld."""
    segment, name = group
    found = groups.filter(~pl.col("withheld"), segment=segment, group=name)["n"]
    return found[0] if len(found) else None


def _apart(now: Coded, then: Coded, group: tuple[str, str]) -> int:
    """How many people the one has besides all of the other; 0 where each has some of its own."""
    asked = {item.question for item in now.items} & {item.question for item in then.items}
    if not asked:
        return 0
    people = [
        _answers(now, group, asked).with_columns(more=1),
        _answers(then, group, asked).with_columns(more=-1),
    ]
    both = pl.concat(people, how="vertical_relaxed")
    more = both.group_by(pl.exclude("more")).agg(pl.col("more").sum())["more"]
    added, gone = int(more.clip(0).sum()), -int(more.clip(None, 0).sum())
    return max(added, gone) if 0 in (added, gone) else 0


def _answers(coded: Coded, group: tuple[str, str], asked: set[str]) -> pl.DataFrame:
    """Everyone in a group: what they chose, a column an answer; alike in both waves."""
    segment, name = group
    items = sorted((i for i in coded.items if i.question in asked), key=lambda i: i.question)
    chosen = [chosen for item in items for chosen in item.chosen]
    frame = coded.frame
    if segment:
        frame = frame.filter(pl.col(coded.segments[segment].column).cast(pl.String) == name)
    return frame.select(is_so.alias(str(number)) for number, is_so in enumerate(chosen))
