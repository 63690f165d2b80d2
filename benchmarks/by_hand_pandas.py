"""The same job by hand in pandas, as an analyst would write it: read, score, write back.

    python by_hand_pandas.py survey.xlsx report.xlsx

Question, theme and eNPS scores, distributions and a heat map of every segment, written to sheets
of a copy of the workbook. It does less than Meetlat: no checks, no disclosure rules, no charts.
"""

import sys
from functools import partial
from pathlib import Path
from shutil import copyfile

import pandas as pd

read = partial(pd.read_excel, engine="calamine")  # faster than openpyxl


def main(workbook: Path, report: Path) -> None:
    """Recalculate one survey."""
    names = ["Themes", "Questions", "Scales"]
    sheets = read(workbook, sheet_name=names, header=4)  # below headings for people
    column = read(workbook, sheet_name="Survey", header=None)[0]
    segments = column[column[column == "segment"].index[0] + 1 :]  # to the next blank row
    segments = segments[: segments.isna().to_numpy().argmax()]
    questions, scales = sheets["Questions"], sheets["Scales"]
    questions["metric"] = questions["metric"].fillna("likert")
    questions["weight"] = questions["weight"].fillna(1)
    responses = read(workbook.parent / "responses.xlsx")

    likert = questions[questions["metric"] == "likert"]
    scored = pd.DataFrame(
        {q["question"]: score(responses, q, scales) for _, q in likert.iterrows()}
    )
    question_scores = scored.mean()
    weights = likert.set_index("question")["weight"]
    theme_of = likert.set_index("question")["theme"]
    themes = {theme: list(group.index) for theme, group in theme_of.groupby(theme_of, sort=False)}

    def theme_scores(scores: pd.Series) -> dict[str, float]:
        return {t: weighted(scores[qs], weights[qs]) for t, qs in themes.items()}

    recommend = responses["enps"].dropna()
    enps = 100 * ((recommend >= 9).mean() - (recommend <= 6).mean())
    heat = []
    for segment in segments:
        for group, rows in scored.groupby(responses[segment]):
            heat.append(
                {"segment": segment, "group": group, "n": len(rows)} | theme_scores(rows.mean())
            )

    copyfile(workbook, report)
    tables = {
        "ThemeScores": pd.Series(theme_scores(question_scores), name="score").rename_axis("theme"),
        "QuestionScores": question_scores.rename("score").rename_axis("question"),
        "Enps": pd.Series({"enps": enps}, name="enps"),
        "Distributions": distributions(responses, questions, scales),
        "SegmentScores": pd.DataFrame(heat).set_index("segment"),
    }
    with pd.ExcelWriter(report, mode="a", engine="openpyxl", if_sheet_exists="new") as writer:
        for name, table in tables.items():
            table.to_excel(writer, sheet_name=f"{name} by hand"[:31])


def score(responses: pd.DataFrame, question: pd.Series, scales: pd.DataFrame) -> pd.Series:
    """The scores of the answers to one question, mirrored if it is reverse-coded."""
    scale = scales[scales["scale"] == question["scale"]].set_index("answer")["score"]
    values = responses[question["question"]].map(scale)
    if question["reverse"] in ("yes", "ja"):
        values = scale.min() + scale.max() - values
    return values


def weighted(scores: pd.Series, weights: pd.Series) -> float:
    """The weighted mean of the scores that are not missing."""
    weights = weights[scores.notna()]
    return (scores.dropna() * weights).sum() / weights.sum()


def distributions(
    responses: pd.DataFrame, questions: pd.DataFrame, scales: pd.DataFrame
) -> pd.DataFrame:
    """The share of each answer of the choice questions."""
    parts = []
    for _, question in questions[questions["metric"] == "distribution"].iterrows():
        name = question["question"]
        answers = scales[scales["scale"] == question["scale"]]["answer"]
        if name in responses:
            chosen = (
                responses[name].dropna().str.get_dummies("; ").reindex(columns=answers).fillna(0)
            )
        else:
            chosen = responses.filter(like=f"{name}_").dropna(how="all").set_axis(answers, axis=1)
        table = pd.DataFrame({"n": chosen.sum(), "share": chosen.mean()}).rename_axis("answer")
        parts.append(table.assign(question=name).reset_index())
    return pd.concat(parts).set_index("question")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
