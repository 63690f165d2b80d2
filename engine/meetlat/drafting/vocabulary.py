"""The words and scales by which columns are recognised, from the files beside this module."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection
from functools import cache
from pathlib import Path
from typing import Any

from meetlat.reading.scale import answer_key

HERE = Path(__file__).parent

# Letters and a number, perhaps in brackets (`A3`, `SQ001`, `WD[SQ002]`), or a few capitals (`LFT`).
CODE = re.compile(r"[A-Za-z]+_?\d+|\w+\[\w+\]|[A-Z]{2,6}\d*")


@cache
def vocabulary(name: str) -> dict[str, Any]:
    """One of the files, parsed."""
    return tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def known_words(kind: str) -> frozenset[str]:
    """The words of one kind in `words.toml`, as keys."""
    return frozenset(answer_key(word) for word in vocabulary("words")[kind])


@cache
def common_words() -> frozenset[str]:
    """Words that say nothing about the theme of a question, in every language."""
    return frozenset(word for own in vocabulary("words")["common"].values() for word in own)


def plain_words(text: str) -> list[str]:
    """The words of a text in lower case; `_` and camel case separate words as blanks do."""
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)
    return re.findall(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*", answer_key(parted))


def mentions(text: str, words: Collection[str]) -> bool:
    """Whether a text has one of these words, or words in a row."""
    padded = f" {' '.join(plain_words(text))} "
    return any(f" {' '.join(plain_words(word))} " in padded for word in words)


def is_code(text: str) -> bool:
    """Whether a text looks like a code of the survey tool, where a report needs a text."""
    return CODE.fullmatch(text) is not None
