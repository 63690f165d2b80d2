"""The parameters of a metric: typed by its signature, with values from the table `Metrics`.

A parameter is an argument with a default. Its annotation decides which values are allowed:

    boxes: int = 2                                  boxes=1
    share: float = 0.5                              share=0,25
    mirrored: bool = False                          mirrored=yes
    base: Literal["everyone", "scored"] = …         base=scored
    items: list[str] = []                           items=work_1, work_2
    boxes: Annotated[int, Interval(ge=1, le=5)]     a range, from `annotated_types`

Without an annotation, the type of the default is used.
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

# The bounds of `annotated_types`: the attribute, its sign, and the check of a value.
BOUNDS: Mapping[str, tuple[str, Callable[[Any, Any], bool]]] = {
    "ge": ("≥", lambda value, bound: value >= bound),
    "gt": (">", lambda value, bound: value > bound),
    "le": ("≤", lambda value, bound: value <= bound),
    "lt": ("<", lambda value, bound: value < bound),
}


class MetricError(Exception):
    """A metric or rule that is not valid; the message is a sentence for its author."""


@dataclass(frozen=True)
class Parameter:
    """One parameter: its type, its default, and how it is written in `Metrics`.

    Attributes:
        name: the name of the argument.
        kind: the type of a single value: `int`, `float`, `bool` or `str`.
        default: the value if `Metrics` gives none.
        several: `list` or `tuple` if it takes several values; None if it takes one.
        choices: the allowed values; empty if any value is allowed.
        bounds: the bounds of a number, by `ge`, `gt`, `le` or `lt`.
    """

    name: str
    kind: type
    default: Any
    several: type | None = None
    choices: tuple[Any, ...] = ()
    bounds: Mapping[str, float] = field(default_factory=dict)

    def read(self, written: str) -> Any:
        """Read a value from `Metrics`: `2`, `0,5`, `yes`, `a, b`.

        Raises:
            ValueError: it has another type, or it is not an allowed value.
        """
        if not self.several:
            return self._read_one(written)
        return self.several(self._read_one(part) for part in _parts(written, self.kind))

    def can_read(self, written: str) -> bool:
        """Whether this text can be read as a value."""
        try:
            self.read(written)
        except ValueError:
            return False
        return True

    def write(self, value: Any, language: Language = "en") -> str:
        """Write a value as in `Metrics`, with the decimal sign of the language."""
        if self.several:  # a comma separates the values
            return ", ".join(_written(one, "en") for one in value)
        return _written(value, language)

    def example(self, language: Language = "en") -> str:
        """The parameter with its default and its allowed values: `boxes=2 (≥ 1; ≤ 5)`."""
        bounds = [f"{BOUNDS[name][0]} {_written(b, language)}" for name, b in self.bounds.items()]
        more = ", ".join(_written(own, language) for own in self.choices) or "; ".join(bounds)
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
            if written.strip().casefold() == str(choice).casefold():
                return choice
        raise ValueError(written)

    def accepts(self, value: Any) -> bool:
        """Whether a Python value has the right type and is allowed."""
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
    """The text of each parameter in a cell by name: `boxes=2; base=all`."""
    return dict(parameter_pairs(written))


def parameter_pairs(written: str | None) -> list[tuple[str, str]]:
    """The name and text of each parameter in a cell, also of one that occurs twice."""
    pairs = [part.partition("=") for part in (written or "").split(";") if part.strip()]
    return [(name.strip(), value.strip()) for name, _, value in pairs]


def parameters_of(function: Callable[..., Any], given: Collection[str]) -> dict[str, Parameter]:
    """The parameters of a function by name: its arguments, without those that the engine passes.

    Raises:
        MetricError: a parameter has no default, a type that a cell cannot hold, or a default of
            another type.
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
    """The annotation of an argument; without one, the type of its default."""
    if argument.annotation is argument.empty:
        return _kind_of(argument.default)
    # Only this one: other annotations may use names that are imported for type checking only.
    one = SimpleNamespace(__annotations__={argument.name: argument.annotation})
    try:
        return get_type_hints(one, _globals(function), include_extras=True)[argument.name]
    except Exception as fault:
        raise MetricError(f"{described} has an annotation that cannot be read: {fault}") from fault


def _name(function: Callable[..., Any]) -> str:
    return getattr(function, "__name__", "a metric")


def _globals(function: Callable[..., Any]) -> dict[str, Any]:
    """The names that its annotations can use."""
    return getattr(inspect.unwrap(function), "__globals__", {})


def _kind_of(default: Any) -> Any:
    """The type of a default; for a list, a list of the type of its first item."""
    if isinstance(default, (list, tuple)):
        return GenericAlias(type(default), type(default[0]) if default else str)
    return type(default)


def _typed(name: str, default: Any, annotation: Any) -> Parameter | None:
    """The parameter that an annotation describes; None for a type that a cell cannot hold."""
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
    """Split a list: `a, b`. Decimal numbers need a space after the comma: `0,5, 0,7`.

    Raises:
        ValueError: `1,2` can be one decimal number or two whole ones.
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
    """Read a number with a decimal point or comma, without a thousands separator."""
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


# Reads one value of each type.
READERS: Mapping[type, Callable[[str], Any]] = {
    int: _whole,
    float: _number,
    bool: _yes_or_no,
    str: str,
}


def _written(value: Any, language: Language) -> str:
    if isinstance(value, bool):
        return words(language)["yes_no.yes" if value else "yes_no.no"]
    if isinstance(value, float):
        return plain_number(value, 15, language)
    return str(value)
