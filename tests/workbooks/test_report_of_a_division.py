"""The example for one division: its figures, counted by hand, against the organisation."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from recount import HOME, published, question_scores, responses, single, theme_scores

import meetlat
from tests.surveys import shown
from tests.workbooks.printed_pages import page, pages
from xlengines.xlsx import open_book

DIVISION = "Mobiliteit"
ORGANISATION = "Provincie Utrecht (synthetisch)"
EXACT = 1e-9


@pytest.fixture(scope="module")
def file(tmp_path_factory) -> Path:
    """The example, recalculated with the setting `group`."""
    folder = tmp_path_factory.mktemp("division")
    shutil.copytree(HOME / "provincie-utrecht", folder, dirs_exist_ok=True)
    book = open_book(folder / "survey.xlsx")
    settings = book.sheets["Survey"].tables["Survey"].data_body_range
    (place,) = [i for i, (name, *_) in enumerate(settings.value) if name == "group"]
    settings[place, 1].value = f"division={DIVISION}"
    book.save()
    book.close()
    assert meetlat.recalculate(folder / "survey.xlsx").errors == []
    return folder / "survey.xlsx"


@pytest.fixture(scope="module")
def everyone() -> Mapping[str, list]:
    return responses()


@pytest.fixture(scope="module")
def members(everyone) -> Mapping[str, list]:
    """The responses of that division only."""
    own = [i for i, name in enumerate(everyone["division"]) if name == DIVISION]
    assert 0 < len(own) < len(everyone["division"])
    return {name: [column[i] for i in own] for name, column in everyone.items()}


def rows(file: Path, table: str) -> list[dict]:
    header, *found = shown(file, table)
    return [dict(zip(header, row, strict=True)) for row in found]


@pytest.mark.parametrize(
    ("table", "key", "count"),
    [
        ("QuestionScores", "question", question_scores),
        ("ThemeScores", "theme", lambda answers: theme_scores(question_scores(answers))),
    ],
)
def test_division_report_has_scores_of_the_division_and_the_organisation(
    file, everyone, members, table, key, count
):
    own, whole = count(members), count(everyone)
    found = {row[key]: row for row in rows(file, table)}
    assert set(found) == set(own)
    for name, row in found.items():
        assert row["score"] == pytest.approx(float(own[name]), abs=EXACT), name
        assert row[ORGANISATION] == pytest.approx(float(whole[name]), abs=EXACT), name
    assert any(abs(own[name] - whole[name]) > 0.3 for name in own)


def test_division_report_has_enps_and_respondents_of_both(file, everyone, members):
    (question,) = {row["question"] for row in rows(file, "Enps")}
    (enps,) = rows(file, "Enps")
    assert enps["enps"] == pytest.approx(net(members[question]), abs=EXACT)
    assert enps[ORGANISATION] == pytest.approx(net(everyone[question]), abs=EXACT)
    summary = {row["measure"]: row for row in rows(file, "Summary")}
    assert summary["respondents"]["current"] == len(members["division"])
    assert summary["respondents"][ORGANISATION] == len(everyone["division"])


def test_division_heat_map_has_every_department_and_withholds_small_groups(file, everyone):
    """18 departments by 17 themes; a group of fewer than ten has no figures."""
    assert len(published("themes")) == 17
    groups = {(row["segment"], row["group"]): row for row in rows(file, "SegmentScores")}
    others = ("segment", "segment_name", "group", "n", "withheld")
    figures = [name for name in next(iter(groups.values())) if name not in others]
    assert len(figures) >= 18, "17 themes and eNPS"
    for segment, small_groups in (("department", 2), ("team", 13)):
        sizes, _ = single(everyone[segment])
        small = [groups[segment, name] for name, n in sizes.items() if n < 10]
        assert len(small) == small_groups
        assert {row["withheld"] for row in small} == {"niet getoond"}
        assert {row[name] for row in small for name in ("n", *figures)} == {""}
    departments = {name: row for (kind, name), row in groups.items() if kind == "department"}
    assert departments.keys() == {*everyone["department"]}
    assert len(departments) == 18
    full = [name for name, row in departments.items() if all(row[f] != "" for f in figures)]
    assert len(full) == 16, "the two small departments protect each other"


@pytest.fixture(scope="module")
def printed(file) -> list[str]:
    return pages(file)


def test_first_page_of_a_division_compares_it_with_the_organisation(file, printed):
    """The page names the group, and does not compare it with an earlier survey of everyone."""
    found = page(printed, "Onderzoeksperiode")
    assert f"Getoond: {DIVISION}" in found
    assert "Verst boven de organisatie" in found
    assert "Verst onder de organisatie" in found
    assert "Vorig onderzoek, Benchmark: cijfers van de hele organisatie" in found
    assert "t.o.v. Vorig" not in found
    assert "Verschil t.o.v. de" in found
    (enps,) = rows(file, "Enps")
    assert f"{enps['enps'] - enps[ORGANISATION]:+.0f} t.o.v. de organisatie" in found
    rises = {row["name"]: row["score"] - row[ORGANISATION] for row in rows(file, "ThemeScores")}
    best = max(rises, key=rises.__getitem__)
    assert re.search(rf"\{rises[best]:+.1f} +{best} ▲".replace(".", ","), found)
    for row in rows(file, "ThemeScores"):
        line = next(t for t in found.splitlines() if re.match(rf" *{row['name']}  +\d", t))
        score, change, beside, *_ = re.findall(r"[+-]?\d\.\d", line.replace(",", "."))
        assert [score, beside] == [f"{row['score']:.1f}", f"{row[ORGANISATION]:.1f}"], line
        difference = round(rises[row["name"]], 1)
        assert change == (f"{difference:+.1f}" if difference else "0.0"), line


def test_division_report_without_a_number_invited_shows_no_response_rate(members, printed):
    found = page(printed, "Onderzoeksperiode")
    assert f" {len(members['division'])} medewerkers" in found
    assert "0%" not in found.split()


def test_division_report_prints_names_and_hides_the_keys_of_formulas(file, printed):
    """The keys `segment` and `theme` are in hidden columns."""
    heat, found = rows(file, "SegmentScores"), page(printed, "Thema’s per groep")
    assert {row["segment"]: row["segment_name"] for row in heat}["department"] == "Afdeling"
    assert re.search(r"^ *Afdeling +Bereikbaarheid", found, re.MULTILINE)
    assert "department" not in found
    questions, found = rows(file, "QuestionScores"), page(printed, "Scores op de vragen")
    assert {row["theme"]: row["theme_name"] for row in questions}["loopbaan"] == (
        "Loopbaanondersteuning"
    )
    assert re.search(r"Inclusief werkklimaat +\d+ +\d,\d", found)
    assert not re.search(r"\bwerkklimaat +\d", found.replace("Inclusief werkklimaat", ""))


def test_division_report_prints_each_mark_beside_its_figure(file, printed):
    """The organisation is the last column of the sheet but the first comparison in results."""
    found = page(printed, "Scores op de thema")
    differences = rows(file, "Differences")
    marks = {(row["table"], row["name"], row["comparison"]): row["mark"] for row in differences}
    columns = ("Vorig onderzoek", "Benchmark", ORGANISATION)
    marked = 0
    for row in rows(file, "ThemeScores"):
        line = next(t for t in found.splitlines() if f" {row['name']}  " in t)
        expected = []
        for name in columns:
            mark = marks.get(("ThemeScores", row["name"], name)) or ""
            figure = "-" if row[name] == "-" else f"{row[name]:.1f}"
            expected.append(f"{mark} {figure}".strip())
            marked += bool(mark)
        assert " ".join(line.replace(",", ".").split()).endswith(" ".join(expected)), line
    assert marked > 5


def net(column: list) -> float:
    """The eNPS of a column of answers."""
    given = [float(answer) for answer in column if answer != ""]
    return 100 * (sum(a >= 9 for a in given) - sum(a <= 6 for a in given)) / len(given)
