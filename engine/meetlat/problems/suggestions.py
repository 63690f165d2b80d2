"""Suggestions: the name that the user probably meant by a misspelt name or a synonym."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from meetlat.languages import LANGUAGES, words
from meetlat.problems.text import fold, nearest


def synonyms(name: str) -> list[str]:
    """What people may type, in any language, for one of Meetlat's names: `thema` for `theme`."""
    key = f"synonyms.{fold(name)}"
    return [word for language in LANGUAGES for word in words(language).several(key, ())]


def meant(name: str, written: Sequence[str], cutoff: float = 0.7) -> str | None:
    """The name in `written` that stands for `name`: a synonym of it, or a similar name."""
    by_folded = {_word(other): other for other in reversed(written)}
    own = next((by_folded[word] for word in synonyms(name) if word in by_folded), None)
    return own or nearest(name, written, cutoff)


def known_as(written: str, names: Iterable[str], cutoff: float = 0.7) -> str | None:
    """The name in `names` that the user meant: by a synonym, or a similar name."""
    names, word = list(names), _word(written)
    own = next((name for name in names if word in synonyms(name)), None)
    return own or nearest(written, names, cutoff)


def _word(name: str) -> str:
    """A name in the form of the synonyms, without its language (`text::nl`)."""
    return fold(name).partition("::")[0].replace(" ", "_")


def spelling(name: str) -> str:
    """A name without differences that readers ignore: case, blanks and Unicode forms."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def is_a_slip(name: str, known: Sequence[str]) -> bool:
    """Whether it is similar to a known name, and not another number (`work_1`, `work_2`)."""
    near = nearest(name, known)
    return near is not None and not are_of_a_row(near, name)


def are_of_a_row(one: str, other: str) -> bool:
    """Whether two names differ only in their digits."""
    return _letters(one) == _letters(other)


def _letters(name: str) -> str:
    return "".join(c for c in spelling(name) if not c.isdigit())
