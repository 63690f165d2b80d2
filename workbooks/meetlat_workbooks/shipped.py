"""The metrics and theme rules that come with Meetlat, for the input tables."""

from collections.abc import Collection, Mapping
from importlib.metadata import entry_points

from meetlat.languages import LANGUAGES
from meetlat.plugins.manager import load_plugins
from meetlat_workbooks.multilingual import Multilingual

# The first metrics in the table.
ON_FIRST = ("likert", "themes", "enps", "distribution")


def metric_rows(
    language: str, words: Mapping[str, str], also_on: Collection[str] = ()
) -> list[list[str | None]]:
    """One row for each metric: its name, title, yes or no, questions and parameters.

    All are listed, so that recalculating adds no row to a new workbook. `also_on` are metrics that
    are on in this workbook, though usually off.
    """
    metrics = [m for m in load_plugins().metrics.values() if m.plugin in _ours()]
    places = {name: place for place, name in enumerate(ON_FIRST)}
    metrics.sort(key=lambda m: (not m.is_on, places.get(m.name, len(places)), m.name))
    return [
        [
            m.name,
            Multilingual({name: m.title_in(name) for name in LANGUAGES}, language),
            str(
                words["yes" if m.is_on or m.name in also_on else "no"]
            ),  # a plain text, as HR would type it
            None,
            None,  # the parameters follow the defaults of the code
        ]
        for m in metrics
    ]


def theme_rules() -> list[str]:
    """The names of the rules that score themes."""
    return [r.name for r in load_plugins().theme_rules.values() if r.plugin in _ours()]


def _ours() -> set[str]:
    """The plugins of this package, without others that are installed on this computer."""
    found = entry_points(group="meetlat")
    return {entry.value for entry in found if entry.dist and entry.dist.name == "meetlat"}
