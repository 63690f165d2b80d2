"""Find groups in the responses that are probably another group, misspelt."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher

import polars as pl

from meetlat.problems.problem import Problem
from meetlat.problems.suggestions import are_of_a_row
from meetlat.reading.catalogue import Catalogue
from meetlat.reading.responses.coding import CodedAnswers
from meetlat.reading.responses.responses import Responses

# A group of fewer people may be misspelt, if another has so many times as many.
FEW, TIMES = 5, 5

# Every group is compared with every other, so a segment of more groups is left out.
MOST_GROUPS = 500

# The shortest word in which a slip can be seen, and the least similarity of the two words.
SHORTEST, LEAST = 5, 0.8


def check_misspelt_groups(
    catalogue: Catalogue, coded: CodedAnswers, responses: Responses
) -> Iterator[Problem]:
    """Report a group of each segment that looks like a larger one: the first in the alphabet.

    Groups of a segment that `Population` lists are left out: those are checked there.
    """
    listed = set(catalogue.population["segment"])
    for name, segment in coded.segments.items():
        if name in listed or len(segment.groups) > MOST_GROUPS:
            continue
        if (slip := next(_slips(coded.kinds.sizes(name)), None)) is None:
            continue
        group, usual = slip
        column = segment.source_column
        written = responses.column(column).cast(pl.String).str.strip_chars() == group
        rows = written.arg_true()  # none if the file has codes with labels
        if len(rows):
            facts = {"usual": usual, "column": column}
            cell = responses.cell(rows[0], column)
            yield Problem("group-misspelt", responses.source, cell, group, facts)


def _slips(sizes: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    """Yield each group of a few people with a larger group of which one word is alike."""
    for group, few in sorted(sizes.items()):
        if few < FEW:
            larger = (other for other, n in sizes.items() if n >= max(FEW, TIMES * few))
            if usual := next((other for other in larger if _is_slip(group, other)), None):
                yield group, usual


def _is_slip(one: str, other: str) -> bool:
    """Whether two names differ in one long word, and that word only a little."""
    words, others = (re.split(r"[\s-]+", name.casefold()) for name in (one, other))
    if len(words) != len(others) or are_of_a_row(one, other):
        return False
    pairs = [pair for pair in zip(words, others, strict=True) if pair[0] != pair[1]]
    return (
        len(pairs) == 1
        and min(map(len, pairs[0])) >= SHORTEST
        and SequenceMatcher(None, *pairs[0]).ratio() >= LEAST
    )
