"""A page with links to the reports of all groups, which also says what they were made from."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from html import escape
from pathlib import Path
from urllib.parse import quote

from meetlat.languages import Language, words
from meetlat.publishing.targets import Targets
from meetlat.reporting.atomic_write import write_atomically

NAME = "index.html"

# How the page says what the reports were made from; blank if that is not known.
MARK = re.compile(r'<meta name="meetlat-reports" content="([^"]*)">')

PAGE = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="meetlat-reports" content="{made_from}">
<title>{title}</title>
<style>
body {{ font: 1rem/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem }}
table {{ border-collapse: collapse; width: 100% }}
th, td {{ border-bottom: 1px solid #ccd3d7; padding: .3rem .8rem .3rem 0; text-align: left }}
</style>
</head>
<body>
<h1>{title}</h1>
<p>{note}</p>
<table>
{rows}
</table>
</body>
</html>
"""


def write_index(
    file: Path, reports: Mapping[str, Targets], title: str, made_from: str, language: Language
) -> None:
    """Write the page; a page of that name that Meetlat did not make stays as it is.

    Args:
        file: the page.
        reports: the files of each group.
        title: its title.
        made_from: what the reports were made from (see `made_from_of`); blank if that is not known.
        language: the language of the survey.
    """
    if file.exists() and made_from_of(file) is None:
        return
    texts = words(language)
    rows = "\n".join(_row(group, own, file.parent, language) for group, own in reports.items())
    facts = {"title": escape(title), "note": escape(texts["each_index.note"]), "rows": rows}
    page = PAGE.format(language=language, made_from=escape(made_from), **facts)
    write_atomically(file, page.encode())


def made_from_of(file: Path) -> str | None:
    """What the reports beside an index were made from; blank if unknown, None if it is not ours."""
    try:
        found = MARK.search(file.read_text(encoding="utf-8", errors="replace"))
    except OSError:
        return None
    return found[1] if found else None


def _row(group: str, files: Targets, folder: Path, language: Language) -> str:
    """A group, and a link to each of its files."""
    texts = words(language)
    cells = "".join(
        f'<td><a href="{_address(file, folder)}">{escape(texts[f"each_index.{kind}"])}</a></td>'
        for kind, file in vars(files).items()
        if file
    )
    return f'<tr><th scope="row">{escape(group)}</th>{cells}</tr>'


def _address(file: Path, folder: Path) -> str:
    """The address of a file as seen from a folder; a whole one if it is on another drive."""
    try:
        return escape(quote(Path(os.path.relpath(file, folder)).as_posix()))
    except ValueError:
        return escape(file.resolve().as_uri())
