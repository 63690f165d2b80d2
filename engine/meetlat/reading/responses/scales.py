"""The scales of the catalogue, with their labels in every language of the workbook."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from meetlat.problems.text import fold
from meetlat.reading.catalogue import Catalogue
from meetlat.reading.cells import text
from meetlat.reading.scale import Scale

TABLE, LABEL = "Scales", "label"


def scales_of(catalogue: Catalogue) -> Mapping[str, Scale]:
    """Each scale by its name.

    People may have answered in another language than that of the report, so a label in any
    language is an answer.
    """
    translated = _translated_labels(catalogue)
    rows = catalogue.scales.with_columns(translated).drop_nulls("answer")
    by_scale = rows.group_by("scale", maintain_order=True)
    return {
        str(name): Scale(str(name), answers, [answers[column.name] for column in translated])
        for (name,), answers in by_scale
    }


def _translated_labels(catalogue: Catalogue) -> list[pl.Series]:
    """The labels of each other language (`label::en`), and those without a language."""
    table = catalogue.tables.get(TABLE)
    if table is None:
        return []
    used = catalogue.position(TABLE, LABEL)
    return [
        pl.Series(f"\x00{name}", [text(row[i]) for row in table.values], dtype=pl.String)
        for name, i in table.names.items()
        if i != used and fold(name).partition("::")[0] == LABEL
    ]
