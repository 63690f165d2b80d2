"""Copies that a plugin can change without affecting the original."""

from __future__ import annotations

from collections import UserDict
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

import polars as pl

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

R = TypeVar("R", bound="DataclassInstance")

# The types of most values that nobody can change, so that a copy shares them.
_FIXED = frozenset({type(None), str, int, float, bool, MappingProxyType})


def safe_copy(record: R) -> R:
    """A copy of a dataclass that a plugin can change without affecting the original."""
    names = _plain_fields(type(record))
    if names is None:
        copies = {f.name: _copy(getattr(record, f.name)) for f in fields(record) if f.init}
        return replace(record, **copies)
    own, made = record.__dict__, object.__new__(type(record))
    made.__dict__.update({n: v if type(v := own[n]) in _FIXED else _copy(v) for n in names})
    return made


class RecordsByName(UserDict[Any, Any]):
    """A copy of a dict of dataclasses, each copied when it is first asked for.

    A report has dozens of tables, of which a plugin reads a few.
    """

    def __init__(self, originals: Mapping[Any, Any]) -> None:
        super().__init__()
        self.data: dict[Any, Any] = {**originals}
        self._originals = {**originals}

    def __getitem__(self, key: Any) -> Any:
        """The copy of a record."""
        if self.data[key] is self._originals.get(key):
            self.data[key] = _copy(self.data[key])
        return self.data[key]


@cache
def _plain_fields(kind: type[DataclassInstance]) -> list[str] | None:
    """The fields of a dataclass whose copies need no more than these; None for others."""
    found = fields(kind)
    is_plain = all(f.init for f in found) and not hasattr(kind, "__post_init__")
    return [f.name for f in found] if is_plain and not hasattr(kind, "__slots__") else None


def _copy(value: Any) -> Any:
    if isinstance(value, (dict, UserDict)):
        if is_record(next(iter(value.values()), None)):
            return RecordsByName(value)
        return {k: v if type(v) in _FIXED else _copy(v) for k, v in value.items()}
    if value is None or isinstance(value, (str, int, float, MappingProxyType)):
        return value
    if isinstance(value, pl.DataFrame):
        return value.clone()
    if isinstance(value, list):
        return list(value)
    if type(value) is tuple:
        return tuple(map(_copy, value))
    return safe_copy(value) if is_record(value) else value


def is_record(value: Any) -> bool:
    """Whether this is a dataclass, and not the class of one."""
    return is_dataclass(value) and not isinstance(value, type)
