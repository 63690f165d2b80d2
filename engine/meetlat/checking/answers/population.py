"""Check Population: known segments, groups that are in the responses, and totals that agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping

import polars as pl

from meetlat.checking.catalogue.references import unknown_names
from meetlat.checking.catalogue.rows import lost_names, unique_names
from meetlat.groups import GROUP_KEYS
from meetlat.plugins.metrics import Metric
from meetlat.problems.problem import Problem
from meetlat.problems.text import listing, nearest
from meetlat.reading.catalogue import Catalogue
from meetlat.reading.population import (
    TABLE,
    ReportedNames,
    listed_groups,
    listed_rows,
    segments_with_invited,
    total_rows,
)
from meetlat.reading.responses.coding import CodedAnswers, Segment
from meetlat.reading.scale import answer_key
from meetlat.reading.weight_margins import weight_margins


def check_segments(catalogue: Catalogue, metrics: Mapping[str, Metric]) -> Iterator[Problem]:
    """A segment in Population is in Segments; a missing table Segments is a problem too."""
    if len(catalogue.population) and "Segments" not in catalogue.tables:
        columns = ", ".join(catalogue.segments.columns)
        yield Problem("table-missing", value="Segments", facts={"columns": columns})
        return
    known, lost = unique_names(catalogue, "Segments"), lost_names(catalogue, "Segments")
    yield from unknown_names(catalogue, TABLE, "segment", known, "unknown-segment", lost)


def check_similar_groups(catalogue: Catalogue, metrics: Mapping[str, Metric]) -> Iterator[Problem]:
    """The groups of a segment differ in more than capitals, blanks or how accents are encoded."""
    seen: dict[tuple[str, str], tuple[int, str]] = {}
    names = catalogue.population[["segment", "group"]].iter_rows()
    for row, (segment, group) in enumerate(names):
        if segment is None or group is None:
            continue
        first_row, first = seen.setdefault((segment, answer_key(group)), (row, group))
        if first != group:
            facts = {"other": first, "first": catalogue.place(TABLE, first_row, "group")}
            yield catalogue.problem_at(TABLE, row, "group", "names-alike", group, **facts)


def check_blanks(catalogue: Catalogue, metrics: Mapping[str, Metric]) -> Iterator[Problem]:
    """The number of people invited is filled in for all groups of a segment, or for none."""
    known = segments_with_invited(catalogue) if catalogue.has_column(TABLE, "invited") else ()
    for row, segment in enumerate(catalogue.population["segment"]):
        if segment in known and catalogue.written(TABLE, row, "invited") is None:
            yield catalogue.problem_at(TABLE, row, "invited", "blank", "", column="invited")


def check_merges(catalogue: Catalogue, metrics: Mapping[str, Metric]) -> Iterator[Problem]:
    """A group is not reported together with one that is itself reported under another name."""
    rows = catalogue.population.select("segment", "group", "merge").drop_nulls().rows()
    merges = {(segment, answer_key(group)): merge for segment, group, merge in reversed(rows)}
    named = catalogue.population[["segment", "merge"]].iter_rows()
    for row, (segment, merge) in enumerate(named):
        target = merges.get((segment, answer_key(merge)), merge)
        if merge is not None and answer_key(target) != answer_key(merge):
            facts = {"target": target}
            yield catalogue.problem_at(TABLE, row, "merge", "merge-chain", merge, **facts)


def check_population(catalogue: Catalogue, coded: CodedAnswers) -> Iterator[Problem]:
    """Report how Population and the responses contradict each other.

    What follows from a row of Population with a problem is not reported again.
    """
    segments, reported = coded.segments, coded.reported
    listed, together = listed_rows(catalogue, reported), listed_groups(catalogue, reported)
    totals, numbered = total_rows(catalogue, reported), segments_with_invited(catalogue)
    for row in totals:
        segment, group = catalogue.population.select("segment", "group").row(row)
        facts = {"segment": segment}
        yield catalogue.problem_at(TABLE, row, "group", "population-total", group, **facts)
    all_rows_read = len(listed) + len(totals) == len(catalogue.population)
    by_segment = {str(s): rows for (s,), rows in listed.group_by("segment", maintain_order=True)}
    complete: dict[str, pl.DataFrame] = {}
    weighted = {margin.segment for margin in weight_margins(catalogue, segments)}
    for segment, rows in by_segment.items():
        own = segments[segment]
        if not own.groups:  # an empty column is already reported
            continue
        misspelt, unlisted = _differences(rows, own)
        yield from _unanswered(catalogue, own, rows, misspelt, is_weighted=segment in weighted)
        yield from _merged_with_none(catalogue, own, rows)
        if unlisted and all_rows_read and segment in numbered:
            facts = {"groups": listing(unlisted)}
            row = rows["row"][0]
            yield catalogue.problem_at(TABLE, row, "segment", "groups-unlisted", segment, **facts)
        groups = together.filter(segment=segment)
        if all_rows_read and not (misspelt or unlisted or rows["invited"].null_count()):
            complete[segment] = groups
    yield from _totals(catalogue, coded, complete, weighted)


def check_group_turnout(
    catalogue: Catalogue, segments: ReportedNames, groups: pl.DataFrame
) -> Iterator[Problem]:
    """Report the groups with more respondents than people invited, unless they are suppressed.

    For a suppressed group, the remark would reveal a minimum of its size. `groups` are all groups,
    with `n` and `withheld`.
    """
    shown = groups.filter(~pl.col("withheld"))
    listed = listed_groups(catalogue, segments).join(shown, on=GROUP_KEYS, maintain_order="left")
    over = listed.filter(pl.col("n") > pl.col("invited"))
    for row, group, invited in over[["row", "group", "invited"]].iter_rows():
        place = (TABLE, row, "invited", "group-over-invited", invited)
        yield catalogue.problem_at(*place, group=group)


def _differences(rows: pl.DataFrame, segment: Segment) -> tuple[dict[str, str], list[str]]:
    """The groups that Population misspells, with their right name, and those it does not list.

    A group that has the name under which others are reported needs no row of its own.
    """
    listed = {*rows["group"], *rows["reported"]}
    unlisted = [group for group in segment.reported if group not in listed]
    misspelt: dict[str, str] = {}
    for group in rows.filter(~pl.col("answered"))["group"]:
        if suggestion := nearest(group, unlisted):
            misspelt[group] = suggestion
            unlisted.remove(suggestion)
    return misspelt, unlisted


def _unanswered(
    catalogue: Catalogue,
    segment: Segment,
    rows: pl.DataFrame,
    misspelt: Mapping[str, str],
    *,
    is_weighted: bool,
) -> Iterator[Problem]:
    """Groups from which nobody answered: each misspelt one by itself, all others together.

    Such a group does not affect the weights if it is reported together with a group that answered.
    """
    if not rows["answered"].any() and not misspelt:  # all groups differ: reported as unlisted
        return
    is_silent = pl.lit(is_weighted) & ~pl.col("reported").is_in(list(segment.groups))
    unanswered = rows.filter(~pl.col("answered"))
    for code, found in (
        ("weights-group-silent", unanswered.filter(is_silent)),
        ("group-unanswered", unanswered.filter(~is_silent)),
    ):
        others = listing(group for group in found["group"] if group not in misspelt)
        for row, name, group in found[["row", "segment", "group"]].iter_rows():
            if group in misspelt or others:
                facts = {"segment": name, "suggestion": misspelt.get(group)}
                facts["groups"] = group if group in misspelt else others
                yield catalogue.problem_at(TABLE, row, "group", code, group, **facts)
            if group not in misspelt:
                others = ""


def _merged_with_none(
    catalogue: Catalogue, segment: Segment, rows: pl.DataFrame
) -> Iterator[Problem]:
    """Groups with a name in `merge` that no other group has.

    If two such names are similar, only the first is reported.
    """
    together = {*segment.reported.items(), *rows[["group", "reported"]].iter_rows()}
    times = Counter(reported for _, reported in together)
    found: set[str] = set()
    for row, group, reported in rows[["row", "group", "reported"]].iter_rows():
        if catalogue.population["merge"][row] is None or times[reported] > 1:
            continue
        others = {name for pair in together for name in pair} - {group, reported}
        suggestion = nearest(reported, sorted(others))
        if suggestion not in found:
            facts = {"group": group, "suggestion": suggestion}
            yield catalogue.problem_at(TABLE, row, "merge", "merge-alone", reported, **facts)
        found.add(reported)


def _totals(
    catalogue: Catalogue,
    coded: CodedAnswers,
    complete: Mapping[str, pl.DataFrame],
    weighted: Collection[str],
) -> Iterator[Problem]:
    """Segments whose groups do not add up to the people invited, or to those of another segment.

    A segment may add up to less if some respondents are in none of its groups. Segments with the
    same wrong total are reported once.
    """
    expected, other = catalogue.settings.invited, ""
    if expected is not None and expected < coded.rows.height:  # this number is already reported
        return
    reported: set[int] = set()
    for segment, rows in complete.items():
        total = int(rows["invited"].sum())
        is_partial = coded.rows.column(coded.segments[segment].column).null_count() > 0
        if expected is None and not is_partial:
            expected, other = total, segment
        elif (
            expected is None or total in (expected, *reported) or (total < expected and is_partial)
        ):
            continue
        else:
            reported.add(total)
            code = "population-sums" if other else "population-sum"
            if segment in weighted:
                code = "weights-totals"
            facts = {"segment": segment, "other": other or "invited", "wanted": expected}
            row = rows["row"][0]
            yield catalogue.problem_at(TABLE, row, "invited", code, total, **facts)
