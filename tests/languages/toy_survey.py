"""Build the English starter in the toy language: `python -m tests.languages.toy_survey FOLDER`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from meetlat_workbooks.aims import read_aims
from meetlat_workbooks.answers import draw_answers
from meetlat_workbooks.build import fill
from meetlat_workbooks.content import Content, Row, read_content
from meetlat_workbooks.responses import write_responses
from meetlat_workbooks.workbook import write_workbook
from tests.languages.toy import NAME, disguised


def content() -> Content:
    """Return the starter with all texts in the toy language; ids do not change."""
    english = read_content("starter-en")
    survey = _translated(english.survey)
    survey["settings"]["language"] = NAME
    synthetic = survey["synthetic"]
    synthetic["dont_know"] = disguised(synthetic["dont_know"])
    for band in synthetic["bands"]:
        band["shares"] = {disguised(name): share for name, share in band["shares"].items()}
    toy = Content(english.folder)
    toy.__dict__.update(
        survey=survey,
        themes=[_row(row) for row in english.themes],
        questions=[_row(row) for row in english.questions],
        scales=[_row(row) | {"answer": disguised(row["answer"])} for row in english.scales],
        organisation=[
            row | {"department": disguised(row["department"])} for row in english.organisation
        ],
        about={NAME: [_chapter(chapter) for chapter in english.about["en"]]},
    )
    return toy


def _translated(value: Any) -> Any:
    """Replace texts by language by the text in the toy language."""
    if isinstance(value, dict):
        if "en" in value:
            return {NAME: disguised(value["en"])}
        return {key: _translated(inner) for key, inner in value.items()}
    return [_translated(inner) for inner in value] if isinstance(value, list) else value


def _row(row: Row) -> Row:
    texts = {k: v for k, v in row.items() if not k.endswith(("::nl", "::en"))}
    own = {k: disguised(v) for k, v in row.items() if k.endswith("::en")}
    return texts | {k.replace("::en", f"::{NAME}"): v for k, v in own.items()}


def _chapter(chapter: dict[str, Any]) -> dict[str, Any]:
    lines = [disguised(line) for line in chapter["lines"]]
    return {"heading": disguised(chapter["heading"]), "lines": lines}


def main(folder: Path) -> None:
    """Write the responses, and the workbook with its report."""
    toy = content()
    aims = read_aims(toy)
    write_responses(draw_answers(toy, aims), folder / toy.setting("responses"))
    for workbook in ("survey.xlsx", "survey.xlsm"):
        write_workbook(toy, aims, folder / workbook)
        fill(folder / workbook)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
