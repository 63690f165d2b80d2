"""Columns that survey tools add by themselves: numbers of respondents, moments, settings."""

from __future__ import annotations

import re
from functools import cache

from meetlat.languages import LANGUAGES, words


def is_of_respondents(heading: str) -> bool:
    """Whether a column is called as one that tells respondents apart (`Response ID`)."""
    return _plain(heading) in _named("respondents")


def is_of_the_tool(heading: str) -> bool:
    """Whether a column is called as one that a tool adds by itself."""
    return is_of_respondents(heading) or _plain(heading) in _named("others")


@cache
def _named(kind: str) -> frozenset[str]:
    """What tools call such columns, in any language."""
    keys = [(language, f"survey_tools.{kind}") for language in LANGUAGES]
    return frozenset(name for language, key in keys for name in words(language).several(key))


def _plain(heading: str) -> str:
    """Letters and figures only: `Response ID` and `response_id` are one."""
    return re.sub(r"[\W_]+", "", heading).casefold()
