"""Names that would be taken for one another: each must mean one thing, and head one column."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from meetlat.answers import answer_key
from meetlat.catalogue import Catalogue
from meetlat.comparisons import MEASURES, by_answer
from meetlat.problem import Problem
from meetlat.workbook import fold
from meetlat_schemas import RESULT_TABLES

LONGEST_HEADING = 255
"""Characters; Excel refuses more in the heading of a table's column."""

HEAT_MAP = ("SegmentScores",)
COMPARED = ("Summary", "ThemeScores", "QuestionScores", "Enps", "Distributions")


def answers_apart(catalogue: Catalogue) -> Iterator[Problem]:
    """No two answers of a scale are written alike, or have labels that are.

    Labels that are alike may be meant so ("don't know" twice), as long as the scores agree.
    """
    rows = catalogue.scales.rows(named=True)
    written: dict[tuple[str, str], int] = {}
    labelled: dict[tuple[str, str], int] = {}
    for row, answer in enumerate(rows):
        if answer["scale"] is None or answer["answer"] is None:
            continue
        first = written.setdefault((answer["scale"], answer_key(answer["answer"])), row)
        column, code = "answer", "answers-alike"
        if first == row:
            first = labelled.setdefault((answer["scale"], answer_key(answer["label"])), row)
            column, code = "label", "answers-alike"
            if rows[first]["score"] == answer["score"]:
                code = "labels-alike"
        # What is written in the very same way is a duplicate to the schema already.
        if first < row and rows[first]["answer"] != answer["answer"]:
            place = _place(catalogue, "Scales", first, column)
            yield catalogue.problem_at("Scales", row, column, code, answer[column], first=place)


def subjects_apart(catalogue: Catalogue) -> Iterator[Problem]:
    """What a comparison is about is a question, a theme or a measure: not either of two."""
    questions, themes = catalogue.questions["question"], catalogue.themes["theme"]
    places = [
        {q: _place(catalogue, "Questions", row, "question") for row, q in enumerate(questions)},
        {t: _place(catalogue, "Themes", row, "theme") for row, t in enumerate(themes)},
        dict.fromkeys(MEASURES, "Summary"),
    ]
    for row, subject in enumerate(catalogue.comparisons["subject"]):
        found = [known[subject] for known in places if subject in known]
        if subject is not None and len(found) > 1:
            facts = {"first": found[0], "second": found[1]}
            yield catalogue.problem_at(
                "Comparisons", row, "subject", "ambiguous-subject", subject, **facts
            )


def compared_once(catalogue: Catalogue) -> Iterator[Problem]:
    """An answer is compared by its code or by its label, not by both."""
    given = catalogue.comparisons
    keys = ["comparison", "subject", "answer"]
    named = by_answer(given, catalogue.questions, catalogue.scales).select(keys).rows()
    seen: dict[tuple, int] = {}
    for row, (key, answer) in enumerate(zip(named, given["answer"], strict=True)):
        first = seen.setdefault(key, row)
        if first < row and answer is not None and given["answer"][first] != answer:
            facts = {"answer": key[2], "first": _place(catalogue, "Comparisons", first, "answer")}
            yield catalogue.problem_at(
                "Comparisons", row, "answer", "comparison-twice", answer, **facts
            )


def headings_apart(catalogue: Catalogue) -> Iterator[Problem]:
    """The names of themes and comparisons become headings, which Excel wants short and unique."""
    themes = zip(catalogue.themes["theme"], catalogue.themes["name"], strict=True)
    by_theme = _first_rows(themes)
    yield from _headings(catalogue, "Themes", "name", by_theme, HEAT_MAP)
    comparisons = ((name, name) for name in catalogue.comparisons["comparison"])
    yield from _headings(catalogue, "Comparisons", "comparison", _first_rows(comparisons), COMPARED)


def _first_rows(named: Iterable[tuple[str | None, str | None]]) -> dict[int, str]:
    """The name in the first row of each id; a repeated id is a problem of its own."""
    first: dict[str, tuple[int, str]] = {}
    for row, (key, name) in enumerate(named):
        if key is not None and name is not None:
            first.setdefault(key, (row, name))
    return dict(first.values())


def _headings(
    catalogue: Catalogue, table: str, column: str, names: Mapping[int, str], taken: Sequence[str]
) -> Iterator[Problem]:
    """Names (by their row in an input table) that cannot be headings beside those of `taken`."""
    heads = {fold(heading): results for results in taken for heading in result_columns(results)}
    for row, name in names.items():
        own = _place(catalogue, table, row, column)
        other = heads.setdefault(fold(name), own)
        if other != own:
            yield catalogue.problem_at(table, row, column, "heading-taken", name, other=other)
        elif len(name) > LONGEST_HEADING:
            facts = {"most": LONGEST_HEADING}
            yield catalogue.problem_at(table, row, column, "heading-long", name, **facts)


def result_columns(table: str) -> list[str]:
    """The columns that a result table has whatever the survey."""
    columns = list(RESULT_TABLES[table].to_schema().columns)
    return [*columns, "enps"] if table in HEAT_MAP else columns


def _place(catalogue: Catalogue, table: str, row: int, column: str) -> str:
    return catalogue.problem_at(table, row, column, "blank", "").place


CLASHES: Sequence[Callable[[Catalogue], Iterator[Problem]]] = (
    answers_apart,
    subjects_apart,
    compared_once,
    headings_apart,
)
