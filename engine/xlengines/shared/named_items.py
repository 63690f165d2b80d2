"""Collections that are asked by number or by name, as all of xlwings' collections are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


class NamedItems:
    """Items of a parent, by number, counted from 1, or by name, in any case."""

    parent: Any = None

    def __init__(self, parent: Any) -> None:
        self.parent = parent

    def __iter__(self) -> Iterator[Any]:
        raise NotImplementedError

    def find(self, name: str) -> Any:
        """The item of a name; None where there is none."""
        return next((each for each in self if each.name.lower() == name.lower()), None)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __contains__(self, key: object) -> bool:
        return self.find(str(key)) is not None

    def __call__(self, key: int | str) -> Any:
        """The item of a number or a name; KeyError where there is none of that name."""
        found = self.find(key) if isinstance(key, str) else list(self)[int(key) - 1]
        if found is None:
            raise KeyError(key)
        return found
