"""The figures that the synthetic answers must give, and the comparisons."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from pathlib import Path

from meetlat_workbooks.content import HOME, Content, Row, read_csv

# The least distance of an exact figure to the point where its rounding changes, in printed units.
MARGIN = Fraction(4, 1000)


def interval(printed: str, decimals: int) -> tuple[Fraction, Fraction]:
    """The lowest and highest exact figure that is safely rounded to `printed`."""
    half = Fraction(1, 2 * 10**decimals)
    return Fraction(printed) - half + MARGIN, Fraction(printed) + half - MARGIN


def prints_as(value: Fraction, printed: str, decimals: int) -> bool:
    """Whether an exact figure is safely rounded to `printed`."""
    low, high = interval(printed, decimals)
    return low <= value <= high


@dataclass(frozen=True)
class Aims:
    """Printed figures: `current`, `previous` and `benchmark`, blank if missing."""

    folder: Path

    @cached_property
    def questions(self) -> dict[str, Row]:
        """Question scores, by question."""
        return {row["question"]: row for row in read_csv(self.folder / "questions.csv")}

    @cached_property
    def themes(self) -> dict[str, Row]:
        """Theme scores, by theme."""
        return {row["theme"]: row for row in read_csv(self.folder / "themes.csv")}

    @cached_property
    def summary(self) -> dict[str, Row]:
        """Respondents, response and eNPS, by measure."""
        return {row["measure"]: row for row in read_csv(self.folder / "summary.csv")}

    @cached_property
    def distributions(self) -> dict[str, dict[str, Row]]:
        """Percentages, by question and by the `gist` of the answer."""
        found: dict[str, dict[str, Row]] = {}
        for row in read_csv(self.folder / "distributions.csv"):
            found.setdefault(row["question"], {})[row["answer_gist"]] = row
        return found


def read_aims(content: Content) -> Aims:
    """The aims that a survey names."""
    return Aims(HOME / content.survey["aims"]["folder"])


def comparison_rows(content: Content, aims: Aims) -> list[list[str | float | None]]:
    """The rows of `Comparisons`: comparison, subject, answer, value, n, sd."""
    return [
        [kind["name"], subject, answer, value, kind.get("n"), None]
        for column, kind in content.comparisons.items()
        for subject, answer, value in _figures(content, aims, column)
    ]


def _figures(content: Content, aims: Aims, column: str) -> Iterator[tuple[str, str | None, float]]:
    summary = aims.summary
    yield from _filled([("respondents", summary["respondents"][column])])
    yield from _filled([("response", summary["response_percentage"][column])], percent=True)
    for question in content.measured_by("enps"):
        yield from _filled([(question["question"], summary["enps"][column])])
    yield from _filled((theme, row[column]) for theme, row in aims.themes.items())
    yield from _filled((question, row[column]) for question, row in aims.questions.items())
    for question in content.measured_by("distribution"):
        by_gist = aims.distributions[question["question"]]
        for answer in content.scale(question["scale"]):
            found = _filled([("", by_gist[answer["gist"]][column])], percent=True)
            yield from ((question["question"], answer["answer"], v) for _, _, v in found)


def _filled(
    figures: Iterable[tuple[str, str]], percent: bool = False
) -> Iterator[tuple[str, None, float]]:
    """The figures that are not blank, percentages as fractions."""
    for subject, printed in figures:
        if printed:
            yield subject, None, float(printed) / (100 if percent else 1)
