"""The share of questions of groups that is shown, for each value of `withhold_unanimous`.

    uv run python benchmarks/unanimous.py

The answers are those of the example, in which most questions have five answers and "don't know";
once with "don't know", and once without it. People are divided at random into groups of 10, 20, 50
and 100, so groups differ only by chance. `smallest_group` is 5, because some people left a question
blank.
"""

import tempfile
from dataclasses import replace
from pathlib import Path

import polars as pl
from million import EXAMPLE, responses
from polars import selectors as cs

from meetlat.reading.inputs import Inputs, read_inputs
from meetlat.recalculation import compute, opened
from meetlat.scoring.report import Report

SETTINGS = ("no", "yes")
DONT_KNOW = "Weet niet / n.v.t."
SIZES = (10, 20, 50, 100)


def main() -> None:
    """Print the share that is shown for each size of group and each value of the setting."""
    with opened(EXAMPLE / "survey.xlsx", save=False) as book:
        inputs = read_inputs(book)
    questions = len(inputs.tables["Questions"][0].values)
    for name, given in {"with": inputs, "without": without_unscored(inputs)}.items():
        with tempfile.TemporaryDirectory() as folder:
            answers = Path(folder) / "answers.parquet"
            write_answers(given, answers)
            for size in SIZES:
                found = {}
                for setting in SETTINGS:
                    asked = of_one_segment(given, f"of {size}", setting)
                    found[setting] = share_shown(compute(asked, answers), questions)
                shares = ", ".join(f"{setting}: {share:.1%}" for setting, share in found.items())
                print(f"{name} don't know, groups of {size}: {shares}", flush=True)


def write_answers(inputs: Inputs, file: Path) -> None:
    """Write the answers that are on the scales, with random groups of each size."""
    people = responses().sample(fraction=1, shuffle=True, seed=1)
    if not any(DONT_KNOW in row for row in inputs.tables["Scales"][0].values):
        people = people.with_columns(cs.string().replace(DONT_KNOW, None))
    groups = {f"of {size}": pl.int_range(pl.len()) // size for size in SIZES}
    people.with_columns(**groups).write_parquet(file)


def without_unscored(inputs: Inputs) -> Inputs:
    """The inputs without the answer "don't know"."""
    (scales,) = inputs.tables["Scales"]
    rows = [row for row in scales.values if DONT_KNOW not in row]
    return replace(inputs, tables={**inputs.tables, "Scales": [replace(scales, values=rows)]})


def of_one_segment(inputs: Inputs, column: str, setting: str) -> Inputs:
    """The example with a single segment, and a value of the setting."""
    (survey,), (segments,) = inputs.tables["Survey"], inputs.tables["Segments"]
    asked = {"withhold_unanimous": setting, "smallest_group": 5.0}
    rows = [[name, asked.get(name, value)] for name, value, *_ in survey.values]
    one = [column, column, *[None] * (len(segments.header) - 2)]
    tables = {
        **inputs.tables,
        "Survey": [replace(survey, values=rows)],
        "Segments": [replace(segments, values=[one])],
        "Population": [],
        "Comparisons": [],
    }
    return replace(inputs, tables=tables)


def share_shown(report: Report, questions: int) -> float:
    """The share of questions that is shown, of those that enough people of a group answered."""
    if report.errors:
        raise SystemExit("\n".join(str(problem) for problem in report.errors))
    groups = report.groups.sizes.filter(~pl.col("withheld"), pl.col("segment") != "")
    hidden = report.groups.hidden.filter(pl.col("segment") != "")
    answered = len(groups) * questions - len(hidden.filter(because="few"))
    return 1 - len(hidden.filter(pl.col("because") != "few")) / answered


if __name__ == "__main__":
    main()
