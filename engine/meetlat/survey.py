"""A survey that was read, checked and counted once, and the report of any of its groups."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from meetlat.counting.survey import CountedSurvey
from meetlat.groups import parse_group
from meetlat.plugins.manager import Plugins
from meetlat.problems.problem import Problem
from meetlat.reading.catalogue import Catalogue
from meetlat.scoring.provenance import fingerprint_of_catalogue, last_run
from meetlat.scoring.report import Report
from meetlat.scoring.score import Scorer


@dataclass(frozen=True)
class Survey:
    """A survey that was read, checked and counted once; the report of any group is made from it.

    Attributes:
        catalogue: the input tables as typed frames.
        plugins: the plugins that score it.
        problems: the problems that are the same for every group.
        counted: what was counted; None if there are errors.
    """

    catalogue: Catalogue
    plugins: Plugins
    problems: list[Problem]
    counted: CountedSurvey | None = None

    def report(self, group: str) -> Report:
        """Score the survey for one group, written as in the setting `group`."""
        if self._scorer is None:
            return Report(self.catalogue, metrics=self.plugins.metrics, problems=[*self.problems])
        report, found = self._scorer.score(parse_group(group, self.catalogue.segments["segment"]))
        report.problems = [*self.problems, *found]
        report.add(last_run(report, self._scorer.fingerprints))
        return report

    @property
    def fingerprints(self) -> Sequence[str]:
        """What tells whether the catalogue and the responses are those of another time."""
        files = self._scorer.fingerprints if self._scorer else None
        responses = [files.responses, *files.waves.values()] if files else []
        return [fingerprint_of_catalogue(self.catalogue), *responses]

    def prepare(self, groups: Iterable[str]) -> None:
        """Announce the next reports, so that their figures are computed together.

        Some hundreds at a time are fastest; reports of other groups can still be made.
        """
        if self._scorer is not None:
            segments = self.catalogue.segments["segment"]
            self._scorer.prepare([parse_group(group, segments) for group in groups])

    @cached_property
    def _scorer(self) -> Scorer | None:
        return Scorer(self.counted) if self.counted else None
