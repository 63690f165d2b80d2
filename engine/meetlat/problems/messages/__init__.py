"""What Meetlat says when something is wrong: every message, in English and in Dutch.

Sentences name the value and the rule in plain words; remedies say what to do. They begin in
lower case, because a place (`Questions!D7: `) stands before them.
"""

from __future__ import annotations

from collections.abc import Mapping

from meetlat.problems.messages.button import CLICK
from meetlat.problems.messages.cells import CELLS
from meetlat.problems.messages.message import SEVERITIES, Message, Severity, Words
from meetlat.problems.messages.plausibility import LINT
from meetlat.problems.messages.plugins import PLUGINS
from meetlat.problems.messages.references import REFERENCES
from meetlat.problems.messages.report import REPORT
from meetlat.problems.messages.responses import RESPONSES
from meetlat.problems.messages.structure import STRUCTURE
from meetlat.problems.messages.trust import TRUST
from meetlat.problems.messages.waves import WAVES
from meetlat.problems.messages.weights import WEIGHTS

FAMILIES = (
    *(STRUCTURE, CELLS, REFERENCES, RESPONSES, WAVES, WEIGHTS, LINT),
    *(TRUST, PLUGINS, REPORT, CLICK),
)

MESSAGES: Mapping[str, Message] = {
    code: message for family in FAMILIES for code, message in family.items()
}
"""By code, in the order in which a recalculation may find them."""

__all__ = ["MESSAGES", "SEVERITIES", "Message", "Severity", "Words"]
