"""Find plugins, load each by itself, and say which one is to blame.

Plugins come from installed packages (entry points, group `meetlat`) and from a folder. A plugin
is code and runs with the rights of whoever recalculates, so those of a folder run only where they
may (`meetlat.plugins.trust`); a broken one takes nothing else down.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, is_dataclass, replace
from functools import partial
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, TypeVar

import pluggy
import polars as pl

from meetlat import log as logbook
from meetlat.plugins import hooks as hookspecs
from meetlat.plugins.blame import Blame, blame, place_of
from meetlat.plugins.declaration import Declared
from meetlat.plugins.findings import Finding
from meetlat.plugins.metrics import Metric
from meetlat.plugins.parameters import MetricError
from meetlat.plugins.sources import as_source, responses_of
from meetlat.plugins.supervision import Heard, StoppedError, guarded
from meetlat.plugins.theme_rules import ThemeRule
from meetlat.plugins.trust import MayRun, NotAllowed, nobody, open_plugins
from meetlat.problems.problem import Problem
from meetlat.problems.text import brief, listing
from meetlat.reading.responses.responses import Responses, Unreadable

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    from meetlat.plugins.importer import PluginModules
    from meetlat.reading.catalogue import Catalogue

GROUP = "meetlat"

MOST_PRINTED = 80
"""Characters of what a plugin printed, in a remark."""

T = TypeVar("T")
D = TypeVar("D", bound=Declared)
R = TypeVar("R", bound="DataclassInstance")


class Plugins:
    """The plugins that could be loaded, the metrics they offer, and what was wrong with others.

    Attributes:
        metrics: by name, in the order in which they were found.
        theme_rules: the rules that score themes, by name.
        problems: one for each plugin or metric that was left out.
        left_out: names that files which were left out define; their metrics are among them.
    """

    def __init__(self) -> None:
        self.metrics: dict[str, Metric] = {}
        self.theme_rules: dict[str, ThemeRule] = {}
        self.problems: list[Problem] = []
        self.left_out: set[str] = set()
        self._dropped: set[str] = set()
        self._heard: dict[str, Heard] = {}
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
        else:
            self.load_files(modules, names)

    def load_files(self, modules: PluginModules, names: Iterable[str]) -> None:
        """Some files of a folder that may run."""
        for name in names:
            known, plugin = len(self.problems), f"{modules.folder.name}/{name}"
            self._dropped.add(plugin)
            self._load(plugin, lambda name=name: modules.load(name))
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
        hooks = self._manager.hook
        for hook, offer in (
            (hooks.register_metrics, self._offer_metric),
            (hooks.register_theme_rules, self._offer_theme_rule),
        ):
            for implementation in hook.get_hookimpls():
                if implementation.plugin is module:
                    implementation.function(partial(offer, name))

    def hooks(self) -> dict[str, list[str]]:
        """The hooks that each plugin implements, by its name."""
        found = self._manager.list_name_plugin()
        callers = {name: self._manager.get_hookcallers(plugin) or [] for name, plugin in found}
        return {name: sorted(caller.name for caller in of) for name, of in callers.items()}

    def check(self, catalogue: Catalogue) -> list[Problem]:
        """What the rules of plugins find in a catalogue; one that fails is named."""
        problems: list[Problem] = []
        for implementation in self._manager.hook.check_catalogue.get_hookimpls():
            name, find = implementation.plugin_name, implementation.function
            try:
                problems += self.attempt(name, partial(_find, find, unspoilt(catalogue), name))
            except StoppedError as fault:
                problems.append(accuse("rules-failed", name, fault, find))
        return problems

    def read_responses(self, file: Path) -> tuple[Responses | None, list[Problem]]:
        """What the first plugin reads that knows this kind of file; None if none does.

        Those of the folder are asked first.

        Raises:
            Unreadable: the plugin failed. No other is asked, for what that makes of the file may
                be wrong, and nobody would know.
        """
        for implementation in reversed(self._manager.hook.read_responses.get_hookimpls()):
            name, read = implementation.plugin_name, implementation.function
            try:
                told = self.attempt(name, partial(_read, read, file, name))
            except StoppedError as fault:
                if isinstance(fault.fault, ModuleNotFoundError):
                    package = (fault.fault.name or "").partition(".")[0]
                    raise Unreadable("source-needs", plugin=name, package=package) from fault
                facts = accuse("source-failed", name, fault, read).facts
                raise Unreadable("source-failed", plugin=name, **facts) from fault
            if told:
                return told
        return None, []

    def derivations(self) -> Iterator[tuple[str, Callable[..., Any]]]:
        """The functions that derive tables from a report, each with the name of its plugin."""
        for implementation in self._manager.hook.result_tables.get_hookimpls():
            yield implementation.plugin_name, implementation.function

    def attempt(self, name: str, call: Callable[[], T], limit: float | None = None) -> T:
        """What the plugin `name` gives, within its time; what it prints is heard.

        Raises:
            meetlat.plugins.supervision.StoppedError: it raised, or took too long.
        """
        return guarded(call, self._heard.setdefault(name, Heard()), limit)

    def printed(self) -> Iterator[Problem]:
        """A remark on each plugin that printed something since it was asked before."""
        for name, heard in self._heard.items():
            if heard.words.strip():
                cut = f" … ({heard.length} characters)" if heard.length > len(heard.words) else ""
                log = logbook.write(f"{name} printed:\n{heard.words}{cut}")
                words = brief(heard.words, MOST_PRINTED)
                yield Problem("plugin-printed", value=name, facts={"words": words, "log": log})
        self._heard.clear()

    def _load(self, name: str, load: Callable[[], ModuleType]) -> None:
        try:
            self.attempt(name, lambda: self.add(load(), name))
        except StoppedError as fault:
            self.problems.append(accuse("plugin-broken", name, fault))

    def _offer_metric(self, plugin: str, metric: Metric) -> None:
        if not isinstance(metric, Metric):
            raise MetricError(f"{metric!r} is no metric; write @metric(...) above the function")
        self._offer(plugin, metric, self.metrics, "metric-twice")

    def _offer_theme_rule(self, plugin: str, rule: ThemeRule) -> None:
        if not isinstance(rule, ThemeRule):
            raise MetricError(f"{rule!r} is no rule; write @theme_rule() above the function")
        self._offer(plugin, rule, self.theme_rules, "theme-rule-twice")

    def _offer(self, plugin: str, offered: D, known: dict[str, D], code: str) -> None:
        """Take in what a plugin declared; of two of one name the first counts."""
        if offered.name in known:
            line, other = place_of(offered.function)[1], known[offered.name].plugin
            facts = {"other": other, "plugin": plugin, "line": line}
            self.problems.append(Problem(code, value=offered.name, facts=facts))
        else:
            known[offered.name] = offered.from_plugin(plugin, dropped=plugin in self._dropped)

    def _leave_out(self, module: Any, name: str, fault: pluggy.PluginValidationError) -> None:
        """A hook that does not exist, or that asks for what it cannot get."""
        known = [n for n in vars(hookspecs) if hasattr(getattr(hookspecs, n), "meetlat_spec")]
        marked = [n for n in dir(module) if hasattr(getattr(module, n), "meetlat_impl")]
        if self._manager.is_registered(module):
            self._manager.unregister(module)
        wrong = next((n for n in marked if n not in known), None)
        if wrong is None:
            reason = _what_it_asks(module, marked) or Blame(
                str(fault).splitlines()[-1], *place_of(getattr(module, marked[0]))
            )
            self.problems.append(Problem("plugin-broken", value=name, facts=reason.facts))
        else:
            line = place_of(getattr(module, wrong))[1]
            facts = {"hook": wrong, "known": listing(known), "line": line}
            self.problems.append(Problem("hook-unknown", value=name, facts=facts))


def _what_it_asks(module: Any, marked: Iterable[str]) -> Blame | None:
    """The hook that asks for an argument that it does not get."""
    for hook in marked:
        function = getattr(module, hook)
        given = _arguments(getattr(hookspecs, hook))
        if wrong := [name for name in _arguments(function) if name not in given]:
            words = f"{hook} asks for {wrong[0]}; what it can ask for is {listing(given)}"
            return Blame(words, *place_of(function))
    return None


def _arguments(function: Callable[..., Any]) -> list[str]:
    return list(inspect.signature(function).parameters)


def load_plugins(folder: Path | None = None, may_run: MayRun = nobody) -> Plugins:
    """All installed plugins and those in a folder, if they may run (see `trust`)."""
    plugins = Plugins()
    plugins.load_installed()
    if folder is not None and folder.is_dir():
        plugins.load_folder(folder, may_run)
    return plugins


def accuse(
    code: str, name: str, fault: Exception, function: Callable[..., Any] | None = None
) -> Problem:
    """The problem that names a plugin or metric, its file and line, and its author's own words."""
    blamed = blame(fault, function)
    facts = blamed.facts
    facts["file"], facts["line"] = facts["file"] or Path(name).name, facts["line"] or 1
    if isinstance(fault, StoppedError) and fault.limit is not None:
        return Problem("plugin-overdue", value=name, facts={**facts, "seconds": float(fault.limit)})
    return Problem(code, value=name, facts=facts)


def unspoilt(record: R) -> R:
    """A copy of a record that a plugin may change without harm to anyone else."""
    copies = {f.name: _copy(getattr(record, f.name)) for f in fields(record) if f.init}
    return replace(record, **copies)


def _copy(thing: Any) -> Any:
    if isinstance(thing, pl.DataFrame):
        return thing.clone()
    if isinstance(thing, list):
        return list(thing)
    if isinstance(thing, dict):
        return {key: _copy(value) for key, value in thing.items()}
    return unspoilt(thing) if is_dataclass(thing) and not isinstance(thing, type) else thing


def _find(find: Callable[[Catalogue], Any], catalogue: Catalogue, name: str) -> list[Problem]:
    problems = []
    for finding in find(catalogue):
        if not isinstance(finding, Finding):
            raise TypeError(f"it gave {type(finding).__name__}, not a Finding")
        problems.append(finding.in_catalogue(catalogue, name))
    return problems


def _read(
    read: Callable[[Path], Any], file: Path, name: str
) -> tuple[Responses, list[Problem]] | None:
    given = read(file)
    if given is None:
        return None
    source = as_source(given)
    found = [finding.problem(name) for finding in source.findings]
    return responses_of(source, file.name), found
