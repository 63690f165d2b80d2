"""What is handed out, searched to the last part: no size and no figure of a group that is withheld.

Sizes are numbers that nothing else has. The workbook had the report of the smallest group on its
sheets, until `smallest_group` was raised.
"""

from __future__ import annotations

import csv
import random
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from shutil import copy

import pytest
import xlwings as xw

from meetlat import recalculate
from meetlat.publishing import Targets, each_group, publish
from meetlat.recalculation import opened, run
from meetlat.reporting.table_files import export_results
from meetlat_workbooks.content import HOME

SIZES = {"Alpha": 2423, "Beta": 1787, "Gamma": 1213, "Delta": 733}
INVITED = {"Alpha": 3001, "Beta": 2503, "Gamma": 2203, "Delta": 997}
TOLD_OF = re.compile(r"(?<![\d.,#a-fA-F])(?:733|1[,.]?213)(?![\d])")
"""The size of Delta, which has too few, or of Gamma, which protects it."""


def set_up(book: xw.Book, **settings: object) -> None:
    survey = book.sheets["Survey"]
    for row in range(5, 30):
        name = survey.range((row, 1)).value
        if name in settings:
            survey.range((row, 2)).value = settings[name]


@pytest.fixture(scope="module", params=["no", "yes"], ids=["unweighted", "weighted"])
def folder(request, tmp_path_factory) -> Path:
    """A survey that showed all of Delta, and does no longer."""
    folder = tmp_path_factory.mktemp("survey")
    workbook = Path(copy(HOME / "starter-en" / "survey.xlsx", folder))
    with (HOME / "starter-en" / "responses.csv").open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    draw = random.Random(1)  # noqa: S311
    given = [
        {**{q: draw.choice(rows)[q] for q in rows[0]}, "department": name}
        for name, size in SIZES.items()
        for _ in range(size)
    ]
    with (folder / "responses.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows({**row, "respondent": f"R{n}"} for n, row in enumerate(given))
    with opened(workbook) as book:
        sheet = book.sheets.add("Population", after=book.sheets[-1])
        sheet.range("A1:C1").value = ["segment", "group", "invited"]
        for place, (name, number) in enumerate(INVITED.items(), start=2):
            sheet.range((place, 1), (place, 3)).value = ["department", name, number]
        set_up(book, smallest_group=10, group="department=Delta", weights=request.param)
        set_up(book, invited=sum(INVITED.values()))
    return folder


def parts(file: Path) -> Iterator[tuple[str, str]]:
    """The text of a file, or of all that is in it."""
    if zipfile.is_zipfile(file):
        with zipfile.ZipFile(file) as packed:
            for name in packed.namelist():
                yield f"{file.name}!{name}", packed.read(name).decode("utf-8", "replace")
    else:
        yield file.name, file.read_text(encoding="utf-8-sig")


def test_nothing_that_is_handed_out_tells_how_many_a_withheld_group_has(folder):
    workbook = folder / "survey.xlsx"
    before = recalculate(workbook)
    scores = [repr(score) for score in before["QuestionScores"]["score"]]
    assert any(score in text for score in scores for _, text in parts(workbook)), "it was there"
    for group in ("department=Delta", None):
        with opened(workbook) as book:
            set_up(book, smallest_group=1000, group=group)
        report = run(workbook)
    because = dict(report.groups.sizes.select("group", "because").iter_rows())
    assert (because["Delta"], because["Gamma"]) == ("few", "protects")
    out = folder / "out"
    out.mkdir()
    publish(workbook, html=out / "all.html", filled=out / "all.xlsx")
    publish(workbook, html=out / "delta.html", filled=out / "delta.xlsx", group="department=Delta")
    each_group(workbook, "department").write(Targets(html=out / "each", filled=out / "each"))
    for kind in ("csv", "json"):
        export_results(report.results, out / kind, kind)
    files = [workbook, *(file for file in out.rglob("*") if file.is_file())]
    assert len(files) > 20
    for file in files:
        for name, text in parts(file):
            assert not TOLD_OF.search(text), name
            assert not any(score in text for score in scores), name
    remarks = " ".join(
        problem.render(language) for problem in report.problems for language in ("en", "nl")
    )
    assert not TOLD_OF.search(remarks)
