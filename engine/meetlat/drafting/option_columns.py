"""A question with a column for each option: the pattern of its headings, and the options."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from meetlat.drafting.classification import Classified
from meetlat.drafting.draft_scale import Answer
from meetlat.drafting.export import Column

# What Qualtrics writes between a question and an option.
SELECTED = re.compile(r"\s*[-–]\s*(selected choice|geselecteerde keuze)$", re.IGNORECASE)


class OptionColumns(NamedTuple):
    """The columns of one question, its text, and its options, each with its label.

    `pattern` is their headings with `*` for the option.
    """

    pattern: str
    text: str
    answers: Sequence[Answer]
    columns: Sequence[Column]


def option_columns(block: Sequence[Column], classified: Classified) -> OptionColumns | None:
    """The question of a block; None if no pattern fits its headings and no others."""
    parts = [classified.parts[column.name] for column in block]
    headings = [column.heading for column in block]
    before, after = _around([part.item for part in parts], headings)
    inside = {c.heading: _inside(c.heading, before, after) for c in classified.columns}
    matched = [heading for heading, option in inside.items() if option is not None]
    if sorted(matched) != sorted(headings) or "*" in before + after:
        return None
    text = SELECTED.sub("", parts[0].stem)
    answers = [
        Answer(option, "" if option == part.item else part.item)
        for heading, part in zip(headings, parts, strict=True)
        if (option := inside[heading])
    ]
    return OptionColumns(f"{before}*{after}", text, answers, block)


def _around(items: Sequence[str], headings: Sequence[str]) -> tuple[str, str]:
    """What all headings have before and after the option."""
    first = headings[0]
    if all(item in heading for item, heading in zip(items, headings, strict=True)):
        place = first.rindex(items[0])
        return first[:place], first[place + len(items[0]) :]
    start = _common_start(headings)
    end = _common_start([heading[::-1] for heading in headings])[::-1]
    return start.rstrip("0123456789"), re.sub(r"^\w+", "", end)


def _common_start(texts: Sequence[str]) -> str:
    """What all texts start with."""
    same = [len(set(signs)) == 1 for signs in zip(*texts, strict=False)]
    return texts[0][: same.index(False) if False in same else len(same)]


def _inside(heading: str, before: str, after: str) -> str | None:
    key, start, end = heading, before, after
    if len(key) <= len(start) + len(end):
        return None
    fits = key.startswith(start) and key.endswith(end)
    return key[len(start) : len(key) - len(end)] if fits else None
