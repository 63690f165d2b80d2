"""The hooks a plugin may implement; each is a verb, and each has a shipped plugin that uses it.

A plugin is a Python file (in the folder `plugins` beside the workbook) or an installed package
with an entry point in the group `meetlat`. It marks its functions with `meetlat.hookimpl`:

    from meetlat import hookimpl

    @hookimpl
    def register_metrics(register):
        register(my_metric)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

import pluggy

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl

    from meetlat.plugins.findings import Finding
    from meetlat.plugins.metrics import Metric
    from meetlat.plugins.result_table import ResultTable
    from meetlat.plugins.sources import Source
    from meetlat.plugins.theme_rules import ThemeRule
    from meetlat.reading.catalogue import Catalogue

hookspec = pluggy.HookspecMarker("meetlat")
hookimpl = pluggy.HookimplMarker("meetlat")


@hookspec
def register_metrics(register: Callable[[Metric], None]) -> None:
    """Offer metrics: call `register` with each."""


@hookspec
def register_theme_rules(register: Callable[[ThemeRule], None]) -> None:
    """Offer rules that score themes, which `Themes` may name: call `register` with each."""


@hookspec(firstresult=True)
def read_responses(file: Path) -> Source | pl.DataFrame | None:
    """Read a kind of file that Meetlat does not know: its answers, or None if it is not yours.

    Asked for every file with responses, before Meetlat reads it itself; the first plugin that
    gives something is the one that counts.
    """


@hookspec
def check_catalogue(catalogue: Catalogue) -> Iterable[Finding]:
    """Check rules of your own organisation; asked when the catalogue has no errors of its own."""
    raise NotImplementedError


@hookspec
def result_tables(report: Mapping[str, pl.DataFrame]) -> Iterable[ResultTable]:
    """Derive further tables from the tables of all metrics, such as a summary.

    `report` is the `meetlat.Report` with the tables made so far.
    """
    raise NotImplementedError
