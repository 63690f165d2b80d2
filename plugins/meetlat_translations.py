"""Find missing translations: a cell of `text::en` is filled and that of `text::nl` is blank.

The report would show the id of the question there, or the text in another language. A language
whose column is completely blank is not used, and gives no remark.
"""

from collections.abc import Iterator, Sequence

from meetlat import Catalogue, Finding, hookimpl, in_every_language

# Without `Scales`, where a blank label means the answer itself.
TRANSLATED = {"Themes", "Questions", "Segments"}


@hookimpl
def check_catalogue(catalogue: Catalogue) -> Iterator[Finding]:
    """Find every blank cell whose text exists in another language, table by table."""
    for name in sorted(TRANSLATED & set(catalogue.tables)):
        table = catalogue.tables[name]
        for text, columns in translated(table.names).items():
            used = {language: at for language, at in columns.items() if is_used(table.values, at)}
            for row, cells in enumerate(table.values):
                given = [language for language in used if _is_filled(cells[used[language]])]
                for language in used if given else []:
                    if language not in given:
                        yield missing(name, row, text, language, given[0])


def translated(headings: dict[str, int]) -> dict[str, dict[str, int]]:
    """The texts with columns for several languages: the position of each column, by language."""
    texts: dict[str, dict[str, int]] = {}
    for heading, position in headings.items():
        text, mark, language = heading.partition("::")
        if mark:
            texts.setdefault(text, {})[language] = position
    return {text: columns for text, columns in texts.items() if len(columns) > 1}


def is_used(rows: Sequence[Sequence[object]], position: int) -> bool:
    """Whether any cell of a column is filled."""
    return any(_is_filled(cells[position]) for cells in rows)


def _is_filled(cell: object) -> bool:
    return cell is not None and bool(str(cell).strip())


def missing(table: str, row: int, text: str, language: str, other: str) -> Finding:
    """The remark on a blank cell; `other` is a language in which the text exists."""
    column, key = f"{text}::{language}", "plugins.meetlat_translations"
    message = in_every_language(f"{key}.missing", language=language, other=other)
    remedy = in_every_language(f"{key}.fill_in", column=column)
    return Finding(message, remedy, table=table, row=row, column=column)
