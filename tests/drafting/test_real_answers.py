"""Real answers: 2,800 people on 25 items of the Big Five, `bfi` of the R package psych.

Its documentation says what the draft should find: answers from 1 (very inaccurate) to 6 (very
accurate), five scales of five items each, and the items that are keyed in reverse.
"""

from __future__ import annotations

import pickle

import polars as pl
import pyreadstat
import pytest

from meetlat.drafting.draft import draft_survey
from meetlat.reading.responses.responses import from_rows
from tests.drafting.comparing import Drafted
from tests.drafting.exports import started
from tests.rdata import dataset, names

REVERSED = {"A1", "C4", "C5", "E1", "E2", "O2", "O5"}
# The heat map has a column `n` already.
SCALES = ["A", "C", "E", "Theme N", "O"]
LABELS = {
    1: "Very Inaccurate",
    2: "Moderately Inaccurate",
    3: "Slightly Inaccurate",
    4: "Slightly Accurate",
    5: "Moderately Accurate",
    6: "Very Accurate",
}


@pytest.fixture(scope="module", params=["bfi.csv", "bfi.sav"])
def drafted(request, tmp_path_factory) -> Drafted:
    """A draft of the answers as plain numbers, and as a file of SPSS with labels."""
    folder = tmp_path_factory.mktemp("bfi")
    frame = dataset("psych", "bfi").with_columns(pl.col("^[A-O][1-5]$").cast(pl.Int64))
    file = folder / request.param
    if file.suffix == ".csv":
        frame.write_csv(file)
    else:
        labels = {name: LABELS for name in frame.columns if name[0] in "ACENO"}
        labels["gender"] = {1: "Male", 2: "Female"}
        pyreadstat.write_sav(frame, file, variable_value_labels=labels)
    started(file, folder / "survey", "--language", "en")
    return Drafted.read(folder / "survey" / "survey.xlsx")


def test_items_form_the_five_scales_of_the_documentation(drafted):
    questions = drafted.catalogue.questions
    assert drafted.catalogue.themes["name"].to_list() == SCALES
    items = questions.group_by("theme", maintain_order=True).agg("question")["question"]
    assert [set(own) for own in items] == [{f"{s[-1]}{i}" for i in range(1, 6)} for s in SCALES]


def test_answers_run_from_very_inaccurate_to_very_accurate(drafted):
    scale = drafted.catalogue.scales.select("answer", "score")
    assert scale["answer"].to_list() == ["1", "2", "3", "4", "5", "6"]
    assert scale["score"].to_list() == [0, 2, 4, 6, 8, 10]


def test_remarks_name_the_items_that_are_keyed_in_reverse(drafted):
    place = drafted.catalogue.tables["Questions"]
    column = place.position("reverse") or 0
    rows = {place.cell(row, column): row for row in range(len(place.values))}
    noted = {rows[note[1]] for note in drafted.notes if note[1] in rows}
    found = drafted.catalogue.questions["question"].to_list()
    assert {found[row] for row in noted} == REVERSED
    assert not drafted.catalogue.questions["reverse"].any()


def test_gender_and_education_are_segments_and_age_is_not(drafted):
    assert drafted.catalogue.segments["name"].to_list() == ["gender", "education"]


def test_attitudes_of_canadians_are_a_scale_of_four_points_of_which_two_run_the_other_way(tmp_path):
    """`CNES` of the R package sem: 1,529 people on four statements about morals.

    By its documentation, the answers run from strongly disagree to strongly agree, and MBSA7 and
    MBSA9 are traditional where MBSA2 and MBSA8 are not. Which two are to be reversed only HR knows.
    """
    dataset("sem", "CNES").write_csv(tmp_path / "cnes.csv")
    started(tmp_path / "cnes.csv", tmp_path / "survey", "--language", "en")
    drafted = Drafted.read(tmp_path / "survey" / "survey.xlsx")
    questions = drafted.catalogue.questions
    assert questions["question"].to_list() == ["MBSA2", "MBSA7", "MBSA8", "MBSA9"]
    scale = drafted.catalogue.scales.select("answer", "score").rows()
    assert scale == [
        *(("StronglyAgree", 10.0), ("Agree", 6.67)),
        *(("Disagree", 3.33), ("StronglyDisagree", 0.0)),
    ]
    place = drafted.catalogue.tables["Questions"]
    cells = [place.cell(row, place.position("reverse") or 0) for row in range(4)]
    noted = {cells.index(note[1]) for note in drafted.notes if note[1] in cells}
    assert noted in ({0, 2}, {1, 3})


@pytest.mark.nightly
def test_no_data_set_of_r_packages_stops_a_draft():
    """Two thousand tables of all kinds; those that its reader does not know are skipped."""
    read = 0
    for package, name in names():
        try:
            frame = dataset(package, name)
        except (pickle.UnpicklingError, TypeError, OSError):
            continue
        rows = frame.with_columns(pl.all().cast(pl.String, strict=False)).rows()
        if rows:
            draft_survey(from_rows(frame.columns, rows, name, range(2, len(rows) + 2)), None)
            read += 1
    assert read > 1000
