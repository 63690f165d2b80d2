"""The hooks a plugin may implement; each is a verb, and each has a shipped plugin that uses it.

A plugin is a Python file (in the folder `plugins` beside the workbook) or an installed package
with an entry point in the group `meetlat`. It marks its functions with `meetlat.hookimpl`:

    from meetlat import hookimpl

    @hookimpl
    def register_metrics(register):
        register(my_metric)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import pluggy

if TYPE_CHECKING:
    from meetlat.metrics import Metric
    from meetlat.results import Results, ResultTable

hookspec = pluggy.HookspecMarker("meetlat")
hookimpl = pluggy.HookimplMarker("meetlat")


@hookspec
def register_metrics(register: Callable[[Metric], None]) -> None:
    """Offer metrics: call `register` with each."""


@hookspec
def result_tables(results: Results) -> Iterable[ResultTable]:
    """Derive further tables from all results, such as a summary."""
    raise NotImplementedError
