"""What commands print for other programs."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from meetlat.languages import Language
    from meetlat.problems.problem import Problem


def problems_as_json(problems: Iterable[Problem], language: Language) -> str:
    """Problems for other programs: sentences in the survey's language, all else the same in any."""
    from meetlat.formatting import plain

    rows = [
        {
            "code": p.code,
            "severity": p.severity,
            "sheet": p.sheet,
            "cell": p.cell,
            "value": p.value_in("en"),
            "problem": p.sentence(language),
            "remedy": p.remedy(language),
            "facts": dict(p.facts),
        }
        for p in problems
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2, default=plain)
