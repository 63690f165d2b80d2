"""Find items that run against their theme: reverse-worded but not reverse-coded, or vice versa."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from meetlat.checking.plausibility.correlations import correlations_by_theme
from meetlat.checking.plausibility.keying import Correlations, against_the_rest
from meetlat.checking.plausibility.theme_members import Member, theme_members
from meetlat.formatting import Number
from meetlat.problems.problem import Problem
from meetlat.problems.text import listing
from meetlat.reading.catalogue import Catalogue
from meetlat.reading.responses.coding import CodedAnswers
from meetlat.reading.responses.scored import answer_table

# A correlation of fewer people says nothing.
FEWEST_ANSWERS = 20

# The problems found by correlation.
BY_ANSWERS = ("not-reversed", "reversed-wrongly", "against-each-other")


def check_reversals(catalogue: Catalogue, coded: CodedAnswers) -> Iterator[Problem]:
    """Remarks on items that run against the rest of their theme.

    The answers decide. If too few people answered, the catalogue does: an item is reported if it is
    the only one that is reverse-coded, or the only one that is not.
    """
    smallest = catalogue.settings.smallest_group
    fewest = max(FEWEST_ANSWERS, smallest)
    one_answer = {item.question for item in coded.items if item.column is not None}
    themes = {
        name: [member for member in members if member.question in one_answer]
        for name, members in theme_members(catalogue).items()
    }
    themes = {name: members for name, members in themes.items() if len(members) > 1}
    questions = {name: [m.question for m in members] for name, members in themes.items()}
    answers = answer_table(catalogue)
    for name, correlations in correlations_by_theme(coded, answers, questions, fewest):
        theme = Theme(catalogue, name, themes[name])
        if correlations.any_known:
            yield from theme.check_by_answers(correlations)
        elif smallest <= len(coded.frame) < FEWEST_ANSWERS:  # else another problem says why
            yield from theme.check_by_catalogue()


class Theme(NamedTuple):
    """A theme and the items that count in its score."""

    catalogue: Catalogue
    name: str
    members: Sequence[Member]

    def check_by_answers(self, correlations: Correlations) -> Iterator[Problem]:
        """The items that run against the rest, by their correlations."""
        few, rest = against_the_rest(correlations)
        if len(few) == len(rest):
            if correlations.opposed(few, rest):
                yield self._two_sides(few, rest, correlations)
            return
        for i in few:
            if correlations.opposed([i], rest):
                member = self.members[i]
                code = "reversed-wrongly" if member.reverse else "not-reversed"
                yield self._problem(member, code, self._facts([i], rest, correlations))

    def check_by_catalogue(self) -> Iterator[Problem]:
        """The only item that is reverse-coded, or the only one that is not."""
        for reverse in (True, False):
            same = [member for member in self.members if member.reverse is reverse]
            if len(same) == 1 and len(self.members) > 2:
                code = "only-reversed" if reverse else "only-unreversed"
                yield self._problem(same[0], code, {})

    def _two_sides(self, few: list[int], rest: list[int], correlations: Correlations) -> Problem:
        """Two halves that run against each other.

        The problem is at the only reverse-coded item, or else at the last item.
        """
        reverse = [member for member in self.members if member.reverse]
        at = reverse[0] if len(reverse) == 1 else self.members[-1]
        sides = sorted([few, rest], key=lambda side: at not in [self.members[i] for i in side])
        own, others = (listing(self.members[i].question for i in side) for side in sides)
        facts = {**self._facts(few, rest, correlations), "own": own, "others": others}
        return self._problem(at, "against-each-other", facts)

    def _facts(
        self, items: Sequence[int], others: Sequence[int], correlations: Correlations
    ) -> dict[str, object]:
        correlation = Number(correlations.between(items, others), 2)
        return {"correlation": correlation, "answers": correlations.answered(items, others)}

    def _problem(self, member: Member, code: str, facts: dict[str, object]) -> Problem:
        return self.catalogue.problem_at(
            "Questions", member.row, "reverse", code, member.question, theme=self.name, **facts
        )
