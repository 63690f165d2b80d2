"""What could be worked out from what stands beside the figures: typed ones, and earlier waves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import polars as pl

from meetlat.disclosure import Reason
from meetlat.groups import WHOLE, Group, parse_group
from meetlat.problems.problem import Problem
from meetlat.problems.text import listing
from meetlat.reading.catalogue import Catalogue
from meetlat.reading.responses.coding import CodedAnswers
from meetlat.reading.wave_columns import wave_rows

TABLE = "Comparisons"


class CountedWave(NamedTuple):
    """The current wave or an earlier one: its responses, and its groups with `n`."""

    coded: CodedAnswers
    groups: pl.DataFrame


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
        if parse_group(group, segments) in withheld:
            times = f" ({len(rows)}x)" if len(rows) > 1 else ""
            facts = {"times": times, "smallest": smallest}
            place = (TABLE, rows[0], "group", "comparison-of-withheld", group)
            yield catalogue.problem_at(*place, **facts)


def check_waves_apart(
    catalogue: Catalogue, group: Group, current: CountedWave, waves: Mapping[str, CountedWave]
) -> Iterator[Problem]:
    """Remark on earlier waves with the current responses of a group, but for a few people.

    A new set of answers discloses nothing. The same answers with a few added, such as those of the
    same survey a week earlier, disclose what those few answered: one sum minus the other.
    """
    smallest = catalogue.settings.smallest_group
    for comparison, earlier in waves.items():
        own, other = _size(current.groups, group), _size(earlier.groups, group)
        if own is None or other is None or not 0 < abs(own - other) < smallest:
            continue
        if 0 < _apart(current.coded, earlier.coded, group) < smallest:
            facts = {"group": f" ({group})" if group != WHOLE else "", "smallest": smallest}
            row = wave_rows(catalogue)[comparison]
            place = (TABLE, row, "responses", "wave-few-apart", comparison)
            yield catalogue.problem_at(*place, **facts)


def check_unanimous(catalogue: Catalogue, hidden: pl.DataFrame) -> Iterator[Problem]:
    """Questions that nothing is shown of, because everyone together is too much of one mind.

    Args:
        catalogue: with what is to be withheld for that.
        hidden: the questions that are withheld of groups that are shown, and why.
    """
    of_all = hidden.filter(segment="", because=Reason.ALIKE)["question"]
    if len(of_all):
        value, questions = catalogue.settings.withhold_unanimous, listing(of_all)
        setting, code = "withhold_unanimous", "unanimous-withheld"
        yield catalogue.setting_problem(setting, code, value, questions=questions)


def _size(groups: pl.DataFrame, group: Group) -> int | None:
    """None where there is no such group, or it is withheld."""
    found = group.rows_of(groups.filter(~pl.col("withheld")))["n"]
    return found[0] if len(found) else None


def _apart(now: CodedAnswers, then: CodedAnswers, group: Group) -> int:
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


def _answers(coded: CodedAnswers, group: Group, asked: set[str]) -> pl.DataFrame:
    """Everyone in a group: what they chose, a column an answer; alike in both waves."""
    items = sorted((i for i in coded.items if i.question in asked), key=lambda i: i.question)
    chosen = [chosen for item in items for chosen in item.chosen]
    frame = coded.frame
    if group != WHOLE:
        member = pl.col(coded.segments[group.segment].column).cast(pl.String)
        frame = frame.filter(member == group.name)
    return frame.select(is_so.alias(str(number)) for number, is_so in enumerate(chosen))
