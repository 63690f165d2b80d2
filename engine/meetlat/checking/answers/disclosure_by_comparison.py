"""Check whether typed figures or earlier waves, beside the current figures, disclose answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import polars as pl

from meetlat.groups import WHOLE, Group, parse_group
from meetlat.problems.problem import Problem
from meetlat.problems.text import listing, often
from meetlat.reading.catalogue import Catalogue
from meetlat.reading.responses.coding import CodedAnswers
from meetlat.reading.wave_columns import wave_rows

TABLE = "Comparisons"


class CountedWave(NamedTuple):
    """The current wave or an earlier one: its answers, and its groups with their size `n`."""

    coded: CodedAnswers
    groups: pl.DataFrame


def check_typed_groups(catalogue: Catalogue, groups: pl.DataFrame) -> Iterator[Problem]:
    """Report typed figures of groups that are suppressed in the current wave, each group once.

    A figure is fine if the `n` beside it is large enough, because an earlier survey may have had
    more respondents. The number of people invited discloses no answer.
    """
    smallest, segments = catalogue.settings.smallest_group, catalogue.segments["segment"]
    if groups["withheld"][0]:  # nothing is shown at all, which is already reported
        return
    withheld = set(groups.filter("withheld")[["segment", "group"]].rows())
    rows_by_group: dict[str, list[int]] = {}
    columns = catalogue.comparisons[["group", "subject", "value", "n"]].iter_rows()
    for row, (group, subject, value, n) in enumerate(columns):
        is_figure = value is not None and subject != "invited"
        if group and is_figure and (n is None or n < smallest):
            rows_by_group.setdefault(group, []).append(row)
    for group, rows in rows_by_group.items():
        if parse_group(group, segments) in withheld:
            facts = {"times": often(len(rows)), "smallest": smallest}
            place = (TABLE, rows[0], "group", "comparison-of-withheld", group)
            yield catalogue.problem_at(*place, **facts)


def check_wave_differencing(
    catalogue: Catalogue, group: Group, current: CountedWave, waves: Mapping[str, CountedWave]
) -> Iterator[Problem]:
    """Report earlier waves that have the same responses of a group, except for a few people.

    A new set of answers discloses nothing. But the same answers with a few added, such as those of
    the same survey a week later, disclose the few: their answers are one sum minus the other.
    """
    smallest = catalogue.settings.smallest_group
    for comparison, earlier in waves.items():
        n, earlier_n = _shown_size(current.groups, group), _shown_size(earlier.groups, group)
        if n is None or earlier_n is None or not 0 < abs(n - earlier_n) < smallest:
            continue
        if 0 < _added_people(current.coded, earlier.coded, group) < smallest:
            facts = {"group": f" ({group})" if group != WHOLE else "", "smallest": smallest}
            row = wave_rows(catalogue)[comparison]
            place = (TABLE, row, "responses", "wave-few-apart", comparison)
            yield catalogue.problem_at(*place, **facts)


def check_hidden_questions(catalogue: Catalogue, hidden: pl.DataFrame) -> Iterator[Problem]:
    """Report the questions of which nothing is shown, if HR asked to hide unanimous answers.

    `hidden` are the suppressed questions of groups that are shown.
    """
    of_all = hidden.filter(segment="")["question"]
    if len(of_all) and catalogue.settings.withhold_unanimous:
        place = catalogue.setting_place("withhold_unanimous")
        yield place.problem("question-withheld", questions=listing(of_all))


def _shown_size(groups: pl.DataFrame, group: Group) -> int | None:
    """The number of people in a group; None if it does not exist or is suppressed."""
    sizes = group.rows_of(groups.filter(~pl.col("withheld")))["n"]
    return sizes[0] if len(sizes) else None


def _added_people(current: CodedAnswers, earlier: CodedAnswers, group: Group) -> int:
    """The number of people that one wave has beyond all people of the other, by their answers.

    It is 0 if each wave has people that the other lacks.
    """
    asked = {item.question for item in current.items} & {item.question for item in earlier.items}
    if not asked:
        return 0
    people = [
        _answers(current, group, asked).with_columns(people=1),
        _answers(earlier, group, asked).with_columns(people=-1),
    ]
    both = pl.concat(people, how="vertical_relaxed")
    surplus = both.group_by(pl.exclude("people")).agg(pl.col("people").sum())["people"]
    added, removed = int(surplus.clip(0).sum()), -int(surplus.clip(None, 0).sum())
    return max(added, removed) if 0 in (added, removed) else 0


def _answers(coded: CodedAnswers, group: Group, asked: set[str]) -> pl.DataFrame:
    """The answers of everyone in a group: one true/false column per answer, named by position."""
    items = sorted((i for i in coded.items if i.question in asked), key=lambda i: i.question)
    chosen = [chosen for item in items for chosen in item.chosen]
    frame = coded.frame
    if group != WHOLE:
        member = pl.col(coded.segments[group.segment].column).cast(pl.String)
        frame = frame.filter(member == group.name)
    return frame.select(is_chosen.alias(str(n)) for n, is_chosen in enumerate(chosen))
