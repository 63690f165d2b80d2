"""Write the page of all problems: `python docs/problems.py`.

Each example comes from really planting a fault in the survey of the tests; the words of what
cannot be planted (in plugins, reports and clicks) are shown with their gaps.
"""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from meetlat.languages import words  # noqa: E402
from meetlat.problems.problem import Problem  # noqa: E402
from meetlat.problems.severities import SEVERITIES  # noqa: E402
from tests.faults import planted_alone  # noqa: E402
from tests.faults.catalogue import CATALOGUE  # noqa: E402
from tests.faults.responses import RESPONSES  # noqa: E402
from tests.faults.waves import WAVES  # noqa: E402
from tests.faults.weights import WEIGHTS  # noqa: E402
from tests.shipped_plugins.plausibility_faults import LINT  # noqa: E402

PAGE = HERE / "problems.md"

TOP = """# Every problem that Meetlat can tell

Errors stop a recalculation: no result is written. Remarks do not. Each has a code that stays the
same, for programs (`meetlat check WORKBOOK --json`). This page is made by
`python docs/problems.py`; the examples are what Meetlat says of faults planted in the survey of its
tests, and `{…}` stands for what depends on the workbook where there is no such example.
"""


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8", newline="\n")


def page() -> str:
    """The page: a section a code, in the order in which a recalculation may find them.

    The codes of the shipped plugins come last.
    """
    found = examples()
    codes = dict.fromkeys([*SEVERITIES, *found])
    sections = [section(code, found.get(code)) for code in codes]
    return "\n".join([TOP, *sections])


def examples() -> dict[str, Problem]:
    """A problem of each code that a fault gives."""
    first: dict[str, Problem] = {}
    for fault in (*CATALOGUE, *RESPONSES, *WAVES, *WEIGHTS, *LINT):
        if fault.code not in first:
            first[fault.code] = next(p for p in planted_alone(fault) if p.code == fault.code)
    return first


def section(code: str, example: Problem | None) -> str:
    """One code: its severity, and what is said and advised in both languages."""
    severity = example.severity if example else SEVERITIES[code]
    lines = [f"## `{code}`", "", f"*{severity}*", ""]
    for language in ("en", "nl"):
        if example:
            lines.append(f"- {language}: {example.render(language)}")
        else:
            told = words(language).under(f"problems.{code}")
            lines.append(f"- {language}: {told['problem']} {told['remedy']}")
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    main()
