"""Questions with several answers: a column for each option, or `a;b`, `a, b` or `a,b` in one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

from meetlat.drafting.export import Column
from meetlat.drafting.stems import Part
from meetlat.drafting.vocabulary import known_words, mentions
from meetlat.reading.scale import answer_key

# Options that a question may have.
MOST_OPTIONS = 30

NUMBER = re.compile(r"\d+")

# What tools write between several answers: Forms, Google Forms, Qualtrics.
SEPARATORS = (";", ", ", ",")

# People who must have given an answer: this share of them, but at least 2 and at most 10. An answer
# of fewer may be a text that they typed, and a report must not quote those.
SHARE, FEWEST, ENOUGH = 0.02, 2, 10

# The share of the people who may have typed an answer of their own beside the options.
MOST_OWN = 0.15

# Words in an option; a longer answer is a text.
LONGEST = 120


def is_ticked_block(columns: Sequence[Column], parts: Mapping[str, Part]) -> bool:
    """Whether columns with one stem are the options of a question.

    Each option is ticked or not. One of them may be a text: what people typed beside "other".
    """
    options = [column for column in columns if _is_option(column, parts[column.name].item)]
    others = [column for column in columns if column not in options]
    return len(options) > 1 and all(is_other(parts[column.name].item) for column in others)


def is_other(item: str) -> bool:
    """Whether an option asks for a text."""
    return mentions(item, known_words("other"))


def _is_option(column: Column, item: str) -> bool:
    keys = {answer_key(meaning) for meaning in column.meanings}
    if keys == {answer_key(item)}:
        return True
    ticks, blanks = keys & known_words("ticked"), keys & known_words("unticked")
    return keys == ticks | blanks and len(ticks) <= 1 and len(blanks) <= 1


def options_of(column: Column) -> list[str] | None:
    """The options of a column with one or several answers; None if it has too many."""
    if column.distinct > len(column.answers):
        return None
    options = several_options(column)
    if options is None:
        options = _kept(column.answers, column.answered)
    return options if _explain(options, column) else None


def has_several(column: Column) -> bool:
    """Whether people gave several answers in one cell."""
    return several_options(column) is not None


def in_natural_order(options: Sequence[str]) -> list[str]:
    """Options by their first number, if all but one have one; otherwise as they are.

    One without a number, such as "never", comes first, and "less than 1" comes before 1.
    """
    numbers = {option: NUMBER.search(option) for option in options}
    if sum(found is None for found in numbers.values()) > 1:
        return [*options]

    def place(option: str) -> float:
        found = numbers[option]
        if found is None:
            return -1.0
        return float(found[0]) - (0.5 if mentions(option, known_words("less")) else 0.0)

    return sorted(options, key=place)


def is_ranking(column: Column) -> bool:
    """Whether everyone gave all options, each in an order of their own."""
    options = several_options(column) or []
    complete = all(len(_split(answer, ";")) == len(options) for answer in column.answers)
    return len(options) > 2 and complete and len(column.answers) > 1


def several_options(column: Column) -> list[str] | None:
    """The options if people gave several in one cell; None if they did not."""
    for separator in SEPARATORS:
        counted = _parts(column.answers, separator)
        options = _kept(counted, column.answered)
        joined = [answer for answer in column.answers if len(_split(answer, separator)) > 1]
        single = any(answer.endswith(";") for answer in column.answers)
        fewer = len(options) < len(column.answers) or single
        if (joined or single) and fewer and _explains_joined(joined, options, separator):
            return options
    return None


def _explains_joined(joined: Sequence[str], options: Sequence[str], separator: str) -> bool:
    """Whether cells with several answers consist of options that also occur in other cells."""
    known = {answer_key(option) for option in options}
    parts = [_glued(_split(answer, separator), options, separator) for answer in joined]
    several = [own for own in parts if len(own) > 1]
    known_only = [own for own in several if all(answer_key(part) in known for part in own)]
    return not joined or (bool(known_only) and 2 * len(known_only) >= len(parts))


def _split(answer: str, separator: str) -> list[str]:
    """The parts of an answer; a comma and a blank belong to an option if commas separate them."""
    parts = re.split(r",(?! )" if separator == "," else separator, answer)
    return [part.strip() for part in parts if part.strip()]


def _glued(parts: Sequence[str], options: Sequence[str], separator: str) -> list[str]:
    """The parts of an answer, with those of an option that has the separator as one."""
    known = {answer_key(option) for option in options}
    glued: list[str] = []
    start = 0
    while start < len(parts):
        ends = range(len(parts), start, -1)
        end = next(
            (e for e in ends if answer_key(separator.join(parts[start:e])) in known), start + 1
        )
        glued.append(separator.join(parts[start:end]))
        start = end
    return glued


def _parts(answers: Mapping[str, int], separator: str) -> dict[str, int]:
    """How often each part was given; parts that never occur apart are one label."""
    cells = [(_split(answer, separator), n) for answer, n in answers.items()]
    while pair := _inseparable(cells):
        cells = [(_with_pair(parts, pair, separator), n) for parts, n in cells]
    counted: Counter[str] = Counter()
    for parts, n in cells:
        for part in parts:
            counted[part] += n
    return dict(counted)


def _inseparable(cells: Sequence[tuple[list[str], int]]) -> tuple[str, str] | None:
    """Two parts of which the second always follows the first, and never comes without it."""
    alone: Counter[str] = Counter(part for parts, n in cells for part in parts for _ in range(n))
    together: Counter[tuple[str, str]] = Counter(
        pair for parts, n in cells for pair in pairwise(parts) for _ in range(n)
    )
    for pair, n in together.items():
        first, second = pair
        if alone[first] == alone[second] == n >= FEWEST and second[:1].islower():
            return pair
    return None


def _with_pair(parts: Sequence[str], pair: tuple[str, str], separator: str) -> list[str]:
    joined: list[str] = []
    for part in parts:
        if joined and (joined[-1], part) == pair:
            joined[-1] = separator.join(pair)
        else:
            joined.append(part)
    return joined


def _kept(counted: Mapping[str, int], answered: int) -> list[str]:
    """The answers that may be options: given by several people, and no long texts."""
    fewest = min(max(FEWEST, SHARE * answered), ENOUGH)
    return [answer for answer, n in counted.items() if n >= fewest and len(answer) <= LONGEST]


def _explain(options: Sequence[str], column: Column) -> bool:
    """Whether options are few, and explain nearly all answers."""
    if not 1 < len(options) <= MOST_OPTIONS:
        return False
    return typed_answers(options, column) <= max(MOST_OWN * column.answered, FEWEST)


def typed_answers(options: Sequence[str], column: Column) -> int:
    """How many people gave an answer that is no option, alone or beside options."""
    return sum(n for answer, n in column.answers.items() if not _consists_of(options, answer))


def _consists_of(options: Sequence[str], answer: str) -> bool:
    """Whether an answer is one of the options, or several of them."""
    known = {answer_key(option) for option in options}
    cells = (_glued(_split(answer, mark), options, mark) for mark in SEPARATORS)
    return answer_key(answer) in known or any(
        all(answer_key(part) in known for part in parts) for parts in cells
    )
