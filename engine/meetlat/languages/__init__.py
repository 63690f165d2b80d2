"""The words of Meetlat: every text that people see, from one file a language.

The files stand beside this module, and a language is called as its file: `nl.toml` holds Dutch. Add
a file with the same keys and Meetlat speaks that language too (docs/languages.md). A section of a
file is parsed when one of its texts is asked for: a click needs a few of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from itertools import accumulate
from pathlib import Path
from typing import Any

Language = str
"""The name of a language: that of its file."""

HERE = Path(__file__).parent

# The order in which people choose from them; languages that are not named here come after these.
FIRST = ("nl", "en")

LANGUAGES: tuple[Language, ...] = tuple(
    sorted(
        (file.stem for file in HERE.glob("*.toml")),
        key=lambda name: (FIRST.index(name) if name in FIRST else len(FIRST), name),
    )
)


class Words(Mapping[str, str]):
    """The texts of one language by their key: `words("nl")["page.response"]`."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._values: dict[str, Any] = {}
        self._under: dict[str, dict[str, str]] = {}
        self._unread = _sections(file.read_text(encoding="utf-8"))

    def __getitem__(self, key: str) -> str:
        return self._value(key, str)

    def several(self, key: str, otherwise: Sequence[str] | None = None) -> Sequence[str]:
        """A list of words, such as the names of months; `otherwise` where there may be none."""
        if otherwise is not None and self._found(key) is None:
            return otherwise
        return self._value(key, list)

    def text(self, key: str, n: int | None = None, /, **facts: object) -> str:
        """A text with its facts filled in; `n` chooses among the plural forms and fills `{n}`."""
        if n is None:
            return self[key].format(**facts)
        return self.several(key)[self._plural(n)].format(n=n, **facts)

    def under(self, key: str) -> dict[str, str]:
        """The texts whose key begins with this one, by the rest of their key."""
        if key not in self._under:
            start = f"{key}."
            inside = [section for section in [*self._unread] if section.startswith(start)]
            self._read([*_sections_of(start), *inside])
            self._under[key] = {
                name.removeprefix(start): text
                for name, text in [*self._values.items()]
                if name.startswith(start) and isinstance(text, str)
            }
        return {**self._under[key]}

    def __iter__(self) -> Iterator[str]:
        self._read([*self._unread])
        yield from (key for key, value in self._values.items() if isinstance(value, str))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _value(self, key: str, kind: type) -> Any:
        value = self._found(key)
        if not isinstance(value, kind):
            what = "text" if kind is str else "list"
            raise KeyError(f"{self.file.name} has no {what} {key}")
        return value

    def _found(self, key: str) -> Any:
        if key not in self._values:
            self._read(_sections_of(key))
        return self._values.get(key)

    def _read(self, sections: Iterable[str]) -> None:
        """Parse those sections that were not parsed yet."""
        for section in sections:
            if (unread := self._unread.get(section)) is not None:
                import tomllib

                self._values.update(_flat(tomllib.loads(unread)))
                self._unread.pop(section, None)  # another thread may have read it too

    @cached_property
    def _plural(self) -> Callable[[int], int]:
        from gettext import c2py

        return c2py(self["format.plural"])


def _sections(text: str) -> dict[str, str]:
    """The text of a file by the name in its headers; no other line begins with a bracket."""
    _, *sections = f"\n{text}".split("\n[")
    return {section.partition("]")[0]: f"[{section}" for section in sections}


def _sections_of(key: str) -> Iterator[str]:
    """Those that may hold a key: `a` and `a.b` for `a.b.c`."""
    return accumulate(key.split(".")[:-1], "{}.{}".format)


def _flat(values: Mapping[str, Any], start: str = "") -> Iterator[tuple[str, Any]]:
    """Tables in tables as one, with dots in the keys."""
    for name, value in values.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{start}{name}.")
        else:
            yield f"{start}{name}", value


@cache
def words(language: Language) -> Words:
    """The texts of a language."""
    return Words(HERE / f"{language}.toml")
