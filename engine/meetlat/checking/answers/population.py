"""Population: its segments are known, its groups are those of the responses, its sums agree."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

import polars as pl

from meetlat.checking.catalogue.references import unknown
from meetlat.checking.catalogue.rows import ids, lost
from meetlat.plugins.metrics import Metric
from meetlat.problems.problem import Problem
from meetlat.problems.text import listing, nearest
from meetlat.reading.catalogue import Catalogue
from meetlat.reading.population import listed_groups, total_rows
from meetlat.reading.responses.coding import CodedAnswers
from meetlat.reading.scale import answer_key
from meetlat.reading.weight_margins import weight_margins

TABLE = "Population"


def segments_of_population(
    catalogue: Catalogue, metrics: Mapping[str, Metric]
) -> Iterator[Problem]:
    """A segment in Population is in Segments, also where there is no such table."""
    if len(catalogue.population) and "Segments" not in catalogue.tables:
        columns = ", ".join(catalogue.segments.columns)
        yield Problem("table-missing", value="Segments", facts={"columns": columns})
        return
    missing = lost(catalogue, "Segments")
    yield from unknown(
        catalogue, TABLE, "segment", ids(catalogue, "Segments"), "unknown-segment", missing
    )


def groups_listed_once(catalogue: Catalogue, metrics: Mapping[str, Metric]) -> Iterator[Problem]:
    """No two groups of a segment differ in capitals, blanks or the form of accents alone."""
    first: dict[tuple[str, str], tuple[int, str]] = {}
    names = catalogue.population.select("segment", "group").iter_rows()
    for row, (segment, group) in enumerate(names):
        if segment is None or group is None:
            continue
        place, own = first.setdefault((segment, answer_key(group)), (row, group))
        if own != group:
            facts = {"other": own, "first": catalogue.place(TABLE, place, "group")}
            yield catalogue.problem_at(TABLE, row, "group", "names-alike", group, **facts)


def check_population(catalogue: Catalogue, coded: CodedAnswers) -> Iterator[Problem]:
    """Remarks on what Population and the responses say of each other.

    Where a row of Population is a problem already, what follows from that row is none besides.
    """
    known = {segment: own.groups for segment, own in coded.segments.items()}
    listed = listed_groups(catalogue, known)
    totals = total_rows(catalogue, known)
    for row in totals:
        segment, group = catalogue.population.select("segment", "group").row(row)
        facts = {"segment": segment}
        yield catalogue.problem_at(TABLE, row, "group", "population-total", group, **facts)
    sure = len(listed) + len(totals) == len(catalogue.population)
    of_segments = {str(s): rows for (s,), rows in listed.group_by("segment", maintain_order=True)}
    sums: dict[str, pl.DataFrame] = {}
    weighed = {margin.segment for margin in weight_margins(catalogue, coded.segments)}
    for segment, rows in of_segments.items():
        if not known[segment]:  # an empty column is told
            continue
        misspelt, unlisted = _differences(rows, known[segment])
        code = "weights-group-silent" if segment in weighed else "group-unanswered"
        yield from _unanswered(catalogue, segment, rows, misspelt, code)
        if unlisted and sure:
            facts = {"groups": listing(unlisted)}
            row = rows["row"][0]
            yield catalogue.problem_at(TABLE, row, "segment", "groups-unlisted", segment, **facts)
        yield from _more_than_invited(catalogue, coded, segment, rows)
        if sure and not (misspelt or unlisted or rows["invited"].null_count()):
            sums[segment] = rows
    yield from _sums(catalogue, coded, sums, weighed)


def _differences(rows: pl.DataFrame, found: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    """Groups that Population writes otherwise than the responses, and those it does not have."""
    unlisted = [group for group in found if group not in set(rows["group"])]
    misspelt: dict[str, str] = {}
    for group in rows.filter(~pl.col("answered"))["group"]:
        if near := nearest(group, unlisted):
            misspelt[group] = near
            unlisted.remove(near)
    return misspelt, unlisted


def _unanswered(
    catalogue: Catalogue,
    segment: str,
    rows: pl.DataFrame,
    misspelt: Mapping[str, str],
    code: str,
) -> Iterator[Problem]:
    """Groups that nobody answered from: each that may be a slip, and the others once together."""
    if not rows["answered"].any() and not misspelt:  # wholly other groups, which is told
        return
    silent = rows.filter(~pl.col("answered")).select("row", "group").rows()
    together = listing(group for _, group in silent if group not in misspelt)
    for row, group in silent:
        if group in misspelt or together:
            facts = {"segment": segment, "suggestion": misspelt.get(group)}
            facts["groups"] = group if group in misspelt else together
            yield catalogue.problem_at(TABLE, row, "group", code, group, **facts)
        if group not in misspelt:
            together = ""


def _more_than_invited(
    catalogue: Catalogue, coded: CodedAnswers, segment: str, rows: pl.DataFrame
) -> Iterator[Problem]:
    """Told without how many answered: the group may be too small to show that of."""
    members = coded.frame[coded.segments[segment].column].drop_nulls().cast(pl.String)
    sizes = dict(members.value_counts().iter_rows())
    for row, group, invited in rows.select("row", "group", "invited").iter_rows():
        if invited is not None and sizes.get(group, 0) > invited:
            facts = {"group": group}
            place = (TABLE, row, "invited", "group-over-invited", invited)
            yield catalogue.problem_at(*place, **facts)


def _sums(
    catalogue: Catalogue,
    coded: CodedAnswers,
    of_segments: Mapping[str, pl.DataFrame],
    weighed: Collection[str],
) -> Iterator[Problem]:
    """Each segment divides the same people; only part of them where some have no group in it.

    Segments that are wrong by the same number are told of once.
    """
    wanted, other = catalogue.settings.invited, ""
    if wanted is not None and wanted < coded.frame.height:  # that number is told of
        return
    told: set[int] = set()
    for segment, rows in of_segments.items():
        total = int(rows["invited"].sum())
        partly = coded.frame[coded.segments[segment].column].null_count() > 0
        if wanted is None and not partly:
            wanted, other = total, segment
        elif wanted is None or total in (wanted, *told) or (total < wanted and partly):
            continue
        else:
            told.add(total)
            code = "population-sums" if other else "population-sum"
            if segment in weighed:
                code = "weights-totals"
            facts = {"segment": segment, "other": other or "invited", "wanted": wanted}
            row = rows["row"][0]
            yield catalogue.problem_at(TABLE, row, "invited", code, total, **facts)
