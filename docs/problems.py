"""Write the page of all problems: `python docs/problems.py`.

Each example comes from a fault that is really planted in the survey of the tests. Messages about
faults that cannot be planted there (in plugins, reports and clicks) keep their placeholders.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from meetlat.languages import words  # noqa: E402
from meetlat.problems.problem import Problem  # noqa: E402
from meetlat.problems.severities import SEVERITIES  # noqa: E402
from tests.faults import Fault, planted_alone  # noqa: E402
from tests.faults.catalogue import CATALOGUE  # noqa: E402
from tests.faults.responses import RESPONSES  # noqa: E402
from tests.faults.waves import WAVES  # noqa: E402
from tests.faults.weights import WEIGHTS  # noqa: E402
from tests.shipped_plugins.plausibility_faults import LINT  # noqa: E402

PAGE = HERE / "problems.md"

TOP = """# Every problem that Meetlat reports

Errors stop a recalculation: no result is written. Remarks do not. Each problem has a code for
programs (`meetlat check WORKBOOK --json`), which does not change. This page is made by
`python docs/problems.py`. The examples come from faults planted in the survey of the tests; without
an example, `{…}` is a placeholder for text that depends on the workbook.
"""


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8", newline="\n")


def page(planted: Callable[[Fault], list[Problem]] = planted_alone) -> str:
    """The page: a section for each code, in the order in which a recalculation may find them.

    The codes of the shipped plugins come last. `planted` returns the problems of a fault.
    """
    found = examples(planted)
    codes = dict.fromkeys([*SEVERITIES, *found])
    sections = [section(code, found.get(code)) for code in codes]
    return "\n".join([TOP, *sections])


def examples(planted: Callable[[Fault], list[Problem]]) -> dict[str, Problem]:
    """An example of each code that a planted fault gives."""
    first: dict[str, Problem] = {}
    for fault in (*CATALOGUE, *RESPONSES, *WAVES, *WEIGHTS, *LINT):
        if fault.code not in first:
            first[fault.code] = next(p for p in planted(fault) if p.code == fault.code)
    return first


def section(code: str, example: Problem | None) -> str:
    """The section of one code: its severity, and its message and remedy in both languages."""
    severity = example.severity if example else SEVERITIES[code]
    lines = [f"## `{code}`", "", f"*{severity}*", ""]
    for language in ("en", "nl"):
        if example:
            lines.append(f"- {language}: {example.render(language)}")
        else:
            texts = words(language).under(f"problems.{code}")
            lines.append(f"- {language}: {texts['problem']} {texts['remedy']}")
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    main()
