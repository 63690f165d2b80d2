"""A problem: what is wrong in the workbook, where, and what to do about it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from meetlat.formatting import written
from meetlat.languages import Language
from meetlat.problems.messages import MESSAGES, SEVERITIES, Severity, Words
from meetlat.problems.text import brief

LONGEST_VALUE, LONGEST_FACT = 120, 500
"""Characters of what stands in a cell, and of anything else, in a sentence."""


@dataclass(frozen=True)
class Problem:
    """One fault or remark, as data; `sentence` and `remedy` put it in words.

    An *error* stops the recalculation before any result is written; a *remark* does not.
    `code` is stable, `facts` fill the message of that code, `sheet` and `cell` say where
    (blank where a problem has no cell) and `value` is what stands there. A number or a date among
    them is kept as such, for each language writes it in its own way.
    """

    code: str
    sheet: str = ""
    cell: str = ""
    value: Any = ""
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def severity(self) -> Severity:
        """`error` or `remark`, as its code says."""
        return MESSAGES[self.code].severity

    @property
    def is_error(self) -> bool:
        """Whether nothing may be recalculated until it is mended."""
        return self.severity == "error"

    def severity_in(self, language: Language) -> str:
        """`error` or `remark` in a language: `fout`, `opmerking`."""
        return SEVERITIES[self.severity][language][0]

    def value_in(self, language: Language) -> str:
        """What stands there, as that language writes it."""
        return written(self.value, language)

    @property
    def place(self) -> str:
        """`Questions!D7`, as far as it is known."""
        return "!".join(part for part in (self.sheet, self.cell) if part)

    def sentence(self, language: Language = "en") -> str:
        """What is wrong, in plain words; in which earlier wave, where it is of one (`wave`)."""
        told = self._worded(MESSAGES[self.code].problem, language)
        return f"{brief(wave, LONGEST_FACT)}: {told}" if (wave := self.facts.get("wave")) else told

    def remedy(self, language: Language = "en") -> str:
        """What to do about it; names the nearest right value where there is one."""
        message = MESSAGES[self.code]
        suggestion = self.facts.get("suggestion")
        return self._worded(message.suggest if suggestion else message.remedy, language)

    def sentences(self, language: Language = "en") -> tuple[str, str]:
        """What is wrong and what to do, each as a sentence that stands by itself."""
        told = self.sentence(language)
        return told[:1].upper() + told[1:], self.remedy(language)

    def _worded(self, words: Words, language: Language) -> str:
        # A fact may join the word before it with a blank of its own: "Themes (4x)".
        facts = {
            name: " " * fact.startswith(" ") + brief(fact, LONGEST_FACT)
            for name, fact in ((n, written(f, language)) for n, f in self.facts.items())
        }
        value = brief(self.value_in(language), LONGEST_VALUE)
        told = words[language].format(value=value, **facts)
        return told[:-1] if told.endswith("..") else told  # "n.v.t." ends a sentence itself

    def __str__(self) -> str:
        """`Questions!D7: the theme "werkdrk" is not in Themes. Did you mean "werkdruk"?`."""
        return self.render()

    def render(self, language: Language = "en") -> str:
        """The whole message on one line."""
        if not self.place:
            return " ".join(self.sentences(language))
        return f"{self.place}: {self.sentence(language)} {self.remedy(language)}"


def in_order(problems: Iterable[Problem], sheets: Sequence[str]) -> list[Problem]:
    """Errors first; of each, what is about no sheet, then by sheet, row and column.

    `sheets` are those of the workbook in their order; places elsewhere (a file of responses) come
    after them. Problems of one cell stay in the order in which they were found.
    """
    positions = {sheet: position for position, sheet in enumerate(sheets)}

    def key(problem: Problem) -> tuple[bool, bool, int, str, int, int]:
        position = positions.get(problem.sheet, len(positions))
        elsewhere = problem.sheet if position == len(positions) else ""
        row_and_column = _row_and_column(problem.cell)
        return not problem.is_error, bool(problem.sheet), position, elsewhere, *row_and_column

    return sorted(problems, key=key)


def _row_and_column(cell: str) -> tuple[int, int]:
    """`D7` as 7 and 4; 0 and 0 for a sheet as a whole."""
    found = re.fullmatch(r"([A-Z]+)([0-9]+)", cell)
    column = 0
    for letter in found[1] if found else "":
        column = 26 * column + ord(letter) - 64
    return (int(found[2]), column) if found else (0, 0)
