"""The error that a page or a PDF could not be made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self

from meetlat.languages import words


class NotPublishedError(Exception):
    """A report could not be written; the message says why, and what to do.

    `key` is that of the message in the language files, with its facts; blank if it is in English
    only.
    """

    key: str = ""
    facts: Mapping[str, object] = {}

    @classmethod
    def of(cls, key: str, **facts: object) -> Self:
        """The error whose message is the text of a key, which commands show in any language."""
        error = cls(words("en").text(key, **facts))
        error.key, error.facts = key, facts
        return error

    @classmethod
    def without(cls, library: str | None, extra: str) -> Self:
        """The error that a library is not installed; the extra of Meetlat installs it."""
        return cls.of("command.needs_library", library=library, extra=extra)
