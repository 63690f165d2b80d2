"""Remarks on texts that are translated in part: HR wrote `text::en` and `text::nl`, one is blank.

The report would show the question's id there, or the text of another language. A catalogue in one
language gives no remark: one column for its texts, or a column of which every cell is blank.
"""

from collections.abc import Iterator, Sequence

from meetlat import Catalogue, Finding, hookimpl, in_every_language

TRANSLATED = {"Themes", "Questions", "Segments"}
"""A blank label in `Scales` is no fault: it means the answer itself."""


@hookimpl
def check_catalogue(catalogue: Catalogue) -> Iterator[Finding]:
    """Find every blank beside a text of another language, table by table."""
    for name in sorted(TRANSLATED & set(catalogue.tables)):
        table = catalogue.tables[name]
        for text, columns in translated(table.names).items():
            used = {language: at for language, at in columns.items() if is_used(table.values, at)}
            for row, cells in enumerate(table.values):
                given = [language for language in used if is_filled(cells[used[language]])]
                for language in used if given else []:
                    if language not in given:
                        yield missing(name, row, text, language, given[0])


def translated(headings: dict[str, int]) -> dict[str, dict[str, int]]:
    """The texts that stand in several languages: position of each column, by its language."""
    texts: dict[str, dict[str, int]] = {}
    for heading, position in headings.items():
        text, mark, language = heading.partition("::")
        if mark:
            texts.setdefault(text, {})[language] = position
    return {text: columns for text, columns in texts.items() if len(columns) > 1}


def is_used(rows: Sequence[Sequence[object]], position: int) -> bool:
    """Whether anything is written in a column."""
    return any(is_filled(cells[position]) for cells in rows)


def is_filled(cell: object) -> bool:
    """Whether something is written in a cell."""
    return cell is not None and bool(str(cell).strip())


def missing(table: str, row: int, text: str, language: str, other: str) -> Finding:
    """The blank, and the language in which there is a text."""
    column, key = f"{text}::{language}", "plugins.meetlat_translations"
    told = in_every_language(f"{key}.missing", language=language, other=other)
    remedy = in_every_language(f"{key}.fill_in", column=column)
    return Finding(told, remedy, table=table, row=row, column=column)
