"""The columns of a structure, or those of an export with what the structure knows of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from meetlat.drafting.export import Column, Kind
from meetlat.drafting.structures.structure import Field, Structure
from meetlat.reading.scale import answer_key

# How often every answer was given in a column without answers: enough for each to be a group.
TIMES = 100


def structure_columns(structure: Structure) -> list[Column]:
    """The columns that the answers to a survey will have, as if every answer was given."""
    split = {own.stem for own in structure.fields if own.kind is Kind.OPTION}
    fields = [f for f in structure.fields if not (f.kind is Kind.JOINED and f.text in split)]
    return [_column(own) for own in fields]


def _column(own: Field) -> Column:
    given = dict.fromkeys(own.answers, TIMES)
    return Column(
        own.heading,
        own.heading,
        own.whole_text,
        given,
        own.answers,
        len(given),
        sum(given.values()),
        described=True,
        section=own.section,
        kind=own.kind,
    )


def with_structure(columns: Sequence[Column], structure: Structure) -> list[Column]:
    """The columns of an export with the texts, labels and sections of the structure.

    Those that the structure has come in its order; others keep their place.
    """
    found = dict(_matches(columns, structure))
    order = {id(own): place for place, own in enumerate(structure.fields)}
    known = sorted(found, key=lambda place: order[id(found[place])])
    split = {own.stem for own in found.values() if own.kind is Kind.OPTION}
    ordered = iter([_enriched(columns[place], found[place], split) for place in known])
    return [next(ordered) if place in found else column for place, column in enumerate(columns)]


def matched(columns: Sequence[Column], structure: Structure) -> int:
    """How many columns of an export the structure has."""
    return len(dict(_matches(columns, structure)))


def _matches(columns: Sequence[Column], structure: Structure) -> Iterator[tuple[int, Field]]:
    """The field of each column that has one: by its heading, or by its text."""
    by_key: dict[str, Field] = {}
    for own in structure.fields:
        by_key.setdefault(answer_key(own.heading), own)
    for own in structure.fields:
        for heading in (own.whole_text, *own.headings):
            by_key.setdefault(answer_key(heading), own)
    taken: set[str] = set()
    for place, column in enumerate(columns):
        keys = (answer_key(column.heading), answer_key(column.text))
        own = next((by_key[key] for key in keys if key in by_key), None)
        if own and own.heading not in taken and not column.aside:
            taken.add(own.heading)
            yield place, own


def _enriched(column: Column, own: Field, split: set[str]) -> Column:
    """A column with what its field says of it."""
    kind = own.kind
    if kind is Kind.JOINED and own.text in split:
        kind = Kind.TOOL  # the same answers as in the columns of the options
    labels = own.answers and _labels(column, own.answers)
    return replace(
        column,
        text=own.whole_text,
        labels=labels or column.labels,
        described=True,
        section=own.section,
        kind=kind if column.answered else None,
    )


def _labels(column: Column, answers: Mapping[str, str]) -> Mapping[str, str]:
    """The labels of the answers as the export writes them: by their code, or as themselves."""
    given = [answer_key(answer) for answer in column.answers]
    codes, labels = (set(map(answer_key, own)) for own in (answers, answers.values()))
    if sum(key in labels for key in given) > sum(key in codes for key in given):
        return {label: label for label in answers.values()}
    return answers
