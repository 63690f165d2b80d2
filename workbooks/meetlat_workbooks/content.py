"""The tables and settings of a survey, read from the files in its folder of `content/`."""

import csv
import tomllib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

HOME = Path(__file__).parent
Row = dict[str, str]


def read_csv(path: Path) -> list[Row]:
    """Read a CSV file with a header; blanks stay empty strings."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@dataclass(frozen=True)
class Content:
    """A survey's settings and tables, as HR would have typed them."""

    folder: Path

    @cached_property
    def survey(self) -> dict[str, Any]:
        """The settings, segments, aims and the recipe of the synthetic answers."""
        return tomllib.loads((self.folder / "survey.toml").read_text(encoding="utf-8"))

    @cached_property
    def themes(self) -> list[Row]:
        """One row for each theme, in the order of the report."""
        return read_csv(self.folder / "themes.csv")

    @cached_property
    def questions(self) -> list[Row]:
        """One row for each question, in the order in which they were asked."""
        return read_csv(self.folder / "questions.csv")

    @cached_property
    def scales(self) -> list[Row]:
        """One row for each answer; `gist` links it to a published figure."""
        return read_csv(self.folder / "scales.csv")

    @cached_property
    def organisation(self) -> list[Row]:
        """One row for each team, with its parents and its number of respondents."""
        return read_csv(self.folder / "organisation.csv")

    @cached_property
    def about(self) -> dict[str, list[dict[str, Any]]]:
        """The chapters of the reading guide in each language: `heading` and `lines`."""
        file = self.folder / self.survey.get("guide", "about.toml")
        return tomllib.loads(file.read_text(encoding="utf-8"))

    @property
    def comparisons(self) -> dict[str, dict[str, Any]]:
        """The comparisons of the report: a `name` (and perhaps `n`) for a column of the aims."""
        kinds = self.survey["aims"]["comparisons"].items()
        return {column: kind | {"name": kind["name"][self.language]} for column, kind in kinds}

    @property
    def comparison_names(self) -> list[str]:
        """The comparisons as columns of the report."""
        return [kind["name"] for kind in self.comparisons.values()]

    @property
    def groups(self) -> int:
        """The number of groups: everyone, and those of each segment."""
        bands = {b["segment"]: b["shares"] for b in self.survey["synthetic"].get("bands", [])}
        return 1 + sum(
            len(bands.get(name) or {row[name] for row in self.organisation})
            for name in (segment["segment"] for segment in self.survey["segments"])
        )

    @property
    def language(self) -> str:
        """The language of the report."""
        return self.survey["settings"]["language"]

    def setting(self, name: str) -> Any:
        """A setting; in the survey's language if it differs between languages."""
        value = self.survey["settings"].get(name)
        return value[self.language] if isinstance(value, dict) else value

    def scale(self, name: str) -> list[Row]:
        """The answers of one scale, in order."""
        return [row for row in self.scales if row["scale"] == name]

    def measured_by(self, metric: str) -> list[Row]:
        """The questions of a metric; a blank metric means `likert`."""
        return [row for row in self.questions if (row["metric"] or "likert") == metric]


def read_content(name: str) -> Content:
    """The content of a survey by its folder's name."""
    return Content(HOME / "content" / name)


def is_multiple(question: Row) -> bool:
    """Whether a question has one column for each of its answers."""
    return question["column"].endswith("*")


def counts_in_theme(question: Row) -> bool:
    """Whether a scored question counts in its theme's score."""
    return question["weight"] != "0"
