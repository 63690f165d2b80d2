"""Items with wrong reverse coding are found, in real and in random data, and no others."""

from __future__ import annotations

import math
import random
from itertools import combinations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetlat.plugins.answered_survey import AnsweredSurvey, answered_survey
from meetlat.problems.problem import Problem
from meetlat.reading.catalogue import read_catalogue
from meetlat.reading.inputs import TABLES, Inputs, InputTable
from meetlat.reading.responses.coding import code_responses
from meetlat.reading.responses.responses import Responses
from meetlat.reading.responses.rows import Rows
from meetlat.recalculation import count
from meetlat_plausibility.correlations import correlations_by_theme
from meetlat_plausibility.keying import Correlations, against_the_rest
from meetlat_plausibility.reversals import check_reversals
from tests.rdata import dataset
from tests.surveys import HERE, problems, table

BFI = dataset("psych", "bfi")
SCALES = {
    "agree": ["A1", "A2", "A3", "A4", "A5"],
    "conscientious": ["C1", "C2", "C3", "C4", "C5"],
    "extraversion": ["E1", "E2", "E3", "E4", "E5"],
    "neuroticism": ["N1", "N2", "N3", "N4", "N5"],
    "openness": ["O1", "O2", "O3", "O4", "O5"],
}
REVERSED = {"A1", "C4", "C5", "E1", "E2", "O2", "O5"}
ITEMS = [item for items in SCALES.values() for item in items]


def remarks(
    data: pl.DataFrame, themes: dict[str, list[str]], reverse: set[str], most: int
) -> list[Problem]:
    """Return the remarks on reverse coding in a survey of items scored 1 to `most`."""
    rows = [[q, t, "s", "yes" if q in reverse else "no"] for t, qs in themes.items() for q in qs]
    scale = [["s", float(score), float(score)] for score in range(1, most + 1)]
    answers = data.select(pl.col(row[0]).cast(pl.Float64) for row in rows)
    cells = {
        "Survey": (["setting", "value"], [["language", "en"], ["responses", "Responses"]]),
        "Themes": (["theme"], [[theme] for theme in themes]),
        "Questions": (["question", "theme", "scale", "reverse"], rows),
        "Scales": (["scale", "answer", "score"], scale),
        "Responses": (answers.columns, [list(row) for row in answers.rows()]),
    }
    found = {
        name: [InputTable(name, name, header, values, range(2, len(values) + 2))]
        for name, (header, values) in cells.items()
    }
    tables = {**{name: [] for name in TABLES}, **found}
    problems = count(Inputs(tables, list(tables), HERE)).problems  # they need no scores
    return [problem for problem in problems if is_about_reverse_coding(problem)]


def is_about_reverse_coding(problem: Problem) -> bool:
    return problem.code in (
        "not-reversed",
        "reversed-wrongly",
        "against-each-other",
        "only-reversed",
        "only-unreversed",
    )


def items(found: list[Problem], asked: list[str]) -> list[str]:
    """Return the item in the row of each remark; each remark also names it."""
    rows = [int(problem.cell[1:]) - 2 for problem in found]
    assert all(f'"{asked[row]}"' in str(p) for row, p in zip(rows, found, strict=True))
    return [asked[row] for row in rows]


def test_the_reversed_items_of_bfi_are_those_of_the_psych_package():
    keys = dataset("psych", "bfi.keys")
    assert {k[1:] for name in SCALES for k in keys[name] if k.startswith("-")} == REVERSED


def test_bfi_coded_correctly_gives_no_remark():
    assert remarks(BFI, SCALES, REVERSED, 6) == []


@pytest.mark.parametrize("item", ITEMS)
def test_one_item_of_bfi_coded_wrongly_gives_one_remark_on_that_item(item):
    (problem,) = remarks(BFI, SCALES, REVERSED ^ {item}, 6)
    assert problem.code == ("not-reversed" if item in REVERSED else "reversed-wrongly")
    assert problem.place == f"Questions!D{ITEMS.index(item) + 2}"


def test_one_wrongly_coded_item_in_every_scale_of_bfi_gives_exactly_those_remarks():
    flipped = {"A4", "C5", "E3", "N1", "O4"}
    assert set(items(remarks(BFI, SCALES, REVERSED ^ flipped, 6), ITEMS)) == flipped


def test_bfi_without_reverse_coding_gives_a_remark_on_every_reversed_item():
    assert set(items(remarks(BFI, SCALES, set(), 6), ITEMS)) == REVERSED


AGREEMENT = ["StronglyDisagree", "Disagree", "Agree", "StronglyAgree"]
CNES = dataset("sem", "CNES").select(
    pl.exclude("rownames").replace_strict(AGREEMENT, [1.0, 2.0, 3.0, 4.0])
)
TRADITION = {"tradition": ["MBSA2", "MBSA7", "MBSA8", "MBSA9"]}
# Items against tradition (for tolerance, for adapting) in the Canadian election study of 1997.
MODERN = {"MBSA2", "MBSA8"}


def test_cnes_coded_correctly_gives_no_remark():
    assert remarks(CNES, TRADITION, MODERN, 4) == []


@pytest.mark.parametrize("item", TRADITION["tradition"])
def test_one_item_of_cnes_coded_wrongly_gives_one_remark_on_that_item(item):
    found = remarks(CNES, TRADITION, MODERN ^ {item}, 4)
    assert items(found, TRADITION["tradition"]) == [item]


def test_if_half_of_a_theme_contradicts_the_other_half_one_remark_names_both_halves():
    (problem,) = remarks(CNES, TRADITION, set(), 4)
    assert problem.code == "against-each-other"
    assert "MBSA2, MBSA8" in str(problem)
    assert "MBSA7, MBSA9" in str(problem)


def test_two_items_that_contradict_each_other_give_one_remark_that_names_both():
    (problem,) = remarks(BFI, {"agree": ["A1", "A2"]}, set(), 6)
    assert problem.sentence() == (
        'in the theme "agree" the answers to A2 are opposite to those to A1 (correlation -0.34, '
        "2757 answers). The answers do not show which of them is worded negatively."
    )
    assert problem.place == "Questions!D3"


def test_a_question_with_weight_zero_is_not_compared_with_its_theme():
    questions = """
    | question | theme | scale     | weight |
    |----------|-------|-----------|--------|
    | glad     | work  | agreement | 1      |
    | proud    | work  | agreement | 1      |
    | tired    | work  | agreement | {}     |
    """
    answers = "| glad | proud | tired |\n|--|--|--|\n"
    answers += "| agree | agree | disagree |\n| disagree | disagree | agree |\n" * 15
    assert problems(Questions=questions.format(0), Responses=answers) == []
    (found,) = problems(Questions=questions.format(1), Responses=answers)
    assert found.startswith('Questions!A4: the answers to "tired" are opposite to the rest')


FEW = (
    "| a | b | c |\n|--|--|--|\n" + "| agree | agree | agree |\n| neutral | agree | neutral |\n" * 4
)


@pytest.mark.parametrize(
    ("reverse", "start"),
    [
        ("no no no", None),
        ("no yes no", 'Questions!D3: the question "b" is the only one of the theme "work" that is'),
        (
            "yes yes no",
            'Questions!D4: the question "c" is the only one of the theme "work" that is',
        ),
        ("yes yes yes", None),
    ],
)
def test_with_few_answers_the_only_question_coded_differently_gives_a_remark(reverse, start):
    lines = [
        f"| {q} | work | agreement | {r} |" for q, r in zip("abc", reverse.split(), strict=True)
    ]
    questions = "\n".join(["| question | theme | scale | reverse |", "|--|--|--|--|", *lines])
    found = problems(Questions=questions, Responses=FEW)
    assert len(found) == (start is not None)
    assert all(problem.startswith(start) for problem in found)


@pytest.mark.parametrize("size", [3, 5, 8])
def test_unrelated_items_are_rarely_reported_as_reversed(size):
    """Of 300 themes of random answers at most four are reported."""
    draw = random.Random(size)  # noqa: S311
    names = [f"i{i}" for i in range(size)]
    named = 0
    for people in (20, 60, 200) * 100:
        frame = pl.DataFrame({n: [float(draw.randrange(5)) for _ in range(people)] for n in names})
        known = correlated(frame)
        few, rest = against_the_rest(known)
        named += any(known.opposed([i], rest) for i in few)
    assert named <= 4


def correlated(frame: pl.DataFrame) -> Correlations:
    """Compute correlations by the textbook, in plain Python."""
    columns = [frame[name].to_list() for name in frame.columns]
    size = len(columns)
    r = [[1.0] * size for _ in range(size)]
    n = [[0] * size for _ in range(size)]
    for i, j in combinations(range(size), 2):
        both = [(a, b) for a, b in zip(columns[i], columns[j], strict=True) if None not in (a, b)]
        r[i][j] = r[j][i] = pearson(both)
        n[i][j] = n[j][i] = len(both)
    return Correlations(np.array(r), np.array(n))


def pearson(pairs: list[tuple[float, float]]) -> float:
    n = len(pairs)
    mean = [sum(side) / n for side in zip(*pairs, strict=True)]
    apart = [(a - mean[0], b - mean[1]) for a, b in pairs]
    squares = [math.fsum(side[k] ** 2 for side in apart) for k in (0, 1)]
    return math.fsum(a * b for a, b in apart) / math.sqrt(squares[0] * squares[1])


@given(st.integers(3, 9), st.data())
def test_exactly_the_flipped_items_of_a_coherent_theme_are_found(size, data):
    """For fewer than half of the items, in a theme whose true correlations are above 0."""
    one = st.floats(0.05, 0.9)
    loadings = data.draw(st.lists(one, min_size=size, max_size=size))
    flipped = data.draw(st.sets(st.integers(0, size - 1), max_size=(size - 1) // 2))
    keys = [-1 if i in flipped else 1 for i in range(size)]
    r = [
        [1.0 if i == j else keys[i] * keys[j] * loadings[i] * loadings[j] for j in range(size)]
        for i in range(size)
    ]
    n = [[1000] * size for _ in range(size)]
    assert against_the_rest(Correlations(np.array(r), np.array(n)))[0] == sorted(flipped)


def test_correlations_equal_the_textbook_formula_over_people_who_answered_both():
    items = ITEMS[:5]
    ((_, found),) = correlations_by_theme(bfi(items), {"t": items}, 20)
    expected = correlated(BFI.select(items))
    assert found.n.tolist() == expected.n.tolist()
    assert found.r == pytest.approx(expected.r, abs=1e-12)


def bfi(items: list[str], people: int | None = None) -> AnsweredSurvey:
    """Return a survey of these items with the answers of the first people."""
    lines = "".join(f"| {item} | t | s |\n" for item in items)
    scale = "".join(f"| s | {score} | {score} |\n" for score in range(1, 7))
    tables = {
        "Survey": "| setting | value |\n|--|--|\n| title | T |\n",
        "Themes": "| theme |\n|--|\n| t |\n",
        "Questions": "| question | theme | scale |\n|--|--|--|\n" + lines,
        "Scales": "| scale | answer | score |\n|--|--|--|\n" + scale,
    }
    found = {name: [table(name, markdown)] for name, markdown in tables.items()}
    catalogue, _ = read_catalogue({**{name: [] for name in TABLES}, **found}, list(found))
    answers = BFI.head(people or len(BFI)).select(pl.col(items).cast(pl.Int64).cast(pl.String))
    responses = Responses(Rows(answers), answers.columns, "bfi", range(2, len(answers) + 2))
    coded, _ = code_responses(responses, catalogue)
    return answered_survey(catalogue, responses, coded)


def test_fewer_than_twenty_people_give_no_remark_on_reverse_coding():
    assert list(check_reversals(bfi(ITEMS[:5], people=19))) == []
