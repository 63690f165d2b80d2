"""Decide what each column of an export is, from all columns together."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from meetlat.drafting.choices import is_ticked_block
from meetlat.drafting.draft_scale import DraftScale
from meetlat.drafting.export import Column, Kind
from meetlat.drafting.kinds import Context, Verdict, verdict
from meetlat.drafting.known_scales import known_scales
from meetlat.drafting.numbered_scales import numbered_scale, numbers_of
from meetlat.drafting.shared_answers import SHARED, shared_scales
from meetlat.drafting.stems import Part, parts_of
from meetlat.reading.scale import answer_key


@dataclass(frozen=True)
class Classified:
    """The columns of an export, each with what it is.

    Attributes:
        columns: all columns, in the order of the file.
        verdicts: what each is, by name.
        parts: the stem and item of the columns of grids.
        blocks: the stems of questions with a column for each option, with those columns.
    """

    columns: Sequence[Column]
    verdicts: Mapping[str, Verdict]
    parts: Mapping[str, Part]
    blocks: Mapping[str, Sequence[Column]]

    @cached_property
    def items(self) -> Counter[str]:
        """In how many grids each item is, by its key."""
        pairs = {(part.stem, answer_key(part.item)) for part in self.parts.values()}
        return Counter(item for _, item in pairs)


def classify(columns: Sequence[Column]) -> Classified:
    """Decide what each column is."""
    parts = parts_of(columns)
    grids: dict[str, list[Column]] = defaultdict(list)
    for column in columns:
        if column.name in parts:
            grids[parts[column.name].stem].append(column)
    used = {stem: [c for c in own if c.answered or c.kind] for stem, own in grids.items()}
    blocks = {stem: grids[stem] for stem, own in used.items() if _has_options(own, parts)}
    options = {column.name for own in blocks.values() for column in own}
    rest = [column for column in columns if column.name not in options]
    context = _context(rest, parts)
    verdicts = {column.name: verdict(column, context) for column in rest}
    verdicts |= {name: Verdict(Kind.OPTION, "option") for name in options}
    verdicts |= {name: Verdict(Kind.TOOL, "tool") for name in _joined_again(columns)}
    return Classified(columns, verdicts, parts, blocks)


def _joined_again(columns: Sequence[Column]) -> list[str]:
    """The columns `place` beside `place/home`, with the same answers in one cell (KoboToolbox)."""
    wholes = {column.heading.rpartition("/")[0] for column in columns}
    return [column.name for column in columns if column.heading in wholes - {""}]


def _has_options(columns: Sequence[Column], parts: Mapping[str, Part]) -> bool:
    """Whether columns with one stem are options, by the structure or by their answers."""
    if any(column.described for column in columns):
        return {column.kind for column in columns} == {Kind.OPTION}
    return is_ticked_block(columns, parts)


def _context(columns: Sequence[Column], parts: Mapping[str, Part]) -> Context:
    groups = _groups(columns, parts)
    known, numbered = known_scales(groups), _numbered(groups)
    same = [own for own in _by_labels(columns).values() if len(own) >= SHARED]
    unknown = [own for own in columns if own.name not in known.keys() | numbered.keys()]
    return Context(
        known,
        numbered,
        frozenset(parts),
        frozenset(column.name for own in same for column in own),
        shared_scales(unknown),
    )


def _groups(columns: Sequence[Column], parts: Mapping[str, Part]) -> list[list[Column]]:
    """The columns of each grid, and every other column by itself."""
    groups: dict[str, list[Column]] = defaultdict(list)
    for column in columns:
        part = parts.get(column.name)
        groups[f"grid {part.stem}" if part else f"column {column.name}"].append(column)
    return list(groups.values())


def _numbered(groups: Sequence[Sequence[Column]]) -> dict[str, DraftScale]:
    """The scale of each column of numbers; columns with one highest number share it."""
    pools: dict[object, list[Column]] = defaultdict(list)
    for group in groups:
        found = [(column, numbers) for column in group if (numbers := numbers_of(column))]
        if not found:
            continue
        high = max(numbers.highest for _, numbers in found)
        low = min(numbers.lowest for _, numbers in found)
        spelt = frozenset(a.answer for _, n in found if n.has_words for a in n.answers.values())
        key = (10 if high > 7 else high, low == 0, spelt)
        pools[key] += [column for column, _ in found]
    return {
        column.name: scale
        for pool in pools.values()
        if (scale := numbered_scale(pool))
        for column in pool
    }


def _by_labels(columns: Sequence[Column]) -> dict[frozenset[str], list[Column]]:
    """The columns that have each set of labels."""
    same: dict[frozenset[str], list[Column]] = defaultdict(list)
    for column in columns:
        if column.labels:
            same[frozenset(map(answer_key, column.labels.values()))].append(column)
    return same
