"""No output contains the size or a score of a withheld group, in any of its parts.

The sizes are numbers that occur nowhere else. The workbook holds the report of the smallest group
until `smallest_group` is raised.
"""

from __future__ import annotations

import csv
import io
import random
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from shutil import copy

import pytest
import xlwings as xw

from meetlat import recalculate
from meetlat.opening import opened
from meetlat.publishing import Targets, each_group, publish
from meetlat.recalculation import run
from meetlat.reporting.table_files import export_results
from meetlat_workbooks.content import HOME

SIZES = {"Alpha": 2423, "Beta": 1787, "Gamma": 1213, "Delta": 733}
INVITED = {"Alpha": 3001, "Beta": 2503, "Gamma": 2203, "Delta": 997}
# The size of Delta, which is too small, or of Gamma, which protects it.
WITHHELD_SIZE = re.compile(r"(?<![\d.,#a-fA-F])(?:733|1[,.]?213)(?![\d])")


def change_settings(book: xw.Book, **settings: object) -> None:
    survey = book.sheets["Survey"]
    for row in range(5, 30):
        name = survey.range((row, 1)).value
        if name in settings:
            survey.range((row, 2)).value = settings[name]


@pytest.fixture(scope="module", params=["no", "yes"], ids=["unweighted", "weighted"])
def folder(request, tmp_path_factory) -> Path:
    """A survey with a report of Delta."""
    folder = tmp_path_factory.mktemp("survey")
    workbook = Path(copy(HOME / "starter-en" / "survey.xlsx", folder))
    with (HOME / "starter-en" / "responses.csv").open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    draw = random.Random(1)  # noqa: S311
    responses = [
        {**{q: draw.choice(rows)[q] for q in rows[0]}, "department": name}
        for name, size in SIZES.items()
        for _ in range(size)
    ]
    with (folder / "responses.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows({**row, "respondent": f"R{n}"} for n, row in enumerate(responses))
    with opened(workbook) as book:
        sheet = book.sheets.add("Population", after=book.sheets[-1])
        sheet.range("A1:C1").value = ["segment", "group", "invited"]
        for place, (name, number) in enumerate(INVITED.items(), start=2):
            sheet.range((place, 1), (place, 3)).value = ["department", name, number]
        change_settings(book, smallest_group=10, group="department=Delta", weights=request.param)
        change_settings(book, invited=sum(INVITED.values()))
    return folder


def texts_in(file: Path) -> Iterator[tuple[str, str]]:
    """The text of a file, or of each file in a zip file, and in zip files in it."""
    if zipfile.is_zipfile(file):
        yield from texts_in_zip(file.name, file.read_bytes())
    else:
        yield file.name, file.read_text(encoding="utf-8-sig")


def texts_in_zip(file: str, content: bytes) -> Iterator[tuple[str, str]]:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        for name in packed.namelist():
            part = packed.read(name)
            if zipfile.is_zipfile(io.BytesIO(part)):
                yield from texts_in_zip(f"{file}!{name}", part)
            else:
                yield f"{file}!{name}", part.decode("utf-8", "replace")


def test_outputs_contain_no_size_or_score_of_a_withheld_group(folder):
    workbook = folder / "survey.xlsx"
    before = recalculate(workbook)
    scores = [repr(score) for score in before["QuestionScores"]["score"]]
    if before.settings.weights == "yes":  # figures such as 6.4 occur elsewhere too
        assert all(len(score) <= len("10.0") for score in scores)
        scores = []
    else:
        assert any(score in text for score in scores for _, text in texts_in(workbook)), (
            "the scores were in the workbook"
        )
    for group in ("department=Delta", None):
        with opened(workbook) as book:
            change_settings(book, smallest_group=1000, group=group)
        report = run(workbook)
    withheld = set(report.groups.sizes.filter("withheld")["group"])
    assert withheld >= {"Delta", "Gamma"}, "Gamma protects Delta"
    out = folder / "out"
    out.mkdir()
    for name, group in (("all", None), ("delta", "department=Delta")):
        files = Targets(out / f"{name}.html", None, out / f"{name}.xlsx", out / f"{name}.pptx")
        publish(workbook, files, group=group)
    each = Targets(html=out / "each", filled=out / "each", pptx=out / "each")
    each_group(workbook, "department").write(each)
    for kind in ("csv", "json"):
        export_results(report.results, out / kind, kind)
    files = [workbook, *(file for file in out.rglob("*") if file.is_file())]
    assert len(files) > 20
    for file in files:
        for name, text in texts_in(file):
            assert not WITHHELD_SIZE.search(text), name
            assert not any(score in text for score in scores), name
    messages = " ".join(
        problem.render(language) for problem in report.problems for language in ("en", "nl")
    )
    assert not WITHHELD_SIZE.search(messages)
