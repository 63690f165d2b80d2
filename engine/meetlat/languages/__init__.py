"""The words of Meetlat: every text that people see, from one file a language.

The files stand beside this module, and a language is called as its file: `nl.toml` holds Dutch. Add
a file with the same keys and Meetlat speaks that language too. A file is read in parts, each when
the first of its texts is asked for: a click needs a few of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, cached_property
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

# The first name in a header: the parts [page] and [page.marks] are read together.
HEADER = re.compile(r"^\[([\w-]+)", re.MULTILINE)


class Words(Mapping[str, str]):
    """The texts of one language by their key: `words("nl")["page.response"]`."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._values: dict[str, Any] = {}
        self._unread = _parts(file.read_text(encoding="utf-8"))

    def __getitem__(self, key: str) -> str:
        return self._value(key, str)

    def several(self, key: str, otherwise: Sequence[str] | None = None) -> Sequence[str]:
        """A list of words, such as the names of months; `otherwise` where there may be none."""
        if otherwise is not None and key not in self._read(key):
            return otherwise
        return self._value(key, list)

    def text(self, key: str, n: int | None = None, /, **facts: object) -> str:
        """A text with its facts filled in; `n` chooses among the plural forms and fills `{n}`."""
        if n is None:
            return self[key].format(**facts)
        return self.several(key)[self._plural(n)].format(n=n, **facts)

    def under(self, key: str) -> dict[str, str]:
        """The texts whose key begins with this one, by the rest of their key."""
        start = f"{key}."
        return {
            name.removeprefix(start): text
            for name, text in self._read(key).items()
            if name.startswith(start) and isinstance(text, str)
        }

    def __iter__(self) -> Iterator[str]:
        for part in [*self._unread]:
            self._read(part)
        yield from (key for key, value in self._values.items() if isinstance(value, str))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _value(self, key: str, kind: type) -> Any:
        value = self._read(key).get(key)
        if not isinstance(value, kind):
            what = "text" if kind is str else "list"
            raise KeyError(f"{self.file.name} has no {what} {key}")
        return value

    def _read(self, key: str) -> Mapping[str, Any]:
        """All that was read so far, the part of this key included."""
        part = key.partition(".")[0]
        if (unread := self._unread.get(part)) is not None:
            import tomllib

            self._values.update(_flat(tomllib.loads(unread)))
            self._unread.pop(part, None)  # another thread may have read it too
        return self._values

    @cached_property
    def _plural(self) -> Callable[[int], int]:
        from gettext import c2py

        return c2py(self["format.plural"])


def _parts(text: str) -> dict[str, str]:
    """The text of a file by the first name in its headers."""
    starts = [*HEADER.finditer(text)]
    ends = [found.start() for found in starts[1:]] + [len(text)]
    parts: dict[str, str] = {}
    for found, end in zip(starts, ends, strict=True):
        parts[found[1]] = parts.get(found[1], "") + text[found.start() : end]
    return parts


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


def in_every_language(key: str, n: int | None = None, /, **facts: object) -> dict[Language, str]:
    """A text by language, with its facts filled in (see `Words.text`)."""
    return {language: words(language).text(key, n, **facts) for language in LANGUAGES}
