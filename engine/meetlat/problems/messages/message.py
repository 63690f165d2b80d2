"""What a message is: a severity, and words in every language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from meetlat.languages import Language

Severity = Literal["error", "remark"]
Words = Mapping[Language, str]

SEVERITIES: Mapping[Severity, Mapping[Language, tuple[str, str]]] = {
    "error": {"en": ("error", "errors"), "nl": ("fout", "fouten")},
    "remark": {"en": ("remark", "remarks"), "nl": ("opmerking", "opmerkingen")},
}
"""What a severity is called: one of them, and several."""

DID_YOU_MEAN: Words = {
    "en": 'Did you mean "{suggestion}"?',
    "nl": 'Bedoelt u "{suggestion}"?',
}


class Message(NamedTuple):
    """The words of one code; `suggest` replaces the remedy where a near miss is known."""

    severity: Severity
    problem: Words
    remedy: Words
    suggest: Words


def error(
    en: str, nl: str, remedy_en: str, remedy_nl: str, suggest: Words = DID_YOU_MEAN
) -> Message:
    """A fault for which nothing is recalculated."""
    return Message("error", {"en": en, "nl": nl}, {"en": remedy_en, "nl": remedy_nl}, suggest)


def remark(
    en: str, nl: str, remedy_en: str, remedy_nl: str, suggest: Words = DID_YOU_MEAN
) -> Message:
    """What HR should know; the recalculation goes on."""
    return Message("remark", {"en": en, "nl": nl}, {"en": remedy_en, "nl": remedy_nl}, suggest)
