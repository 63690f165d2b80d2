"""Items that go against their theme: put the other way round, or reverse-coded without being so."""

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

# A correlation of fewer people says nothing; nor does one of fewer than may be shown.
FEWEST_ANSWERS = 20

# What the answers themselves tell.
BY_ANSWERS = ("not-reversed", "reversed-wrongly", "against-each-other")


def reversals(catalogue: Catalogue, coded: CodedAnswers) -> Iterator[Problem]:
    """Remarks on items that go against the rest of their theme.

    Answers decide. Where too few answered, the catalogue does: an item that alone is reverse-coded,
    or alone is not.
    """
    smallest = catalogue.settings.smallest_group
    fewest = max(FEWEST_ANSWERS, smallest)
    one_answer = {item.question for item in coded.items if item.column is not None}
    themes = {
        theme: found
        for theme, members in theme_members(catalogue).items()
        if len(found := [m for m in members if m.question in one_answer]) > 1
    }
    questions = {theme: [m.question for m in members] for theme, members in themes.items()}
    known = correlations_by_theme(coded, answer_table(catalogue), questions, fewest)
    for name, correlations in known:
        theme = Theme(catalogue, name, themes[name])
        if correlations.any_known:
            yield from theme.by_answers(correlations)
        elif smallest <= len(coded.frame) < FEWEST_ANSWERS:  # else it is told why there are none
            yield from theme.by_catalogue()


class Theme(NamedTuple):
    """The items of a theme that its score is made of."""

    catalogue: Catalogue
    name: str
    members: Sequence[Member]

    def by_answers(self, correlations: Correlations) -> Iterator[Problem]:
        """Items that the answers say run against the rest."""
        few, rest = against_the_rest(correlations)
        if len(few) == len(rest):
            if correlations.opposed(few, rest):
                yield self._of_two_sides(few, rest, correlations)
            return
        for i in few:
            if correlations.opposed([i], rest):
                member = self.members[i]
                code = "reversed-wrongly" if member.reverse else "not-reversed"
                yield self._problem(member, code, self._facts([i], rest, correlations))

    def by_catalogue(self) -> Iterator[Problem]:
        """The one item that is coded otherwise than all the others, if there is just one."""
        for reverse in (True, False):
            odd = [member for member in self.members if member.reverse is reverse]
            if len(odd) == 1 and len(self.members) > 2:
                code = "only-reversed" if reverse else "only-unreversed"
                yield self._problem(odd[0], code, {})

    def _of_two_sides(self, few: list[int], rest: list[int], known: Correlations) -> Problem:
        """At the item that is reverse-coded, if only one is, else at the last."""
        reverse = [member for member in self.members if member.reverse]
        at = reverse[0] if len(reverse) == 1 else self.members[-1]
        sides = sorted([few, rest], key=lambda side: at not in [self.members[i] for i in side])
        own, others = (listing(self.members[i].question for i in side) for side in sides)
        facts = {**self._facts(few, rest, known), "own": own, "others": others}
        return self._problem(at, "against-each-other", facts)

    def _facts(
        self, items: Sequence[int], others: Sequence[int], known: Correlations
    ) -> dict[str, object]:
        correlation = Number(known.between(items, others), 2)
        return {"correlation": correlation, "answers": known.answered(items, others)}

    def _problem(self, member: Member, code: str, facts: dict[str, object]) -> Problem:
        return self.catalogue.problem_at(
            "Questions", member.row, "reverse", code, member.question, theme=self.name, **facts
        )
