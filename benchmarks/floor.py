"""The minimum cost of a click in Python: calamine, plain counting and a writer, nothing else.

    python floor.py survey.xlsx report.xlsx

It gives the same figures as `by_hand_pandas.py`, in a new workbook of plain sheets.
"""

import sys
from collections import Counter
from pathlib import Path

import xlsxwriter
from python_calamine import CalamineWorkbook


def main(workbook: Path, report: Path) -> None:
    """Recalculate one survey."""
    book = CalamineWorkbook.from_path(workbook)
    questions, scales = (records(book, name) for name in ("Questions", "Scales"))
    column = [row[0] for row in sheet(book, "Survey")]
    first = column.index("segment") + 1
    segments = column[first : column.index("", first)]
    header, *people = sheet(CalamineWorkbook.from_path(workbook.parent / "responses.xlsx"))
    columns = dict(zip(header, zip(*people, strict=True), strict=True))
    groups = {("", ""): range(len(people))}
    for segment in segments:
        members: dict = {}
        for person, group in enumerate(columns[segment]):
            members.setdefault((segment, group), []).append(person)
        groups |= members

    likert = [q for q in questions if q["metric"] in ("", "likert")]
    scores = {q["question"]: scale_of(q, scales) for q in likert}
    heat, everyone = [], {}
    for key, members in groups.items():
        means = {}
        for question, scale in scores.items():
            column = columns[question]
            counted = Counter(column[person] for person in members)
            n = sum(counted[a] for a in scale)
            if n:
                means[question] = sum(counted[a] * s for a, s in scale.items()) / n
        heat.append([*key, len(members), *theme_scores(likert, means).values()])
        everyone = everyone or means
    recommend = Counter(columns["enps"])
    n = sum(count for answer, count in recommend.items() if answer != "")
    promoters = sum(recommend[a] for a in (9, 10))
    detractors = sum(recommend[a] for a in range(7))
    tables = {
        "ThemeScores": [*theme_scores(likert, everyone).items()],
        "QuestionScores": [*everyone.items()],
        "Enps": [("enps", 100 * (promoters - detractors) / n)],
        "Distributions": distributions(questions, scales, columns),
        "SegmentScores": heat,
    }
    with xlsxwriter.Workbook(report) as out:
        for name, rows in tables.items():
            written = out.add_worksheet(name)
            for number, row in enumerate(rows):
                written.write_row(number, 0, row)


def sheet(book: CalamineWorkbook, name: str | None = None) -> list[list]:
    """The rows of a sheet; the first one by default."""
    return book.get_sheet_by_name(name or book.sheet_names[0]).to_python()


def records(book: CalamineWorkbook, name: str) -> list[dict]:
    """The rows of a sheet by the names in its first row."""
    header, *rows = sheet(book, name)[4:]  # below headings for people
    return [dict(zip(header, row, strict=True)) for row in rows]


def scale_of(question: dict, scales: list[dict]) -> dict:
    """The score of each scored answer, mirrored if the question is reverse-coded."""
    mine = [s for s in scales if s["scale"] == question["scale"] and s["score"] != ""]
    scale = {s["answer"]: s["score"] for s in mine}
    both = min(scale.values()) + max(scale.values())
    return (
        {a: both - s for a, s in scale.items()} if question["reverse"] in ("yes", "ja") else scale
    )


def theme_scores(likert: list[dict], means: dict) -> dict:
    """The weighted mean of each theme's question scores."""
    sums: dict = {}
    for question in likert:
        weight = 1 if question["weight"] == "" else question["weight"]
        if question["question"] in means and weight:
            total = sums.setdefault(question["theme"], [0, 0])
            total[0] += weight * means[question["question"]]
            total[1] += weight
    return {theme: total / weight for theme, (total, weight) in sums.items()}


def distributions(questions: list[dict], scales: list[dict], columns: dict) -> list[tuple]:
    """How often each answer of the choice questions was given, and its share."""
    rows = []
    for question in questions:
        if question["metric"] != "distribution":
            continue
        name = question["question"]
        answers = [s["answer"] for s in scales if s["scale"] == question["scale"]]
        if name in columns:
            given = [v.split("; ") for v in columns[name] if v != ""]
            counted, base = Counter(a for several in given for a in several), len(given)
        else:
            ticks = {a: columns[f"{name}_{a}"] for a in answers}
            counted = Counter({a: sum(v == 1 for v in column) for a, column in ticks.items()})
            base = sum(any(v != "" for v in row) for row in zip(*ticks.values(), strict=True))
        rows += [(name, a, counted[a], counted[a] / base) for a in answers]
    return rows


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
