"""What each column of an export is: the rules, in the order in which they are tried.

A rule is a small function. It returns a verdict, or None if it has nothing to say.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from meetlat.drafting.choices import has_several, is_ranking, options_of
from meetlat.drafting.draft_scale import DraftScale
from meetlat.drafting.export import Column, Kind
from meetlat.drafting.numbered_scales import recommendation_scale
from meetlat.drafting.vocabulary import known_words, mentions, plain_words
from meetlat.reading.responses.columns import is_of_the_tool
from meetlat.reading.scale import answer_key, as_number


@dataclass(frozen=True)
class Verdict:
    """What a column is, and why; `sure` says that HR need not confirm it.

    `reason` is the key of a text. Only a question has a scale.
    """

    kind: Kind
    reason: str
    sure: bool = True
    scale: DraftScale | None = None


@dataclass(frozen=True)
class Context:
    """What is known of all columns together.

    Attributes:
        known: the common scale of each column that fits one.
        numbered: the scale of each column of numbers, or of numbers with words.
        in_grid: the columns that are part of a grid.
        same_labels: the columns that share all their labels with several others.
        shared: the answers of each column that has those of several others, in words that Meetlat
            does not know.
    """

    known: Mapping[str, DraftScale] = field(default_factory=dict)
    numbered: Mapping[str, DraftScale] = field(default_factory=dict)
    in_grid: frozenset[str] = frozenset()
    same_labels: frozenset[str] = frozenset()
    shared: Mapping[str, DraftScale] = field(default_factory=dict)


# The share of the values that a pattern must explain.
NEARLY_ALL = 0.9

# Words in a heading that is a name, not a sentence.
SHORT = 3

# The share of the answers that were given once, if people typed them.
TYPED = 0.3

# The most groups that a background fact has; more numbers than this were typed, not chosen.
MOST_GROUPS, MOST_NUMBERS = 80, 12

# The most different numbers that may be codes of a choice, such as 0 and 1.
MOST_CODES = 2
PER_GROUP = 2

PERSONAL = re.compile(
    r"[^@\s]+@[^@\s]+\.[a-z]{2,}|(\d{1,3}\.){3}\d{1,3}|\+?[\d ()-]{9,}", re.IGNORECASE
)
MOMENT = re.compile(
    r"(\d{4}[-/]\d{1,2}[-/]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})([ T].*)?|\d{1,3}:\d\d(:\d\d)?"
)

Rule = Callable[[Column, Context], Verdict | None]


def verdict(column: Column, context: Context) -> Verdict:
    """What a column is, by the first rule that knows."""
    for rule in RULES:
        if found := rule(column, context):
            return found
    return Verdict(Kind.OPEN, "open")


def _without_answers(column: Column, context: Context) -> Verdict | None:
    return None if column.answered or column.kind else Verdict(Kind.EMPTY, "empty")


def _of_tool(column: Column, context: Context) -> Verdict | None:
    short = len(plain_words(column.heading)) <= SHORT
    if short and mentions(column.heading, known_words("weight")) and _is_weight(column):
        return Verdict(Kind.WEIGHT, "weight", sure=False)
    named = is_of_the_tool(column.heading) or is_of_the_tool(column.text)
    if (named and column.name not in context.known) or column.aside:
        return Verdict(Kind.TOOL, "tool")
    key = answer_key(column.heading)
    if any(word in key for word in known_words("tool")) and column.name not in context.known:
        return Verdict(Kind.TOOL, "tool")
    return None


def _of_person(column: Column, context: Context) -> Verdict | None:
    short = len(plain_words(column.heading)) <= SHORT
    named = short and mentions(column.heading, known_words("person"))
    asks = answer_key(column.text).startswith(tuple(known_words("asks_person")))
    if (named or asks) and not _has_scale(column, context):
        return Verdict(Kind.PERSON, "person")
    return Verdict(Kind.PERSON, "person_values") if _mostly(column, PERSONAL) else None


def _by_structure(column: Column, context: Context) -> Verdict | None:
    """What the structure file says, unless that leaves it to the answers."""
    return Verdict(column.kind, column.kind) if column.kind else None


def _moment(column: Column, context: Context) -> Verdict | None:
    return Verdict(Kind.TOOL, "moment") if _mostly(column, MOMENT) else None


def _recommendation(column: Column, context: Context) -> Verdict | None:
    """The eNPS: numbers to ten, and words that ask for a recommendation."""
    asked = f"{column.text} {column.heading}"
    if not mentions(asked, known_words("recommend")):
        return None
    scale = recommendation_scale(column)
    return None if scale is None else Verdict(Kind.ENPS, "enps", sure=scale.sure, scale=scale)


def _group_by_name(column: Column, context: Context) -> Verdict | None:
    """A background fact, by the words of its heading; a sentence must be a question about it."""
    if not _has_few_groups(column) or not _names_segment(column):
        return None
    scale = context.known.get(column.name)
    if scale and scale.is_scored:
        return None
    short = len(plain_words(column.heading)) <= SHORT
    if not short and (scale or column.name in context.numbered):
        return None
    if _is_typed(column):
        return Verdict(Kind.SEGMENT, "segment_typed", sure=False)
    return Verdict(Kind.SEGMENT, "segment", sure=short or not scale)


def _on_known_scale(column: Column, context: Context) -> Verdict | None:
    scale = context.known.get(column.name)
    if scale is None:
        return None
    kind = Kind.LIKERT if scale.is_scored else Kind.CHOICE
    return Verdict(kind, scale.reason, scale=scale)


def _on_numbers(column: Column, context: Context) -> Verdict | None:
    scale = context.numbered.get(column.name)
    if scale is None:
        return None
    numbers = any(answer.lstrip("(")[:1].isdigit() for answer in column.answers)
    is_alone = column.name not in context.in_grid | context.same_labels
    if is_alone and (column.labels or not numbers):
        return None  # the codes of a single question with its own labels have no order
    return Verdict(Kind.LIKERT, scale.reason, sure=scale.sure, scale=scale)


def _number(column: Column, context: Context) -> Verdict | None:
    numbers = all(as_number(answer) is not None for answer in column.answers)
    if column.labels or not numbers or column.distinct <= MOST_CODES:
        return None
    return Verdict(Kind.NUMBER, "number", sure=False)


def _on_shared_answers(column: Column, context: Context) -> Verdict | None:
    """Statements with the same answers, of which nobody knows the order."""
    scale = context.shared.get(column.name)
    return Verdict(Kind.CHOICE, "choice", scale=scale) if scale else None


def _group_by_form(column: Column, context: Context) -> Verdict | None:
    """A short heading that asks nothing, with few short answers."""
    named = len(plain_words(column.text)) <= SHORT and "?" not in column.text
    one_each = column.name not in context.in_grid and not has_several(column)
    if named and one_each and _has_few_groups(column):
        return Verdict(Kind.SEGMENT, "segment_form", sure=False)
    return None


def _choice(column: Column, context: Context) -> Verdict | None:
    if options_of(column) is None and not column.labels:
        return None
    if is_ranking(column):
        return Verdict(Kind.RANKING, "ranking", sure=False)
    return Verdict(Kind.CHOICE, "choice", sure=has_several(column))


RULES: Sequence[Rule] = (
    _without_answers,
    _of_tool,
    _of_person,
    _by_structure,
    _moment,
    _recommendation,
    _group_by_name,
    _on_known_scale,
    _on_numbers,
    _number,
    _on_shared_answers,
    _group_by_form,
    _choice,
)


def _has_scale(column: Column, context: Context) -> bool:
    return column.name in context.known or column.name in context.numbered


def _mostly(column: Column, pattern: re.Pattern[str]) -> bool:
    """Whether nearly all answers have one form."""
    matching = sum(bool(pattern.fullmatch(answer)) for answer in column.answers)
    return (
        bool(column.answers) and not column.labels and matching >= NEARLY_ALL * len(column.answers)
    )


def _is_weight(column: Column) -> bool:
    numbers = [as_number(answer) for answer in column.answers]
    return all(n is not None and n > 0 for n in numbers) and column.distinct > 1


def _has_few_groups(column: Column) -> bool:
    numbers = not column.labels and all(as_number(answer) is not None for answer in column.answers)
    most = MOST_NUMBERS if numbers else MOST_GROUPS
    return 1 < column.distinct <= min(most, column.answered / PER_GROUP)


def _is_typed(column: Column) -> bool:
    """Whether so many answers were given once that people typed them."""
    return sum(n == 1 for n in column.answers.values()) / len(column.answers) > TYPED


def _names_segment(column: Column) -> bool:
    """Whether a heading, or the text behind a code, is about a background fact."""
    for heading in {column.heading, column.text}:
        if not mentions(heading, known_words("segment")):
            continue
        key = answer_key(heading)
        if len(plain_words(heading)) <= SHORT or key.startswith(tuple(known_words("asks"))):
            return True
    return False
