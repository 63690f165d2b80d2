"""Find plugins, load each by itself, and say which one is to blame.

Plugins come from installed packages (entry points, group `meetlat`) and from a folder. A plugin
is code and runs with the rights of whoever recalculates, so those of a folder run only where they
may (`meetlat.trust`); a broken one takes nothing else down.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, cast

import pluggy

from meetlat import hookspecs
from meetlat.metrics import Metric, MetricError
from meetlat.problem import Problem, listing
from meetlat.responses import Responses, Unreadable
from meetlat.sources import as_source, responses_of
from meetlat.trust import MayRun, NotAllowed, nobody, open_plugins

if TYPE_CHECKING:
    from meetlat.catalogue import Catalogue
    from meetlat.findings import Finding
    from meetlat.results import Results, ResultTable

GROUP = "meetlat"


class Plugins:
    """The plugins that could be loaded, the metrics they offer, and what was wrong with others.

    Attributes:
        metrics: by name, in the order in which they were found.
        problems: one for each plugin or metric that was left out.
        left_out: names that files which were left out define; their metrics are among them.
    """

    def __init__(self) -> None:
        self.metrics: dict[str, Metric] = {}
        self.problems: list[Problem] = []
        self.left_out: set[str] = set()
        self._dropped: set[str] = set()
        self._manager = pluggy.PluginManager(GROUP)
        self._manager.add_hookspecs(hookspecs)

    def load_installed(self) -> None:
        """Every installed package that has an entry point for us."""
        for entry in sorted(entry_points(group=GROUP), key=lambda e: e.name):
            self._load(entry.value, entry.load)

    def load_folder(self, folder: Path, may_run: MayRun = nobody) -> None:
        """Every Python file in a folder, save those whose name begins with `_`, if they may run."""
        try:
            modules, names = open_plugins(folder, may_run)
        except NotAllowed as why:
            self.problems.append(why.problem)
            self.left_out |= why.functions
            return
        for name in names:
            known = len(self.problems)
            self._dropped.add(f"{folder.name}/{name}")
            self._load(f"{folder.name}/{name}", lambda name=name: modules.load(name))
            if len(self.problems) > known:
                self.left_out |= modules.functions(name)

    def add(self, module: Any, name: str) -> None:
        """Take in a plugin that is already imported: a module, or an object with hooks."""
        try:
            self._manager.register(module, name=name)
            self._manager.check_pending()
        except pluggy.PluginValidationError as fault:
            self._leave_out(module, name, fault)
            return
        for implementation in self._manager.hook.register_metrics.get_hookimpls():
            if implementation.plugin is module:
                implementation.function(lambda metric: self._offer(metric, name))

    def check(self, catalogue: Catalogue) -> list[Problem]:
        """What the rules of plugins find in a catalogue; one that fails is named."""
        problems: list[Problem] = []
        for implementation in self._manager.hook.check_catalogue.get_hookimpls():
            name = implementation.plugin_name
            try:
                found = cast("Iterable[Finding]", implementation.function(catalogue))
                problems += [finding.in_catalogue(catalogue, name) for finding in found]
            except (Exception, SystemExit) as fault:
                facts = {"reason": blame(fault)}
                problems.append(Problem("rules-failed", value=name, facts=facts))
        return problems

    def read_responses(self, file: Path) -> tuple[Responses | None, list[Problem]]:
        """What the first plugin reads that knows this kind of file; None if none does.

        Those of the folder are asked first.

        Raises:
            Unreadable: the plugin failed. No other is asked, for what that makes of the file may
                be wrong, and nobody would know.
        """
        for implementation in reversed(self._manager.hook.read_responses.get_hookimpls()):
            name = implementation.plugin_name
            try:
                given = implementation.function(file)
                if given is not None:
                    source = as_source(given)
                    found = [finding.problem(name) for finding in source.findings]
                    return responses_of(source, file.name), found
            except ModuleNotFoundError as fault:
                package = (fault.name or "").partition(".")[0]
                raise Unreadable("source-needs", plugin=name, package=package) from fault
            except (Exception, SystemExit) as fault:
                raise Unreadable("source-failed", plugin=name, reason=blame(fault)) from fault
        return None, []

    def derive_tables(self, results: Results) -> None:
        """Add the tables that plugins derive from all results; one that fails is named there."""
        for implementation in self._manager.hook.result_tables.get_hookimpls():
            try:
                for table in cast("Iterable[ResultTable]", implementation.function(results)):
                    results.add(table)
            except (Exception, SystemExit) as fault:
                facts = {"reason": blame(fault)}
                name = implementation.plugin_name
                results.problems.append(Problem("tables-failed", value=name, facts=facts))

    def _load(self, name: str, load: Callable[[], ModuleType]) -> None:
        try:
            self.add(load(), name)
        except (Exception, SystemExit) as fault:
            facts = {"reason": blame(fault)}
            self.problems.append(Problem("plugin-broken", value=name, facts=facts))

    def _offer(self, metric: Metric, plugin: str) -> None:
        if not isinstance(metric, Metric):
            raise MetricError(f"{metric!r} is no metric; write @metric(...) above the function")
        if metric.name in self.metrics:
            other = self.metrics[metric.name].plugin
            facts = {"other": other, "plugin": plugin}
            self.problems.append(Problem("metric-twice", value=metric.name, facts=facts))
        else:
            self.metrics[metric.name] = metric.from_plugin(plugin, dropped=plugin in self._dropped)

    def _leave_out(self, module: Any, name: str, fault: pluggy.PluginValidationError) -> None:
        """A hook that does not exist, or that asks for what it cannot get."""
        known = [n for n in vars(hookspecs) if hasattr(getattr(hookspecs, n), "meetlat_spec")]
        marked = [n for n in dir(module) if hasattr(getattr(module, n), "meetlat_impl")]
        if self._manager.is_registered(module):
            self._manager.unregister(module)
        wrong = next((n for n in marked if n not in known), None)
        if wrong is None:
            facts = {"reason": str(fault).splitlines()[-1]}
            self.problems.append(Problem("plugin-broken", value=name, facts=facts))
        else:
            facts = {"hook": wrong, "known": listing(known)}
            self.problems.append(Problem("hook-unknown", value=name, facts=facts))


def load_plugins(folder: Path | None = None, may_run: MayRun = nobody) -> Plugins:
    """All installed plugins and those in a folder, if they may run (see `meetlat.trust`)."""
    plugins = Plugins()
    plugins.load_installed()
    if folder is not None and folder.is_dir():
        plugins.load_folder(folder, may_run)
    return plugins


def blame(fault: BaseException) -> str:
    """The author's own words of an exception, with the last line of theirs that ran."""
    words = f"{type(fault).__name__}: {fault}" if str(fault) else type(fault).__name__
    if isinstance(fault, SyntaxError) and fault.filename:
        return f"{words} ({Path(fault.filename).name}, line {fault.lineno})"
    frames = [f for f in traceback.extract_tb(fault.__traceback__) if _is_authors(f.filename)]
    if not frames:
        return words
    line = [f.lineno for f in frames if f.filename == frames[0].filename][-1]
    return f"{words} ({Path(frames[0].filename).name}, line {line})"


def _is_authors(filename: str) -> bool:
    """Whether a frame is not ours and not Python's own import machinery."""
    return Path(__file__).parent not in Path(filename).parents and "<frozen" not in filename
