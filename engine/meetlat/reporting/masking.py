"""Mask e-mail addresses, telephone numbers and listed names in a text.

Masking is not anonymity: people are recognised by what they write about, and how.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

EMAIL = re.compile(r"(?<![\w.+'-])[\w.+'-]+\s?@\s?[\w-]+(?:\.[\w-]+)+")

# Nine digits or more, as telephone numbers have, with what people type between them. A citizen
# number and an account number are masked too.
PHONE = re.compile(r"[+(]*\d(?:[\s().\-/–]{0,3}\d){8,}")

# "Jo" is a name; "J" would also be found where no person is meant.
SHORTEST_NAME = 2


class Mask:
    """Replaces what identifies a person by a word in brackets.

    Args:
        names: the names to mask; capitals and accents make no difference.
        said: the words that replace them: `email`, `phone` and `name`.
    """

    def __init__(self, names: Iterable[str], said: Mapping[str, str]) -> None:
        self._said = said
        wanted = {" ".join(_plain(name).split()) for name in names}
        # The longest first, so that "Jan de Vries" is masked as a whole.
        found = sorted((n for n in wanted if len(n) >= SHORTEST_NAME), key=len, reverse=True)
        parts = [re.escape(name).replace(r"\ ", r"\s+") for name in found]
        self._names = re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?:'?s)?(?!\w)") if parts else None

    def __call__(self, written: str) -> str:
        """The text with everything that was found masked."""
        masked = unicodedata.normalize("NFC", written)
        for pattern, kind in ((EMAIL, "email"), (PHONE, "phone")):
            masked = pattern.sub(f"[{self._said[kind]}]", masked)
        if self._names is None:
            return masked
        pieces, start = [], 0
        for found in self._names.finditer(_plain(masked)):
            pieces += [masked[start : found.start()], f"[{self._said['name']}]"]
            start = found.end()
        return "".join([*pieces, masked[start:]])


def _plain(written: str) -> str:
    """A text without accents and capitals, with a character for each of its characters."""
    return "".join(
        unicodedata.normalize("NFD", c)[0].lower()[0] for c in unicodedata.normalize("NFC", written)
    ).replace("’", "'")
