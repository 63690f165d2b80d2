"""Find items that run against their theme: reverse-worded but not reverse-coded, or vice versa."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from meetlat import AnsweredSurvey, Finding, Number
from meetlat_plausibility.correlations import correlations_by_theme
from meetlat_plausibility.keying import Correlations, against_the_rest
from meetlat_plausibility.texts import finding
from meetlat_plausibility.theme_members import Member, theme_members

# A correlation of fewer people says nothing.
FEWEST_ANSWERS = 20


class Reversal(NamedTuple):
    """An item that runs against the rest of its theme, and the rule that found it.

    `facts` is empty if the catalogue decided, and not the answers.
    """

    code: str
    theme: str
    member: Member
    facts: Mapping[str, object]

    def finding(self) -> Finding:
        """The remark on it."""
        return finding(self.code, *self._cell, self._facts)

    def finding_of_wave(self, wave: AnsweredSurvey) -> Finding:
        """The remark on it if it runs against its theme in an earlier wave only."""
        facts = {**self._facts, "comparison": wave.name}
        return finding("wave-against-theme", *self._cell, facts, wave)

    @property
    def _cell(self) -> tuple[str, int, str]:
        return "Questions", self.member.row, "reverse"

    @property
    def _facts(self) -> dict[str, object]:
        return {**self.facts, "value": self.member.question, "theme": self.theme}


def check_reversals(survey: AnsweredSurvey) -> Iterator[Finding]:
    """Remarks on items that run against the rest of their theme.

    If one does so in an earlier wave only, the coding of its answers has changed, not the question.
    A theme with a remark on the current answers has none on earlier ones.
    """
    found = list(reversals(survey))
    yield from (reversal.finding() for reversal in found)
    reported = {reversal.theme for reversal in found if reversal.facts}
    for wave in survey.waves:
        for reversal in reversals(wave):
            if reversal.facts and reversal.theme not in reported:
                yield reversal.finding_of_wave(wave)


def reversals(survey: AnsweredSurvey) -> Iterator[Reversal]:
    """The items that run against the rest of their theme.

    The answers decide. If too few people answered, the catalogue does: an item is reported if it is
    the only one that is reverse-coded, or the only one that is not.
    """
    catalogue, one_answer = survey.catalogue, survey.single
    smallest = catalogue.settings.smallest_group
    fewest = max(FEWEST_ANSWERS, smallest)
    themes = {
        name: [member for member in members if member.question in one_answer]
        for name, members in theme_members(catalogue).items()
    }
    themes = {name: members for name, members in themes.items() if len(members) > 1}
    questions = {name: [m.question for m in members] for name, members in themes.items()}
    for name, correlations in correlations_by_theme(survey, questions, fewest):
        theme = Theme(name, themes[name])
        if correlations.any_known:
            yield from theme.check_by_answers(correlations)
        elif smallest <= len(survey.codes) < FEWEST_ANSWERS:  # else another problem says why
            yield from theme.check_by_catalogue()


class Theme(NamedTuple):
    """A theme and the items that count in its score."""

    name: str
    members: Sequence[Member]

    def check_by_answers(self, correlations: Correlations) -> Iterator[Reversal]:
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
                yield Reversal(code, self.name, member, self._facts([i], rest, correlations))

    def check_by_catalogue(self) -> Iterator[Reversal]:
        """The only item that is reverse-coded, or the only one that is not."""
        for reverse in (True, False):
            same = [member for member in self.members if member.reverse is reverse]
            if len(same) == 1 and len(self.members) > 2:
                code = "only-reversed" if reverse else "only-unreversed"
                yield Reversal(code, self.name, same[0], {})

    def _two_sides(self, few: list[int], rest: list[int], correlations: Correlations) -> Reversal:
        """Two halves that run against each other.

        The remark is on the only reverse-coded item, or else on the last item.
        """
        reverse = [member for member in self.members if member.reverse]
        at = reverse[0] if len(reverse) == 1 else self.members[-1]
        sides = sorted([few, rest], key=lambda side: at not in [self.members[i] for i in side])
        own, others = (", ".join(self.members[i].question for i in side) for side in sides)
        facts = {**self._facts(few, rest, correlations), "own": own, "others": others}
        return Reversal("against-each-other", self.name, at, facts)

    def _facts(
        self, items: Sequence[int], others: Sequence[int], correlations: Correlations
    ) -> dict[str, object]:
        correlation = Number(correlations.between(items, others), 2)
        return {"correlation": correlation, "answers": correlations.answered(items, others)}
