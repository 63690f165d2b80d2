"""The parameters of a metric: typed by its signature, filled from what HR writes in `Metrics`.

A parameter is a keyword argument with a default. Its annotation says what may be written:

    boxes: int = 2                                  boxes=1
    share: float = 0.5                              share=0,25
    mirrored: bool = False                          mirrored=yes
    missing: Literal["listwise", "pairwise"] = …    missing=pairwise
    items: list[str] = []                           items=work_1, work_2
    boxes: Annotated[int, Interval(ge=1, le=5)]     a range, in the words of `annotated_types`

Without an annotation the type of the default is the type asked for.
"""

from __future__ import annotations

import inspect
import math
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import GenericAlias, SimpleNamespace
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

from meetlat.formatting import plain_number
from meetlat.languages import Language, words
from meetlat.problems.text import nearest
from meetlat.reading.cells import Unreadable, yes_or_no

BOUNDS: Mapping[str, tuple[str, Callable[[Any, Any], bool]]] = {
    "ge": ("≥", lambda value, bound: value >= bound),
    "gt": (">", lambda value, bound: value > bound),
    "le": ("≤", lambda value, bound: value <= bound),
    "lt": ("<", lambda value, bound: value < bound),
}
"""The attributes of a range in `annotated_types`, how people write them and what they ask."""


class MetricError(Exception):
    """A metric that does not keep what it promised, in words for its author."""


@dataclass(frozen=True)
class Parameter:
    """One parameter: its type, its default, and how it is written in `Metrics`.

    Attributes:
        name: of the keyword argument.
        kind: `int`, `float`, `bool` or `str`; of one value, where there may be several.
        default: what it is where `Metrics` says nothing.
        several: `list` or `tuple` where it takes several values; None for a single one.
        choices: the only values there are; none: any.
        bounds: `ge`, `gt`, `le`, `lt` and the number for each.
    """

    name: str
    kind: type
    default: Any
    several: type | None = None
    choices: tuple[Any, ...] = ()
    bounds: Mapping[str, float] = field(default_factory=dict)

    def read(self, written: str) -> Any:
        """The value that is written in `Metrics`: `2`, `0,5`, `yes`, `a, b`.

        Raises:
            ValueError: it cannot be read as that type, or is not one of the values there are.
        """
        if not self.several:
            return self._read_one(written)
        return self.several(self._read_one(part) for part in _parts(written, self.kind))

    def can_read(self, written: str) -> bool:
        """Whether what is written is one of its values."""
        try:
            self.read(written)
        except ValueError:
            return False
        return True

    def write(self, value: Any, language: Language = "en") -> str:
        """A value as HR would write it, decimal comma and all."""
        if self.several:  # a decimal comma would be one too many
            return ", ".join(_written(one, "en") for one in value)
        return _written(value, language)

    def example(self, language: Language = "en") -> str:
        """How it is written, with its default and what else there is: `boxes=2 (≥ 1, ≤ 5)`."""
        bounds = [f"{BOUNDS[name][0]} {_written(b, language)}" for name, b in self.bounds.items()]
        more = ", ".join(map(str, self.choices)) or "; ".join(bounds)
        return f"{self.name}={self.write(self.default, language)}{f' ({more})' if more else ''}"

    def _read_one(self, written: str) -> Any:
        if self.choices:
            return self._chosen(written)
        value = READERS[self.kind](written)
        if not all(BOUNDS[name][1](value, bound) for name, bound in self.bounds.items()):
            raise ValueError(written)
        return value

    def _chosen(self, written: str) -> Any:
        for choice in self.choices:
            if str(choice).casefold() == written.strip().casefold():
                return choice
        raise ValueError(written)

    def accepts(self, value: Any) -> bool:
        """Whether a value of Python's fits: for the default, and for scripts."""
        if self.several:
            fits = isinstance(value, self.several)
            return fits and all(self._accepts_one(one) for one in value)
        return self._accepts_one(value)

    def _accepts_one(self, value: Any) -> bool:
        kinds = (int, float) if self.kind is float else (self.kind,)
        if isinstance(value, bool) != (self.kind is bool) or not isinstance(value, kinds):
            return False
        if self.choices:
            return value in self.choices
        return all(BOUNDS[name][1](value, bound) for name, bound in self.bounds.items())


def split_parameters(written: str | None) -> dict[str, str]:
    """The parameters in a cell, by name: `boxes=2; base=all`."""
    return dict(parameter_pairs(written))


def parameter_pairs(written: str | None) -> list[tuple[str, str]]:
    """The name and the value of each parameter in a cell, also of one that stands there twice."""
    pairs = [part.partition("=") for part in (written or "").split(";") if part.strip()]
    return [(name.strip(), value.strip()) for name, _, value in pairs]


def parameters_of(function: Callable[..., Any], given: Collection[str]) -> dict[str, Parameter]:
    """What may be filled in for a function, by name.

    Args:
        function: the author's.
        given: the arguments that the engine gives, which are no parameters.

    Raises:
        MetricError: an argument without a default, of a type that no cell can hold, or whose
            default is not of its type.
    """
    found = {}
    for argument in inspect.signature(function).parameters.values():
        if argument.kind not in (argument.POSITIONAL_OR_KEYWORD, argument.KEYWORD_ONLY):
            raise MetricError(f"{_name(function)} takes * or /; name each argument instead")
        if argument.name not in given:
            found[argument.name] = _parameter(function, argument, given)
    return found


def _parameter(
    function: Callable[..., Any], argument: inspect.Parameter, given: Collection[str]
) -> Parameter:
    name, default = argument.name, argument.default
    if default is argument.empty:
        near = nearest(name, given)
        raise MetricError(
            f"the argument {name} of {_name(function)} is none of {', '.join(given)}, and has no"
            f" default that would make it a parameter{f'; did you mean {near}?' if near else ''}"
        )
    described = f"the parameter {name} of {_name(function)}"
    annotation = _annotation(function, argument, described)
    parameter = _typed(name, default, annotation)
    if parameter is None:
        raise MetricError(
            f"{described} is {_shown(annotation)}; it can be int, float, bool, str, Literal[...],"
            " or a list or tuple of those"
        )
    if not parameter.accepts(default):
        raise MetricError(f"{described} is {_shown(annotation)}, and its default is {default!r}")
    return parameter


def _annotation(function: Callable[..., Any], argument: inspect.Parameter, described: str) -> Any:
    """What the argument is annotated with; without that, what its default is."""
    if argument.annotation is argument.empty:
        return _kind_of(argument.default)
    # By itself, for the other annotations may name what is imported for type checkers only.
    one = SimpleNamespace(__annotations__={argument.name: argument.annotation})
    try:
        return get_type_hints(one, _globals(function), include_extras=True)[argument.name]
    except Exception as fault:
        raise MetricError(f"{described} has an annotation that cannot be read: {fault}") from fault


def _name(function: Callable[..., Any]) -> str:
    return getattr(function, "__name__", "a metric")


def _globals(function: Callable[..., Any]) -> dict[str, Any]:
    """What the names in its annotations stand for."""
    return getattr(inspect.unwrap(function), "__globals__", {})


def _kind_of(default: Any) -> Any:
    """The type of a default; of one list of several values, the type of the first."""
    if isinstance(default, (list, tuple)):
        return GenericAlias(type(default), type(default[0]) if default else str)
    return type(default)


def _typed(name: str, default: Any, annotation: Any) -> Parameter | None:
    """The parameter an annotation describes; None for a type that no cell can hold."""
    bounds: dict[str, float] = {}
    if get_origin(annotation) is Annotated:
        annotation, *notes = get_args(annotation)
        bounds = _bounds(notes)
    several = get_origin(annotation)
    if several in (list, tuple):
        kinds = [kind for kind in get_args(annotation) if kind is not Ellipsis]
        if len(set(kinds)) != 1:
            return None
        annotation = kinds[0]
    else:
        several = None
    choices = get_args(annotation) if get_origin(annotation) is Literal else ()
    kind = type(choices[0]) if choices else annotation
    if kind not in READERS or any(type(choice) is not kind for choice in choices):
        return None
    return Parameter(name, kind, default, several, choices, bounds)


def _bounds(notes: Iterable[Any]) -> dict[str, float]:
    found = {name: getattr(note, name, None) for note in notes for name in BOUNDS}
    return {name: bound for name, bound in found.items() if bound is not None}


def _shown(annotation: Any) -> str:
    return annotation.__name__ if isinstance(annotation, type) else str(annotation)


def _parts(written: str, kind: type) -> Sequence[str]:
    """The values of a list: `a, b`; of numbers with decimals `0,5, 0,7`, with a blank between.

    `1,2` may be one such number or two, so it is refused.
    """
    if kind is not float:
        return [part.strip() for part in written.split(",") if part.strip()]
    parts = [part for part in re.split(r",\s+|\s+|;", written.strip()) if part]
    if re.fullmatch(r"\d+,\d+", written.strip()):
        raise ValueError(written)
    return parts


def _whole(written: str) -> int:
    if not re.fullmatch(r"\s*[+-]?[0-9]{1,15}\s*", written):
        raise ValueError(written)
    return int(written)


def _number(written: str) -> float:
    """A number with a decimal point or comma; never one with thousands set apart."""
    number = float(written.replace(",", ".")) if "_" not in written else math.nan
    if not math.isfinite(number):
        raise ValueError(written)
    return number


def _yes_or_no(written: str) -> bool:
    try:
        answer = yes_or_no(written)
    except Unreadable as fault:
        raise ValueError(written) from fault
    if answer is None:
        raise ValueError(written)
    return answer


READERS: Mapping[type, Callable[[str], Any]] = {
    int: _whole,
    float: _number,
    bool: _yes_or_no,
    str: str,
}
"""How one value of each type is read."""


def _written(value: Any, language: Language) -> str:
    if isinstance(value, bool):
        return words(language)["yes_no.yes" if value else "yes_no.no"]
    if isinstance(value, float):
        return plain_number(value, 15, language)
    return str(value)
