"""What Meetlat says when something is wrong: every message, in English and in Dutch.

Sentences name the value and the rule in plain words; remedies say what to do. They begin in
lower case, because a place (`Questions!D7: `) stands before them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from meetlat.messages.cells import CELLS
from meetlat.messages.click import CLICK
from meetlat.messages.lint import LINT
from meetlat.messages.message import SEVERITIES, Language, Message, Severity, Words
from meetlat.messages.plugins import PLUGINS
from meetlat.messages.references import REFERENCES
from meetlat.messages.report import REPORT
from meetlat.messages.responses import RESPONSES
from meetlat.messages.structure import STRUCTURE
from meetlat.messages.trust import TRUST
from meetlat.messages.waves import WAVES
from meetlat.messages.weights import WEIGHTS

FAMILIES = (
    *(STRUCTURE, CELLS, REFERENCES, RESPONSES, WAVES, WEIGHTS, LINT),
    *(TRUST, PLUGINS, REPORT, CLICK),
)

MESSAGES: Mapping[str, Message] = {
    code: message for family in FAMILIES for code, message in family.items()
}
"""By code, in the order in which a recalculation may find them."""

LANGUAGES: tuple[Language, ...] = get_args(Language)

__all__ = ["LANGUAGES", "MESSAGES", "SEVERITIES", "Language", "Message", "Severity", "Words"]
