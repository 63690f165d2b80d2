"""A survey as its tool knows it: the columns that its answers will have, in order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from meetlat.drafting.export import Kind


@dataclass(frozen=True)
class Field:
    """One column that the answers will have.

    Attributes:
        heading: its heading in an export with codes.
        text: the text of the question, or of the item below a stem.
        stem: the question above several items or options; blank if there is none.
        section: the part of the survey that it is in.
        kind: what it is, if its type says so; None if its answers decide.
        answers: the label of each answer by its code, in order.
        headings: other headings that an export may give it.
    """

    heading: str
    text: str
    stem: str = ""
    section: str = ""
    kind: Kind | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    headings: Sequence[str] = ()

    @property
    def whole_text(self) -> str:
        """The text as exports with full texts write it: `Stem [item]`."""
        if not self.stem:
            return self.text
        return f"{self.stem} [{self.text.replace('[', '(').replace(']', ')')}]"


@dataclass(frozen=True)
class Structure:
    """The title and questions of a survey: its columns in order.

    `language` is as the tool writes it; blank if it does not.
    """

    title: str
    language: str
    fields: Sequence[Field]


def without_repeats(fields: Iterator[Field]) -> list[Field]:
    """The fields, without those whose heading another has already."""
    kept: dict[str, Field] = {}
    for own in fields:
        kept.setdefault(own.heading, own)
    return list(kept.values())


def chosen_language(languages: Sequence[str], wanted: str | None) -> str:
    """The language that is asked for (`nl` is also `nl-informal`), or else the first."""
    fits = (own for own in languages if wanted and own.lower().partition("-")[0] == wanted)
    return next(fits, languages[0] if languages else "")
