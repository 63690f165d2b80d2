"""What a story needs of a report: figures with their comparisons, and sentences."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cached_property

from meetlat.groups import WHOLE, Group
from meetlat.languages import words
from meetlat.reporting.figures import TABLES, Compared, Figures, Row
from meetlat.reporting.story.content import Run, Scored, Sentence
from meetlat.scoring.report import Report

# Around a name in a sentence, until the sentence is split into runs.
STRONG, WEAK = "\x02", "\x03"


class Facts(Figures):
    """The figures of a report and the sentences about them, in the language of the survey."""

    def __init__(self, report: Report) -> None:
        super().__init__(report)
        self._words = words(self.language)

    # Texts

    def text(self, key: str, n: int | None = None, /, **facts: object) -> str:
        """A text of the section `story`; `n` chooses its plural form."""
        return self._words.text(f"story.{key}", n, **facts)

    def sentence(self, key: str, n: int | None = None, /, **facts: object) -> Sentence:
        """A text as runs: the names in it that `strong` marked are strong."""
        parts = re.split(f"({STRONG}.*?{WEAK})", self.text(key, n, **facts), flags=re.DOTALL)
        return [Run(p.strip(STRONG + WEAK), p.startswith(STRONG)) for p in parts if p]

    def strong(self, name: str) -> str:
        """A name that stands out in a sentence."""
        return f"{STRONG}{name}{WEAK}"

    def listed(self, names: Iterable[str]) -> str:
        """`A, B and C`."""
        *first, last = names
        return self.text("and", first=", ".join(first), last=last) if first else last

    # Tables

    @property
    def of_group(self) -> bool:
        """Whether the report is that of one group, and not of the whole organisation."""
        return self.report.group != WHOLE

    @property
    def organisation(self) -> str:
        """The name of the organisation."""
        return self.report.settings.organisation or self.text("organisation")

    @cached_property
    def themes(self) -> list[Scored]:
        """The themes with a score, from high to low."""
        return sorted(self.themes_by_key.values(), key=_from_high_to_low)

    @cached_property
    def questions(self) -> list[Scored]:
        """The questions with a score, from high to low."""
        return sorted(self.questions_by_key.values(), key=_from_high_to_low)

    @cached_property
    def themes_by_key(self) -> dict[str, Scored]:
        """The themes with a score."""
        return self._scored("ThemeScores", lambda row: row["name"])

    @cached_property
    def questions_by_key(self) -> dict[str, Scored]:
        """The questions with a score."""
        return self._scored("QuestionScores", self.question)

    def _scored(self, table: str, name: Callable[[Row], str]) -> dict[str, Scored]:
        rows = [row for row in self.rows(table) if row["score"] is not None]
        return {row[TABLES[table].subject]: self.scored(table, row, name(row)) for row in rows}

    def question(self, row: Row) -> str:
        """The text of the question of a row, marked if it is reverse-coded."""
        return f"{row['text']} {self.reversal(row)}".strip()

    def reversal(self, row: Row) -> str:
        """`(reversed)` if the question of a row is reverse-coded; else blank."""
        return self.text("reversed") if row["question"] in self.reverse_coded else ""

    def scored(self, table: str, row: Row, name: str) -> Scored:
        """A row of a table with all its comparisons."""
        own = self.main(table, row[TABLES[table].column])
        compared = [self.compared(table, row, other) for other in self.comparisons]
        return Scored(name, own, compared)

    def is_tested(self, comparison: str | None) -> bool:
        """Whether every theme was tested against a comparison.

        Only then does the absence of marks mean that no theme differs clearly.
        """
        own = [significant for name, significant in self._tests_of_themes if name == comparison]
        needs_test = self.report.settings.mark_differences != "remarkable"
        return bool(own) and not (needs_test and None in own)

    @cached_property
    def _tests_of_themes(self) -> list[tuple[str, str | None]]:
        """The comparison of each difference of a theme, and whether it is significant."""
        if "Differences" not in self.report:
            return []
        columns = ("table", "comparison", "significant")
        rows = zip(*(self.report["Differences"][c].to_list() for c in columns), strict=True)
        return [(name, significant) for table, name, significant in rows if table == "ThemeScores"]

    @cached_property
    def parent(self) -> Group | None:
        """The group that the group of the report lies in, if it may be shown."""
        parent = self.report.groups.parents.get(self.report.group)
        return parent if parent and self.scores_of_parent else None

    @cached_property
    def scores_of_parent(self) -> dict[str, float]:
        """The theme scores of the group that it lies in, by the name of the theme."""
        parent = self.report.groups.parents.get(self.report.group)
        if parent is None or "ThemeScores" not in self.report.all_groups:
            return {}
        return self.report.once(_theme_scores, parent)

    def name_of_group(self) -> str:
        """The name of the group of the report; blank for the whole organisation."""
        return self.report.group.name


def beside(scored: Scored, comparison: str | None) -> Compared | None:
    """A figure's difference from one comparison; None if that has no figure."""
    found = (one for one in scored.compared if one.name == comparison)
    return next((one for one in found if one.difference.value is not None), None)


def _theme_scores(report: Report, group: Group) -> dict[str, float]:
    """The theme scores of a group, by the name of the theme."""
    rows = group.rows_of(report.all_groups["ThemeScores"]).select("theme", "score")
    names = report.catalogue.theme_names
    return {names[theme]: score for theme, score in rows.iter_rows() if score is not None}


def _from_high_to_low(scored: Scored) -> float:
    return -(scored.score.value or 0.0)
