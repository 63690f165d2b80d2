"""Read the structure of a survey in XLSForm: a workbook with sheets `survey` and `choices`.

The format of KoboToolbox, ODK and others: https://xlsform.org/en/. Old files write
`select one from list` for `select_one list`, and `list name` for `list_name`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from meetlat.drafting.export import Kind, plain_text
from meetlat.drafting.structures.structure import (
    Field,
    Structure,
    chosen_language,
    without_repeats,
)
from meetlat.reading.cells import text

SELECT = re.compile(r"select(?:_|\s+)(one|multiple|all)\b(?:.*\bfrom\b)?\s*(\S+)?(.*)")
GROUP = re.compile(r"(begin|end)(?:_|\s+)(group|repeat)")
LABEL = re.compile(r"label(?:::?\s*(?P<language>.*))?")
# What a language is called in the heading of a column: `label::Nederlands (nl)`.
CODE = re.compile(r"\((\w+)\)")
NAMES = {"nl": ("nederlands", "dutch", "nl"), "en": ("english", "engels", "en")}

KINDS = {
    **dict.fromkeys(("text", "string"), Kind.OPEN),
    **dict.fromkeys(("integer", "int", "decimal", "range"), Kind.NUMBER),
    "rank": Kind.RANKING,
}
NOT_ASKED = {"note", "audit", "trigger", "acknowledge"}

Row = Mapping[str, str]


def read_xlsform(file: Path, language: str | None) -> Structure:
    """The structure in an XLSForm.

    Raises:
        ValueError: the workbook is none.
    """
    sheets = _sheets(file)
    if "survey" not in sheets or not all("type" in row for row in sheets["survey"]):
        raise ValueError("no XLSForm")
    labels = [name for name in sheets["survey"][0] if LABEL.fullmatch(name)]
    languages = [_language(name) for name in labels]
    settings = next(iter(sheets.get("settings", [])), {})
    chosen = chosen_language(languages, language)
    reader = _Reader(_choices(sheets.get("choices", []), chosen), chosen)
    fields = without_repeats(reader.fields(sheets["survey"]))
    return Structure(settings.get("form_title", ""), chosen, fields)


def is_xlsform(file: Path) -> bool:
    """Whether a workbook has the sheets of an XLSForm."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with CalamineWorkbook.from_path(file) as book:
            return {"survey", "choices"} <= {name.strip().lower() for name in book.sheet_names}
    except (CalamineError, OSError):
        return False


def _sheets(file: Path) -> dict[str, list[dict[str, str]]]:
    """The rows of every sheet, by the headings of its columns."""
    from python_calamine import CalamineWorkbook

    with CalamineWorkbook.from_path(file) as book:
        found = {}
        for name in book.sheet_names:
            header, *rows = book.get_sheet_by_name(name).to_python() or [[]]
            headings = [str(cell).strip().lower() for cell in header]
            found[name.strip().lower()] = [
                {heading: text(cell) or "" for heading, cell in zip(headings, row, strict=False)}
                for row in rows
                if any(text(cell) for cell in row)
            ]
    return found


def _language(heading: str) -> str:
    """The language of a column with labels: its code if we know it."""
    found = LABEL.fullmatch(heading)
    written = ((found and found["language"]) or "").strip()
    if code := CODE.search(written):
        return code[1]
    return next((code for code, names in NAMES.items() if written in names), written)


def _label(row: Row, language: str) -> str:
    """The label of a row in a language; in another if it has none in that."""
    labels = {_language(name): own for name, own in row.items() if LABEL.fullmatch(name) and own}
    return plain_text(labels.get(language) or next(iter(labels.values()), ""))


def _choices(rows: Sequence[Row], language: str) -> Mapping[str, dict[str, str]]:
    """The label of each choice by its name, for each list."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for row in rows:
        name = row.get("name") or row.get("value", "")
        if name:
            own = found[row.get("list_name") or row.get("list name", "")]
            own[name] = _label(row, language) or name
    return found


@dataclass
class _Reader:
    """Reads the rows of the sheet `survey`, with the groups that each is in."""

    choices: Mapping[str, dict[str, str]]
    language: str
    groups: list[tuple[str, str]] = field(default_factory=list)

    def fields(self, rows: Sequence[Row]) -> Iterator[Field]:
        for row in rows:
            kind = row["type"].strip().lower()
            if group := GROUP.match(kind):
                if group[1] == "begin":
                    self.groups.append((row.get("name", ""), _label(row, self.language)))
                elif self.groups:
                    self.groups.pop()
            elif kind and kind not in NOT_ASKED and row.get("name"):
                yield from self._of_question(row, kind)

    def _of_question(self, row: Row, kind: str) -> Iterator[Field]:
        name, label = row["name"], _label(row, self.language) or row["name"]
        section = next((own for _, own in reversed(self.groups) if own), "")
        found = SELECT.match(row["type"].strip())
        if not found:
            first = KINDS.get(kind.split()[0], Kind.TOOL)
            yield Field(name, label, "", section, first, {}, self._headings(name, label))
            return
        answers = dict(self.choices.get(found[2] or "", {}))
        if found[1] == "one":
            yield Field(name, label, "", section, None, answers, self._headings(name, label))
        else:
            yield Field(name, label, "", section, Kind.JOINED, {}, self._headings(name, label))
            for option, own in answers.items():
                headings = self._headings(f"{name}/{option}", f"{label}/{own}")
                yield Field(f"{name}/{option}", own, label, section, Kind.OPTION, {}, headings)

    def _headings(self, name: str, label: str) -> list[str]:
        """The headings of exports: with the names of groups before it, or with labels."""
        names = [own for own, _ in self.groups]
        paths = [[*names[start:], name] for start in range(len(names))]
        return [label, *(sign.join(path) for path in paths for sign in "/-")]
