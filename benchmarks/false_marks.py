"""How often chance alone gets a mark, and how often a true difference gets one.

    uv run --group dev python benchmarks/false_marks.py

Prints three tables in Markdown, which `docs/differences.md` and `docs/margins.md` show:

- Surveys without any change, scored by Meetlat and by R (`false_marks.R`): the share of surveys in
  which a difference is significant.
- Surveys in which some themes changed: how many of those each correction finds, and at what cost.
- What tests would do if they were corrected for a finite population.
"""

import argparse
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import polars as pl

from meetlat import Figure, Report, benjamini_hochberg, holm
from meetlat.testing import survey

CURRENT, PREVIOUS = 919, 865
THEMES, QUESTIONS = 5, 4
LEVEL = 0.05
TABLES = ("QuestionScores", "ThemeScores")

# How much of an answer a person's answers share: within a theme, and in the whole survey.
OF_THEME, OF_PERSON = 0.3, 0.3

People = np.ndarray
Correct = Callable[[Sequence[float | None]], list[float | None]]
CORRECTIONS: dict[str, Correct] = {"none": list, "holm": holm, "bh": benjamini_hochberg}


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--surveys", type=int, default=500)
    parser.add_argument("--draws", type=int, default=4000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print_false_marks(Path(folder), asked.surveys)
    print_corrections(asked.draws)
    print_finite(asked.draws // 10)


# Surveys without any change.


def print_false_marks(folder: Path, surveys: int) -> None:
    """Print the share of surveys with a false mark, by Meetlat and by R."""
    found = false_marks(folder, surveys)
    by_r = of_r(folder)
    print("| typed figures | table | Meetlat | R |\n|---|---|---|---|")
    for (comparison, table), share in found.items():
        other = f"{by_r[comparison, table]:.1%}" if by_r else "R is not installed"
        print(f"| {comparison} | {table} | {share:.1%} | {other} |", flush=True)


def false_marks(folder: Path, surveys: int) -> dict[tuple[str, str], float]:
    """The share of surveys with a significant difference, by comparison and table.

    Writes the answers and the typed figures into the folder, for R.
    """
    random = np.random.default_rng(1)
    marked, answers, typed = [], [], []
    for number in range(surveys):
        current, previous = (answers_of(random, people) for people in (CURRENT, PREVIOUS))
        figures = typed_figures(previous)
        differences = scored(folder, current, figures)["Differences"]
        marked.append(differences.with_columns(number=pl.lit(number)))
        answers.append(current.with_columns(survey=pl.lit(number)))
        typed.append(figures.with_columns(survey=pl.lit(number)))
    pl.concat(answers).write_csv(folder / "answers.csv")
    pl.concat(typed).write_csv(folder / "typed.csv")
    found = pl.concat(marked).filter(significant="yes")
    return {
        (comparison, table): found.filter(table=table, comparison=comparison)["number"].n_unique()
        / surveys
        for comparison in ("with sd", "without sd")
        for table in TABLES
    }


def answers_of(random: np.random.Generator, people: int) -> pl.DataFrame:
    """Answers from 1 to 5, skewed to agreement, which are alike within a person and a theme."""
    own = random.normal(size=(people, 1, 1)) * OF_PERSON**0.5
    theme = random.normal(size=(people, THEMES, 1)) * OF_THEME**0.5
    rest = random.normal(size=(people, THEMES, QUESTIONS)) * (1 - OF_PERSON - OF_THEME) ** 0.5
    levels = np.digitize(own + theme + rest, (-1.8, -1.0, -0.2, 1.0)) + 1
    flat = levels.reshape(people, THEMES * QUESTIONS)
    return pl.DataFrame({name: flat[:, i] for i, (_, name) in enumerate(items())})


def items() -> Iterator[tuple[str, str]]:
    """Each question with its theme."""
    for theme in range(1, THEMES + 1):
        for question in range(1, QUESTIONS + 1):
            yield f"theme{theme}", f"theme{theme}_{question}"


def typed_figures(answers: pl.DataFrame) -> pl.DataFrame:
    """What a report of these answers prints: means to two decimals, with `n` and `sd`."""
    themes = {f"theme{t}": [n for of, n in items() if of == f"theme{t}"] for t in (1, 2, 3, 4, 5)}
    every = answers.with_columns(pl.mean_horizontal(n).alias(theme) for theme, n in themes.items())
    return pl.DataFrame(
        {
            "subject": every.columns,
            "value": [round(every[name].mean(), 2) for name in every.columns],
            "n": [len(every)] * every.width,
            "sd": [round(every[name].std(), 2) for name in every.columns],
        }
    )


def scored(folder: Path, answers: pl.DataFrame, typed: pl.DataFrame) -> Report:
    """The report beside the typed figures, with and without `sd`."""
    answers.write_csv(folder / "current.csv")
    rows = [
        f"| {name} | {subject} | {value} | {n} | {sd if name == 'with sd' else ''} |"
        for name in ("with sd", "without sd")
        for subject, value, n, sd in typed.iter_rows()
    ]
    found = survey(
        folder,
        Survey=listed("setting | value", ["| responses | current.csv |", "| language | en |"]),
        Scales=listed("scale | answer | score", [f"| five | {n} | {n} |" for n in range(1, 6)]),
        Themes=listed("theme | name", [f"| theme{n + 1} | Theme {n + 1} |" for n in range(THEMES)]),
        Questions=listed(
            "question | theme | scale", [f"| {name} | {theme} | five |" for theme, name in items()]
        ),
        Comparisons=listed("comparison | subject | value | n | sd", rows),
    )
    if found.errors:
        raise SystemExit("\n".join(map(str, found.errors)))
    return found


def listed(header: str, rows: Sequence[str]) -> str:
    """A table in Markdown."""
    return "\n".join([f"| {header} |", "|---|", *rows])


def of_r(folder: Path) -> dict[tuple[str, str], float]:
    """The same shares by R; empty if it is not installed."""
    if not shutil.which("Rscript"):
        return {}
    script = Path(__file__).with_suffix(".R")
    subprocess.run(["Rscript", "--vanilla", str(script), str(folder)], check=True)
    rows = pl.read_csv(folder / "shares.csv").iter_rows()
    return {(comparison, table): share for comparison, table, share in rows}


# Surveys in which some themes changed.

OF_EXAMPLE, CHANGED, SHIFT, SD, NOTICED = 17, 5, 0.5, 1.9, 0.3


def print_corrections(draws: int) -> None:
    """Print what each correction finds, and how often chance gets a mark."""
    print(
        f"\n{CHANGED} of {OF_EXAMPLE} themes changed by {SHIFT}; `both` also asks for {NOTICED}.\n"
    )
    print("| people | correction | found | surveys with a false mark | false among marks ", end="")
    print("| found, `both` | surveys with a false mark, `both` | false mark without any change |")
    print("|---|---|---|---|---|---|---|---|")
    for sizes in ((CURRENT, PREVIOUS), (40, CURRENT - 40), (40, 40)):
        some, none = (list(tested(draws, sizes, changed)) for changed in (CHANGED, 0))
        for name, correct in CORRECTIONS.items():
            marked = np.array([significant(correct, ps) for ps, _ in some])
            both = marked & np.array([large for _, large in some])
            by_chance = np.mean([significant(correct, ps).any() for ps, _ in none])
            share_false = marked[:, CHANGED:].sum(1) / np.maximum(1, marked.sum(1))
            shares = (
                f"{marked[:, :CHANGED].mean():.0%}",
                f"{marked[:, CHANGED:].any(1).mean():.1%}",
                f"{share_false.mean():.1%}",
                f"{both[:, :CHANGED].mean():.0%}",
                f"{both[:, CHANGED:].any(1).mean():.1%}",
                f"{by_chance:.1%}",
            )
            print(
                f"| {sizes[0]} against {sizes[1]} | {name} |", " | ".join(shares), "|", flush=True
            )


def tested(
    draws: int, sizes: tuple[int, int], changed: int
) -> Iterator[tuple[list[float | None], list[bool]]]:
    """The p-values of the themes of each survey, and whether the differences are large enough.

    The first `changed` themes rose.
    """
    random = np.random.default_rng(2)
    for _ in range(draws):
        ours, theirs = (scores(random, people) for people in sizes)
        ours[:, :changed] += SHIFT
        pairs = [(figure(ours[:, t]), figure(theirs[:, t])) for t in range(OF_EXAMPLE)]
        large = [abs(a.value - b.value) >= NOTICED for a, b in pairs]
        yield [a.test_of_means(b) for a, b in pairs], large


def scores(random: np.random.Generator, people: int) -> People:
    """Theme scores around 6.5 on a scale of 0 to 10; the themes of a person correlate .5."""
    own = random.normal(size=(people, 1)) + random.normal(size=(people, OF_EXAMPLE))
    return 6.5 + SD * own / 2**0.5


def figure(answers: np.ndarray) -> Figure:
    """The mean of some scores, and how certain it is."""
    return Figure(float(answers.mean()), len(answers), float(answers.std(ddof=1)))


def significant(correct: Correct, ps: Sequence[float | None]) -> np.ndarray:
    """Which differences are below 5 % after a correction."""
    return np.array([p is not None and p < LEVEL for p in correct(ps)])


# Tests that are corrected for a finite population.

INVITED = (1100, 1050)


def print_finite(draws: int) -> None:
    """Print the share of surveys without any change that would get a mark, with and without."""
    print("\n| in an organisation without change, people | not corrected | corrected |")
    print("|---|---|---|")
    for kind in ("answer alike twice", "answer anew"):
        plain, corrected = zip(*finite(draws, anew=kind == "answer anew"), strict=True)
        print(f"| {kind} | {np.mean(plain):.1%} | {np.mean(corrected):.1%} |", flush=True)


def finite(draws: int, *, anew: bool) -> Iterator[tuple[bool, bool]]:
    """Whether a survey gets a mark, without and with the correction.

    A figure of `n` of `N` people is corrected as if `n N / (N - n)` people had answered.
    """
    random = np.random.default_rng(3)
    for _ in range(draws):
        first = scores(random, INVITED[0])
        second = scores(random, INVITED[1]) if anew else first[: INVITED[1]]
        ours = first[random.permutation(INVITED[0])[:CURRENT]]
        theirs = second[random.permutation(INVITED[1])[:PREVIOUS]]
        pairs = [(figure(ours[:, t]), figure(theirs[:, t])) for t in range(OF_EXAMPLE)]
        plain = [a.test_of_means(b) for a, b in pairs]
        worth = [(worth_of(a, INVITED[0]), worth_of(b, INVITED[1])) for a, b in pairs]
        corrected = [a.test_of_means(b) for a, b in worth]
        yield significant(holm, plain).any(), significant(holm, corrected).any()


def worth_of(figure: Figure, invited: int) -> Figure:
    """A figure as certain as the correction makes it."""
    n = figure.n or 0
    return figure._replace(n=n * invited / (invited - n))


if __name__ == "__main__":
    main()
