"""Which metrics are on, by the table `Metrics` or by their own default."""

from __future__ import annotations

from collections.abc import Mapping

from meetlat.plugins.metrics import Metric
from meetlat.reading.catalogue import Catalogue


def metric_switches(catalogue: Catalogue, metrics: Mapping[str, Metric]) -> dict[str, int]:
    """The metrics that are on, each with its row in `Metrics`; -1 if it is not listed.

    A metric that is not listed has its own default (see `Metric.on`).
    """
    listed = dict(zip(catalogue.metrics["metric"], range(len(catalogue.metrics)), strict=True))
    rows = {name: listed.get(name, -1) for name in metrics}
    on = catalogue.metrics["on"]
    return {n: row for n, row in rows.items() if (metrics[n].is_on if row < 0 else on[row])}
