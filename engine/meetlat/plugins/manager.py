"""Find and load plugins, call their hooks, and report which plugin failed.

Plugins come from installed packages (entry points in the group `meetlat`) and from a folder. A
plugin is code that runs with the rights of the user, so those of a folder run only if they are
trusted (see `meetlat.plugins.trust`). A plugin that fails does not affect the others.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from types import FunctionType, MethodType, ModuleType
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import pluggy

from meetlat import log as logbook
from meetlat.plugins import hooks as hookspecs
from meetlat.plugins.copies import safe_copy
from meetlat.plugins.declaration import Declared
from meetlat.plugins.failure import Failure, definition_of, plugin_problem
from meetlat.plugins.findings import Finding
from meetlat.plugins.metrics import Metric
from meetlat.plugins.parameters import MetricError
from meetlat.plugins.result_table import check_name
from meetlat.plugins.sources import as_source, responses_of
from meetlat.plugins.supervision import CapturedOutput, StoppedError, run_guarded
from meetlat.plugins.theme_rules import ThemeRule
from meetlat.plugins.trust import MayRun, NotAllowed, allow_none, open_plugins
from meetlat.problems.problem import Problem
from meetlat.problems.text import brief, listing
from meetlat.reading.responses.responses import Responses, Unreadable

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    from meetlat.plugins.answered_survey import AnsweredSurvey
    from meetlat.plugins.importer import PluginModules
    from meetlat.reading.catalogue import Catalogue

# The name of the entry points, and of the pluggy project.
GROUP = "meetlat"

# What pluggy accepts as a hook in a module.
HOOKABLE = (FunctionType, MethodType, classmethod, staticmethod)

# The attribute by which pluggy knows a function that is marked with `hookimpl`.
MARK = f"{GROUP}_impl"

# Characters of a plugin's output that a remark quotes.
MOST_PRINTED = 80

T = TypeVar("T")
D = TypeVar("D", bound=Declared)
R = TypeVar("R", bound="DataclassInstance")

# Turns a finding of a plugin into a problem in its cell.
Locate = Callable[..., Problem]


class _Manager(pluggy.PluginManager):
    """The manager of pluggy, with a quick look at what is not marked as a hook: most of a module.

    A click registers some 500 names anew.
    """

    def parse_hookimpl_opts(self, plugin: Any, name: str) -> pluggy.HookimplOpts | None:
        """The options of a hook; None for what is not marked as one."""
        if isinstance(plugin, ModuleType):
            found = vars(plugin).get(name)
            if not isinstance(found, HOOKABLE) or not hasattr(found, MARK):
                return None
        return super().parse_hookimpl_opts(plugin, name)


class _Remembered(NamedTuple):
    """An installed plugin and what its hooks registered."""

    module: Any
    hooks: Sequence[Any]
    metrics: dict[str, Metric]
    theme_rules: dict[str, ThemeRule]


# The installed plugins that this process loaded without a problem, by name.
_REMEMBERED: dict[str, _Remembered] = {}


class Plugins:
    """The loaded plugins, the metrics and rules they register, and the problems of the others.

    Attributes:
        metrics: the metrics by name, in the order in which they were found.
        theme_rules: the rules that score themes, by name.
        problems: one for each plugin or metric that was left out.
        left_out: the functions that left-out files define; the names of their metrics are among
            them.
    """

    def __init__(self) -> None:
        self.metrics: dict[str, Metric] = {}
        self.theme_rules: dict[str, ThemeRule] = {}
        self.problems: list[Problem] = []
        self.left_out: set[str] = set()
        self._dropped: set[str] = set()
        self._output: dict[str, CapturedOutput] = {}
        self._manager = _Manager(GROUP)
        self._manager.add_hookspecs(hookspecs)

    def load_installed(self) -> None:
        """Load every installed package with an entry point in the group `meetlat`."""
        for entry in installed_plugins():
            if not self._register_again(entry.value):
                self._load_first(entry)

    def load_folder(self, folder: Path, may_run: MayRun = allow_none) -> None:
        """Load the plugins of a folder, if they may run (see `meetlat.plugins.trust`)."""
        try:
            modules, names = open_plugins(folder, may_run)
        except NotAllowed as refusal:
            self.problems.append(refusal.problem)
            self.left_out |= refusal.functions
        else:
            self.load_files(modules, names)

    def load_files(self, modules: PluginModules, names: Iterable[str]) -> None:
        """Load these files of a folder; they may run."""
        for name in names:
            before, plugin = len(self.problems), f"{modules.folder.name}/{name}"
            self._dropped.add(plugin)
            self._load(plugin, lambda name=name: modules.load(name))
            if len(self.problems) > before:
                self.left_out |= modules.functions(name)

    def add(self, module: Any, name: str) -> None:
        """Add a plugin that is already imported: a module, or an object with hooks."""
        try:
            self._manager.register(module, name=name)
            self._manager.check_pending()
        except pluggy.PluginValidationError as fault:
            self._report_invalid(module, name, fault)
            return
        before = len(self.problems)
        self._report_unmarked(module, name)
        hooks = self._manager.hook
        for hook, register in (
            (hooks.register_metrics, self._register_metric),
            (hooks.register_theme_rules, self._register_theme_rule),
        ):
            for implementation in hook.get_hookimpls():
                if implementation.plugin is module:
                    implementation.function(partial(register, name))
        if len(self.problems) == before:
            self._report_unregistered(module, name)

    def hooks(self) -> dict[str, list[str]]:
        """The names of the hooks that each plugin implements, by the name of the plugin."""
        found = self._manager.list_name_plugin()
        callers = {name: self._manager.get_hookcallers(plugin) or [] for name, plugin in found}
        return {name: sorted(caller.name for caller in of) for name, of in callers.items()}

    def check_catalogue(self, catalogue: Catalogue) -> list[Problem]:
        """Check a catalogue with the rules of all plugins; a rule that fails becomes a problem."""
        locate = partial(Finding.in_catalogue, catalogue=catalogue)
        return self._check(self._manager.hook.check_catalogue, catalogue, locate)

    def check_answers(self, survey: AnsweredSurvey) -> list[Problem]:
        """Check a survey with the rules of all plugins; a rule that fails becomes a problem."""
        locate = partial(Finding.in_survey, survey=survey)
        return self._check(self._manager.hook.check_answers, survey, locate)

    def _check(
        self, hook: pluggy.HookCaller, record: DataclassInstance, locate: Locate
    ) -> list[Problem]:
        problems: list[Problem] = []
        for implementation in hook.get_hookimpls():
            name, find = implementation.plugin_name, implementation.function
            try:
                run = partial(_run_rule, find, safe_copy(record), name, locate)
                problems += self.attempt(name, run)
            except StoppedError as fault:
                problems.append(plugin_problem("rules-failed", name, fault, find))
        return problems

    def read_responses(self, file: Path) -> tuple[Responses | None, list[Problem]]:
        """Read a file with the first plugin that knows its format; None if no plugin does.

        The plugins of the folder come first.

        Raises:
            Unreadable: the plugin failed. No other plugin is tried, because it could read the file
                wrongly without anyone noticing.
        """
        for implementation in reversed(self._manager.hook.read_responses.get_hookimpls()):
            name, read = implementation.plugin_name, implementation.function
            try:
                result = self.attempt(name, partial(_run_reader, read, file, name))
            except StoppedError as fault:
                if isinstance(fault.fault, ModuleNotFoundError):
                    package = (fault.fault.name or "").partition(".")[0]
                    raise Unreadable("source-needs", plugin=name, package=package) from fault
                facts = plugin_problem("source-failed", name, fault, read).facts
                raise Unreadable("source-failed", plugin=name, **facts) from fault
            if result:
                return result
        return None, []

    def derivations(self) -> Iterator[tuple[str, Callable[..., Any]]]:
        """The functions that derive tables from a report, each with the name of its plugin."""
        for implementation in self._manager.hook.result_tables.get_hookimpls():
            yield implementation.plugin_name, implementation.function

    def attempt(self, name: str, call: Callable[[], T], limit: float | None = None) -> T:
        """Call code of the plugin `name` with a time limit in seconds, and capture its output.

        Raises:
            meetlat.plugins.supervision.StoppedError: it raised an exception or took too long.
        """
        return run_guarded(call, self._output.setdefault(name, CapturedOutput()), limit)

    def printed(self) -> Iterator[Problem]:
        """Yield a remark for each plugin that printed something since the last call."""
        for name, output in self._output.items():
            start = output.start
            if start.strip():
                cut = f" … ({output.length} characters)" if output.length > len(start) else ""
                log = logbook.write(f"{name} printed:\n{start}{cut}")
                facts = {"words": brief(start, MOST_PRINTED), "log": log}
                yield Problem("plugin-printed", value=name, facts=facts)
        self._output.clear()

    def _load(self, name: str, load: Callable[[], ModuleType]) -> None:
        try:
            self.attempt(name, lambda: self.add(load(), name))
        except StoppedError as fault:
            self.problems.append(plugin_problem("plugin-broken", name, fault))

    def _load_first(self, entry: EntryPoint) -> None:
        """Load an installed plugin; remember it if it gave no problem and printed nothing."""
        name, before = entry.value, len(self.problems)
        self._load(name, entry.load)
        if len(self.problems) == before and not self._output[name].length:
            metrics = {n: m for n, m in self.metrics.items() if m.plugin == name}
            rules = {n: r for n, r in self.theme_rules.items() if r.plugin == name}
            module = self._manager.get_plugin(name)
            _REMEMBERED[name] = _Remembered(module, _registering(module), metrics, rules)

    def _register_again(self, name: str) -> bool:
        """Register an installed plugin as before, if nothing of the same name is there.

        Its code does not run again, which saves a thread for each: 5 ms in all. After an
        `importlib.reload` it does, because its metrics may have changed.
        """
        found = _REMEMBERED.get(name)
        if found is None or self._manager.has_plugin(name):
            return False
        if found.hooks != _registering(found.module):
            return False
        if self.metrics.keys() & found.metrics or self.theme_rules.keys() & found.theme_rules:
            return False
        self._manager.register(found.module, name=name)
        self.metrics |= found.metrics
        self.theme_rules |= found.theme_rules
        return True

    def _register_metric(self, plugin: str, metric: Metric) -> None:
        if not isinstance(metric, Metric):
            raise MetricError(f"{metric!r} is no metric; write @metric(...) above the function")
        check_name(metric.table, ())
        self._register(plugin, metric, self.metrics, "metric-twice")

    def _register_theme_rule(self, plugin: str, rule: ThemeRule) -> None:
        if not isinstance(rule, ThemeRule):
            raise MetricError(f"{rule!r} is no rule; write @theme_rule() above the function")
        self._register(plugin, rule, self.theme_rules, "theme-rule-twice")

    def _register(self, plugin: str, declared: D, known: dict[str, D], code: str) -> None:
        """Add what a plugin declared; the first of two with the same name wins."""
        if declared.name in known:
            line, other = definition_of(declared.function)[1], known[declared.name].plugin
            facts = {"other": other, "plugin": plugin, "line": line}
            self.problems.append(Problem(code, value=declared.name, facts=facts))
        else:
            known[declared.name] = declared.from_plugin(plugin, dropped=plugin in self._dropped)

    def _report_unmarked(self, module: Any, name: str) -> None:
        """Report functions that are called as a hook and not marked as one: they never run."""
        for hook in all_hooks():
            function = getattr(module, hook, None)
            if inspect.isroutine(function) and not hasattr(function, MARK):
                facts = {"hook": hook, "line": definition_of(function)[1] or 1}
                self.problems.append(Problem("hook-unmarked", value=name, facts=facts))

    def _report_unregistered(self, module: Any, name: str) -> None:
        """Report metrics and rules for themes that the plugin defines and does not register."""
        registered = {d.function for d in (*self.metrics.values(), *self.theme_rules.values())}
        for declared in [*getattr(module, "__dict__", {}).values()]:
            if not isinstance(declared, Declared) or declared.function in registered:
                continue
            if declared.function.__module__ == module.__name__:  # not imported from another file
                line = definition_of(declared.function)[1] or 1
                kind = "metrics" if isinstance(declared, Metric) else "theme_rules"
                facts = {"declared": declared.name, "hook": f"register_{kind}", "line": line}
                self.problems.append(Problem("metric-unregistered", value=name, facts=facts))

    def _report_invalid(self, module: Any, name: str, fault: pluggy.PluginValidationError) -> None:
        """Leave out a plugin with a hook that does not exist, or with an unknown argument."""
        known = list(all_hooks())
        marked = [n for n in dir(module) if hasattr(getattr(module, n), MARK)]
        if self._manager.is_registered(module):
            self._manager.unregister(module)
        wrong = next((n for n in marked if n not in known), None)
        if wrong is None:
            failure = _unknown_argument(module, marked) or Failure(
                str(fault).splitlines()[-1], *definition_of(getattr(module, marked[0]))
            )
            self.problems.append(Problem("plugin-broken", value=name, facts=failure.facts))
        else:
            line = definition_of(getattr(module, wrong))[1]
            facts = {"hook": wrong, "known": listing(known), "line": line}
            self.problems.append(Problem("hook-unknown", value=name, facts=facts))


@cache
def installed_plugins() -> list[EntryPoint]:
    """The installed plugins by name. Finding them reads a file of each package."""
    return sorted(entry_points(group=GROUP), key=lambda entry: entry.name)


@cache
def all_hooks() -> Mapping[str, list[str]]:
    """The name of every hook that a plugin can implement, with its arguments."""
    hooks = {name: hook for name, hook in vars(hookspecs).items() if hasattr(hook, "meetlat_spec")}
    return {name: _arguments(hook) for name, hook in hooks.items()}


def _registering(module: Any) -> list[Any]:
    """The hooks of a plugin that register something; None for those it lacks."""
    return [getattr(module, hook, None) for hook in ("register_metrics", "register_theme_rules")]


def _unknown_argument(module: Any, marked: Iterable[str]) -> Failure | None:
    """The failure of a hook that asks for an argument that it does not get."""
    for hook in marked:
        function = getattr(module, hook)
        given = _arguments(getattr(hookspecs, hook))
        if wrong := [name for name in _arguments(function) if name not in given]:
            message = f"{hook} asks for {wrong[0]}; what it can ask for is {listing(given)}"
            return Failure(message, *definition_of(function))
    return None


def _arguments(function: Callable[..., Any]) -> list[str]:
    return list(inspect.signature(function).parameters)


def load_plugins(folder: Path | None = None, may_run: MayRun = allow_none) -> Plugins:
    """Load all installed plugins, and those of a folder if they may run."""
    plugins = Plugins()
    plugins.load_installed()
    if folder is not None and folder.is_dir():
        plugins.load_folder(folder, may_run)
    return plugins


def _run_rule(find: Callable[[R], Any], record: R, name: str, locate: Locate) -> list[Problem]:
    problems = []
    for finding in several(find(record), Finding):
        if not isinstance(finding, Finding):
            raise TypeError(f"it gave {type(finding).__name__}, not a Finding")
        problems.append(locate(finding, plugin=name))
    return problems


def several(found: Any, kind: type) -> Iterable[Any]:
    """What a hook gave that may give several values.

    Raises:
        TypeError: it returned one value or nothing, and no list.
    """
    if found is None or isinstance(found, kind):
        name = "nothing" if found is None else f"one {kind.__name__}"
        raise TypeError(f"it returned {name}; write yield before each {kind.__name__}")
    return found


def _run_reader(
    read: Callable[[Path], Any], file: Path, name: str
) -> tuple[Responses, list[Problem]] | None:
    returned = read(file)
    if returned is None:
        return None
    source = as_source(returned)
    problems = [finding.problem(name) for finding in source.findings]
    return responses_of(source, file.name), problems
