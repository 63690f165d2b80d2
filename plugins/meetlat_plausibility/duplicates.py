"""Find respondents who occur more than once in the responses.

There are two signs. A column that identifies respondents (see `AnsweredSurvey.identifiers`) holds a
value twice. Or two rows are identical in every question and segment, and so unusual that chance
does not explain it (see `log_chances`).

A few duplicates are counted, with a remark. If there are too many, the responses were probably
pasted twice, and that is an error: every number of people would be wrong, and a group too small to
be shown would look large enough.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import polars as pl

from meetlat import AnsweredSurvey, Finding, Number
from meetlat_plausibility.texts import finding

# The share of distinct values in a column that identifies respondents, at least.
LEAST_DISTINCT = 0.5

# Identical rows are reported if fewer such pairs than this are expected by chance.
BY_CHANCE = 1e-6

# How many respondents are used to estimate how unusual a row is.
SAMPLE = 50_000

# Duplicates are too many if they are this many, and more than this share of the respondents.
FEWEST, MOST = 5, 0.05

# The code that stands for "no answer".
BLANK = 2**16 - 1


def check_duplicates(survey: AnsweredSurvey) -> Iterator[Finding]:
    """Report respondents who occur more than once: at most one finding for each sign."""
    responses = survey.responses
    reported = pl.Series(values=[], dtype=pl.UInt32)
    for column, later in _identifiers(survey):
        if len(later):
            reported, row = later, later[0]
            values = responses.column(column)
            first = values.index_of(values[row]) or 0
            yield _finding(survey, "respondent-twice", column, row, first, len(later))
            break
    identical = _identical_rows(survey).filter(~pl.col("later").is_in(reported.implode()))
    if len(identical):
        row, first = identical["later"][0], identical["first"][0]
        yield _finding(survey, "rows-alike", responses.columns[0], row, first, len(identical))


def log_chances(people: pl.DataFrame, others: pl.DataFrame, questions: int) -> pl.Series:
    """The natural logarithm of the chance that another respondent gives the answers of people.

    Each answer depends on the one before it, because many people give the same answer to a whole
    page. So the chance of a row is a product over its questions: the share of its answer among
    the respondents who gave the same answer to the previous question. A blank is an answer too.
    Questions with several answers are left out, which can only make the chance larger.

    Args:
        people: some people (see `AnsweredSurvey.people`).
        others: a sample of respondents.
        questions: how many questions they gave one answer to; these are the first columns.
    """
    logs = pl.zeros(len(people), eager=True)
    sample_before = pl.zeros(len(others), dtype=pl.UInt32, eager=True)
    before = pl.zeros(len(people), dtype=pl.UInt32, eager=True)
    for columns in list(zip(people, others, strict=True))[:questions]:
        current, sample = (
            column.cast(pl.UInt32).fill_null(BLANK).alias("answer") for column in columns
        )
        sample_pairs = sample_before * (BLANK + 1) + sample
        pairs = before * (BLANK + 1) + current
        logs += _times(pairs, sample_pairs).log() - _times(before, sample_before).log()
        sample_before, before = sample, current
    return logs


def _times(values: pl.Series, sample: pl.Series) -> pl.Series:
    """How often each value occurs in a sample; a value that does not occur counts as 1."""
    counts = sample.value_counts(name="n")
    known, times = counts.to_series(0), counts["n"].cast(pl.Float64)
    return values.replace_strict(known, times, default=1.0)


def _identifiers(survey: AnsweredSurvey) -> Iterator[tuple[str, pl.Series]]:
    """The columns that identify respondents, if most of their values are distinct.

    Each comes with the positions of the values that occurred before.
    """
    for column in survey.identifiers:
        values = survey.responses.column(column)
        filled = len(values) - int(_is_blank(values).sum())
        later = _later_occurrences(values)
        if filled and filled - len(later) >= LEAST_DISTINCT * filled:
            yield column, later


def _is_blank(values: pl.Series) -> pl.Series:
    if values.dtype not in (pl.String, pl.Categorical, pl.Enum):
        return values.is_null()
    return ~values.cast(pl.String).str.contains(r"\S").fill_null(value=False)


def _later_occurrences(values: pl.Series) -> pl.Series:
    """The positions of values that occurred before, ignoring blanks."""
    rows = _repeated(values.hash())
    repeated = values.gather(rows)
    return rows.filter(~repeated.is_first_distinct() & ~_is_blank(repeated))


def _repeated(hashes: pl.Series) -> pl.Series:
    """The positions of values that occur more than once.

    Sorting takes a fraction of the memory of a hash table of all values.
    """
    in_order = hashes.sort()
    repeated = in_order.filter(in_order == in_order.shift()).unique()
    return hashes.is_in(repeated.implode()).arg_true()


def _identical_rows(survey: AnsweredSurvey) -> pl.DataFrame:
    """Unusual rows that occurred before (`later`), each with its first occurrence (`first`)."""
    hashes = pl.concat(_hashes(part) for part in survey.parts())
    rows = _repeated(hashes)
    pairs = pl.DataFrame({"hash": hashes.gather(rows), "later": rows})
    pairs = pairs.with_columns(first=pl.col("later").min().over("hash"))
    pairs = pairs.filter(pl.col("later") != pl.col("first"))
    if pairs.is_empty():
        return pairs
    firsts = pairs["first"].unique()
    size, questions = min(SAMPLE, len(hashes)), len(survey.single)
    # The logarithm of the chance of a row of which the expected number of pairs is `BY_CHANCE`.
    highest = math.log(BY_CHANCE) - math.log(len(hashes) ** 2 / 2)
    if questions * -math.log(size) > highest:  # each answer has a share of at least 1 / size
        return pairs.clear()
    sample = survey.people(pl.int_range(size, eager=True))
    unusual = firsts.filter(log_chances(survey.people(firsts), sample, questions) < highest)
    pairs = pairs.filter(pl.col("first").is_in(unusual.implode()))
    # A second hash, because two different rows among a million might share the first.
    later, first = (_hashes(survey.people(pairs[side]), 1) for side in ("later", "first"))
    return pairs.filter(later == first)


def _hashes(people: pl.DataFrame, seed: int = 0) -> pl.Series:
    """A number for each row, from all its columns."""
    return people.hash_rows(seed) if people.width else pl.Series(values=[], dtype=pl.UInt64)


def _finding(
    survey: AnsweredSurvey, code: str, column: str, row: int, first: int, times: int
) -> Finding:
    """A remark on the first duplicate; an error if there are too many."""
    responses, respondents = survey.responses, len(survey.responses.row_numbers)
    facts = {
        "value": responses.column(column)[row],
        "column": column,
        "row": responses.row_numbers[row],
        "first": responses.row_numbers[first],
        "times": times,
        "share": Number(max(1, 100 * times / respondents), 0, "%"),
    }
    too_many = times >= FEWEST and times > MOST * respondents
    code = "respondents-doubled" if too_many else code
    return finding(code, responses.source, row, column, facts, survey, error=too_many)
