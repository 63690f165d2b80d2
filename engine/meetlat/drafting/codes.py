"""Whether an export has codes where a report needs texts."""

from __future__ import annotations

import re

from meetlat.drafting.draft_scale import DraftScale
from meetlat.reading.scale import UNLISTED

# Letters and a number, perhaps in brackets (`A3`, `SQ001`, `WD[SQ002]`), or a few capitals (`LFT`).
CODE = re.compile(r"[A-Za-z]+_?\d+|\w+\[\w+\]|[A-Z]{2,6}\d*")


def is_code(text: str) -> bool:
    """Whether a text looks like a code of the survey tool."""
    return CODE.fullmatch(text) is not None


def has_coded_answers(scale: DraftScale) -> bool:
    """Whether most answers of a scale are codes without a label."""
    texts = [a.answer for a in scale.answers if not a.label and a.answer != UNLISTED]
    return 2 * sum(map(is_code, texts)) > len(texts)
