"""The list that `meetlat plugins` prints: plugins by source, with their metrics and problems."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import wrap
from typing import Any, Literal

from meetlat.languages import Language, words
from meetlat.opening import opened
from meetlat.plugins import trust
from meetlat.plugins.folder import plugin_names
from meetlat.plugins.manager import Plugins, installed_plugins, load_plugins
from meetlat.plugins.metrics import Metric
from meetlat.plugins.parameters import BOUNDS, Parameter
from meetlat.plugins.switches import metric_switches
from meetlat.problems.problem import Problem
from meetlat.reading.catalogue import Catalogue, read_catalogue
from meetlat.reading.inputs import read_inputs


@dataclass
class Source:
    """A package with its version, or a folder, with the metrics of each plugin in it.

    `trusted` says why the plugins of a folder may run; it is blank for a package.
    """

    place: str
    trusted: trust.Reason | Literal[""] = ""
    plugins: dict[str, list[Metric]] = field(default_factory=dict)


@dataclass
class PluginReport:
    """The plugins of this computer and of a workbook, with their problems.

    `hooks` has the hooks that each plugin implements, and `on` the metrics that are on.
    """

    sources: list[Source]
    hooks: Mapping[str, list[str]]
    problems: list[Problem]
    on: set[str]
    language: Language = "en"


def survey_folder(place: Path | None) -> Path | None:
    """The plugin folder of a workbook or of a survey's folder, or the plugin folder itself."""
    if place is None:
        return None
    folder = place if place.is_dir() else place.parent
    if folder.resolve().name.casefold() == "plugins" and not (folder / "plugins").is_dir():
        return folder
    return folder / "plugins"


def plugin_report(workbook: Path | None, folder: Path | None) -> PluginReport:
    """Load all plugins that may run, and list them.

    The workbook switches metrics on and has a language; without one, metrics have their own
    defaults.

    Raises:
        xlengines.xlsx.Refused: the workbook cannot be read.
    """
    plugins = load_plugins(folder)
    catalogue = _catalogue(workbook) if workbook else None
    if catalogue is None:
        on = {name for name, metric in plugins.metrics.items() if metric.is_on}
    else:
        on = set(metric_switches(catalogue, plugins.metrics))
    language = catalogue.settings.language if catalogue else "en"
    sources = [*_installed(plugins), *_of_folder(plugins, folder)]
    return PluginReport(sources, plugins.hooks(), plugins.problems, on, language)


def _catalogue(workbook: Path) -> Catalogue:
    """Read the catalogue, and leave its problems to `meetlat check`."""
    with opened(workbook, save=False) as book:
        inputs = read_inputs(book)
    return read_catalogue(inputs.tables, inputs.names)[0]


def _installed(plugins: Plugins) -> Iterator[Source]:
    sources: dict[str, Source] = {}
    for entry in installed_plugins():
        place = f"{entry.dist.name} {entry.dist.version}" if entry.dist else "?"
        source = sources.setdefault(place, Source(place))
        source.plugins[entry.value] = _offered(plugins, entry.value)
    yield from sources.values()


def _of_folder(plugins: Plugins, folder: Path | None) -> Iterator[Source]:
    if folder is not None and folder.is_dir() and (files := plugin_names(folder)):
        names = [f"{folder.name}/{file}" for file in files]
        offered = {name: _offered(plugins, name) for name in names}
        yield Source(str(folder.resolve()), trust.trust_reason(folder), offered)


def _offered(plugins: Plugins, plugin: str) -> list[Metric]:
    return [metric for metric in plugins.metrics.values() if metric.plugin == plugin]


# As data


def as_data(report: PluginReport) -> dict[str, Any]:
    """The list for `--json`; names are stable, texts are in the survey's language."""
    return {
        "sources": [
            {
                "place": source.place,
                "trusted": source.trusted or "installed",
                "plugins": [
                    {
                        "plugin": name,
                        "hooks": report.hooks.get(name, []),
                        "metrics": [_metric_as_data(metric, report) for metric in metrics],
                    }
                    for name, metrics in source.plugins.items()
                ],
            }
            for source in report.sources
        ],
        "problems": [
            {
                "code": problem.code,
                "value": problem.value_in("en"),
                "problem": problem.sentence(report.language),
                "remedy": problem.remedy(report.language),
            }
            for problem in report.problems
        ],
    }


def _metric_as_data(metric: Metric, report: PluginReport) -> dict[str, Any]:
    return {
        "metric": metric.name,
        "on": metric.name in report.on,
        "title": metric.title_in(report.language),
        "description": metric.description_in(report.language),
        "table": metric.table,
        "asks": sorted(metric.asks),
        "parameters": [
            {
                "name": parameter.name,
                "type": parameter.kind.__name__,
                "several": parameter.several is not None,
                "default": parameter.default,
                "choices": list(parameter.choices),
                "bounds": dict(parameter.bounds),
            }
            for parameter in metric.parameters.values()
        ],
    }


# As text


# Characters for the names of metrics and plugins.
NAMES = 20


def as_text(report: PluginReport, width: int) -> Iterator[str]:
    """A line for each metric, below its source, with its parameters; the problems at the end."""
    said = words(report.language)
    for source in report.sources:
        trusted = f": {said[_reason(source.trusted)]}" if source.trusted else ""
        yield from wrap(f"{source.place}{trusted}", width)
        for name, metrics in source.plugins.items():
            if metrics:
                for metric in metrics:
                    yield from _of_metric(metric, report, width)
                if source.trusted:
                    yield from _row("", "", name, width)
            else:
                yield from _row(name, "", _hooks(report, name), width)
        yield ""
    if not report.sources:
        yield said["plugin_list.none"]
    for problem in report.problems:
        yield from wrap(problem.render(report.language), width)


def _reason(trusted: str) -> str:
    """The key of why plugins may run."""
    return f"plugin_list.{trusted.replace(' ', '_')}"


def _of_metric(metric: Metric, report: PluginReport, width: int) -> Iterator[str]:
    state = words(report.language)[f"plugin_list.{'on' if metric.name in report.on else 'off'}"]
    yield from _row(metric.name, state, metric.title_in(report.language), width)
    for parameter in metric.parameters.values():
        written = f"{parameter.name}={parameter.write(parameter.default, report.language)}"
        yield from _row("", "", f"{written} ({describe(parameter, report.language)})", width)


def describe(parameter: Parameter, language: Language) -> str:
    """The values that a parameter takes: `whole number, ≥ 1, ≤ 5`."""
    said = words(language).under("plugin_list")
    if parameter.choices:
        return " / ".join(parameter.write(choice, language) for choice in parameter.choices)
    bounds = [f"{BOUNDS[name][0]} {bound:g}" for name, bound in parameter.bounds.items()]
    several = [said["several"]] if parameter.several else []
    return ", ".join((said[parameter.kind.__name__], *several, *bounds))


def _hooks(report: PluginReport, name: str) -> str:
    hooks = report.hooks.get(name)
    return f"{words(report.language)['plugin_list.hooks']}: {', '.join(hooks)}" if hooks else ""


def _row(name: str, state: str, text: str, width: int) -> Iterator[str]:
    """Three columns; a long name gets a separate line."""
    lead = f"  {name:<{NAMES}} {state:<4}"
    lines: Iterable[str] = wrap(text, max(20, width - NAMES - 8)) or [""]
    if len(name) > NAMES:
        yield f"  {name}"
        lead = f"  {'':<{NAMES}} {state:<4}"
        lines = lines if text else []
    for line in lines:
        yield f"{lead} {line}".rstrip()
        lead = f"  {'':<{NAMES}} {'':<4}"
