"""Copies that a plugin can change without affecting the original."""

from __future__ import annotations

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


@cache
def _plain_fields(kind: type[DataclassInstance]) -> list[str] | None:
    """The fields of a dataclass whose copies need no more than these; None for others."""
    found = fields(kind)
    is_plain = all(f.init for f in found) and not hasattr(kind, "__post_init__")
    return [f.name for f in found] if is_plain and not hasattr(kind, "__slots__") else None


def _copy(value: Any) -> Any:
    if isinstance(value, dict):  # most of what is copied
        return {k: v if type(v) in _FIXED else _copy(v) for k, v in value.items()}
    if value is None or isinstance(value, (str, int, float, MappingProxyType)):
        return value
    if isinstance(value, pl.DataFrame):
        return value.clone()
    if isinstance(value, list):
        return list(value)
    if type(value) is tuple:
        return tuple(map(_copy, value))
    return safe_copy(value) if is_dataclass(value) and not isinstance(value, type) else value
