"""What `withhold_unanimous` costs: the figures of groups that it withholds.

    uv run python benchmarks/unanimous.py

The answers are those of the example, in which most questions have five answers and "don't know";
once with "don't know", and once without it. People are divided at random into groups of 10, 20, 50
and 100, so groups differ only by chance. Either five groups are in a department, or all groups are
beside each other: one unanimous group hides the question for all of them. `smallest_group` is 5,
because some people left a question blank.
"""

import tempfile
from dataclasses import replace
from pathlib import Path

import polars as pl
from million import EXAMPLE, responses
from polars import selectors as cs

from meetlat.opening import opened
from meetlat.reading.inputs import Inputs, read_inputs
from meetlat.recalculation import compute
from meetlat.scoring.report import Report

SETTINGS = ("no", "yes")
DONT_KNOW = "Weet niet / n.v.t."
SIZES = (10, 20, 50, 100)

# So many groups are in a department.
GROUPS = 5


def main() -> None:
    """Print the share that is left with `yes`, for each size of group."""
    with opened(EXAMPLE / "survey.xlsx", save=False) as book:
        inputs = read_inputs(book)
    for name, given in {"with": inputs, "without": without_unscored(inputs)}.items():
        with tempfile.TemporaryDirectory() as folder:
            answers = Path(folder) / "answers.parquet"
            write_answers(given, answers)
            for size in SIZES:
                left = []
                for columns in ([f"of {size}", f"above {size}"], [f"of {size}"]):
                    shown = [
                        shown_figures(compute(of_segments(given, columns, setting), answers))
                        for setting in SETTINGS
                    ]
                    left.append(f"{shown[1] / shown[0]:.1%}")
                print(
                    f"{name} don't know, groups of {size}: {left[0]} in departments of {GROUPS} "
                    f"groups, {left[1]} beside each other",
                    flush=True,
                )


def write_answers(inputs: Inputs, file: Path) -> None:
    """Write the answers that are on the scales, with random groups of each size."""
    people = responses().sample(fraction=1, shuffle=True, seed=1)
    if not any(DONT_KNOW in row for row in inputs.tables["Scales"][0].values):
        people = people.with_columns(cs.string().replace(DONT_KNOW, None))
    groups = {f"of {size}": pl.int_range(pl.len()) // size for size in SIZES}
    groups |= {f"above {size}": pl.int_range(pl.len()) // size // GROUPS for size in SIZES}
    people.with_columns(**groups).write_parquet(file)


def without_unscored(inputs: Inputs) -> Inputs:
    """The inputs without the answer "don't know"."""
    (scales,) = inputs.tables["Scales"]
    rows = [row for row in scales.values if DONT_KNOW not in row]
    return replace(inputs, tables={**inputs.tables, "Scales": [replace(scales, values=rows)]})


def of_segments(inputs: Inputs, columns: list[str], setting: str) -> Inputs:
    """The example with other segments, and a value of the setting."""
    (survey,), (segments,) = inputs.tables["Survey"], inputs.tables["Segments"]
    asked = {"withhold_unanimous": setting, "smallest_group": 5.0}
    rows = [[name, asked.get(name, value)] for name, value, *_ in survey.values]
    some = [[column, column, *[None] * (len(segments.header) - 2)] for column in columns]
    tables = {
        **inputs.tables,
        "Survey": [replace(survey, values=rows)],
        "Segments": [replace(segments, values=some)],
        "Population": [],
        "Comparisons": [],
    }
    return replace(inputs, tables=tables)


def shown_figures(report: Report) -> int:
    """How many questions of groups are shown; departments do not count."""
    if report.errors:
        raise SystemExit("\n".join(str(problem) for problem in report.errors))
    of_groups = pl.col("segment").str.starts_with("of ")
    groups = report.groups.sizes.filter(~pl.col("withheld"), of_groups)
    questions = report.questions.height
    return len(groups) * questions - len(report.groups.hidden.filter(of_groups))


if __name__ == "__main__":
    main()
