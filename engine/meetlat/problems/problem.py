"""A problem: what is wrong in the workbook, where it is, and how to fix it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from meetlat.formatting import written
from meetlat.languages import Language, words
from meetlat.problems.severities import SEVERITIES, Severity
from meetlat.problems.text import brief

# The most characters in a message of the value of a cell, and of any other fact.
LONGEST_VALUE, LONGEST_FACT = 120, 500

# The facts that are whole sentences, such as those of a plugin, and their most characters.
SENTENCES, LONGEST_SENTENCE = ("words", "remedy"), 2_000


@dataclass(frozen=True)
class Place:
    """A sheet and a cell in it; blank if a problem has no cell."""

    sheet: str = ""
    cell: str = ""

    def problem(self, code: str, value: Any = "", /, **facts: Any) -> Problem:
        """A problem in this cell."""
        return Problem(code, self.sheet, self.cell, value, facts)

    def __str__(self) -> str:
        """`Questions!D7`, or the part of it that is known."""
        return "!".join(part for part in (self.sheet, self.cell) if part)


@dataclass(frozen=True)
class Problem:
    """One error or remark, as data; `sentence` and `remedy` put it into words.

    An *error* stops the recalculation before any result is written; a *remark* does not. Numbers
    and dates in `value` and `facts` stay numbers and dates, because each language writes them in
    its own way.

    Attributes:
        code: the kind of problem; codes do not change.
        sheet: the sheet; blank if the problem has none.
        cell: the cell; blank if the problem has none.
        value: the value of the cell.
        facts: what the message of this code needs, by name.
        message: the code whose message and severity it has; by default its own. Problems of
            plugins have codes that Meetlat does not know.
    """

    code: str
    sheet: str = ""
    cell: str = ""
    value: Any = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    message: str = ""

    @property
    def severity(self) -> Severity:
        """`error` or `remark`, depending on the code."""
        return SEVERITIES[self.message or self.code]

    @property
    def is_error(self) -> bool:
        """Whether it stops the recalculation until it is fixed."""
        return self.severity == "error"

    def severity_in(self, language: Language) -> str:
        """`error` or `remark` in a language: `fout`, `opmerking`."""
        return words(language)[f"severity.{self.severity}"]

    def value_in(self, language: Language) -> str:
        """The value, as that language writes it."""
        return written(self.value, language)

    @property
    def place(self) -> str:
        """`Questions!D7`, or the part of it that is known."""
        return str(Place(self.sheet, self.cell))

    def sentence(self, language: Language = "en") -> str:
        """What is wrong, starting with the earlier wave if it is about one (the fact `wave`)."""
        text = self._worded(f"{self._texts}.problem", language)
        return f"{brief(wave, LONGEST_FACT)}: {text}" if (wave := self.facts.get("wave")) else text

    def remedy(self, language: Language = "en") -> str:
        """How to fix it, with the nearest valid value if there is one."""
        return self._worded(self._remedy_key(language), language)

    def sentences(self, language: Language = "en") -> tuple[str, str]:
        """What is wrong and how to fix it, as two complete sentences."""
        sentence = self.sentence(language)
        return sentence[:1].upper() + sentence[1:], self.remedy(language)

    def _remedy_key(self, language: Language) -> str:
        """The key of the remedy, which is another one if there is a suggestion."""
        if not self.facts.get("suggestion"):
            return f"{self._texts}.remedy"
        own = f"{self._texts}.suggest"
        return own if own in words(language) else "problems.did_you_mean"

    @property
    def _texts(self) -> str:
        return f"problems.{self.message or self.code}"

    def _worded(self, key: str, language: Language) -> str:
        # A fact may start with a blank that separates it from the word before it: "Themes (4x)".
        facts = {
            name: " " * fact.startswith(" ") + brief(fact, _most(name))
            for name, fact in ((n, written(f, language)) for n, f in self.facts.items())
        }
        value = brief(self.value_in(language), LONGEST_VALUE)
        text = words(language).text(key, value=value, **facts)
        # A fact may end the sentence itself: "n.v.t.", or the question of a plugin.
        return text[:-1] if text.endswith(("..", "?.")) else text

    def __str__(self) -> str:
        """`Questions!D7: the theme "werkdrk" is not in Themes. Did you mean "werkdruk"?`."""
        return self.render()

    def render(self, language: Language = "en") -> str:
        """The whole message on one line."""
        if not self.place:
            return " ".join(self.sentences(language))
        return f"{self.place}: {self.sentence(language)} {self.remedy(language)}"


def _most(name: str) -> int:
    """The most characters of a fact in a message."""
    return LONGEST_SENTENCE if name in SENTENCES else LONGEST_FACT


def has_errors(problems: Iterable[Problem]) -> bool:
    """Whether any of them stops the recalculation."""
    return any(problem.is_error for problem in problems)


def in_order(problems: Iterable[Problem], sheets: Sequence[str]) -> list[Problem]:
    """Sort problems: errors first, then those without a sheet, then by sheet, row and column.

    `sheets` are the sheets of the workbook in their order. Other places, such as a file of
    responses, come after them. Problems in the same cell keep their order.
    """
    positions = {sheet: position for position, sheet in enumerate(sheets)}

    def key(problem: Problem) -> tuple[bool, bool, int, str, int, int]:
        position = positions.get(problem.sheet, len(positions))
        elsewhere = "" if problem.sheet in positions else problem.sheet
        row_and_column = _row_and_column(problem.cell)
        return not problem.is_error, bool(problem.sheet), position, elsewhere, *row_and_column

    return sorted(problems, key=key)


def _row_and_column(cell: str) -> tuple[int, int]:
    """`D7` as 7 and 4; 0 and 0 for a whole sheet."""
    found = re.fullmatch(r"([A-Z]+)([0-9]+)", cell)
    column = 0
    for letter in found[1] if found else "":
        column = 26 * column + ord(letter) - 64
    return (int(found[2]), column) if found else (0, 0)
