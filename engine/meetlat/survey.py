"""A survey that was read, checked and counted once: the report of any group is made from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from meetlat.checking.rules import check_waves_apart, check_withheld
from meetlat.plugins.manager import Plugins
from meetlat.reading.catalogue import Catalogue
from meetlat.reading.responses.coding import Coded
from meetlat.reading.responses.responses import Responses
from meetlat.reading.responses.waves import Wave
from meetlat.scoring.all_groups import Everywhere
from meetlat.scoring.outcomes import Outcomes, outcomes_of
from meetlat.scoring.provenance import fingerprint_of_responses, last_run
from meetlat.scoring.results import Results
from meetlat.scoring.run import Given
from meetlat.scoring.score import score


class Computed(NamedTuple):
    """What is known before the report is written."""

    results: Results
    catalogue: Catalogue
    plugins: Plugins


@dataclass(frozen=True)
class Material:
    """What figures are made of.

    Attributes:
        responses: as given.
        file: that they were read from; None for a table of the workbook.
        coded: the same as codes.
        to_score: what may be shown of them.
        waves: the earlier waves.
        earlier: what may be shown of those, by comparison.
        plugins: that score them.
    """

    responses: Responses
    file: Path | None
    coded: Coded
    to_score: Given
    waves: list[Wave]
    earlier: Mapping[str, Given]
    plugins: Plugins

    @cached_property
    def scored(self) -> Outcomes:
        """What the metrics make of all groups."""
        return outcomes_of(self.to_score, self.plugins)

    @cached_property
    def scored_waves(self) -> Mapping[str, Outcomes]:
        """The same of the earlier waves, by comparison."""
        return {name: outcomes_of(given, self.plugins) for name, given in self.earlier.items()}

    @cached_property
    def fingerprints(self) -> tuple[str, Mapping[str, str]]:
        """Of the responses of now, and of those of each earlier wave."""
        of_waves = {w.comparison: fingerprint_of_responses(w.responses, w.file) for w in self.waves}
        return fingerprint_of_responses(self.responses, self.file), of_waves


@dataclass(frozen=True)
class Counted:
    """A survey, ready for a report of any group that was found.

    Attributes:
        results: what is the same for every group: problems, groups, who was invited.
        catalogue: of the survey.
        plugins: that score it.
        material: None where the workbook has errors.
    """

    results: Results
    catalogue: Catalogue
    plugins: Plugins
    material: Material | None = None

    def of_group(self, group: str) -> Computed:
        """What the report of one group shows.

        Args:
            group: as the setting `group` has it; blank: everyone.
        """
        settings = replace(self.catalogue.settings, group=group)
        catalogue = replace(self.catalogue, settings=settings)
        results = replace(
            self.results,
            settings=settings,
            problems=[*self.results.problems],
            waves={**self.results.waves},
            tables={},
            everywhere=Everywhere(),
        )
        if self.material is not None:
            _fill(results, catalogue, self.material)
        return Computed(results, catalogue, self.plugins)


def _fill(results: Results, catalogue: Catalogue, material: Material) -> None:
    results.problems += check_withheld(catalogue, results.groups)
    then = {w.comparison: (w.coded, results.waves[w.comparison].groups) for w in material.waves}
    results.problems += check_waves_apart(catalogue, (material.coded, results.groups), then)
    score(material.scored, results, material.scored_waves)
    results.add(last_run(results, catalogue, *material.fingerprints))
