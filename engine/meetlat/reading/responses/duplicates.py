"""Respondents who stand in the responses more than once.

Two signs of it are looked at. A column that tells respondents apart (by its name, see
`meetlat.reading.responses.columns`) holds a value twice. Or two rows are alike in every
question and segment, and so particular that chance does not explain it: see `chances`.

A few are counted, with a remark. Where too many rows (as `meetlat.reading.responses.off_scale`
counts) are of respondents who stand there already, the answers were probably pasted twice. Nothing
is recalculated then: every number of people would be wrong, and a group too small to be shown would
look large enough.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence

import polars as pl

from meetlat.problems.problem import Problem
from meetlat.reading.cells import text
from meetlat.reading.responses.columns import is_of_respondents
from meetlat.reading.responses.off_scale import is_too_much, percentage
from meetlat.reading.responses.responses import Responses

OF_ITS_OWN = 0.5
"""The share of values in a column of respondents' numbers that must be different, at least."""

BY_CHANCE = 1e-6
"""Pairs of rows alike by chance that may be expected, at most, before two such rows are told."""

SAMPLE = 50_000
"""Respondents from whom it is estimated how particular a row is."""

BLANK = 2**16 - 1
"""Stands for no answer among the codes."""


def doubles(
    responses: Responses, coded: pl.DataFrame, answers: Sequence[str], used: Collection[str]
) -> Iterator[Problem]:
    """What to say of them: at most one problem a sign.

    Args:
        responses: as given.
        coded: the same respondents in the same order, each question and segment a column.
        answers: columns of `coded` with the code of an answer, in the order of the questionnaire.
        used: columns of `responses` that are questions or segments, and so tell nobody apart.
    """
    numbered = pl.Series(values=[], dtype=pl.UInt32)
    for column, later in _numbered(responses, used):
        if len(later):
            numbered = later
            yield _numbered_twice(responses, column, numbered)
            break
    alike = _alike(coded, answers).filter(~pl.col("later").is_in(numbered.implode()))
    if len(alike):
        yield _rows_alike(responses, alike)


def chances(coded: pl.DataFrame, answers: Sequence[str], rows: pl.Series) -> pl.Series:
    """The natural logarithm of the chance that somebody else answers all as these rows do.

    An answer is taken to depend on the one before it, for many people answer a whole page alike:
    the chance of a row is the product of the shares of each answer among those who gave the same
    answer to the question before. A blank is an answer too. Questions with several answers are
    left out, which makes the chance larger, never smaller.
    """
    logs = pl.zeros(len(rows), eager=True)
    before = pl.zeros(min(SAMPLE, len(coded)), dtype=pl.UInt32, eager=True)
    chosen_before = pl.zeros(len(rows), dtype=pl.UInt32, eager=True)
    for column in answers:
        codes = coded[column].fill_null(BLANK).cast(pl.UInt32)
        sample, chosen = codes.head(SAMPLE), codes.gather(rows)
        pairs, chosen_pairs = before * (BLANK + 1) + sample, chosen_before * (BLANK + 1) + chosen
        logs += _times(chosen_pairs, pairs).log() - _times(chosen_before, before).log()
        before, chosen_before = sample, chosen
    return logs


def _times(wanted: pl.Series, among: pl.Series) -> pl.Series:
    """How often each of the wanted values stands among others; one that does not counts as one."""
    counts = among.value_counts(name="n")
    values, times = counts.to_series(0), counts["n"].cast(pl.Float64)
    return wanted.replace_strict(values, times, default=1.0)


def _numbered(responses: Responses, used: Collection[str]) -> Iterator[tuple[str, pl.Series]]:
    """Columns that tell respondents apart, by their name and their mostly different values.

    Each with the places of the values that stood before.
    """
    for column in responses.frame.columns:
        if column not in used and is_of_respondents(column):
            values = responses.frame[column]
            filled = len(values) - int(_blank(values).sum())
            later = _later_of_same(values)
            if filled and filled - len(later) >= OF_ITS_OWN * filled:
                yield column, later


def _blank(values: pl.Series) -> pl.Series:
    if values.dtype != pl.String:
        return values.is_null()
    return ~values.str.contains(r"\S").fill_null(value=False)


def _later_of_same(values: pl.Series) -> pl.Series:
    """The places of values that stood before, blanks aside."""
    rows = _repeated(values.hash())
    found = values.gather(rows)
    return rows.filter(~found.is_first_distinct() & ~_blank(found))


def _repeated(hashes: pl.Series) -> pl.Series:
    """The places of what stands more than once.

    Sorted hashes take a fraction of the memory of a table of all that were seen.
    """
    in_order = hashes.sort()
    often = in_order.filter(in_order == in_order.shift()).unique()
    return hashes.is_in(often.implode()).arg_true()


def _alike(coded: pl.DataFrame, answers: Sequence[str]) -> pl.DataFrame:
    """Rows that are particular and stood before (`later`), and the first like each (`first`)."""
    hashes = coded.hash_rows() if coded.width else pl.Series(values=[], dtype=pl.UInt64)
    rows = _repeated(hashes)
    again = pl.DataFrame({"hash": hashes.gather(rows), "later": rows})
    again = again.with_columns(first=pl.col("later").min().over("hash"))
    again = again.filter(pl.col("later") != pl.col("first"))
    if again.is_empty():
        return again
    firsts = again["first"].unique()
    pairs = len(coded) ** 2 / 2
    expected = chances(coded, answers, firsts) + math.log(pairs)
    particular = firsts.filter(expected < math.log(BY_CHANCE))
    found = again.filter(pl.col("first").is_in(particular.implode()))
    # A second hash, for in a million rows two that differ might share one.
    same = [coded[found[side]].hash_rows(seed=1) for side in ("later", "first")]
    return found.filter(same[0] == same[1])


def _numbered_twice(responses: Responses, column: str, later: pl.Series) -> Problem:
    row = later[0]
    first = responses.frame[column].index_of(responses.frame[column][row]) or 0
    return _told(responses, "respondent-twice", column, row, first, len(later))


def _rows_alike(responses: Responses, alike: pl.DataFrame) -> Problem:
    column = responses.frame.columns[0]
    return _told(responses, "rows-alike", column, alike["later"][0], alike["first"][0], len(alike))


def _told(
    responses: Responses, code: str, column: str, row: int, first: int, times: int
) -> Problem:
    """A remark on the first of them; an error where there are too many."""
    respondents = len(responses.frame)
    facts = {
        "column": column,
        "row": responses.row_numbers[row],
        "first": responses.row_numbers[first],
        "times": times,
        "share": percentage(times, respondents),
    }
    if is_too_much(times, respondents):
        code = "respondents-doubled"
    value = text(responses.frame[column][row]) or ""
    return Problem(code, responses.source, responses.cell(row, column), value, facts)
